/** A multiple of a distribution, as one of the same kind. Of a count its mean is multiplied: its values stay whole. */
import type { Distribution } from '../../model/index.ts';

/** `undefined` where there is none: choices, ages and ranks have no multiples. */
export function scaledLeaf(leaf: Distribution, factor: number): Distribution | undefined {
  const scaled = scaledShape(leaf, factor);
  if (scaled === undefined || isCount(leaf)) return scaled;
  if (factor === 0) return { kind: 'fixed', value: 0, at: leaf.at };
  const { min, max } = leaf;
  return {
    ...scaled,
    ...(min === undefined ? {} : { min: min * factor }),
    ...(max === undefined ? {} : { max: max * factor }),
  };
}

function isCount({ kind }: Distribution): boolean {
  return kind === 'poisson' || kind === 'negative_binomial';
}

function scaledShape(leaf: Distribution, factor: number): Distribution | undefined {
  switch (leaf.kind) {
    case 'fixed':
      return typeof leaf.value === 'number' ? { ...leaf, value: leaf.value * factor } : undefined;
    case 'uniform':
    case 'beta':
      return { ...leaf, low: leaf.low * factor, high: leaf.high * factor };
    case 'triangular':
      return { ...leaf, low: leaf.low * factor, mode: leaf.mode * factor, high: leaf.high * factor };
    case 'normal':
      return { ...leaf, mean: leaf.mean * factor, standardDeviation: leaf.standardDeviation * factor };
    case 'log_normal':
      return { ...leaf, mu: leaf.mu + Math.log(factor) };
    case 'exponential':
    case 'poisson':
    case 'negative_binomial':
      return { ...leaf, mean: leaf.mean * factor };
    case 'weibull':
    case 'gamma':
      return { ...leaf, scale: leaf.scale * factor };
    case 'empirical':
      return { ...leaf, points: leaf.points.map((one) => ({ ...one, value: one.value * factor })) };
    case 'derived': {
      const multiplier = { kind: 'number' as const, value: factor, at: leaf.at };
      return {
        ...leaf,
        formula: { kind: 'binary', operator: '*', left: leaf.formula, right: multiplier, at: leaf.at },
      };
    }
    case 'categorical':
    case 'zipf':
    case 'age_bands':
    case 'mixture':
    case 'conditional':
      return undefined;
  }
}
