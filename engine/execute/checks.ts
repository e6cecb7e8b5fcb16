/** The rules of a file, asked of its rows: those that look at what was filled anew; what the others found stays. */
import { availableParallelism } from 'node:os';
import type { CheckResult } from '../model/index.ts';
import type { Database } from './database.ts';
import type { Execution } from './execution.ts';
import { settled } from './settled.ts';
import type { Work } from './work.ts';

/** The checks are dealt out to as many connections as there are workers. */
export async function runChecks(
  database: Database,
  { program, signal, workers = availableParallelism() }: Execution,
  { checks, found }: Work,
): Promise<readonly CheckResult[]> {
  const counted = new Map(found);
  const waiting = [...checks];
  const work = async (): Promise<void> => {
    const session = await database.connect();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal?.throwIfAborted();
      const { rows } = await session.rows(next.sql);
      counted.set(next.sql, Number(rows[0]?.[0] ?? 0));
    }
  };
  await settled(Array.from({ length: Math.min(workers, waiting.length) }, work));
  return program.checks.map(({ name, table, sql }) => ({ name, table, violations: counted.get(sql) ?? 0 }));
}
