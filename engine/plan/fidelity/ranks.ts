/**
 * Rank correlation of two quantities by parts: each part of a curve has the middle of its ranks as score. What the scores are to
 * correlate by, and how far chance moves that, follows from the normal of two dimensions by which both are drawn.
 */
import { jointProbability, normalQuantile } from '../normal-scores.ts';

/** The parts of a quantity in the order of its draw: their shares of the people, and their scores. */
export interface RankedParts {
  readonly shares: readonly number[];
  readonly scores: readonly number[];
}

/** Each part with the middle of its ranks, from 0 to 1. */
export function middleRanks(shares: readonly number[]): readonly number[] {
  let below = 0;
  return shares.map((share) => (below += share) - share / 2);
}

export interface ScoreCorrelation {
  readonly expected: number;
  /** Of the estimate from one person; it falls with the root of their number. */
  readonly deviation: number;
}

/** Of scores whose normals correlate by `strength`. */
export function scoreCorrelation(first: RankedParts, second: RankedParts, strength: number): ScoreCorrelation {
  const cells = cellsOf(first.shares, second.shares, Math.asin(strength));
  const [rows, columns] = [standardized(first), standardized(second)];
  const sumOver = (of: (a: number, b: number) => number): number =>
    cells.reduce(
      (sum, row, at) => row.reduce((part, share, to) => part + share * of(rows[at] ?? 0, columns[to] ?? 0), sum),
      0,
    );
  const expected = sumOver((a, b) => a * b);
  const variance = sumOver((a, b) => (a * b - (expected / 2) * (a * a + b * b)) ** 2);
  return { expected, deviation: Math.sqrt(variance) };
}

/** Scores with a mean of 0 and a spread of 1. */
export function standardized({ shares, scores }: RankedParts): readonly number[] {
  const over = (of: (score: number) => number): number =>
    scores.reduce((sum, score, at) => sum + (shares[at] ?? 0) * of(score), 0);
  const mean = over((score) => score);
  const deviation = Math.sqrt(over((score) => (score - mean) ** 2));
  return scores.map((score) => (score - mean) / deviation);
}

/** As fine as a share of people needs it. */
const PIECES = 24;

/** The share of people in each pair of parts. */
function cellsOf(first: readonly number[], second: readonly number[], angle: number): readonly (readonly number[])[] {
  const [rows, columns] = [endsOf(first), endsOf(second)];
  const below = rows.map((row) =>
    columns.map((column) => {
      if (row === Infinity) return column === Infinity ? 1 : upTo(second, columns.indexOf(column));
      return column === Infinity ? upTo(first, rows.indexOf(row)) : jointProbability(row, column, angle, PIECES);
    }),
  );
  const at = (row: number, column: number): number => below[row]?.[column] ?? 0;
  return rows.map((_, row) =>
    columns.map((__, column) => at(row, column) - at(row - 1, column) - at(row, column - 1) + at(row - 1, column - 1)),
  );
}

function upTo(shares: readonly number[], part: number): number {
  return shares.slice(0, part + 1).reduce((sum, share) => sum + share, 0);
}

/** The normal score at the upper end of each part. */
function endsOf(shares: readonly number[]): readonly number[] {
  return shares.map((_, part) => (part === shares.length - 1 ? Infinity : normalQuantile(upTo(shares, part))));
}
