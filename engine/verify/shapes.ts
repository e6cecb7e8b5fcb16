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
 * Pearson's test over the values, of which those that are rare go together. What is expected of its statistic takes the place of its degrees of
 * freedom: where the shares of groups differ, less is left to chance than the whole says. A value that no group has is never chance.
 */
export function mixedShape({ groups, parts: first, shares }: Of<'mixed_shape'>, people: number, at: Read): Comparison {
  const parts = new Map<number, { expected: number; variance: number }>();
  for (const [group, own] of shares.entries()) {
    const rows = at(groups + group);
    if (rows === 0) continue;
    for (const [part, share] of own) {
      const known = parts.get(part) ?? { expected: 0, variance: 0 };
      parts.set(part, {
        expected: known.expected + rows * share,
        variance: known.variance + rows * share * (1 - share),
      });
    }
  }
  const all = [...parts].map(([part, one]): Part => ({ ...one, found: at(first + part) }));
  const counted = withoutRare(all);
  const strange = people - all.reduce((sum, { found }) => sum + found, 0);
  const actual =
    all.reduce((sum, { expected, found }) => sum + Math.abs(found - expected), Math.abs(strange)) / (2 * people);
  if (strange !== 0) return { target: 0, actual, standardError: null, z: null, verdict: 'off' };
  const squares = counted.reduce((sum, { expected, found }) => sum + (found - expected) ** 2 / expected, 0);
  const freedom = counted.reduce((sum, { expected, variance }) => sum + variance / expected, 0);
  if (counted.length < 2 || freedom < LEAST_FREEDOM) return { ...UNKNOWN, target: 0, actual };
  const z = normalScoreOfSquares(squares, freedom);
  return { target: 0, actual, standardError: null, z, verdict: verdictOf(Math.max(0, z)) };
}

/** Less is no test of anything. */
const LEAST_FREEDOM = 0.5;

function withoutRare(parts: readonly Part[]): readonly Part[] {
  const isRare = ({ expected }: Part): boolean => expected < FEWEST;
  const rare = parts.filter(isRare).reduce(
    (sum, one) => ({
      expected: sum.expected + one.expected,
      variance: sum.variance + one.variance,
      found: sum.found + one.found,
    }),
    NOTHING,
  );
  return [...parts.filter((one) => !isRare(one)), ...(isRare(rare) ? [] : [rare])];
}

const NOTHING: Part = { expected: 0, variance: 0, found: 0 };

/** Of fewer the sum of squares is too skewed. */
const FEWEST_SQUARES = 30;

/** How far the sum of squares may lie from what it is to be is told by how far those lie that add up to it. */
export function variation(
  { squares, expected, spread, target }: Of<'deviation'>,
  people: number,
  at: Read,
): Comparison {
  const [wanted, error] = [at(expected), Math.sqrt(at(spread))];
  if (wanted === 0 || error === 0) return { ...UNKNOWN, target };
  const actual = target * Math.sqrt(at(squares) / wanted);
  const z = (at(squares) - wanted) / error;
  const verdict = people < FEWEST_SQUARES ? 'too few to tell' : verdictOf(z);
  return { target, actual, standardError: (target * error) / (2 * wanted), z, verdict };
}
