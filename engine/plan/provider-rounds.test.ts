import { expect, test } from 'vitest';
import { openingsOf } from './provider-rounds.ts';

const geography = { population: 1_000_000, fewest: 3 };
const ends = [1000, 4000, 16_000, 64_000, 256_000, 1_024_000];

test('whom a person goes to does not depend on how many come after', () => {
  for (const all of [1, 2, 3, 40, 357, 9000]) {
    const long = openingsOf({ ...geography, ends })(all);
    for (const [round] of ends.entries())
      expect(openingsOf({ ...geography, ends: ends.slice(0, round + 1) })(all)).toEqual(long.slice(0, round + 1));
  }
});

test('rounds open providers in proportion to their people, in runs without a gap, until all but a few are there', () => {
  for (const all of [3, 40, 357, 9000]) {
    const opened = [...new Set(openingsOf({ ...geography, ends })(all))];
    for (const [at, { from, count }] of opened.entries()) {
      const before = opened[at - 1];
      expect(from).toBe(before === undefined ? 0 : before.from + before.count);
      expect(count).toBeGreaterThanOrEqual(Math.min(all, 3));
    }
    const last = opened.at(-1);
    expect(all - (last === undefined ? 0 : last.from + last.count)).toBeLessThan(3);
  }
});
