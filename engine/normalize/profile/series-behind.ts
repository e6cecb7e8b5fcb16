/** How care follows stays that is no stay: behind which part of them, after how many days, and how often. */
import type { DataNode, Distribution, ElementaryDistribution, SeriesBehind } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { extentOf, readDistribution, valueTypeOf, withLimits } from '../distribution/index.ts';
import { readDuration } from '../journey/index.ts';
import { daysIn, NO_OFFSET } from '../offset.ts';
import type { Reader } from '../reader.ts';
import { readNumberWhere } from '../scalars.ts';

export const SERIES: readonly string[] = ['probability', 'within', 'times'];

/** Numbers of one series stand in a row of what a person can have of an event. */
const MOST = 100;
const ONCE: Pick<SeriesBehind, 'most'> = { most: 1 };

/** Nothing where none of its keys is there. */
export function readSeries(reader: Reader, context: Context): SeriesBehind | undefined {
  const [chance, within, times] = SERIES.map((key) => reader.take(key));
  const at = chance?.at ?? within?.at ?? times?.at;
  if (at === undefined) return undefined;
  const counted = times && readTimes(times, context);
  const once: ElementaryDistribution = { kind: 'fixed', value: 1, at };
  return {
    share: (chance && readShare(chance, context)) ?? 1,
    ...((within && readDays(within, context)) ?? { from: NO_OFFSET, to: NO_OFFSET }),
    ...(counted ?? { times: once, ...ONCE }),
  };
}

function readShare(node: DataNode, { problems }: Context): number | undefined {
  const holds = (value: number): boolean => value >= 0 && value <= 1;
  return readNumberWhere(node, { what: '`probability`', expected: 'from 0 to 1', holds }, problems);
}

function readDays(node: DataNode, context: Context): Pick<SeriesBehind, 'from' | 'to'> | undefined {
  const read = readDuration(node, context);
  if (read === undefined) return undefined;
  const { from, to } = read.kind === 'window' ? read : { from: NO_OFFSET, to: read.length };
  if (daysIn(from) >= 0) return { from, to };
  const value = daysIn(from);
  return context.problems.report('normalize-value-range', { what: '`within`', value, expected: '0 or more' }, node.at);
}

function readTimes(node: DataNode, context: Context): Pick<SeriesBehind, 'times' | 'most'> | undefined {
  const read = readDistribution(node, '`times`', context);
  if (read === undefined) return undefined;
  const type = valueTypeOf(read);
  const { low, high } = isElementary(read) ? extentOf(read) : {};
  if (
    isElementary(read) &&
    (type === undefined || type === 'number') &&
    high !== undefined &&
    high <= MOST &&
    (low ?? 1) >= 0
  ) {
    const whole = withLimits(read, { integer: true, min: 0 });
    return isElementary(whole) ? { times: whole, most: Math.max(1, Math.ceil(high)) } : undefined;
  }
  const expected = `a whole number up to ${MOST}, or one curve of such with a \`max\``;
  return context.problems.report('normalize-value-kind', { what: '`times`', expected, found: read.kind }, node.at);
}

function isElementary(one: Distribution): one is ElementaryDistribution {
  return one.kind !== 'conditional' && one.kind !== 'derived' && one.kind !== 'mixture';
}
