/**
 * A distribution's quantile function in SQL: one uniform number in, one value out, never falling as the uniform rises.
 * Bounds truncate: the uniform is mapped onto the probabilities between them before the quantile is taken.
 */
import type { ColumnType, ElementaryDistribution, QuantilePoint, WeightedOption } from '../model/index.ts';
import { countOptions, isCount } from './counts.ts';
import type { CountDistribution } from './counts.ts';
import type { Bind, Uniform } from './draw.ts';
import { normalProbability, normalQuantileSql } from './normal.ts';
import { roundedSql } from './rounding.ts';
import { searchSql } from './search.ts';
import { tabledQuantileSql } from './quantile-table.ts';
import { betaTails, gammaTails } from './special-functions.ts';
import type { Tails } from './special-functions.ts';
import { doubleLiteral, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { typeSql } from './types.ts';

export function sampleSql(distribution: ElementaryDistribution, uniform: Uniform, type: ColumnType, bind: Bind): Sql {
  if (distribution.kind === 'fixed') return typed(distribution.value, type);
  const u: Uniform = { ...uniform, ...bind(uniform) };
  if (distribution.kind === 'categorical') return choose(distribution.options, u, type, bind);
  if (isCount(distribution)) return choose(countOptions(distribution), u, type, bind);
  const value = numberSql(distribution, u, bind);
  const isTyped = type.kind === 'double' && distribution.kind !== 'age_bands';
  return isTyped ? sql`(${value})` : sql`cast(${value} as ${typeSql(type)})`;
}

function numberSql(distribution: NumericDistribution, u: Uniform, bind: Bind): Sql {
  if (distribution.kind === 'age_bands') return ageBands(distribution, u, bind);
  const continuous = continuousSql(distribution, u, bind);
  if (distribution.integer === true) return sql`floor(${continuous} + 0.5::double)`;
  return distribution.decimals === undefined ? continuous : roundedSql(continuous, distribution.decimals);
}

type NumericDistribution = Exclude<ElementaryDistribution, { kind: 'fixed' | 'categorical' } | CountDistribution>;
type ContinuousDistribution = Exclude<NumericDistribution, { kind: 'age_bands' }>;

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Whole numbers are drawn half a unit beyond their bounds and rounded, so that the outermost have a full share too. */
function boundsOf({ min, max, integer }: ContinuousDistribution): Bounds {
  const margin = integer === true ? 0.5 : 0;
  return { low: (min ?? -Infinity) - margin, high: (max ?? Infinity) + margin };
}

function continuousSql(distribution: ContinuousDistribution, u: Uniform, bind: Bind): Sql {
  const bounds = boundsOf(distribution);
  switch (distribution.kind) {
    case 'uniform':
      return uniformSql(distribution, bounds, u);
    case 'normal': {
      const { mean, standardDeviation } = distribution;
      const score = truncatedNormal(distribution, bounds, u, bind);
      if (mean === 0 && standardDeviation === 1) return score;
      return sql`(${doubleLiteral(mean)} + ${doubleLiteral(standardDeviation)} * ${score})`;
    }
    case 'log_normal': {
      const logBounds = { low: Math.log(Math.max(0, bounds.low)), high: Math.log(Math.max(0, bounds.high)) };
      const { mu: mean, sigma: standardDeviation } = distribution;
      const z = truncatedNormal({ mean, standardDeviation }, logBounds, u, bind);
      return sql`exp(${doubleLiteral(mean)} + ${doubleLiteral(standardDeviation)} * ${z})`;
    }
    case 'exponential':
      return weibull({ shape: 1, scale: distribution.mean }, bounds, u);
    case 'weibull':
      return weibull(distribution, bounds, u);
    case 'triangular':
      return triangular(distribution, bounds, u, bind);
    case 'gamma':
      return gamma(distribution, bounds, u, bind);
    case 'beta':
      return beta(distribution, bounds, u, bind);
    case 'empirical':
      return empirical(distribution.points, bounds, u, bind);
  }
}

function uniformSql(range: { low: number; high: number; integer?: boolean }, bounds: Bounds, u: Sql): Sql {
  const margin = range.integer === true ? 0.5 : 0;
  const low = Math.max(range.low - margin, bounds.low);
  const high = Math.min(range.high + margin, bounds.high);
  return sql`(${doubleLiteral(low)} + ${doubleLiteral(high - low)} * ${u})`;
}

function truncatedNormal(shape: { mean: number; standardDeviation: number }, bounds: Bounds, u: Sql, bind: Bind): Sql {
  const standardize = (x: number): number => (x - shape.mean) / shape.standardDeviation;
  return normalQuantileSql(
    between(normalProbability(standardize(bounds.low)), normalProbability(standardize(bounds.high)), u),
    bind,
  );
}

function weibull({ shape, scale }: { shape: number; scale: number }, bounds: Bounds, u: Sql): Sql {
  const probability = (x: number): number => (x <= 0 ? 0 : -Math.expm1(-((x / scale) ** shape)));
  const p = between(probability(bounds.low), probability(bounds.high), u);
  return sql`(${doubleLiteral(scale)} * pow(-ln(1::double - ${p}), ${doubleLiteral(1 / shape)}))`;
}

function triangular(shape: { low: number; mode: number; high: number }, bounds: Bounds, u: Sql, bind: Bind): Sql {
  const { low, mode, high } = shape;
  const width = high - low;
  const rising = mode - low;
  const falling = high - mode;
  const probability = (x: number): number => {
    if (x <= low) return 0;
    if (x >= high) return 1;
    return x <= mode ? (x - low) ** 2 / (width * rising) : 1 - (high - x) ** 2 / (width * falling);
  };
  const p = bind(between(probability(bounds.low), probability(bounds.high), u));
  const below = sql`${doubleLiteral(low)} + sqrt(${p} * ${doubleLiteral(width * rising)})`;
  const above = sql`${doubleLiteral(high)} - sqrt((1::double - ${p}) * ${doubleLiteral(width * falling)})`;
  return sql`case when ${p} <= ${doubleLiteral(rising / width)} then ${below} else ${above} end`;
}

/** Tabled in the logarithm of the value, in which both its tails are smooth. */
function gamma({ shape, scale }: { shape: number; scale: number }, bounds: Bounds, u: Sql, bind: Bind): Sql {
  const probability = (x: number): number => gammaTails(shape, Math.max(0, x) / scale).below;
  const p = between(probability(bounds.low), probability(bounds.high), u);
  const tails = (at: number): Tails => gammaTails(shape, Math.exp(at));
  const logarithm = tabledQuantileSql({ name: `gamma ${shape}`, tails }, p, bind);
  return sql`(${doubleLiteral(scale)} * exp(${logarithm}))`;
}

/** Tabled in the logit of the value. */
function beta(shape: Extract<ContinuousDistribution, { kind: 'beta' }>, bounds: Bounds, u: Sql, bind: Bind): Sql {
  const { alpha, beta: other, low, high } = shape;
  const probability = (x: number): number => {
    const part = Math.min(1, Math.max(0, (x - low) / (high - low)));
    return betaTails(alpha, other, part, 1 - part).below;
  };
  const p = between(probability(bounds.low), probability(bounds.high), u);
  const tails = (at: number): Tails => betaTails(alpha, other, 1 / (1 + Math.exp(-at)), 1 / (1 + Math.exp(at)));
  const logit = tabledQuantileSql({ name: `beta ${alpha} ${other}`, tails }, p, bind);
  return sql`(${doubleLiteral(low)} + ${doubleLiteral(high - low)} / (1::double + exp(-${logit})))`;
}

function empirical(points: readonly QuantilePoint[], bounds: Bounds, u: Uniform, bind: Bind): Sql {
  const segments = points
    .slice(1)
    .map((to, index) => ({ from: points[index] ?? to, to }))
    .filter(({ from, to }) => to.probability > from.probability);
  const probability = (x: number): number => {
    const found = segments.find(({ to }) => x < to.value);
    if (found === undefined) return 1;
    const { from, to } = found;
    const part = Math.max(0, (x - from.value) / (to.value - from.value));
    return from.probability + part * (to.probability - from.probability);
  };
  const mapped = between(probability(bounds.low), probability(bounds.high), u);
  const p: Uniform = { ...mapped, ...bind(mapped) };
  const pieces = segments.map(({ from, to }) => {
    const rise = (to.value - from.value) / (to.probability - from.probability);
    const value = sql`${doubleLiteral(from.value)} + (${p} - ${doubleLiteral(from.probability)}) * ${doubleLiteral(rise)}`;
    return { upTo: to.probability, value };
  });
  return bind(searchSql(pieces, p, bind));
}

/** The uniform mapped onto the probabilities from `low` to `high`. */
function between(low: number, high: number, u: Uniform): Uniform {
  if (low === 0 && high === 1) return u;
  return sql`(${doubleLiteral(low)} + ${doubleLiteral(high - low)} * ${u})`;
}

function ageBands(distribution: Extract<NumericDistribution, { kind: 'age_bands' }>, u: Uniform, bind: Bind): Sql {
  const { bands } = distribution;
  const total = bands.reduce((sum, band) => sum + band.weight, 0);
  let below = 0;
  const pieces = bands.map((band) => {
    const from = below / total;
    below += band.weight;
    const years = band.to - band.from + 1;
    const value = sql`${literal(band.from)} + least(${literal(years - 1)}, floor((${u} - ${doubleLiteral(from)}) * ${doubleLiteral((years * total) / band.weight)}))`;
    return { upTo: below / total, value };
  });
  return bind(searchSql(pieces, u, bind));
}

function choose(options: readonly WeightedOption[], u: Uniform, type: ColumnType, bind: Bind): Sql {
  const possible = options.filter((option) => option.weight > 0);
  let below = 0;
  const pieces = possible.map((option) => {
    below += option.weight;
    return { upTo: below, value: typed(option.value, type) };
  });
  return searchSql(pieces, u, bind);
}

/** Numbers that the database reads as what they are need no cast, which costs as much to prepare as what is cast. */
function typed(value: string | number | boolean | null, type: ColumnType): Sql {
  if (type.kind === 'double' && typeof value === 'number') return doubleLiteral(value);
  if (type.kind === 'integer' && isPlainInteger(value)) return literal(value);
  return sql`cast(${literal(value)} as ${typeSql(type)})`;
}

const GREATEST_INTEGER = 2 ** 31 - 1;

function isPlainInteger(value: string | number | boolean | null): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= GREATEST_INTEGER;
}
