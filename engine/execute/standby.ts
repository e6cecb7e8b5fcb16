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
  /** Until the next build of the target, or until benches of other targets would be of too many people with it. */
  readonly keepBench: (target: string, bench: UsedBench) => void;
  /** Of whom benches may be, all in all. */
  readonly mostPeople: number;
  readonly takeLook: (target: string) => Promise<Look | undefined>;
  readonly close: () => Promise<void>;
}

export interface UsedBench extends Bench {
  /** Of how many people its file is. */
  readonly people: number;
}

/** What stands in memory for so many people of every product takes some 90 MB. */
const MOST_PEOPLE = 5000;

/** Only tests choose another number of people. */
export function createStandby(mostPeople: number = MOST_PEOPLE): Standby {
  let blank: Promise<Bench> | undefined;
  const benches = new Map<string, UsedBench>();
  const looks = new Map<string, Promise<Look | undefined>>();
  const drop = (target: string): void => {
    benches.get(target)?.instance.closeSync();
    benches.delete(target);
  };
  return {
    mostPeople,
    prepare: (targets) => {
      for (const target of benches.keys()) if (!targets.includes(target)) drop(target);
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
    keepBench: (target, bench) => {
      benches.set(target, bench);
      for (const [oldest] of benches) {
        const people = [...benches.values()].reduce((sum, one) => sum + one.people, 0);
        if (people > mostPeople) drop(oldest);
      }
    },
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
