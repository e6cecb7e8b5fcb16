/**
 * What a build needs whatever it builds, made ready before anybody writes: a database that holds nothing yet, and what
 * the files say that it may replace. For whoever builds again and again; what is another one by then is looked at anew.
 */
import { openBench } from './database.ts';
import type { Bench } from './database.ts';
import { lookAhead } from './target.ts';
import type { Look } from './target.ts';

export interface Standby {
  /** For the next build, which may replace one of these. */
  readonly prepare: (targets: readonly string[]) => void;
  /** What stands in memory since the last build of the target. */
  readonly heldFor: (target: string) => Bench['holds'];
  /** Given away: whoever takes it closes it, or gives it back. */
  readonly takeBench: (target: string) => Promise<Bench>;
  readonly keepBench: (target: string, bench: Bench) => void;
  readonly takeLook: (target: string) => Promise<Look | undefined>;
  readonly close: () => Promise<void>;
}

export function createStandby(): Standby {
  let blank: Promise<Bench> | undefined;
  const benches = new Map<string, Bench>();
  const looks = new Map<string, Promise<Look | undefined>>();
  return {
    prepare: (targets) => {
      for (const [target, { instance }] of benches) {
        if (targets.includes(target)) continue;
        benches.delete(target);
        instance.closeSync();
      }
      if (blank === undefined && targets.some((target) => !benches.has(target))) {
        blank = openBench();
        // Whoever takes it is told.
        blank.catch(() => undefined);
      }
      for (const target of targets) if (!looks.has(target)) looks.set(target, lookAhead(target));
    },
    heldFor: (target) => benches.get(target)?.holds ?? NOTHING,
    takeBench: async (target) => {
      const kept = benches.get(target);
      benches.delete(target);
      if (kept !== undefined) return kept;
      const taken = blank ?? openBench();
      blank = undefined;
      return taken;
    },
    keepBench: (target, bench) => void benches.set(target, bench),
    takeLook: async (target) => {
      const look = looks.get(target);
      looks.delete(target);
      return look;
    },
    close: async () => {
      await Promise.all(looks.values());
      const unused = await blank?.catch(() => undefined);
      for (const { instance } of [...benches.values(), ...(unused === undefined ? [] : [unused])]) instance.closeSync();
      benches.clear();
    },
  };
}

const NOTHING: Bench['holds'] = new Map();
