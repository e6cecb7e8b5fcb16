/** The sums that are held against what was declared. */
import type { EventSums, Program, Statement } from '../model/index.ts';
import type { Session } from './session.ts';
import { StatementFailure } from './failure.ts';
import { rangeOf } from './ranges.ts';
import type { Range } from './ranges.ts';

/** The sums of a range. */
export type Counted = Partial<Record<Counting['of'], readonly number[]>>;

export interface Counting {
  readonly of: 'people' | 'events';
  /** What is counted from. */
  readonly reads: readonly string[];
  readonly count: (session: Session) => Promise<readonly number[]>;
}

/** What of a range is to be counted: what is known already is not counted again. */
export function countingsOf(
  program: Program,
  known: { readonly people: unknown; readonly events: unknown },
  range: Range,
): readonly Counting[] {
  const { tally, eventTally } = program;
  const people: Counting = {
    of: 'people',
    reads: tally.reads,
    count: async (session) => readPeople(session, program, range),
  };
  const events: readonly Counting[] =
    eventTally === undefined
      ? []
      : [{ of: 'events', reads: eventTally.reads, count: async (session) => readEvents(session, eventTally, range) }];
  return [people, ...events].filter(({ of }) => known[of] === undefined);
}

/** Of the people of a range, in the order of the declared quantities. */
async function readPeople(session: Session, { tally }: Program, range: Range): Promise<readonly number[]> {
  const [sums = []] = await readTally(session, tally.statement, range);
  return sums;
}

/** Of what happened to the people of a range, event by event. */
async function readEvents(
  session: Session,
  { statement, keys, width }: EventSums,
  range: Range,
): Promise<readonly number[]> {
  const byKey = new Map((await readTally(session, statement, range)).map(([key, ...found]) => [key, found]));
  const none = Array.from({ length: width }, () => 0);
  return keys.flatMap((key) => byKey.get(key) ?? none);
}

/** What was spent is known once all ranges are there. */
export async function readSpending(session: Session, { spending }: Program): Promise<readonly (readonly number[])[]> {
  return spending === undefined ? [] : readTally(session, spending.statement);
}

/** Of finished tables, one after the other; what is known already is not counted again. */
export async function readRecords(
  session: Session,
  { records }: Program,
  known: readonly (readonly number[] | undefined)[],
): Promise<readonly number[]> {
  const totals: (readonly number[])[] = [];
  for (const [at, { statement }] of records.entries()) {
    totals.push(known[at] ?? (await readTally(session, statement)).flat());
  }
  return totals.flat();
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
export function addUp(counted: readonly (readonly number[])[]): readonly number[] {
  return (counted[0] ?? []).map((_, at) => counted.reduce((sum, one) => sum + (one[at] ?? 0), 0));
}
