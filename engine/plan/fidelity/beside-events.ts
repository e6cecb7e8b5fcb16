/** What is counted in one pass for each range, under keys of its own: of events, and beside them whatever is counted in the same few sums. */
import type { Declaration, EventTally, Relation, SumPlace } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { Timeline } from '../timeline.ts';
import { integer, keep, literal, named, project, rowsOfAll } from '../terms.ts';

/** The sums of a key, by what they are of an event. */
export const SUMS = ['asked', 'lucky', 'first', 'timed', 'within', 'waits', 'rows'] as const;

/** `event_key` and the first `width` of the sums, one row a key at most. */
export interface CountedRows {
  readonly relation: Relation;
  readonly keys: readonly number[];
  readonly width: number;
}

export interface Counted {
  readonly rows: readonly CountedRows[];
  readonly declare: (placeOf: PlaceOf) => readonly Declaration[];
}

/** Where a sum of a key stands, by its place among the sums. */
export type PlaceOf = (key: number, sum: number) => SumPlace;

export interface Counting {
  readonly context: PlanContext;
  readonly timeline: Timeline;
}

export interface Together {
  readonly tally: EventTally | undefined;
  readonly declarations: readonly Declaration[];
  /** How many sums there are. */
  readonly width: number;
}

/** `behind` is the number of sums that stand before these. */
export function countTogether(counted: readonly Counted[], behind: number): Together {
  const rows = counted.flatMap((one) => one.rows);
  const keys = rows.flatMap((one) => one.keys);
  if (new Set(keys).size < keys.length) throw new Error('This is a bug in plan: two things are counted under one key.');
  const places = new Map(keys.map((key, at) => [key, behind + at * SUMS.length]));
  const declarations = counted.flatMap(({ declare }) => declare((key, sum) => (places.get(key) ?? 0) + sum));
  const inputs = rows.map(filledUp);
  if (inputs.length === 0) return { tally: undefined, declarations, width: 0 };
  return {
    tally: { relation: rowsOfAll(inputs), keys, columns: SUMS },
    declarations,
    width: keys.length * SUMS.length,
  };
}

function filledUp({ relation, width }: CountedRows): Relation {
  const sums = SUMS.map((name, at) => (at < width ? keep(name) : named(name, literal(0, integer))));
  return project(relation, [keep('event_key'), ...sums]);
}
