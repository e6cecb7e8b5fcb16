/**
 * When an event happens, as its author wrote it: an anchor's name still, and the span in which it falls, or no span where
 * only the anchor or the time of day was given.
 */
import type { DataNode, Distribution, Located, Offset, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { wordsFor } from '../../trees/index.ts';
import { minuteOfDay } from '../knowledge/index.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { plainWord, readNumber, readNumberWhere, readText } from '../scalars.ts';
import { durationOf } from './duration.ts';
import { NO_OFFSET, daysIn, negated, offsetOf, sum, unitNamed } from './offset.ts';
import { hasFailed } from '../problems.ts';
import type { Span } from './span.ts';
import { readSpreadDays } from './spread-days.ts';

export interface WrittenTiming {
  /** The name of the event that it is measured from; the journey's start without one. */
  readonly anchor: Located<string> | undefined;
  readonly span: Span | undefined;
  readonly spread?: Distribution;
  readonly minuteOfDay: number | undefined;
  readonly anyDay?: true;
  /** A wait for what comes before, whatever that is. */
  readonly waits?: true;
  /** Told as a length (`days: 14`, `2 weeks`, `same_day`) and not by its number (`day: 14`): of what follows another, a wait for that. */
  readonly isLength?: true;
  readonly at: SourceRange;
}

const AT_ONCE: Span = { earliest: NO_OFFSET, latest: NO_OFFSET };

export function readTiming(node: DataNode, context: Context): WrittenTiming | undefined {
  if (node.kind === 'map') return readMap(node, context);
  const words = node.kind === 'scalar' ? inWords(node.value) : undefined;
  if (words === undefined) {
    const text = node.kind === 'scalar' ? String(node.value) : 'a list';
    return context.problems.report('normalize-timing', { text }, node.at);
  }
  return { anchor: undefined, ...words, minuteOfDay: undefined, at: node.at };
}

type InWords = Pick<WrittenTiming, 'span' | 'isLength'>;

/** `day 2-4`, `week 2`, `same_day`, `T-2hr`; a number counts days. */
function inWords(value: unknown): InWords | undefined {
  if (typeof value === 'number') return { span: exactly(offsetOf(value, 'day')) };
  if (typeof value !== 'string') return undefined;
  if (plainWord(value) === 'same_day') return { span: AT_ONCE, isLength: true };
  const around = /^\s*T\s*([-+])\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(value);
  if (around !== null) {
    const unit = unitNamed(around[3] ?? '');
    const amount = Number(around[2]) * (around[1] === '-' ? -1 : 1);
    return unit && { span: exactly(offsetOf(amount, unit)) };
  }
  const [, word, low, high] =
    /^\s*([a-z]+)\s*(-?\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(-?\d+(?:\.\d+)?))?\s*$/i.exec(value) ?? [];
  const unit = unitNamed(word ?? '');
  if (unit !== undefined)
    return { span: { earliest: offsetOf(Number(low), unit), latest: offsetOf(Number(high ?? low), unit) } };
  const duration = durationOf(value);
  if (duration === undefined) return undefined;
  const span = duration.kind === 'window' ? { earliest: duration.from, latest: duration.to } : exactly(duration.length);
  return { span, isLength: true };
}

function exactly(offset: Offset): Span {
  return { earliest: offset, latest: offset };
}

function readMap(node: Extract<DataNode, { kind: 'map' }>, context: Context): WrittenTiming | undefined {
  const { problems } = context;
  const reader = createReader(node, 'a timing', problems);
  const [after, before] = [reader.take('after'), reader.take('before')];
  if (after && before)
    problems.report('normalize-key-twice', { key: 'before', first: 'after', within: 'a timing' }, before.at);
  const found = problems.found.length;
  const isLength = toldAsLength(reader);
  const days = takeDrawn(reader, context);
  const drawn = days && readSpreadDays(days, 'the days of a timing', context);
  const amounts = days === undefined ? readAmounts(reader, context) : [];
  const variance = days === undefined ? readVariance(reader, amounts, context) : undefined;
  const time = readTime(reader, context);
  const anyDay = readAnyDay(reader, context);
  reader.finish();
  const anchorNode = after ?? before;
  const name = anchorNode && readText(anchorNode, 'An event', problems);
  if (hasFailed(problems, found) || (anchorNode && name === undefined)) return undefined;
  const anchor = anchorNode && name !== undefined ? { value: name, at: anchorNode.at } : undefined;
  const says = amounts.length > 0 || variance !== undefined || anchor !== undefined;
  const own = {
    anchor,
    minuteOfDay: time,
    ...(anyDay ? { anyDay } : {}),
    ...(isLength ? { isLength } : {}),
    at: node.at,
  };
  if (drawn !== undefined) {
    const { earliest, latest, ...rest } = drawn;
    return { ...own, ...rest, span: before ? { earliest: negated(latest), latest: negated(earliest) } : drawn };
  }
  const span = says ? spread(amounts, variance ?? NO_OFFSET, before !== undefined, anchor !== undefined) : undefined;
  return { ...own, span };
}

/** Days by a distribution, beside which no other amount stands. */
function takeDrawn(reader: Reader, { problems }: Context): DataNode | undefined {
  const written = reader.rest().find(({ key, value }) => (key === 'day' || key === 'days') && value.kind === 'map');
  if (written === undefined) return undefined;
  for (const { key, keyAt } of reader.rest().filter((one) => BESIDE_DAYS.has(one.key))) {
    reader.take(key);
    if (key !== written.key)
      problems.report('normalize-key-twice', { key, first: written.key, within: 'a timing' }, keyAt);
  }
  return written.value;
}

function readAnyDay(reader: Reader, { problems }: Context): true | undefined {
  const node = reader.take('any_day');
  if (node === undefined || (node.kind === 'scalar' && node.value === true)) return node && true;
  const found = wordsFor(node);
  return problems.report('normalize-value-kind', { what: '`any_day`', expected: '`true`', found }, node.at);
}

interface Amount {
  readonly unit: NonNullable<ReturnType<typeof unitNamed>>;
  readonly low: number;
  readonly high: number;
}

function toldAsLength(reader: Reader): true | undefined {
  const written = new Set(reader.rest().map(({ key }) => key));
  const isNumbered = UNIT_KEYS.some(([unit]) => written.has(unit));
  return !isNumbered && UNIT_KEYS.some(([, plural]) => written.has(plural)) ? true : undefined;
}

/** From the greatest unit to the smallest. */
const UNIT_KEYS = [
  ['year', 'years'],
  ['month', 'months'],
  ['week', 'weeks'],
  ['day', 'days'],
  ['hour', 'hours'],
  ['minute', 'minutes'],
] as const;

function readAmounts(reader: Reader, { problems }: Context): readonly Amount[] {
  return UNIT_KEYS.flatMap(([unit, plural]) => {
    const node = reader.take(unit, plural);
    if (node === undefined) return [];
    const items = node.kind === 'list' && node.items.length === 2 ? node.items : [node];
    const [low, high = low] = items.map((item) => readNumber(item, `\`${unit}\``, problems));
    if (low === undefined || high === undefined) return [];
    if (low > high) problems.report('normalize-bounds', { low, high, what: `\`${unit}\`` }, node.at);
    return [{ unit, low, high }];
  });
}

/** What days by a distribution stand for. */
const BESIDE_DAYS: ReadonlySet<string> = new Set([...UNIT_KEYS.flat(), 'variance', 'variance_pct']);

/** In the smallest unit of the timing; in days where it has none. */
function readVariance(reader: Reader, amounts: readonly Amount[], { problems }: Context): Offset | undefined {
  const [plain, percent] = [reader.take('variance'), reader.take('variance_pct')];
  const node = plain ?? percent;
  if (node === undefined) return undefined;
  if (plain && percent) {
    problems.report('normalize-key-twice', { key: 'variance_pct', first: 'variance', within: 'a timing' }, percent.at);
  }
  const what = plain ? '`variance`' : '`variance_pct`';
  const value = readNumberWhere(node, { what, expected: '0 or more', holds: (number) => number >= 0 }, problems);
  const smallest = amounts.at(-1);
  if (value === undefined) return undefined;
  return offsetOf(plain ? value : (Math.abs(smallest?.high ?? 0) * value) / 100, smallest?.unit ?? 'day');
}

function readTime(reader: Reader, { problems }: Context): number | undefined {
  const node = reader.take('time');
  const text = node && readText(node, '`time`', problems);
  if (node === undefined || text === undefined) return undefined;
  const minute = minuteOfDay(text);
  return (
    minute ??
    problems.report(
      'normalize-value-kind',
      { what: '`time`', expected: 'a time of day as `08:30`', found: text },
      node.at,
    )
  );
}

/** A variance never turns after into before, nor moves what follows the journey's start to before it. */
function spread(amounts: readonly Amount[], variance: Offset, isBefore: boolean, isAnchored: boolean): Span {
  const low = total(amounts, ({ low: amount }) => amount);
  const high = total(amounts, ({ high: amount }) => amount);
  const mayBeNegative = daysIn(low) < 0 && !isAnchored;
  const widened = { earliest: sum(low, negated(variance)), latest: sum(high, variance) };
  const earliest = !mayBeNegative && daysIn(low) >= 0 && daysIn(widened.earliest) < 0 ? NO_OFFSET : widened.earliest;
  return isBefore
    ? { earliest: negated(widened.latest), latest: negated(earliest) }
    : { earliest, latest: widened.latest };
}

function total(amounts: readonly Amount[], pick: (amount: Amount) => number): Offset {
  return amounts.reduce((all, amount) => sum(all, offsetOf(pick(amount), amount.unit)), NO_OFFSET);
}
