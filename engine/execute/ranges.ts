/** Persons cut into ranges: the same cut for any number of workers, since rows stand in the order in which a range yields them. */
import type { Statement } from '../model/index.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Persons of one range: what a worker holds in memory at a time. */
const RANGE_SIZE = 50_000;

export function cutRanges(persons: Range, size: number = RANGE_SIZE): readonly Range[] {
  const ranges: Range[] = [];
  for (let from = persons.from; from <= persons.to; from += size) {
    ranges.push({ from, to: Math.min(persons.to, from + size - 1) });
  }
  return ranges;
}

/** What of the cut tells in the order of rows: nothing where one range holds everybody. */
export function cutSize({ from, to }: Range, size: number = RANGE_SIZE): number {
  return Math.min(size, to - from + 1);
}

/** The parameters of a statement that is run for a range of persons. */
export function rangeOf({ perRange }: Statement, range: Range | undefined): readonly number[] {
  return perRange && range !== undefined ? [range.from, range.to] : [];
}
