/**
 * Distribution functions as tables, made from densities and closed forms alone and so independent of the quantiles by which
 * values are drawn: points (x, share of values below x), with bounds, whole numbers and mixtures taken into account.
 */
import type { Distribution, ElementaryDistribution } from '../../model/index.ts';
import { madeOnce } from '../made-once.ts';
import { normalProbability } from '../normal-scores.ts';

export interface Curve {
  readonly points: readonly CurvePoint[];
  /** Values stand this far apart; 0 where they stand anywhere. */
  readonly step: number;
}

export interface CurvePoint {
  readonly x: number;
  readonly below: number;
}

/** The curve of numbers drawn without regard to other quantities; `undefined` where there is none. */
export const curveOf: (distribution: Distribution) => Curve | undefined = madeOnce(makeCurve);

function makeCurve(distribution: Distribution): Curve | undefined {
  switch (distribution.kind) {
    case 'fixed':
    case 'categorical':
    case 'conditional':
    case 'derived':
      return undefined;
    case 'mixture':
      return mixtureCurve(distribution);
    default:
      return wide(elementaryCurve(distribution));
  }
}

/** Next to nobody lies beyond. */
export function lastOf({ points }: Curve): number {
  return points.find(({ below }) => below >= 1 - 1e-6)?.x ?? 0;
}

/** All people having one and the same number is no curve. */
function wide(curve: Curve): Curve | undefined {
  const [first, last] = [curve.points[0], curve.points.at(-1)];
  return first !== undefined && last !== undefined && first.x < last.x ? curve : undefined;
}

type Numeric = Exclude<ElementaryDistribution, { kind: 'fixed' | 'categorical' }>;
type Of<Kind extends Distribution['kind']> = Extract<Distribution, { kind: Kind }>;

function mixtureCurve({ components }: Of<'mixture'>): Curve | undefined {
  const curves = components.flatMap(({ weight, distribution }) => {
    const curve = curveOf(distribution);
    return curve === undefined ? [] : [{ weight, curve }];
  });
  const [first] = curves;
  if (first === undefined || curves.length < components.length) return undefined;
  if (curves.some(({ curve }) => curve.step !== first.curve.step)) return undefined;
  const total = curves.reduce((sum, { weight }) => sum + weight, 0);
  const places = [...new Set(curves.flatMap(({ curve }) => curve.points.map(({ x }) => x)))].toSorted((a, b) => a - b);
  const points = places.map((x) => ({
    x,
    below: curves.reduce((sum, { weight, curve }) => sum + (weight / total) * belowOf(curve.points, x), 0),
  }));
  return { points, step: first.curve.step };
}

function elementaryCurve(distribution: Numeric): Curve {
  const { min = -Infinity, max = Infinity, integer, decimals } = distribution;
  if (distribution.kind === 'age_bands') return { points: bandPoints(distribution), step: 1 };
  if (distribution.kind === 'poisson' || distribution.kind === 'negative_binomial' || distribution.kind === 'zipf')
    return { points: countPoints(distribution), step: 1 };
  const margin = integer === true ? 0.5 : 0;
  const step = integer === true ? 1 : decimals === undefined ? 0 : 10 ** -decimals;
  return { points: truncated(continuousPoints(distribution), min - margin, max + margin), step };
}

/** The share below `x`, straight between the points. */
export function belowOf(points: readonly CurvePoint[], x: number): number {
  const [first] = points;
  if (first === undefined || x <= first.x) return 0;
  let [low, high] = [0, points.length - 1];
  if (x >= (points[high]?.x ?? 0)) return 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.x ?? 0) <= x) low = middle;
    else high = middle;
  }
  const [from = first, to = first] = [points[low], points[high]];
  return from.below + ((x - from.x) / (to.x - from.x)) * (to.below - from.below);
}

function truncated(points: readonly CurvePoint[], low: number, high: number): readonly CurvePoint[] {
  const [first, last] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 0];
  const [from, to] = [Math.max(low, first), Math.min(high, last)];
  const [outside, upTo] = [belowOf(points, from), belowOf(points, to)];
  const inside = points.filter(({ x }) => x > from && x < to);
  return [
    { x: from, below: 0 },
    ...inside.map(({ x, below }) => ({ x, below: (below - outside) / (upTo - outside) })),
    { x: to, below: 1 },
  ];
}

const CELLS = 1200;

function grid(low: number, high: number): readonly number[] {
  return Array.from({ length: CELLS + 1 }, (_, at) => low + ((high - low) * at) / CELLS);
}

let normalPoints: readonly { readonly z: number; readonly below: number }[] | undefined;

/** The same for every mean and deviation. */
function standardNormal(): NonNullable<typeof normalPoints> {
  normalPoints ??= grid(-8, 8).map((z) => ({ z, below: normalProbability(z) }));
  return normalPoints;
}

type Continuous = Exclude<Numeric, { kind: 'age_bands' | 'poisson' | 'negative_binomial' | 'zipf' }>;

