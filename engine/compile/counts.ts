/** Distributions of counts as choices among whole numbers, as far as a draw of 32 bits can tell them apart. */
import type { ElementaryDistribution, WeightedOption } from '../model/index.ts';
import { logGamma } from './special-functions.ts';

export type CountDistribution = Extract<ElementaryDistribution, { kind: 'poisson' | 'negative_binomial' | 'zipf' }>;

/** What is left out in each tail. */
const REMAINDER = 2 ** -34;

export function isCount(distribution: ElementaryDistribution): distribution is CountDistribution {
  return ['poisson', 'negative_binomial', 'zipf'].includes(distribution.kind);
}

/** The whole numbers within the bounds, with weights that sum to 1. */
export function countOptions(distribution: CountDistribution): readonly WeightedOption[] {
  const { min = -Infinity, max = Infinity, at } = distribution;
  const allowed = likelyCounts(distribution).filter(({ value }) => value >= min && value <= max);
  const total = allowed.reduce((sum, { weight }) => sum + weight, 0);
  return allowed.map(({ value, weight }) => ({ value, weight: weight / total, at }));
}

interface Count {
  readonly value: number;
  readonly weight: number;
}

function likelyCounts(distribution: CountDistribution): readonly Count[] {
  if (distribution.kind === 'zipf') {
    return Array.from({ length: distribution.highest }, (_, index) => ({
      value: index + 1,
      weight: (index + 1) ** -distribution.exponent,
    }));
  }
  if (distribution.mean === 0) return [{ value: 0, weight: 1 }];
  const counts: Count[] = [];
  const probability = probabilityOf(distribution);
  const until = Math.max(distribution.mean, distribution.min ?? 0);
  let above = 1;
  for (let value = 0; value <= until || above > REMAINDER; value += 1) {
    const weight = probability(value);
    counts.push({ value, weight });
    above -= weight;
    if (value > until && weight < REMAINDER * REMAINDER) break;
  }
  return counts;
}

function probabilityOf(distribution: Exclude<CountDistribution, { readonly kind: 'zipf' }>): (count: number) => number {
  const { mean } = distribution;
  if (distribution.kind === 'poisson') {
    return (count) => Math.exp(count * Math.log(mean) - mean - logGamma(count + 1));
  }
  const { dispersion } = distribution;
  const share = mean / (mean + dispersion);
  const constant = dispersion * Math.log1p(-share) - logGamma(dispersion);
  return (count) => Math.exp(constant + logGamma(count + dispersion) - logGamma(count + 1) + count * Math.log(share));
}
