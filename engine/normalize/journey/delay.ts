/** The wait of an event after the one before it: `delay` beside `depends_on`, as flat journeys write it. */
import type { DataNode, MapNode } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { entryOf, mapOf, withoutKeys } from '../../trees/index.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readNumber } from '../scalars.ts';
import { readDuration } from './duration.ts';
import { NO_OFFSET, offsetOf, sum } from './offset.ts';
import { readSpreadDays } from './spread-days.ts';
import type { SpreadDays } from './spread-days.ts';
import { hasFailed } from '../problems.ts';

export function readDelay(node: DataNode, context: Context): SpreadDays | undefined {
  if (node.kind === 'map') return readMap(node, context);
  const duration = readDuration(node, context);
  if (duration === undefined) return undefined;
  if (duration.kind === 'window') return { earliest: duration.from, latest: duration.to };
  return { earliest: duration.length, latest: duration.length };
}

function readMap(node: Extract<DataNode, { kind: 'map' }>, context: Context): SpreadDays | undefined {
  const { problems } = context;
  const before = problems.found.length;
  const spread = readSpread(node, context);
  if (hasFailed(problems, before)) return undefined;
  const reader = createReader(spread === undefined ? node : withoutKeys(node, SPREAD_KEYS), 'a delay', problems);
  reader.take('distribution');
  const fixed = (['months', 'weeks', 'days', 'hours'] as const).reduce((all, key) => {
    const amount = number(reader, key, context);
    return amount === undefined ? all : sum(all, offsetOf(amount, UNITS[key]));
  }, NO_OFFSET);
  const [least, most] = [number(reader, 'days_min', context), number(reader, 'days_max', context)];
  for (const { key, keyAt } of reader.rest().filter((one) => ['mean', 'std_dev'].includes(one.key))) {
    reader.take(key);
    const reason = 'the delay names no distribution that has one';
    problems.report('normalize-without-effect', { part: key, reason }, keyAt);
  }
  reader.finish();
  if (least !== undefined && most !== undefined && least > most) {
    problems.report('normalize-bounds', { low: least, high: most, what: 'The delay' }, node.at);
  }
  if (hasFailed(problems, before)) return undefined;
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

const SPREAD_KEYS = ['distribution', 'mean', 'std_dev', 'days_min', 'days_max'];

/** `uniform` between `days_min` and `days_max` is how waits are spread without a word; others have their mean and bounds. */
function readSpread(node: MapNode, context: Context): SpreadDays | undefined {
  const entry = entryOf(node, 'distribution');
  const name = entry?.value.kind === 'scalar' ? String(entry.value.value) : undefined;
  if (entry === undefined || name === 'uniform' || name === 'fixed') return undefined;
  const written =
    entry.value.kind === 'map'
      ? entry.value.entries
      : [entry, ...node.entries.filter(({ key }) => key === 'mean' || key === 'std_dev')];
  const bounds = Object.entries({ min: 'days_min', max: 'days_max' }).flatMap(([key, days]) => {
    const bound = entryOf(node, days);
    return bound === undefined || written.some((one) => one.key === key) ? [] : [{ ...bound, key }];
  });
  const whole = mapOf([...written, ...bounds], entry.value.at);
  return readSpreadDays(whole, 'a delay', context);
}
