/**
 * Bounds and rounding. Composite distributions hand theirs down to their parts, so that bounds always truncate a curve
 * and never pile values up on an edge.
 */
import type { Distribution, Limits } from '../../model/index.ts';
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

/** The distribution with what `limits` say wherever it says nothing itself. */
export function withLimits(distribution: Distribution, limits: Bounds): Distribution {
  const rounding = withoutBounds(limits);
  return changeLeaves(distribution, (leaf) => {
    if (leaf.kind === 'fixed' || leaf.kind === 'categorical' || leaf.kind === 'age_bands') return leaf;
    return isCurve(leaf) ? { ...limits, ...leaf } : { ...rounding, ...leaf };
  });
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
  if (leaf.kind === 'uniform' || leaf.kind === 'triangular' || leaf.kind === 'beta')
    return { low: leaf.low, high: leaf.high };
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
