/** The sums that are held against what was declared. */
import type { EventSums, Program, Statement } from '../model/index.ts';
import type { Session } from './database.ts';
import { StatementFailure } from './failure.ts';
import { rangeOf } from './ranges.ts';
import type { Range } from './ranges.ts';

/** Of the people of a range, in the order of the declared quantities. */
export async function readPeople(session: Session, { tally }: Program, range: Range): Promise<readonly number[]> {
  const [sums = []] = await readTally(session, tally.statement, range);
  return sums;
}

/** Of what happened to the people of a range, event by event. */
export async function readEvents(
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
