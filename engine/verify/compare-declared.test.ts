/** What a comparison comes to, of sums as they stand. */
import { expect, test } from 'vitest';
import type { Declaration, Fidelity, FidelityLine } from '../model/index.ts';
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

test('values that are rare are held against chance as one value', () => {
  const rare = Array.from({ length: 40 }, () => 0.01);
  const some = rare.map((_, at) => (at < 24 ? 1 : 0));
  const shares = [[0.6, ...rare].map((share, part) => [part, share] as const)];
  const together = lineOf({ ...HEAD, measure: 'mixed_shape', groups: 1, parts: 2, shares }, [100, 100, 76, ...some]);
  const two = lineOf({ ...HEAD, measure: 'shape', parts: 1, shares: [0.6, 0.4] }, [100, 76, 24]);
  expect(together?.z).toBeCloseTo(two?.z ?? 0, 6);
});
