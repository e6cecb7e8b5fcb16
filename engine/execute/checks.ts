/**
 * The rules of a file, asked of its rows: those that look at what was filled anew; what the others found stays. Several are asked at
 * once where one pass answers them, and one by one where it says that something breaks them. What can be asked range by range is
 * asked so: a million people joined at once take twice as long as twenty times fifty thousand.
 */
import { availableParallelism } from 'node:os';
import type { Check, CheckResult, Screen } from '../model/index.ts';
import type { Database } from './database.ts';
import type { Session } from './session.ts';
import type { Execution } from './execution.ts';
import { cutRanges } from './ranges.ts';
import type { Range } from './ranges.ts';
import { settled } from './settled.ts';
import type { Work } from './work.ts';

/** The checks are dealt out to as many connections as there are workers, or to more: of few people answers are longer on their way than in the making. */
export async function runChecks(
  database: Database,
  { persons, program, rangeSize, signal, workers = availableParallelism() }: Execution,
  { checks, found }: Work,
): Promise<readonly CheckResult[]> {
  const counted = new Map(found);
  const wanted = new Map(checks.map((check) => [check.sql, check]));
  const isWanted = (check: string): boolean => wanted.has(check);
  const screens = program.screens.filter(({ of }) => of.filter(isWanted).length > 1);
  const screened = new Set(screens.flatMap(({ of }) => of));
  const waiting: (Check | Screen)[] = [...screens, ...checks.filter(({ sql }) => !screened.has(sql))];
  const slices = openEnded(cutRanges(persons, rangeSize));
  const settle = (asked: Check | Screen, counts: readonly number[]): void => {
    if (!('of' in asked)) return void counted.set(asked.sql, counts[0] ?? 0);
    asked.of.forEach((sql, at) => {
      const check = wanted.get(sql);
      if (counts[at] === 0) counted.set(sql, 0);
      else if (check !== undefined) waiting.push(check);
    });
  };
  const work = async (): Promise<void> => {
    const session = await database.connect();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      settle(next, await countsOf(next, slices, { session, signal }));
    }
  };
  const connections = slices.length === 1 ? workers * ON_THEIR_WAY : workers;
  await settled(Array.from({ length: Math.min(connections, waiting.length) }, work));
  return program.checks.map(({ name, table, sql }) => ({ name, table, violations: counted.get(sql) ?? 0 }));
}

const ON_THEIR_WAY = 2;

type Slice = readonly [from: number | null, to: number | null];

/** Whatever stands in a file is looked at, whoever it says it is of: the first and the last slice have no end. */
function openEnded(ranges: readonly Range[]): readonly Slice[] {
  return ranges.map(({ from, to }, at) => [at === 0 ? null : from, at === ranges.length - 1 ? null : to]);
}

/** The counts of a row, over all slices where it can be asked by them. */
async function countsOf(
  { sliced, sql }: Check | Screen,
  slices: readonly Slice[],
  { session, signal }: { readonly session: Session; readonly signal: AbortSignal | undefined },
): Promise<readonly number[]> {
  const count = async (...asked: Parameters<Session['rows']>): Promise<readonly number[]> => {
    signal?.throwIfAborted();
    const { rows } = await session.rows(...asked);
    return (rows[0] ?? []).map(Number);
  };
  if (sliced === undefined || slices.length === 1) return count(sql);
  const totals: number[] = [];
  for (const slice of slices) {
    for (const [at, counted] of (await count(sliced, slice)).entries()) totals[at] = (totals[at] ?? 0) + counted;
  }
  return totals;
}
