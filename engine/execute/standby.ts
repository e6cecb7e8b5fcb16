/**
 * What a build needs whatever it builds, made ready while somebody is still writing: a database that holds nothing yet, what the
 * files say that it may replace, and the place where it was last built. For whoever builds again and again; what is another one by
 * then is looked at anew.
 */
import type { DuckDBInstance } from '@duckdb/node-api';
import { openBlank } from './database.ts';
import { lookAhead } from './target.ts';
import type { Standing } from './target.ts';
import { closeWorkplace } from './workplace.ts';
import type { Workplace } from './workplace.ts';

export interface Standby {
  /** For the next build, which may replace one of these. */
  readonly prepare: (targets: readonly string[]) => void;
  /** Given away: whoever takes it closes it. */
  readonly takeBlank: () => Promise<DuckDBInstance>;
  readonly takeLook: (target: string) => Promise<Standing | undefined>;
  /** Given away likewise. */
  readonly takeWorkplace: (target: string) => Promise<Workplace | undefined>;
  /** False once a build in a file that stays has failed: there may be no room for another. */
  readonly mayStay: () => boolean;
  readonly stopStaying: () => void;
  /** Takes the place of the one kept before, of whichever target. */
  readonly keepWorkplace: (target: string, rested: Promise<Workplace | undefined>) => void;
  readonly close: () => Promise<void>;
}

interface Resting {
  readonly target: string;
  readonly rested: Promise<Workplace | undefined>;
}

export function createStandby(): Standby {
  let blank: Promise<DuckDBInstance> | undefined;
  let resting: Resting | undefined;
  let staying = true;
  const looks = new Map<string, Promise<Standing | undefined>>();
  const takeResting = (): Resting | undefined => {
    const taken = resting;
    resting = undefined;
    return taken;
  };
  return {
    prepare: (targets) => {
      if (blank === undefined && resting === undefined) {
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
    takeWorkplace: async (target) => {
      if (resting?.target !== target) return undefined;
      return takeResting()?.rested;
    },
    mayStay: () => staying,
    stopStaying: () => void (staying = false),
    keepWorkplace: (target, rested) => {
      void closeResting(takeResting());
      resting = { target, rested };
      looks.set(
        target,
        rested.then(async () => lookAhead(target)),
      );
    },
    close: async () => {
      await Promise.all(looks.values());
      await closeResting(takeResting());
      const instance = await blank?.catch(() => undefined);
      instance?.closeSync();
    },
  };
}

async function closeResting(resting: Resting | undefined): Promise<void> {
  const workplace = await resting?.rested;
  if (workplace !== undefined) await closeWorkplace(workplace);
}
