/** Distributions of counts and ranks, from their parameters to canonical form. */
import type { Distribution } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { Reader } from '../reader.ts';
import { readInteger, readNumber, readPositive } from '../scalars.ts';
import { readBounds, readRounding } from './limits.ts';

interface Counted {
  readonly reader: Reader;
  readonly what: string;
  readonly context: Context;
}

/** Every count that can be drawn stands in the statement by itself; this many may. */
const MOST_COUNTS = 4096;
/** Means of an exponential tail within which a draw of 32 bits lies. */
const TAIL = 24;

export function readPoisson(counted: Counted): Distribution | undefined {
  const mean = meanOf(counted, true);
  const limits = limitsOf(counted);
  if (mean === undefined) return undefined;
  return narrow(counted, mean + TAIL * Math.sqrt(mean + TAIL), {
    kind: 'poisson',
    mean,
    ...limits,
    at: counted.reader.at,
  });
}

export function readNegativeBinomial(counted: Counted): Distribution | undefined {
  const { reader, what, context } = counted;
  const mean = meanOf(counted);
  const node = reader.need('dispersion');
  const dispersion = node && readPositive(node, `The \`dispersion\` of ${what}`, context.problems);
  const limits = limitsOf(counted);
  if (mean === undefined || dispersion === undefined) return undefined;
  const widest = mean + TAIL * (1 + mean / dispersion) + TAIL * Math.sqrt(mean);
  return narrow(counted, widest, { kind: 'negative_binomial', mean, dispersion, ...limits, at: reader.at });
}

/** `max` is the last rank. */
export function readZipf({ reader, what, context }: Counted): Distribution | undefined {
  const node = reader.need('exponent');
  const exponent = node && readPositive(node, `The \`exponent\` of ${what}`, context.problems);
  const last = reader.need('max');
  const setting = { what: `The \`max\` of ${what}`, min: 1, max: MOST_COUNTS };
  const highest = last && readInteger(last, setting, context.problems);
  const first = reader.take('min');
  const min =
    first && readInteger(first, { what: `The \`min\` of ${what}`, min: 1, max: highest ?? 1 }, context.problems);
  const rounding = readRounding(reader, what, context);
  if (exponent === undefined || highest === undefined) return undefined;
  return { kind: 'zipf', exponent, highest, ...(min === undefined ? {} : { min }), ...rounding, at: reader.at };
}

function meanOf({ reader, what, context }: Counted, takesRate = false): number | undefined {
  const node = takesRate ? reader.need('mean', 'lambda') : reader.need('mean');
  const mean = node && readNumber(node, `The \`mean\` of ${what}`, context.problems);
  if (node === undefined || mean === undefined || mean >= 0) return mean;
  const problem = { what: `The \`mean\` of ${what}`, value: mean, expected: '0 or more' };
  return context.problems.report('normalize-value-range', problem, node.at);
}

function limitsOf({ reader, what, context }: Counted): ReturnType<typeof readBounds> {
  return { ...readBounds(reader, what, context), ...readRounding(reader, what, context) };
}

function narrow({ what, context }: Counted, widest: number, distribution: Distribution): Distribution | undefined {
  const { min = 0, max = Infinity, at } = distribution;
  if (min > widest || max < 0) return context.problems.report('normalize-truncation', { what }, at);
  if (widest <= MOST_COUNTS) return distribution;
  const problem = { what: `The highest likely count of ${what}`, value: Math.round(widest) };
  return context.problems.report('normalize-value-range', { ...problem, expected: `at most ${MOST_COUNTS}` }, at);
}
