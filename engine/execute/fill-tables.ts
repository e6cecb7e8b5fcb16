/**
 * The statements of a program, run over ranges of persons by as many workers as there are cores. Each worker builds a
 * range on a connection of its own; ranges are committed in ascending order, so that every table reads the same on
 * every run, whichever worker was faster.
 */
import { availableParallelism } from 'node:os';
import type { BuiltTable, Program, Statement } from '../model/index.ts';
import type { Database, Session } from './database.ts';
import type { Execution } from './execution.ts';
import { StatementFailure } from './failure.ts';
import { cutRanges } from './ranges.ts';
import type { Range } from './ranges.ts';
import { settled } from './settled.ts';
import { createTurns } from './turns.ts';
import type { KnownSums, Work } from './work.ts';

export interface Filled {
  readonly tables: readonly BuiltTable[];
  /** The sums of the program's tally over all persons. */
  readonly sums: readonly number[];
}

export async function fillTables(database: Database, execution: Execution, work: Work): Promise<Filled> {
  const { clock, onProgress, persons, program, signal, workers = availableParallelism() } = execution;
  const ranges = work.perRange.length === 0 ? [] : cutRanges(persons, execution.rangeSize);
  const tally = new Map(work.verdicts.map(({ name, outcome }) => [name, { ...before(work, name), outcome }]));
  const total = persons.to - persons.from + 1;
  const steps = ranges.length * work.perRange.length;
  let ran = 0;
  const runAll = async (session: Session, statements: readonly Statement[], range?: Range): Promise<void> => {
    for (const statement of statements) {
      signal?.throwIfAborted();
      const began = clock.milliseconds();
      const rows = await runStatement(session, statement, range);
      if (range !== undefined) onProgress?.(Math.floor((total * (ran += 1)) / steps), total);
      const entry = statement.table === undefined ? undefined : tally.get(statement.table);
      if (entry === undefined) continue;
      entry.rows += rows;
      entry.milliseconds += clock.milliseconds() - began;
    }
  };

  const main = await database.connect();
  const runWhole = async (statements: readonly Statement[]): Promise<void> => {
    await main.run('begin');
    await runAll(main, statements);
    await main.run('commit');
  };
  const setUp = async (): Promise<void> => {
    await loadPools(main, execution, work.setUpPools);
    await runWhole([...work.clear, ...work.setUp]);
  };
  const tablesStand = setUp();

  const waiting = [...ranges];
  const counted = new Map<number, KnownSums>();
  const turns = createTurns(ranges.map(({ from }) => from));
  const fillRanges = async (): Promise<void> => {
    const session = await database.connect();
    await loadPools(session, execution, work.pools);
    await tablesStand;
    for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
      await session.run('begin');
      await runAll(session, work.perRange, range);
      counted.set(range.from, await countAll(session, execution, { work, range }));
      await turns.wait(range.from);
      await session.run('commit');
      turns.pass(range.to + 1);
    }
  };
  const stopOthers = (error: unknown): never => {
    turns.fail(error);
    database.interrupt();
    throw error;
  };
  const describe = async (): Promise<void> => {
    await tablesStand;
    await runWhole(work.finish);
  };
  const crew = Array.from({ length: Math.min(workers, ranges.length) }, fillRanges);
  await settled([...crew, describe()].map(async (task) => task.catch(stopOthers)));
  const [spending] = work.sums.spending === undefined ? await readSpending(main, program) : [work.sums.spending];
  return {
    tables: [...tally].map(([name, entry]) => ({ name, ...entry })),
    sums: [
      ...(work.sums.people ?? addUp(ranges.map(({ from }) => counted.get(from)?.people ?? []))),
      ...(work.sums.events ?? addUp(ranges.map(({ from }) => counted.get(from)?.events ?? []))),
      ...(spending ?? []),
    ],
  };
}

function before({ kept }: Work, name: string): { rows: number; milliseconds: number } {
  const { rows, milliseconds } = kept.get(name) ?? { rows: 0, milliseconds: 0 };
  return { rows, milliseconds };
}

async function runStatement(session: Session, statement: Statement, range?: Range): Promise<number> {
  try {
    return await session.run(statement.sql, rangeOf(statement, range));
  } catch (error) {
    throw new StatementFailure(statement, error);
  }
}

function rangeOf({ perRange }: Statement, range: Range | undefined): readonly number[] {
  return perRange && range !== undefined ? [range.from, range.to] : [];
}

/** What is known already is not counted again. */
async function countAll(
  session: Session,
  { program: { tally, eventTally } }: Execution,
  { work: { sums }, range }: { readonly work: Work; readonly range: Range },
): Promise<KnownSums> {
  const [people] = sums.people === undefined ? await readTally(session, tally.statement, range) : [];
  if (sums.events !== undefined || eventTally === undefined) return { people, events: undefined, spending: undefined };
  const { statement, keys, width } = eventTally;
  const byKey = new Map((await readTally(session, statement, range)).map(([key, ...found]) => [key, found]));
  const none = Array.from({ length: width }, () => 0);
  return { people, events: keys.flatMap((key) => byKey.get(key) ?? none), spending: undefined };
}

/** What was spent is known once all ranges are there. */
async function readSpending(session: Session, { spending }: Program): Promise<readonly (readonly number[])[]> {
  return spending === undefined ? [] : readTally(session, spending.statement);
}

async function readTally(session: Session, tally: Statement, range?: Range): Promise<readonly (readonly number[])[]> {
  try {
    const { rows } = await session.rows(tally.sql, rangeOf(tally, range));
    return rows.map((row) => row.flat().map(Number));
  } catch (error) {
    throw new StatementFailure(tally, error);
  }
}

/** In the order of the ranges, so that sums of fractions are the same on every run. */
function addUp(counted: readonly (readonly number[])[]): readonly number[] {
  return (counted[0] ?? []).map((_, at) => counted.reduce((sum, one) => sum + (one[at] ?? 0), 0));
}

async function loadPools(session: Session, { pools, program }: Execution, wanted: ReadonlySet<string>): Promise<void> {
  for (const { name, table, create } of program.pools) {
    if (!wanted.has(name)) continue;
    await runStatement(session, create);
    await session.appendPool(table, pools.find((pool) => pool.name === name)?.columns ?? []);
  }
}
