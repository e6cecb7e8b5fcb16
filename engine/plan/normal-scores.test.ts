import { expect, test } from 'vitest';
import { correlationOfOdds, correlationOfRanks } from './normal-scores.ts';

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
