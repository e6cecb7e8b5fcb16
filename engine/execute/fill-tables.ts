/**
 * The statements of a program, run by as many connections as there are cores. People of one range are filled in together, each
 * table as soon as those that it reads are there; of several, each connection builds ranges of its own.
 */
import { availableParallelism } from 'node:os';
import type { BuiltTable, Statement } from '../model/index.ts';
import { addUp, readSpending } from './count-sums.ts';
import type { Database } from './database.ts';
import type { Execution } from './execution.ts';
import { StatementFailure } from './failure.ts';
import { fillApart } from './fill-apart.ts';
import { fillTogether } from './fill-together.ts';
import type { Filling } from './filling.ts';
import { loadPools } from './load-pools.ts';
import { cutRanges, rangeOf } from './ranges.ts';
import { settled } from './settled.ts';
import type { Work } from './work.ts';

export interface Filled {
  readonly tables: readonly BuiltTable[];
  /** The sums of the program's tally over all persons. */
  readonly sums: readonly number[];
}

export async function fillTables(database: Database, execution: Execution, work: Work): Promise<Filled> {
  const { persons, program, workers = availableParallelism() } = execution;
  const ranges = work.ofPeople.length === 0 ? [] : cutRanges(persons, execution.rangeSize);
  const tally = new Map(work.verdicts.map(({ name, outcome }) => [name, { ...before(work, name), outcome }]));
  const prepare = createPreparing(execution, tally, ranges.length * work.ofPeople.length);
  const run: Filling['run'] = async (session, statement, range) => (await prepare(session, statement, range)).run();

  const main = await database.connect();
  const runWhole = async (statements: readonly Statement[]): Promise<void> => {
    if (statements.length === 0) return;
    await main.run('begin');
    for (const statement of statements) await run(main, statement);
    await main.run('commit');
  };
  const setUp = async (): Promise<void> => {
    await typesStand;
    await loadPools(main, execution, work.pools);
    await runWhole(work.setUp);
  };
  const typesStand = work.types.length === 0 ? Promise.resolve() : runWhole(work.types);
  const tablesStand = setUp();
  const describe = async (): Promise<void> => {
    await tablesStand;
    await runWhole(work.finish);
  };
  const filling: Filling = { database, execution, work, workers, typesStand, tablesStand, prepare, run };
  const [only] = ranges;
  const counting = ranges.length === 1 && only !== undefined ? fillTogether(filling, only) : fillApart(filling, ranges);
  const stopOthers = (error: unknown): never => {
    database.interrupt();
    throw error;
  };
  await settled([counting.catch(stopOthers), describe().catch(stopOthers)]);
  const counted = await counting;
  const [spending] = work.sums.spending === undefined ? await readSpending(main, program) : [work.sums.spending];
  return {
    tables: [...tally].map(([name, entry]) => ({ name, ...entry })),
    sums: [
      ...(work.sums.people ?? addUp(counted.map(({ people }) => people ?? []))),
      ...(work.sums.events ?? addUp(counted.map(({ events }) => events ?? []))),
      ...(spending ?? []),
    ],
  };
}

function before({ kept }: Work, name: string): { rows: number; milliseconds: number } {
  const { rows, milliseconds } = kept.get(name) ?? { rows: 0, milliseconds: 0 };
  return { rows, milliseconds };
}

/** Makes statements ready whose rows and time are added to what is told of their table; with a range, one of `steps` of the build. */
function createPreparing(
  { clock, onProgress, persons, signal }: Execution,
  tally: ReadonlyMap<string, { rows: number; milliseconds: number }>,
  steps: number,
): Filling['prepare'] {
  const people = persons.to - persons.from + 1;
  let ran = 0;
  return async (session, statement, range) => {
    signal?.throwIfAborted();
    const failing = (error: unknown): never => {
      throw new StatementFailure(statement, error);
    };
    const prepared = await session.prepare(statement.sql, rangeOf(statement, range)).catch(failing);
    const run = async (): Promise<void> => {
      if (signal?.aborted === true) prepared.drop();
      signal?.throwIfAborted();
      const began = clock.milliseconds();
      const rows = await prepared.run().catch(failing);
      if (range !== undefined) onProgress?.(Math.floor((people * (ran += 1)) / steps), people);
      const entry = statement.table === undefined ? undefined : tally.get(statement.table);
      if (entry === undefined) return;
      entry.rows += rows;
      entry.milliseconds += clock.milliseconds() - began;
    };
    return { run, drop: prepared.drop };
  };
}
