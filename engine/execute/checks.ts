/**
 * The rules of a file, asked of its rows: those that look at what was filled anew; what the others found stays. Several are asked at
 * once where one pass answers them, and one by one where it says that something breaks them. What can be asked range by range is
 * asked so, and all of a range before the next: its rows are in memory then, where those of a million people are not.
 */
import { availableParallelism } from 'node:os';
import type { Check, CheckResult, Screen } from '../model/index.ts';
import type { Database } from './database.ts';
import type { Execution } from './execution.ts';
import { cutRanges } from './ranges.ts';
import type { Range } from './ranges.ts';
import { settled } from './settled.ts';
import type { Work } from './work.ts';

export async function runChecks(
  database: Database,
  execution: Execution,
  { checks, found }: Work,
): Promise<readonly CheckResult[]> {
  const { persons, program, rangeSize, signal, workers = availableParallelism() } = execution;
  const wanted = new Set(checks.map(({ sql }) => sql));
  const { screens } = program;
  const counts = await countViolations({ checks, screens }, cutRanges(persons, rangeSize), {
    database,
    signal,
    workers,
  });
  return program.checks.map(({ name, sql, table }) => ({
    name,
    table,
    violations: (wanted.has(sql) ? counts : found).get(sql) ?? 0,
  }));
}

export interface Asked {
  readonly checks: readonly Pick<Check, 'sql' | 'sliced'>[];
  readonly screens: readonly Pick<Screen, 'sql' | 'sliced' | 'of'>[];
}

interface Asking {
  readonly database: Database;
  readonly signal?: AbortSignal | undefined;
  readonly workers: number;
}

/** How many rows break each rule, by the statement of its check. */
export async function countViolations(
  { checks, screens }: Asked,
  ranges: readonly Range[],
  { workers, ...asking }: Asking,
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Set(checks.map(({ sql }) => sql));
  const worthwhile = screens.filter(({ of }) => of.filter((sql) => wanted.has(sql)).length >= Math.min(of.length, 2));
  const screened = new Set(worthwhile.flatMap(({ of }) => of));
  const slices = openEnded(ranges);
  const connections = slices.length === 1 ? workers * ON_THEIR_WAY : workers;
  const ask = async (asked: readonly Question[]): Promise<Counts> =>
    countsOf(asked, slices, { ...asking, connections });
  const first = await ask([...worthwhile, ...checks.filter(({ sql }) => !screened.has(sql))]);
  const kept = new Set(worthwhile.flatMap((screen) => screen.of.filter((_, at) => first.get(screen.sql)?.[at] === 0)));
  const unsure = await ask(checks.filter(({ sql }) => screened.has(sql) && !kept.has(sql)));
  return new Map(checks.map(({ sql }) => [sql, (unsure.get(sql) ?? first.get(sql))?.[0] ?? 0]));
}

/** Connections for each worker where all of a statement's people stand in one range: its answer is longer on its way than in the making. */
const ON_THEIR_WAY = 2;

type Slice = readonly [from: number | null, to: number | null];

/** Whatever stands in a file is looked at, whoever it says it is of: the first and the last slice have no end. */
function openEnded(ranges: readonly Range[]): readonly Slice[] {
  return ranges.map(({ from, to }, at) => [at === 0 ? null : from, at === ranges.length - 1 ? null : to]);
}

type Question = Pick<Check, 'sql' | 'sliced'>;

/** Of each question, by its statement, the numbers of its row, over all slices where it can be asked by them. */
type Counts = ReadonlyMap<string, readonly number[]>;

interface Connected {
  readonly database: Database;
  readonly signal?: AbortSignal | undefined;
  readonly connections: number;
}

async function countsOf(
  asked: readonly Question[],
  slices: readonly Slice[],
  { database, signal, connections }: Connected,
): Promise<Counts> {
  const isSliced = ({ sliced }: Question): boolean => sliced !== undefined && slices.length > 1;
  const waiting = [
    ...slices.flatMap((slice) => asked.filter(isSliced).map((one) => ({ one, slice }))),
    ...asked.filter((one) => !isSliced(one)).map((one) => ({ one, slice: undefined })),
  ];
  const counts = new Map<string, readonly number[]>();
  const work = async (): Promise<void> => {
    const session = await database.connect();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal?.throwIfAborted();
      const { one, slice } = next;
      const { rows } = await (slice === undefined ? session.rows(one.sql) : session.rows(one.sliced ?? one.sql, slice));
      const before = counts.get(one.sql) ?? [];
      counts.set(
        one.sql,
        (rows[0] ?? []).map((count, at) => Number(count) + (before[at] ?? 0)),
      );
    }
  };
  await settled(Array.from({ length: Math.min(connections, waiting.length) }, work));
  return counts;
}
