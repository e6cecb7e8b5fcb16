/** The wait of an event after the one before it: `delay` beside `depends_on`, as flat journeys write it. */
import type { DataNode, MapEntry, MapNode, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { entryOf, mapOf, withoutKeys } from '../../trees/index.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readNumber } from '../scalars.ts';
import { readDuration } from './duration.ts';
import { NO_OFFSET, daysIn, offsetOf, sum } from './offset.ts';
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
  const reportIdle = (part: string, at: SourceRange, reason: string): void => {
    problems.report('normalize-without-effect', { part, reason }, at);
  };
  const spread = readSpread(node, context);
  if (hasFailed(problems, before)) return undefined;
  const rest = spread === undefined ? node : withoutKeys(node, spreadKeys(node));
  const reader = createReader(rest, 'a delay', problems);
  reader.take('distribution');
  const fixed = Object.entries(UNITS).reduce((all, [key, unit]) => {
    const amount = number(reader, key, context);
    return amount === undefined ? all : sum(all, offsetOf(amount, unit));
  }, NO_OFFSET);
  const [least, most] = [number(reader, 'days_min', context), number(reader, 'days_max', context)];
  for (const { key, keyAt } of reader.rest().filter((one) => ['mean', 'std_dev'].includes(one.key))) {
    reader.take(key);
    reportIdle(key, keyAt, 'the delay names no distribution that has one');
  }
  reader.finish();
  const lengths = rest.entries.filter(({ key }) => key in UNITS);
  for (const { key, keyAt } of lengths) {
    if (spread !== undefined) {
      problems.report('normalize-key-twice', { key, first: 'distribution', within: 'a delay' }, keyAt);
    } else if (least !== undefined && most !== undefined) {
      reportIdle(key, keyAt, 'the wait lies evenly between `days_min` and `days_max`');
    }
  }
  const earliest = least === undefined ? fixed : offsetOf(least, 'day');
  const isLeastAlone = least !== undefined && lengths.length === 0;
  const latest = most !== undefined ? offsetOf(most, 'day') : isLeastAlone ? earliest : fixed;
  const [low, high] = [daysIn(earliest), daysIn(latest)];
  if (low > high) problems.report('normalize-bounds', { low, high, what: 'The delay' }, node.at);
  const named = spread === undefined ? entryOf(node, 'distribution') : undefined;
  if (named !== undefined && isIdle(named, low < high)) {
    const reason = low < high ? 'the wait lies evenly between its ends' : 'the wait has one length';
    reportIdle('distribution', named.keyAt, reason);
  }
  return hasFailed(problems, before) ? undefined : (spread ?? { earliest, latest });
}

/** A wait that has two ends is spread without a word, and one of one length is not spread by it. */
function isIdle({ value }: MapEntry, isSpread: boolean): boolean {
  return value.kind === 'scalar' && value.value === (isSpread ? 'fixed' : 'uniform');
}

const UNITS = { months: 'month', weeks: 'week', days: 'day', hours: 'hour' } as const;

function number(reader: Reader, key: string, { problems }: Context): number | undefined {
  const node = reader.take(key);
  return node && readNumber(node, `\`${key}\``, problems);
}

const SPREAD_KEYS = ['distribution', 'mean', 'std_dev', 'days_min', 'days_max'];

/** What a distribution of the node reads. The `days` beside one by its name are its mean, unless that is said. */
function spreadKeys(node: MapNode): readonly string[] {
  return meanOf(node)?.key === 'days' ? [...SPREAD_KEYS, 'days'] : SPREAD_KEYS;
}

function meanOf(node: MapNode): MapEntry | undefined {
  const isNamed = entryOf(node, 'distribution')?.value.kind === 'scalar';
  return entryOf(node, 'mean') ?? (isNamed ? entryOf(node, 'days') : undefined);
}

/** `uniform` between `days_min` and `days_max` is how waits are spread without a word; others have their mean and bounds. */
function readSpread(node: MapNode, context: Context): SpreadDays | undefined {
  const entry = entryOf(node, 'distribution');
  const name = entry?.value.kind === 'scalar' ? String(entry.value.value) : undefined;
  if (entry === undefined || name === 'uniform' || name === 'fixed') return undefined;
  const mean = meanOf(node);
  const own = [mean && { ...mean, key: 'mean' }, entryOf(node, 'std_dev')].filter((one) => one !== undefined);
  const written = entry.value.kind === 'map' ? entry.value.entries : [entry, ...own];
  const bounds = Object.entries({ min: 'days_min', max: 'days_max' }).flatMap(([key, days]) => {
    const bound = entryOf(node, days);
    return bound === undefined || written.some((one) => one.key === key) ? [] : [{ ...bound, key }];
  });
  const whole = mapOf([...written, ...bounds], entry.value.at);
  return readSpreadDays(whole, 'a delay', context);
}
