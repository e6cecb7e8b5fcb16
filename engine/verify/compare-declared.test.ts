/** What a comparison comes to, of sums as they stand. */
import { expect, test } from 'vitest';
import type { Declaration, Fidelity, FidelityLine } from '../model/index.ts';
import { normalQuantile } from '../plan/normal-scores.ts';
import { createRandom } from '../testing/fuzz/random.ts';
import { compareDeclared } from './compare-declared.ts';

const AT = { file: 'stays.md', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const HEAD = { section: 'stays', quantity: 'way out', part: '', among: '', people: 0, at: AT };

function lineOf(declaration: Declaration, sums: readonly number[]): FidelityLine | undefined {
  const nothing: Omit<Fidelity, 'declarations'> = {
    people: { kind: 'table', schema: 'scratch', name: 'population' },
    values: [],
    sums: [],
    events: undefined,
    spending: undefined,
    records: [],
  };
  return compareDeclared({ ...nothing, declarations: [declaration] }, sums)[0];
}

const RARE: Declaration = { ...HEAD, measure: 'share', holding: 1, target: 0.01, quota: false };

test.each([
  ['a rare share of which chance can have brought so many is too few to tell', 3, 'too few to tell'],
  ['a rare share is off where so many came out that chance cannot have brought them', 11, 'off'],
])('%s', (_, holding, verdict) => {
  expect(lineOf(RARE, [60, holding])?.verdict).toBe(verdict);
});

const MIXED: Declaration = {
  ...HEAD,
  measure: 'mixed_shape',
  groups: 1,
  parts: 3,
  shares: [
    [
      [0, 0.5],
      [1, 0.5],
    ],
    [
      [1, 0.2],
      [2, 0.8],
    ],
  ],
};

test.each([
  ['values whose shares differ from group to group are as declared', [200, 100, 100, 52, 66, 82], 'as declared'],
  ['and off where they are those of another group', [200, 100, 100, 20, 70, 110], 'off'],
  ['and off where a value came out that no group has', [200, 100, 100, 52, 65, 82], 'off'],
])('%s', (_, sums, verdict) => {
  expect(lineOf(MIXED, sums)?.verdict).toBe(verdict);
});

const VARIES: Declaration = { ...HEAD, measure: 'deviation', squares: 1, expected: 2, spread: 3, target: 0.1 };

test('of people who vary as declared no more are doubtful than chance allows, however few are measured', () => {
  const random = createRandom(7);
  const square = (): number => normalQuantile((random.below(2 ** 31) + 0.5) / 2 ** 31) ** 2;
  const verdicts = Array.from({ length: 4000 }, () => {
    const found = Array.from({ length: 30 }, () => Math.round(1000 * square()));
    const sum = (ofOne: (one: number) => number): number => found.reduce((all, one) => all + ofOne(one), 0);
    return lineOf(VARIES, [30, sum((one) => one), 30_000, sum((one) => (one - 1000) ** 2)])?.verdict;
  });
  const share = (verdict: string): number => verdicts.filter((one) => one === verdict).length / verdicts.length;
  expect(share('as declared')).toBeGreaterThan(0.9973 - 3 * 0.0008);
  expect(share('as declared')).toBeLessThan(0.9973 + 2 * 0.0008);
  expect(share('off')).toBeLessThan(0.001);
});

test.each([
  ['a third', 0.33],
  ['three times', 3],
  ['a hundredth', 0.01],
  ['none', 0],
])('people who vary by %s of what is declared are told', (_, factor) => {
  const found = Array.from({ length: 100 }, (__, at) => 1000 * factor * normalQuantile((at + 0.5) / 100) ** 2);
  const sum = (ofOne: (one: number) => number): number => found.reduce((all, one) => all + ofOne(one), 0);
  const line = lineOf(VARIES, [100, sum((one) => one), 100_000, sum((one) => (one - 1000) ** 2)]);
  expect(line?.verdict).toBe('off');
});

test('values that are rare are held against chance as one value', () => {
  const rare = Array.from({ length: 40 }, () => 0.01);
  const some = rare.map((_, at) => (at < 24 ? 1 : 0));
  const shares = [[0.6, ...rare].map((share, part) => [part, share] as const)];
  const together = lineOf({ ...HEAD, measure: 'mixed_shape', groups: 1, parts: 2, shares }, [100, 100, 76, ...some]);
  const two = lineOf({ ...HEAD, measure: 'shape', parts: 1, shares: [0.6, 0.4] }, [100, 76, 24]);
  expect(together?.z).toBeCloseTo(two?.z ?? 0, 6);
});
