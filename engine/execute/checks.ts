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
  { persons, program, rangeSize, signal, workers = availableParallelism() }: Execution,
  { checks, found }: Work,
): Promise<readonly CheckResult[]> {
  const wanted = new Set(checks.map(({ sql }) => sql));
  const screens = program.screens.filter(
    ({ of }) => of.filter((sql) => wanted.has(sql)).length >= Math.min(of.length, 2),
  );
  const screened = new Set(screens.flatMap(({ of }) => of));
  const slices = openEnded(cutRanges(persons, rangeSize));
  const connections = slices.length === 1 ? workers * ON_THEIR_WAY : workers;
  const ask = async <Asked extends Check | Screen>(asked: readonly Asked[]): Promise<Counts<Asked>> =>
    countsOf(asked, slices, { database, signal, connections });
  const first = await ask<Check | Screen>([...screens, ...checks.filter(({ sql }) => !screened.has(sql))]);
  const kept = new Set(screens.flatMap((screen) => screen.of.filter((_, at) => first.get(screen)?.[at] === 0)));
  const unsure = checks.filter(({ sql }) => screened.has(sql) && !kept.has(sql));
  const counts = new Map([...first, ...(await ask(unsure))]);
  const violationsOf = (check: Check): number =>
    wanted.has(check.sql) ? (counts.get(check)?.[0] ?? 0) : (found.get(check.sql) ?? 0);
  return program.checks.map((check) => ({ name: check.name, table: check.table, violations: violationsOf(check) }));
}

/** Connections for each worker where all of a statement's people stand in one range: its answer is longer on its way than in the making. */
const ON_THEIR_WAY = 2;

type Slice = readonly [from: number | null, to: number | null];

/** Whatever stands in a file is looked at, whoever it says it is of: the first and the last slice have no end. */
function openEnded(ranges: readonly Range[]): readonly Slice[] {
  return ranges.map(({ from, to }, at) => [at === 0 ? null : from, at === ranges.length - 1 ? null : to]);
}

/** Of each question the numbers of its row, over all slices where it can be asked by them. */
type Counts<Asked> = ReadonlyMap<Asked, readonly number[]>;

interface Asking {
  readonly database: Database;
  readonly signal: AbortSignal | undefined;
  readonly connections: number;
}

async function countsOf<Asked extends Check | Screen>(
  asked: readonly Asked[],
  slices: readonly Slice[],
  { database, signal, connections }: Asking,
): Promise<Counts<Asked>> {
  const isSliced = ({ sliced }: Asked): boolean => sliced !== undefined && slices.length > 1;
  const waiting = [
    ...slices.flatMap((slice) => asked.filter(isSliced).map((one) => ({ one, slice }))),
    ...asked.filter((one) => !isSliced(one)).map((one) => ({ one, slice: undefined })),
  ];
  const counts = new Map<Asked, readonly number[]>();
  const work = async (): Promise<void> => {
    const session = await database.connect();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal?.throwIfAborted();
      const { one, slice } = next;
      const { rows } = await (slice === undefined ? session.rows(one.sql) : session.rows(one.sliced ?? one.sql, slice));
      const before = counts.get(one) ?? [];
      counts.set(
        one,
        (rows[0] ?? []).map((count, at) => Number(count) + (before[at] ?? 0)),
      );
    }
  };
  await settled(Array.from({ length: Math.min(connections, waiting.length) }, work));
  return counts;
}
