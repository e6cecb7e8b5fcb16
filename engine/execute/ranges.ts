/** Persons cut into ranges: the same cut for any number of workers, since rows stand in the order in which a range yields them. */
import type { Statement } from '../model/index.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Persons of one range at most: what a worker holds in memory at a time. */
const MOST = 50_000;

/** Of one size, and an even number of them: two workers have as much to do then. */
export function cutRanges(persons: Range, most: number = MOST): readonly Range[] {
  const size = cutSize(persons, most);
  const ranges: Range[] = [];
  for (let from = persons.from; from <= persons.to; from += size) {
    ranges.push({ from, to: Math.min(persons.to, from + size - 1) });
  }
  return ranges;
}

/** What of the cut tells in the order of rows. */
export function cutSize({ from, to }: Range, most: number = MOST): number {
  const people = to - from + 1;
  return people <= most ? people : Math.ceil(people / (2 * Math.ceil(people / (2 * most))));
}

/** The parameters of a statement that is run for a range of persons. */
export function rangeOf({ perRange }: Statement, range: Range | undefined): readonly number[] {
  return perRange && range !== undefined ? [range.from, range.to] : [];
}
