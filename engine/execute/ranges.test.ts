import { expect, test } from 'vitest';
import { cutRanges } from './ranges.ts';

test.each([
  [1, 10, 10, [10]],
  [1, 11, 10, [6, 5]],
  [1, 20, 10, [10, 10]],
  [5, 25, 10, [6, 6, 6, 3]],
  [1, 47, 10, [8, 8, 8, 8, 8, 7]],
] as const)('persons %d to %d are cut into ranges of one size, of %d at most', (from, to, most, sizes) => {
  const ranges = cutRanges({ from, to }, most);
  expect(ranges.map((range) => range.to - range.from + 1)).toEqual(sizes);
  expect([ranges[0]?.from, ranges.at(-1)?.to]).toEqual([from, to]);
});
