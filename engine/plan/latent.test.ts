import { expect, test } from 'vitest';
import type { Correlation } from '../model/index.ts';
import { mixtureOf } from './latent.ts';

const at = { file: 'x.md', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };

function ranks(...pairs: readonly (readonly [string, string, number])[]): readonly Correlation[] {
  return pairs.map(([first, second, value]) => ({ between: [first, second], measure: 'rank_correlation', value, at }));
}

function correlation(one: string, other: string, all: readonly Correlation[]): number {
  const [left, right] = [one, other].map((name) => mixtureOf(name, all, ({ value }) => value));
  return [...(left ?? [])].reduce((sum, [name, share]) => sum + share * (right?.get(name) ?? 0), 0);
}

test('every listed pair has its correlation, and every quantity the variance 1', () => {
  const all = ranks(['a', 'b', 0.5], ['a', 'c', 0.3], ['b', 'c', -0.4]);
  expect(correlation('a', 'b', all)).toBeCloseTo(0.5, 12);
  expect(correlation('a', 'c', all)).toBeCloseTo(0.3, 12);
  expect(correlation('b', 'c', all)).toBeCloseTo(-0.4, 12);
  for (const name of ['a', 'b', 'c']) expect(correlation(name, name, all)).toBeCloseTo(1, 12);
});

test('a pair that is not listed goes together as far as its partner makes it', () => {
  expect(correlation('b', 'c', ranks(['a', 'b', 0.5], ['a', 'c', 0.6]))).toBeCloseTo(0.3, 12);
});

test('correlations that cannot hold at once have no mixture', () => {
  const all = ranks(['a', 'b', 0.9], ['a', 'c', 0.9], ['b', 'c', -0.9]);
  expect(mixtureOf('c', all, ({ value }) => value)).toBeUndefined();
});