function continuousPoints(distribution: Continuous): readonly CurvePoint[] {
  switch (distribution.kind) {
    case 'uniform': {
      const margin = distribution.integer === true ? 0.5 : 0;
      return [
        { x: distribution.low - margin, below: 0 },
        { x: distribution.high + margin, below: 1 },
      ];
    }
    case 'normal': {
      const { mean, standardDeviation } = distribution;
      return standardNormal().map(({ z, below }) => ({ x: mean + standardDeviation * z, below }));
    }
    case 'log_normal': {
      const { mu, sigma } = distribution;
      return standardNormal().map(({ z, below }) => ({ x: Math.exp(mu + sigma * z), below }));
    }
    case 'exponential':
      return tailed(distribution.mean, 1);
    case 'weibull':
      return tailed(distribution.scale, distribution.shape);
    case 'triangular':
      return triangularPoints(distribution);
    case 'gamma': {
      const { shape, scale } = distribution;
      const [low, high] = [-40 / Math.min(1, shape), Math.log(shape + 40 + 12 * Math.sqrt(shape))];
      return integrated(
        grid(low, high),
        (at) => shape * at - Math.exp(at),
        (at) => scale * Math.exp(at),
      );
    }
    case 'beta': {
      const { alpha, beta, low, high } = distribution;
      const part = (at: number): number => 1 / (1 + Math.exp(-at));
      const logarithm = (at: number): number => -alpha * Math.log1p(Math.exp(-at)) - beta * Math.log1p(Math.exp(at));
      const reach = (parameter: number): number => 40 / Math.min(1, parameter);
      return integrated(grid(-reach(alpha), reach(beta)), logarithm, (at) => low + (high - low) * part(at));
    }
    case 'empirical':
      return distribution.points.map(({ probability, value }) => ({ x: value, below: probability }));
  }
}

/** Of the exponential and the Weibull distribution, evenly in the logarithm of the exponent. */
function tailed(scale: number, shape: number): readonly CurvePoint[] {
  const inner = grid(Math.log(1e-12), Math.log(37)).map((at) => ({
    x: scale * Math.exp(at) ** (1 / shape),
    below: -Math.expm1(-Math.exp(at)),
  }));
  return [{ x: 0, below: 0 }, ...inner];
}

function triangularPoints({ low, mode, high }: Of<'triangular'>): readonly CurvePoint[] {
  const width = high - low;
  const below = (x: number): number =>
    x <= mode
      ? mode === low
        ? 0
        : (x - low) ** 2 / (width * (mode - low))
      : 1 - (high - x) ** 2 / (width * (high - mode));
  return grid(low, high).map((x) => ({ x, below: below(x) }));
}

/** A density, given as its logarithm in `at`, summed up: exact far beyond need where it falls off at both ends. */
function integrated(
  places: readonly number[],
  logarithm: (at: number) => number,
  value: (at: number) => number,
): readonly CurvePoint[] {
  const logarithms = places.map(logarithm);
  const greatest = logarithms.reduce((most, one) => Math.max(most, one), -Infinity);
  const densities = logarithms.map((one) => Math.exp(one - greatest));
  let sum = 0;
  const sums = densities.map((one, at) => (sum += (one + (densities[at - 1] ?? 0)) / 2));
  const points = places.map((at, index) => ({ x: value(at), below: (sums[index] ?? 0) / sum }));
  return points.filter(({ x }, at) => at === 0 || x > (points[at - 1]?.x ?? -Infinity));
}

function bandPoints({ bands }: Of<'age_bands'>): readonly CurvePoint[] {
  const total = bands.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  return bands
    .toSorted((one, other) => one.from - other.from)
    .flatMap(({ from, to, weight }) => {
      const before = below;
      below += weight / total;
      return [
        { x: from - 0.5, below: before },
        { x: to + 0.5, below },
      ];
    });
}

type Counting = Of<'poisson' | 'negative_binomial' | 'zipf'>;

function countPoints(distribution: Counting): readonly CurvePoint[] {
  const { min = 0, max = Infinity } = distribution;
  const first = distribution.kind === 'zipf' ? 1 : 0;
  const last = Math.min(max, highestCount(distribution));
  let logarithm = 0;
  const counts: { count: number; logarithm: number }[] = [];
  for (let count = first; count <= last; count += 1) {
    if (count > first) logarithm += Math.log(growth(distribution, count));
    if (count >= min) counts.push({ count, logarithm });
  }
  const greatest = counts.reduce((most, one) => Math.max(most, one.logarithm), -Infinity);
  const weights = counts.map((one) => Math.exp(one.logarithm - greatest));
  const total = weights.reduce((sum, one) => sum + one, 0);
  let below = 0;
  const upper = counts.map(({ count }, at) => ({ x: count + 0.5, below: (below += (weights[at] ?? 0) / total) }));
  return [{ x: (counts[0]?.count ?? 0) - 0.5, below: 0 }, ...upper];
}

/** The weight of a count over that of the one before. */
function growth(distribution: Counting, count: number): number {
  switch (distribution.kind) {
    case 'poisson':
      return distribution.mean / count;
    case 'negative_binomial':
      return (
        ((count - 1 + distribution.dispersion) / count) *
        (distribution.mean / (distribution.mean + distribution.dispersion))
      );
    case 'zipf':
      return ((count - 1) / count) ** distribution.exponent;
  }
}

function highestCount(distribution: Counting): number {
  if (distribution.kind === 'zipf') return distribution.highest;
  const { mean } = distribution;
  const variance = distribution.kind === 'poisson' ? mean : mean + mean ** 2 / distribution.dispersion;
  return Math.ceil(Math.max(mean, distribution.min ?? 0) + 40 * Math.sqrt(variance) + 50);
}
