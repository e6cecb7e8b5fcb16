/**
 * Bounds and rounding. Composite distributions hand theirs down to their parts, so that bounds always truncate a curve
 * and never pile values up on an edge.
 */
import type { Distribution, Limits, Scalar } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { changeLeaves } from './leaves.ts';
import type { Reader } from '../reader.ts';
import { readInteger, readNumber } from '../scalars.ts';

export type Bounds = Omit<Limits, 'at'>;

export function readRounding(reader: Reader, what: string, { problems }: Context): Bounds {
  const round = reader.take('round', 'decimals');
  const integer = reader.take('integer');
  const decimals = round && readInteger(round, { what: `The rounding of ${what}`, min: 0, max: 10 }, problems);
  const whole = integer?.kind === 'scalar' ? integer.value : undefined;
  if (integer !== undefined && typeof whole !== 'boolean') {
    problems.report(
      'normalize-value-kind',
      { what: '`integer`', expected: '`true` or `false`', found: 'something else' },
      integer.at,
    );
  }
  return { ...(decimals === undefined ? {} : { decimals }), ...(whole === true ? { integer: true } : {}) };
}

/** `min` and `max` where they are bounds, not parameters. */
export function readBounds(reader: Reader, what: string, context: Context): Bounds {
  const [min, max] = [reader.take('min'), reader.take('max')];
  const low = min && readNumber(min, `The \`min\` of ${what}`, context.problems);
  const high = max && readNumber(max, `The \`max\` of ${what}`, context.problems);
  if (min && low !== undefined && high !== undefined && low > high) {
    context.problems.report('normalize-bounds', { low, high, what }, min.at);
  }
  return { ...(low === undefined ? {} : { min: low }), ...(high === undefined ? {} : { max: high }) };
}

/** The distribution with what `limits` say wherever it says nothing itself. Values that are named are rounded here. */
export function withLimits(distribution: Distribution, limits: Bounds): Distribution {
  const rounding = withoutBounds(limits);
  return changeLeaves(distribution, (leaf) => {
    if (leaf.kind === 'fixed') return { ...leaf, value: rounded(leaf.value, rounding) };
    if (leaf.kind === 'categorical') return roundedOptions(leaf, rounding);
    if (leaf.kind === 'age_bands') return leaf;
    return isCurve(leaf) ? { ...limits, ...leaf } : { ...rounding, ...leaf };
  });
}

/** Its parts within the bounds of the whole; what lies beyond them, and no bound can cut, is reported. */
export function withinBounds(
  distribution: Distribution,
  { min = -Infinity, max = Infinity }: Bounds,
  what: string,
  { problems }: Context,
): Distribution {
  if (min === -Infinity && max === Infinity) return distribution;
  return changeLeaves(distribution, (leaf) => {
    const { low = -Infinity, high = Infinity } = extentOf(leaf);
    if (isCurve(leaf) || (low >= min && high <= max)) return leaf;
    const part = `A part of ${what}`;
    const [from, to] = [Math.max(low, min), Math.min(high, max)];
    if (from < to && leaf.kind === 'uniform') return { ...leaf, low: from, high: to };
    if (from < to && (leaf.kind === 'triangular' || leaf.kind === 'beta' || leaf.kind === 'derived'))
      return { ...leaf, ...ends({ min: from, max: to }) };
    const found = leaf.kind === 'fixed' ? `${leaf.value}` : leaf.kind;
    problems.report('normalize-value-kind', { what: part, expected: 'within its bounds', found }, leaf.at);
    return leaf;
  });
}

function ends({ min, max }: { readonly min: number; readonly max: number }): Bounds {
  return { ...(min > -Infinity ? { min } : {}), ...(max < Infinity ? { max } : {}) };
}

function rounded(value: Scalar, { decimals, integer }: Bounds): Scalar {
  const places = integer === true ? 0 : decimals;
  return typeof value !== 'number' || places === undefined ? value : Number(value.toFixed(places));
}

/** Of values that become the same, one with the weight of all. */
function roundedOptions(leaf: Extract<Distribution, { kind: 'categorical' }>, rounding: Bounds): Distribution {
  const values = leaf.options.map(({ value }) => rounded(value, rounding));
  const options = leaf.options.flatMap(({ at }, index) => {
    const value = values[index] ?? null;
    if (values.indexOf(value) < index) return [];
    const alike = leaf.options.filter((_, other) => values[other] === value);
    return [{ value, weight: alike.reduce((sum, { weight }) => sum + weight, 0), at }];
  });
  return { ...leaf, options };
}

function withoutBounds({ decimals, integer }: Bounds): Bounds {
  return { ...(decimals === undefined ? {} : { decimals }), ...(integer === undefined ? {} : { integer }) };
}

/** One whose bounds cut it; ranges have ends of their own. */
export function isCurve({ kind }: Distribution): boolean {
  return CURVES.has(kind);
}

const CURVES: ReadonlySet<Distribution['kind']> = new Set([
  'normal',
  'log_normal',
  'exponential',
  'weibull',
  'gamma',
  'poisson',
  'negative_binomial',
  'zipf',
  'empirical',
]);

/** The least and the greatest value that a leaf can have, as far as its author said. */
export function extentOf(leaf: Distribution): { readonly low: number | undefined; readonly high: number | undefined } {
  if (leaf.kind === 'fixed') return extentOfValues([leaf.value]);
  if (leaf.kind === 'uniform' || leaf.kind === 'triangular' || leaf.kind === 'beta') {
    const { min = leaf.low, max = leaf.high } = leaf;
    return { low: Math.max(leaf.low, min), high: Math.min(leaf.high, max) };
  }
  if (leaf.kind === 'categorical') {
    return extentOfValues(leaf.options.filter(({ weight }) => weight > 0).map(({ value }) => value));
  }
  if (leaf.kind === 'age_bands') {
    return { low: Math.min(...leaf.bands.map(({ from }) => from)), high: Math.max(...leaf.bands.map(({ to }) => to)) };
  }
  return { low: leaf.min, high: leaf.max };
}

function extentOfValues(values: readonly unknown[]): {
  readonly low: number | undefined;
  readonly high: number | undefined;
} {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === 0) return { low: undefined, high: undefined };
  return { low: Math.min(...numbers), high: Math.max(...numbers) };
}
