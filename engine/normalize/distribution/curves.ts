/** Distributions of numbers along a curve, from their parameters to canonical form. */
import type { Distribution, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { Reader } from '../reader.ts';
import { readNumber, readPositive } from '../scalars.ts';
import { STANDARD_DEVIATION } from '../../trees/index.ts';
import { readBounds, readRounding } from './limits.ts';
import type { Bounds } from './limits.ts';
import { edgeOfTail, isEmpty, meanOf } from './truncation.ts';

type Names = readonly [string, ...string[]];

interface Curve {
  readonly reader: Reader;
  readonly what: string;
  readonly context: Context;
}

function number({ reader, what, context }: Curve, ...names: Names): number | undefined {
  const node = reader.need(...names);
  return node && readNumber(node, `The \`${names[0]}\` of ${what}`, context.problems);
}

function positive({ reader, what, context }: Curve, ...names: Names): number | undefined {
  const node = reader.need(...names);
  return node && readPositive(node, `The \`${names[0]}\` of ${what}`, context.problems);
}

function bounds({ reader, what, context }: Curve): Bounds {
  return { ...readBounds(reader, what, context), ...readRounding(reader, what, context) };
}

function possible(curve: Curve, distribution: Distribution): Distribution | undefined {
  const { min, max, at } = distribution;
  const backwards = min !== undefined && max !== undefined && min > max;
  const { context, what } = curve;
  if (backwards) return distribution;
  if (isEmpty(distribution)) return context.problems.report('normalize-truncation', { what }, at);
  const [edge, mean] = [edgeOfTail(distribution), meanOf(distribution)];
  if (edge !== undefined && mean !== undefined)
    context.problems.report('normalize-tail', { what, mean: Number(mean.toPrecision(3)), edge }, at);
  return distribution;
}

export function readNormal(curve: Curve): Distribution | undefined {
  const mean = number(curve, 'mean');
  const standardDeviation = positive(curve, ...STANDARD_DEVIATION);
  const limits = bounds(curve);
  if (mean === undefined || standardDeviation === undefined) return undefined;
  return possible(curve, { kind: 'normal', mean, standardDeviation, ...limits, at: curve.reader.at });
}

/** By the mean and standard deviation of the value, or by those of its logarithm. */
export function readLogNormal(curve: Curve): Distribution | undefined {
  const logarithm = curve.reader.take('mu');
  const shape = logarithm === undefined ? shapeOfValue(curve) : shapeOfLogarithm(curve, logarithm);
  const limits = bounds(curve);
  return shape && possible(curve, { kind: 'log_normal', ...shape, ...limits, at: curve.reader.at });
}

interface LogShape {
  readonly mu: number;
  readonly sigma: number;
}

function shapeOfLogarithm(curve: Curve, node: Parameters<typeof readNumber>[0]): LogShape | undefined {
  const mu = readNumber(node, `The \`mu\` of ${curve.what}`, curve.context.problems);
  const sigma = positive(curve, 'sigma');
  return mu === undefined || sigma === undefined ? undefined : { mu, sigma };
}

function shapeOfValue(curve: Curve): LogShape | undefined {
  const mean = positive(curve, 'mean');
  const deviation = positive(curve, ...STANDARD_DEVIATION);
  if (mean === undefined || deviation === undefined) return undefined;
  const variance = Math.log1p((deviation / mean) ** 2);
  return { mu: Math.log(mean) - variance / 2, sigma: Math.sqrt(variance) };
}

export function readExponential(curve: Curve): Distribution | undefined {
  const rate = curve.reader.take('rate');
  const perUnit = rate && readPositive(rate, `The \`rate\` of ${curve.what}`, curve.context.problems);
  const mean = rate === undefined ? positive(curve, 'mean', 'scale') : perUnit && 1 / perUnit;
  const limits = bounds(curve);
  return mean === undefined
    ? undefined
    : possible(curve, { kind: 'exponential', mean, ...limits, at: curve.reader.at });
}

export function readWeibull(curve: Curve): Distribution | undefined {
  const [shape, scale] = [positive(curve, 'shape'), positive(curve, 'scale')];
  const limits = bounds(curve);
  if (shape === undefined || scale === undefined) return undefined;
  return possible(curve, { kind: 'weibull', shape, scale, ...limits, at: curve.reader.at });
}

/** By shape and scale, or by the mean and standard deviation of the value. */
export function readGamma(curve: Curve): Distribution | undefined {
  const byMoments = curve.reader.take('mean') !== undefined;
  const [mean, deviation] = byMoments ? [positive(curve, 'mean'), positive(curve, ...STANDARD_DEVIATION)] : [];
  const [first, second] = byMoments ? [] : [positive(curve, 'shape'), positive(curve, 'scale')];
  const limits = bounds(curve);
  const [shape, scale] =
    mean === undefined || deviation === undefined ? [first, second] : [(mean / deviation) ** 2, deviation ** 2 / mean];
  if (shape === undefined || scale === undefined) return undefined;
  return possible(curve, { kind: 'gamma', shape, scale, ...limits, at: curve.reader.at });
}

/** `min` and `max` are its ends, 0 and 1 where absent. */
export function readBeta(curve: Curve): Distribution | undefined {
  const [alpha, beta] = [positive(curve, 'alpha'), positive(curve, 'beta')];
  const { min = 0, max = 1, ...rounding } = bounds(curve);
  if (alpha === undefined || beta === undefined) return undefined;
  return { kind: 'beta', alpha, beta, low: min, high: max, ...rounding, at: curve.reader.at };
}

export function readUniform(curve: Curve): Distribution | undefined {
  const range = ordered(curve, number(curve, 'min', 'low'), number(curve, 'max', 'high'));
  const rounding = readRounding(curve.reader, curve.what, curve.context);
  return range && uniform(range, curve.reader.at, rounding);
}

export function uniform(
  range: { readonly low: number; readonly high: number },
  at: SourceRange,
  rounding: Bounds = {},
): Distribution {
  return { kind: 'uniform', ...range, ...rounding, at };
}

export function readTriangular(curve: Curve): Distribution | undefined {
  const range = ordered(curve, number(curve, 'min', 'low'), number(curve, 'max', 'high'));
  const mode = number(curve, 'mode', 'peak');
  const rounding = readRounding(curve.reader, curve.what, curve.context);
  if (range === undefined || mode === undefined) return undefined;
  if (mode >= range.low && mode <= range.high && range.low < range.high) {
    return { kind: 'triangular', ...range, mode, ...rounding, at: curve.reader.at };
  }
  const expected = `between ${range.low} and ${range.high}`;
  return curve.context.problems.report(
    'normalize-value-range',
    { what: `The \`mode\` of ${curve.what}`, value: mode, expected },
    curve.reader.at,
  );
}

function ordered(
  { reader, what, context }: Curve,
  low: number | undefined,
  high: number | undefined,
): { readonly low: number; readonly high: number } | undefined {
  if (low === undefined || high === undefined) return undefined;
  if (low <= high) return { low, high };
  const at = reader.take('min', 'low')?.at ?? reader.at;
  return context.problems.report('normalize-bounds', { low, high, what }, at);
}
