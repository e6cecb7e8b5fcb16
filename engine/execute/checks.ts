/**
 * The rules of a file, asked of its rows: those that look at what was filled anew; what the others found stays. What can be
 * asked range by range is asked so: a million people joined at once take twice as long as twenty times fifty thousand.
 */
import { availableParallelism } from 'node:os';
import type { Check, CheckResult } from '../model/index.ts';
import type { Database, Session } from './database.ts';
import type { Execution } from './execution.ts';
import { cutRanges } from './ranges.ts';
import type { Range } from './ranges.ts';
import { settled } from './settled.ts';
import type { Work } from './work.ts';

/** Beyond these no key can be: whatever stands in a file is looked at, whoever it says it is of. */
const NOBODY = 92_000_000;

/** The checks are dealt out to as many connections as there are workers. */
export async function runChecks(
  database: Database,
  { persons, program, rangeSize, signal, workers = availableParallelism() }: Execution,
  { checks, found }: Work,
): Promise<readonly CheckResult[]> {
  const counted = new Map(found);
  const waiting = [...checks];
  const slices = widened(cutRanges(persons, rangeSize));
  const work = async (): Promise<void> => {
    const session = await database.connect();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      counted.set(next.sql, await violationsOf(next, slices, { session, signal }));
    }
  };
  await settled(Array.from({ length: Math.min(workers, waiting.length) }, work));
  return program.checks.map(({ name, table, sql }) => ({ name, table, violations: counted.get(sql) ?? 0 }));
}

/** The first and the last slice reach to all rows that lie beyond the persons. */
function widened(slices: readonly Range[]): readonly Range[] {
  return slices.map(({ from, to }, at) => ({
    from: at === 0 ? -NOBODY : from,
    to: at === slices.length - 1 ? NOBODY : to,
  }));
}

async function violationsOf(
  { sliced, sql }: Check,
  slices: readonly Range[],
  { session, signal }: { readonly session: Session; readonly signal: AbortSignal | undefined },
): Promise<number> {
  const asked = sliced === undefined || slices.length === 1 ? [[]] : slices.map(({ from, to }) => [from, to]);
  let violations = 0;
  for (const range of asked) {
    signal?.throwIfAborted();
    const { rows } = await session.rows(range.length === 0 ? sql : (sliced ?? sql), range);
    violations += Number(rows[0]?.[0] ?? 0);
  }
  return violations;
}
