/** How two quantities went together: odds ratios by their logarithm, rank correlations by the scores of their parts. */
import type { Scored } from '../model/index.ts';
import { FEWEST, UNKNOWN, verdictOf } from './comparison.ts';
import type { Comparison, Of, Read } from './comparison.ts';

export function oddsRatio({ both, first, second, target }: Of<'odds_ratio'>, people: number, at: Read): Comparison {
  const together = at(both);
  const [onlyFirst, onlySecond] = [at(first) - together, at(second) - together];
  const cells = [together, people - together - onlyFirst - onlySecond, onlyFirst, onlySecond];
  const declared = Math.log(target);
  if (cells.some((cell) => cell < FEWEST))
    return { target: declared, actual: null, standardError: null, z: null, verdict: 'too few to tell' };
  const actual = Math.log(((cells[0] ?? 0) * (cells[1] ?? 0)) / ((cells[2] ?? 0) * (cells[3] ?? 0)));
  const standardError = Math.sqrt(cells.reduce((sum, cell) => sum + 1 / cell, 0));
  const z = (actual - declared) / standardError;
  return { target: declared, actual, standardError, z, verdict: verdictOf(z) };
}

/** Of fewer the correlation does not spread as the normal distribution does. */
const FEWEST_RANKED = 30;

/** Shown in the unit of what is declared: parts that are wider than values take a little of it. */
export function rankCorrelation(
  { first, second, products, expected, deviation, target }: Of<'rank_correlation'>,
  people: number,
  at: Read,
): Comparison {
  const [one, other] = [first, second].map((member) => momentsOf(member, people, at));
  const spread = Math.sqrt((one?.variance ?? 0) * (other?.variance ?? 0));
  if (spread === 0) return { ...UNKNOWN, target };
  const found = (at(products) / people - (one?.mean ?? 0) * (other?.mean ?? 0)) / spread;
  const scale = Math.abs(expected) < 1e-9 ? 1 : target / expected;
  const error = deviation / Math.sqrt(people);
  const z = (found - expected) / error;
  const verdict = people < FEWEST_RANKED ? 'too few to tell' : verdictOf(z);
  return { target, actual: found * scale, standardError: error * Math.abs(scale), z, verdict };
}

/** Each person's part was made so that it is to be what is declared; one unit of declaration is one of these where values are many. */
export function pooledCorrelation(
  { products, expected, variance, declared }: Of<'pooled_correlation'>,
  people: number,
  at: Read,
): Comparison {
  const [wanted, deviation] = [at(expected) / people, Math.sqrt(at(variance)) / people];
  const target = declared ?? wanted;
  if (deviation === 0) return { ...UNKNOWN, target };
  const found = at(products) / people;
  const scale = Math.abs(wanted) < 1e-9 ? 1 : target / wanted;
  const z = (found - wanted) / deviation;
  const verdict = people < FEWEST_RANKED ? 'too few to tell' : verdictOf(z);
  return { target, actual: found * scale, standardError: deviation * Math.abs(scale), z, verdict };
}

function momentsOf(
  { parts, scores }: Scored,
  people: number,
  at: Read,
): { readonly mean: number; readonly variance: number } {
  const sumOf = (power: number): number =>
    scores.reduce((sum, score, part) => sum + at(parts + part) * score ** power, 0);
  const middle = sumOf(1) / people;
  return { mean: middle, variance: sumOf(2) / people - middle ** 2 };
}
