import { expect, test } from 'vitest';
import { stratifiedDraw, stratifiedKey, stratum } from './stratified-draw.ts';

test.each([1, 2, 3, 5, 8, 37, 100, 1000, 4097])('each of %i parts is drawn by one person', (among) => {
  for (const seed of [0, 1, 42]) {
    const key = stratifiedKey(seed, 'people/age', among);
    const parts = Array.from({ length: among }, (_, index) => stratum(key, index + 1));
    expect(parts.toSorted((one, other) => one - other)).toEqual(Array.from({ length: among }, (_, index) => index));
  }
});

test('every share of people is exact to one person, wherever it lies', () => {
  for (const among of [7, 37, 100]) {
    const key = stratifiedKey(3, 'people/race', among);
    const draws = Array.from({ length: among }, (_, index) => stratifiedDraw(key, index + 1));
    for (const [low, high] of [
      [0, 0.72],
      [0.1, 0.335],
      [0.335, 0.665],
      [0.99, 1],
    ] as const) {
      const inside = draws.filter((draw) => draw >= low && draw < high).length;
      expect(Math.abs(inside - among * (high - low))).toBeLessThan(1 + 1e-9);
    }
  }
});

test.each([37, 100, 1000])('streams over %i people do not go together', (among) => {
  const streams = Array.from({ length: 60 }, (_, index) => {
    const key = stratifiedKey(9, `people/${index}`, among);
    return Array.from({ length: among }, (_person, person) => stratum(key, person + 1) - (among - 1) / 2);
  });
  const variance = (among * among - 1) / 12;
  const correlations = streams.flatMap((one, at) =>
    streams
      .slice(at + 1)
      .map((other) => one.reduce((sum, value, person) => sum + value * (other[person] ?? 0), 0) / among / variance),
  );
  const spread = Math.sqrt(correlations.reduce((sum, one) => sum + one * one, 0) / correlations.length);
  expect(spread * Math.sqrt(among - 1)).toBeGreaterThan(0.85);
  expect(spread * Math.sqrt(among - 1)).toBeLessThan(1.15);
});
