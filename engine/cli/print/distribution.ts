/** A distribution, a share or a stretch of time in one line of words. */
import type { CompositeShape, Distribution, ElementaryShape, Probability, Scalar } from '../../model/index.ts';
import { formatExpression } from '../../pipeline.ts';

export function formatDistribution(distribution: Distribution): string {
  const { min, max, decimals, integer } = distribution;
  const bounds = [
    ...(min === undefined ? [] : [`from ${min}`]),
    ...(max === undefined ? [] : [`to ${max}`]),
    ...(integer === true ? ['whole'] : decimals === undefined ? [] : [`${decimals} decimals`]),
  ];
  return [formatShape(distribution), bounds.join(' ')].filter((part) => part !== '').join(', ');
}

function formatShape(shape: ElementaryShape | CompositeShape): string {
  switch (shape.kind) {
    case 'fixed':
      return `always ${scalar(shape.value)}`;
    case 'categorical':
      return shape.options.map(({ value, weight }) => `${scalar(value)} ${percent(weight)}`).join(' · ');
    case 'uniform':
      return `uniform, ${shape.low} to ${shape.high}`;
    case 'normal':
      return `normal, mean ${shape.mean}, standard deviation ${shape.standardDeviation}`;
    case 'log_normal':
      return `log-normal, mu ${round(shape.mu)}, sigma ${round(shape.sigma)}`;
    case 'exponential':
      return `exponential, mean ${shape.mean}`;
    case 'triangular':
      return `triangular, ${shape.low} to ${shape.high}, most often ${shape.mode}`;
    case 'weibull':
      return `weibull, shape ${shape.shape}, scale ${shape.scale}`;
    case 'gamma':
      return `gamma, shape ${round(shape.shape)}, scale ${round(shape.scale)}`;
    case 'beta':
      return `beta, ${shape.low} to ${shape.high}, alpha ${shape.alpha}, beta ${shape.beta}`;
    case 'poisson':
      return `poisson, mean ${shape.mean}`;
    case 'negative_binomial':
      return `negative binomial, mean ${shape.mean}, dispersion ${shape.dispersion}`;
    case 'zipf':
      return `zipf, ranks 1 to ${shape.highest}, exponent ${shape.exponent}`;
    case 'empirical':
      return `quantiles ${shape.points.map(({ probability, value }) => `${percent(probability)} ${value}`).join(' · ')}`;
    case 'age_bands':
      return shape.bands.map(({ from, to, weight }) => `${from}-${to} ${percent(weight)}`).join(' · ');
    case 'mixture':
      return shape.components
        .map(({ weight, distribution }) => `${percent(weight)} (${formatDistribution(distribution)})`)
        .join(' + ');
    case 'conditional':
      return shape.rules
        .map(({ given, distribution }) => `${condition(given)}${formatDistribution(distribution)}`)
        .join('; ');
    case 'derived':
      return `= ${formatExpression(shape.formula)}`;
  }
}

export function formatProbability(probability: Probability): string {
  return probability.kind === 'constant'
    ? percent(probability.value)
    : `${formatProbability(probability.holds)} if ${formatExpression(probability.given)}, else ${formatProbability(probability.fails)}`;
}

function condition(given: Parameters<typeof formatExpression>[0] | undefined): string {
  return given === undefined ? 'else ' : `if ${formatExpression(given)}: `;
}

function percent(share: number): string {
  return `${round(share * 100)} %`;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function scalar(value: Scalar): string {
  return String(value);
}
