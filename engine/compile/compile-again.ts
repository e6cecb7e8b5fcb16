/**
 * Plans compiled again and again: a part that says the same as before is not compiled anew, whatever the tables that it reads have
 * come to mean. Known by what it says and not by which file it comes from, so it cannot be out of date.
 */
import type { Plan, PoolTable, Program } from '../model/index.ts';
import { compilePlan } from './compile-plan.ts';
import type { Memory } from './compile-plan.ts';

export type CompilePlan = (plan: Plan, pools: readonly PoolTable[]) => Program;

/** Plans after which a part that none of them had is forgotten: the cohorts of a tree take turns. */
const LASTING = 16;

export function createCompiler(): CompilePlan {
  let round = 0;
  const remembering = <Made>(): Lasting<Made> => createLasting(() => round);
  const memory = {
    tables: remembering<ReturnType<Memory['tables']>>(),
    views: remembering<ReturnType<Memory['views']>>(),
    checks: remembering<ReturnType<Memory['checks']>>(),
    screens: remembering<ReturnType<Memory['screens']>>(),
    tallies: remembering<ReturnType<Memory['tallies']>>(),
  };
  return (plan, pools) => {
    round += 1;
    const { tables, views, checks, screens, tallies } = memory;
    const program = compilePlan(plan, pools, {
      tables: tables.get,
      views: views.get,
      checks: checks.get,
      screens: screens.get,
      tallies: tallies.get,
    });
    for (const one of Object.values(memory)) one.forget();
    return program;
  };
}

interface Lasting<Made> {
  readonly get: (key: string, make: () => Made) => Made;
  readonly forget: () => void;
}

function createLasting<Made>(round: () => number): Lasting<Made> {
  const known = new Map<string, { readonly made: Made; lastRound: number }>();
  return {
    get: (key, make) => {
      const before = known.get(key) ?? { made: make(), lastRound: 0 };
      before.lastRound = round();
      known.set(key, before);
      return before.made;
    },
    forget: () => {
      for (const [key, { lastRound }] of known) if (lastRound < round() - LASTING) known.delete(key);
    },
  };
}
