import { expect, test } from 'vitest';
import { correlationOfOdds, correlationOfRanks, correlationOfShareAndRank } from './normal-scores.ts';

test('an odds ratio of 1 and a share of everybody are no correlation', () => {
  expect(correlationOfOdds(1, 0.3, 0.7)).toBeCloseTo(0, 9);
  expect(correlationOfOdds(5, 1, 0.7)).toBe(0);
});

/** At halves, a share of both of 1/4 + asin(r) / 2π is known in closed form. */
test.each([0.05, 0.5, 2, 9, 100])('at halves an odds ratio of %d gives the known correlation', (odds) => {
  const both = Math.sqrt(odds) / (2 * (1 + Math.sqrt(odds)));
  expect(correlationOfOdds(odds, 0.5, 0.5)).toBeCloseTo(Math.sin(2 * Math.PI * (both - 0.25)), 6);
});

test('an odds ratio and its inverse are opposite where the shares mirror each other', () => {
  expect(correlationOfOdds(3, 0.2, 0.4)).toBeCloseTo(-correlationOfOdds(1 / 3, 0.2, 0.6), 6);
});

test('rank correlations and those of normals meet at none and one', () => {
  expect([0, 1, -1].map(correlationOfRanks).map((one) => Math.round(one * 1e9) / 1e9)).toEqual([0, 1, -1]);
});

/** At a half, the share below both is 1/4 + asin(r) / 2π for the correlation r of the cut and the compared normal. */
test.each([-0.8, -0.2, 0.3, 0.7])(
  'at half the people a rank correlation of %d gives the known one of normals',
  (rank) => {
    const both = 0.25 + rank * Math.sqrt(1 / 48);
    expect(correlationOfShareAndRank(rank, 0.5)).toBeCloseTo(-Math.SQRT2 * Math.sin(2 * Math.PI * (both - 0.25)), 6);
  },
);

test('a share allows no stronger correlation with ranks than it has people for', () => {
  expect(Math.abs(correlationOfShareAndRank(0.519, 0.1))).toBeLessThan(1);
  expect(Math.abs(correlationOfShareAndRank(0.52, 0.1))).toBeGreaterThan(1);
});
