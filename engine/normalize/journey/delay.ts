/** The wait of an event after the one before it: `delay` beside `depends_on`, as flat journeys write it. */
import type { DataNode } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readDistribution } from '../distribution/index.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readNumber } from '../scalars.ts';
import { readDuration } from './duration.ts';
import { NO_OFFSET, offsetOf, sum } from './offset.ts';
import type { Span } from './timing.ts';

export function readDelay(node: DataNode, context: Context): Span | undefined {
  if (node.kind === 'map') return readMap(node, context);
  const duration = readDuration(node, context);
  if (duration === undefined) return undefined;
  if (duration.kind === 'window') return { earliest: duration.from, latest: duration.to };
  return { earliest: duration.length, latest: duration.length };
}

function readMap(node: Extract<DataNode, { kind: 'map' }>, context: Context): Span | undefined {
  const { problems } = context;
  const before = problems.found.length;
  const reader = createReader(node, 'a delay', problems);
  const fixed = (['months', 'weeks', 'days', 'hours'] as const).reduce((all, key) => {
    const amount = number(reader, key, context);
    return amount === undefined ? all : sum(all, offsetOf(amount, UNITS[key]));
  }, NO_OFFSET);
  const [least, most] = [number(reader, 'days_min', context), number(reader, 'days_max', context)];
  const spread = readSpread(reader, context);
  reader.finish(['mean', 'std_dev']);
  if (least !== undefined && most !== undefined && least > most) {
    problems.report('normalize-bounds', { low: least, high: most, what: 'The delay' }, node.at);
  }
  if (problems.found.length > before) return undefined;
  if (spread !== undefined) return spread;
  const earliest = least === undefined ? fixed : offsetOf(least, 'day');
  const latest = most === undefined ? fixed : offsetOf(most, 'day');
  return { earliest, latest: most === undefined && least !== undefined && fixed === NO_OFFSET ? earliest : latest };
}

const UNITS = { months: 'month', weeks: 'week', days: 'day', hours: 'hour' } as const;

function number(reader: Reader, key: string, { problems }: Context): number | undefined {
  const node = reader.take(key);
  return node && readNumber(node, `\`${key}\``, problems);
}

/** Waits are spread evenly; `uniform` between `days_min` and `days_max` says just that. */
function readSpread(reader: Reader, context: Context): Span | undefined {
  const node = reader.take('distribution');
  if (node === undefined || (node.kind === 'scalar' && ['uniform', 'fixed'].includes(String(node.value))))
    return undefined;
  const distribution = node.kind === 'map' ? readDistribution(node, 'a delay', context) : undefined;
  if (distribution?.kind === 'uniform') {
    return { earliest: offsetOf(distribution.low, 'day'), latest: offsetOf(distribution.high, 'day') };
  }
  const name = node.kind === 'scalar' ? String(node.value) : (distribution?.kind ?? 'distribution');
  return context.problems.report('normalize-not-supported', { part: `delay: ${name}` }, node.at);
}
