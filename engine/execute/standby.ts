/**
 * What a build needs whatever it builds, made ready before anybody writes: a database that holds nothing yet, and what
 * the files say that it may replace. For whoever builds again and again; what is another one by then is looked at anew.
 */
import type { DuckDBInstance } from '@duckdb/node-api';
import { openBlank } from './database.ts';
import { lookAhead } from './target.ts';
import type { Look } from './target.ts';

export interface Standby {
  /** For the next build, which may replace one of these. */
  readonly prepare: (targets: readonly string[]) => void;
  /** Given away: whoever takes it closes it. */
  readonly takeBlank: () => Promise<DuckDBInstance>;
  readonly takeLook: (target: string) => Promise<Look | undefined>;
  readonly close: () => Promise<void>;
}

export function createStandby(): Standby {
  let blank: Promise<DuckDBInstance> | undefined;
  const looks = new Map<string, Promise<Look | undefined>>();
  return {
    prepare: (targets) => {
      if (blank === undefined) {
        blank = openBlank();
        // Whoever takes it is told.
        blank.catch(() => undefined);
      }
      for (const target of targets) if (!looks.has(target)) looks.set(target, lookAhead(target));
    },
    takeBlank: async () => {
      const taken = blank ?? openBlank();
      blank = undefined;
      return taken;
    },
    takeLook: async (target) => {
      const look = looks.get(target);
      looks.delete(target);
      return look;
    },
    close: async () => {
      await Promise.all(looks.values());
      const instance = await blank?.catch(() => undefined);
      instance?.closeSync();
    },
  };
}
