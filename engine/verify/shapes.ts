/** How values are spread: parts of about equal share, values whose shares differ from group to group, and how far numbers vary. */
import { FEWEST, UNKNOWN, verdictOf } from './comparison.ts';
import type { Comparison, Of, Read } from './comparison.ts';

/** Pearson's test over parts of about equal share; the distance is the total variation between them. */
export function shape({ parts: first, shares }: Of<'shape'>, people: number, at: Read): Comparison {
  const parts = shares.map((one, place) => ({ expected: one * people, found: at(first + place) }));
  const actual = parts.reduce((sum, { expected, found }) => sum + Math.abs(found - expected), 0) / (2 * people);
  const squares = parts.reduce((sum, { expected, found }) => sum + (found - expected) ** 2 / expected, 0);
  const z = normalScoreOfSquares(squares, shares.length - 1);
  const isEnough = parts.every(({ expected }) => expected >= FEWEST);
  const verdict = isEnough ? verdictOf(Math.max(0, z)) : 'too few to tell';
  return { target: 0, actual, standardError: null, z, verdict };
}

/** Wilson and Hilferty: the cube root of a chi-squared value is nearly normal. */
function normalScoreOfSquares(squares: number, freedom: number): number {
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(squares / freedom) - 1 + spread) / Math.sqrt(spread);
}

interface Part {
  readonly expected: number;
  readonly variance: number;
  readonly found: number;
}

/**
 * Pearson's test over the values, of which those that are rare go together as one. What is expected of its statistic takes the place of its
 * degrees of freedom: where the shares of groups differ, less is left to chance than the whole says. A value that no group has is never chance.
 */
export function mixedShape({ groups, parts: first, shares }: Of<'mixed_shape'>, people: number, at: Read): Comparison {
  const counted = shares.flatMap((own, group) => (at(groups + group) > 0 ? [{ rows: at(groups + group), own }] : []));
  const expected = new Map<number, number>();
  for (const { rows, own } of counted)
    for (const [part, share] of own) expected.set(part, (expected.get(part) ?? 0) + rows * share);
  const foundOf = (part: number): number => at(first + part);
  const strange = people - [...expected.keys()].reduce((sum, part) => sum + foundOf(part), 0);
  const actual =
    [...expected].reduce((sum, [part, one]) => sum + Math.abs(foundOf(part) - one), Math.abs(strange)) / (2 * people);
  if (strange !== 0) return { target: 0, actual, standardError: null, z: null, verdict: 'off' };
  const tested = testedParts(counted, expected, foundOf);
  const squares = tested.reduce((sum, part) => sum + (part.found - part.expected) ** 2 / part.expected, 0);
  const freedom = tested.reduce((sum, part) => sum + part.variance / part.expected, 0);
  if (tested.length < 2 || freedom < LEAST_FREEDOM) return { ...UNKNOWN, target: 0, actual };
  const z = normalScoreOfSquares(squares, freedom);
  return { target: 0, actual, standardError: null, z, verdict: verdictOf(Math.max(0, z)) };
}

/** Less is no test of anything. */
const LEAST_FREEDOM = 0.5;

interface Group {
  readonly rows: number;
  readonly own: Of<'mixed_shape'>['shares'][number];
}

const RARE = -1;

/** All that are not rare, and those that are as one, as long as that is not rare itself. */
function testedParts(
  groups: readonly Group[],
  expected: ReadonlyMap<number, number>,
  foundOf: (part: number) => number,
): readonly Part[] {
  const placeOf = new Map([...expected].map(([part, one]) => [part, one < FEWEST ? RARE : part]));
  const parts = new Map([...placeOf.values()].map((place) => [place, { expected: 0, variance: 0, found: 0 }]));
  for (const [part, place] of placeOf) {
    const one = parts.get(place);
    if (one !== undefined) one.found += foundOf(part);
  }
  for (const { rows, own } of groups) {
    const together = new Map<number, number>();
    for (const [part, share] of own) {
      const place = placeOf.get(part) ?? RARE;
      together.set(place, (together.get(place) ?? 0) + share);
    }
    for (const [place, share] of together) {
      const one = parts.get(place);
      if (one === undefined) continue;
      one.expected += rows * share;
      one.variance += rows * share * (1 - share);
    }
  }
  return [...parts.values()].filter((part) => part.expected >= FEWEST);
}

/** Of fewer the sum of squares is too skewed. */
const FEWEST_SQUARES = 30;

/** Of what it is to be, a sum of squares is hardly less by chance. */
const LEAST_BY_CHANCE = 0.5;

/**
 * How far the sum of squares may lie from what it is to be is told by how far those lie that add up to it. Chance makes both too small at
 * once, so it is told by their ratio, which is as free as so many squares of a normal are.
 */
export function variation(
  { squares, expected, spread, target }: Of<'deviation'>,
  people: number,
  at: Read,
): Comparison {
  const [found, wanted, error] = [at(squares), at(expected), Math.sqrt(at(spread))];
  if (wanted === 0 || error === 0) return { ...UNKNOWN, target };
  const freedom = 2 * (Math.max(found, wanted * LEAST_BY_CHANCE) / error) ** 2;
  const z = normalScoreOfSquares((found / wanted) * freedom, freedom);
  const verdict = people < FEWEST_SQUARES ? 'too few to tell' : verdictOf(z);
  return {
    target,
    actual: target * Math.sqrt(found / wanted),
    standardError: (target * error) / (2 * wanted),
    z,
    verdict,
  };
}
