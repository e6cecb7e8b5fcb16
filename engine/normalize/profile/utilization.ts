/** How often people use care outside of journeys: a count by event of the catalogue, each an attribute of the person. */
import type {
  AttributeDefinition,
  DataNode,
  Distribution,
  EventDefinition,
  EventType,
  MapEntry,
  Offset,
  SourceRange,
  Utilization,
} from '../../model/index.ts';
import type { Context } from '../context.ts';
import {
  changeLeaves,
  extentOf,
  problemsOfUse,
  readDistribution,
  valueTypeOf,
  valuesOf,
  withLimits,
  withinRounding,
} from '../distribution/index.ts';
import { readLength } from '../journey/index.ts';
import { daysIn } from '../offset.ts';
import type { Problems } from '../problems.ts';
import { readerOf } from '../reader.ts';
import { plainWord } from '../scalars.ts';
import { seasonDays } from '../season.ts';
import { checkDischarges, followsDischarge, readAfterDischarge } from './after-discharge.ts';
import type { AroundUse, Use } from './after-discharge.ts';
import { RESERVED_NAMES } from './names.ts';
import { leavesOf } from '../../trees/index.ts';

export interface UtilizationReading {
  readonly attributes: readonly AttributeDefinition[];
  readonly utilization: Utilization | undefined;
}

/** Counts are those of a year where nothing else is said. */
const A_YEAR: Offset = { months: 12, days: 0, minutes: 0 };
/** What falls on a day off moves to a working day, which must lie within the window. */
const LEAST_DAYS = 28;
/** Care that is used; what makes or ends a membership, a study or a life is a matter of journeys. */
const USED: ReadonlySet<EventType> = new Set<EventType>([
  'encounter',
  'admission',
  'er_visit',
  'observation',
  'lab_order',
  'procedure',
  'immunization',
  'prescription',
  'refill',
  'referral',
  'screening',
  'outreach',
]);

export function readUtilization(node: DataNode, around: AroundUse, context: Context): UtilizationReading {
  const reader = readerOf(node, 'utilization', context.problems);
  const nothing: UtilizationReading = { attributes: [], utilization: undefined };
  if (reader === undefined) return nothing;
  const windowNode = reader.take('window');
  const window = windowNode ? readWindow(windowNode, context) : A_YEAR;
  const read: Use[] = [];
  for (const entry of reader.rest()) {
    const event = eventCalled(entry, context);
    const use = event && readUse(entry, event, context);
    if (event === undefined || use === undefined) continue;
    if (window !== undefined && use.attribute !== undefined) {
      const counted = { window, at: entry.keyAt };
      checkSeason(event, counted, context);
      checkApart(event, use.attribute, counted, context);
    }
    if (read.some(({ used }) => used.event === event.name)) {
      context.problems.report('normalize-duplicate', { what: 'utilization of', name: event.name }, entry.keyAt);
    } else read.push(use);
  }
  if (window === undefined) return nothing;
  checkDischarges(read, around, context);
  const events = read.map(({ used }) => used);
  return {
    attributes: read.flatMap(({ attribute }) => attribute ?? []),
    utilization: events.length === 0 ? undefined : { window, events, at: node.at },
  };
}

function readUse(entry: MapEntry, event: EventDefinition, context: Context): Use | undefined {
  const used = { event: event.name, at: entry.keyAt };
  if (followsDischarge(entry)) {
    const afterDischarge = readAfterDischarge(entry, event, context);
    return afterDischarge === undefined
      ? undefined
      : { attribute: undefined, used: { ...used, afterDischarge }, event };
  }
  const attribute = readTimes(entry, context);
  return attribute && { attribute, used: { ...used, times: entry.key }, event };
}

function readWindow(node: DataNode, context: Context): Offset | undefined {
  const window = readLength(node, context);
  if (window === undefined || daysIn(window) >= LEAST_DAYS) return window;
  const expected = `${LEAST_DAYS} days or more`;
  const what = 'The window of utilization';
  return context.problems.report('normalize-value-range', { what, value: daysIn(window), expected }, node.at);
}

interface Counted {
  readonly window: Offset;
  readonly at: SourceRange;
}

/** What is counted within its season needs a day of it. */
function checkSeason({ name, season }: EventDefinition, { window, at }: Counted, { asOf, problems }: Context): void {
  if (season === undefined || asOf === undefined || seasonDays(season, asOf, window) !== undefined) return;
  const last = `the last season of ${name} (${season.from} to ${season.to})`;
  const reason = `${last} lies outside the window before ${asOf}, so it comes on any day of that`;
  problems.report('normalize-without-effect', { part: 'season', reason }, at);
}

/** Two uses of one person that lie further apart than half of the time lie closer where the first is neither early nor late. */
function checkApart(
  { name, apart, season }: EventDefinition,
  { distribution }: AttributeDefinition,
  { window, at }: Counted,
  { asOf, problems }: Context,
): void {
  if (apart === undefined) return;
  const days = season && asOf !== undefined ? seasonDays(season, asOf, window) : undefined;
  const room = days === undefined ? daysIn(window) : days.last - days.first + 1;
  const often = Math.max(...leavesOf(distribution).map((leaf) => extentOf(leaf).high ?? Infinity));
  if (2 * apart <= room || often < 2) return;
  const reason = `two uses of ${name} have no room within ${Math.round(room)} days from wherever the first is, and lie as far apart as they can`;
  problems.report('normalize-without-effect', { part: 'apart', reason }, at);
}

/** By its name, another word for it, or the plural of one of them. */
function eventCalled({ key, keyAt }: MapEntry, { knowledge, problems }: Context): EventDefinition | undefined {
  const usable = knowledge.events.filter(({ type }) => USED.has(type));
  const wanted = plainWord(key);
  const found =
    usable.find(({ name }) => isCalled(name, wanted)) ??
    usable.find(({ utilization = [] }) => utilization.some((word) => isCalled(word, wanted)));
  if (found !== undefined) return found;
  const known = usable.flatMap(({ name, utilization = [] }) => [name, ...utilization]);
  return problems.report('normalize-reference-unknown', { kind: 'event that people use', name: key, known }, keyAt);
}

function isCalled(name: string, wanted: string): boolean {
  const word = plainWord(name);
  return [word, `${word}s`, word.replace(/y$/, 'ies')].includes(wanted);
}

function readTimes({ key, keyAt, value }: MapEntry, context: Context): AttributeDefinition | undefined {
  const { knowledge, problems } = context;
  const isTaken = RESERVED_NAMES.includes(key) || knowledge.observations.some(({ name }) => name === key);
  if (isTaken || !/^[A-Za-z]\w*$/.test(key)) return problems.report('normalize-name-taken', { name: key }, keyAt);
  const read = readDistribution(value, key, context);
  if (read === undefined) return undefined;
  const type = valueTypeOf(read);
  if (type !== undefined && type !== 'number') {
    const found = `a ${type}`;
    const expected = 'a whole number, or a distribution of such';
    return problems.report('normalize-value-kind', { what: `The count of ${key}`, expected, found }, value.at);
  }
  const distribution = withinRounding(
    withLimits(
      changeLeaves(read, (leaf) => fromZero(leaf, key, problemsOfUse(value.at, context))),
      { integer: true },
    ),
  );
  return { name: key, role: 'utilization', distribution, at: keyAt };
}

/** A curve that goes below zero is cut there. */
function fromZero(leaf: Distribution, what: string, problems: Problems): Distribution {
  const part = valuesOf(leaf)?.find((one) => typeof one === 'number' && !Number.isInteger(one));
  if (part !== undefined)
    problems.report('normalize-value-range', { what, value: part, expected: 'a whole number' }, leaf.at);
  const { low } = extentOf(leaf);
  if (low !== undefined && low < 0) {
    problems.report('normalize-value-range', { what, value: low, expected: '0 or more' }, leaf.at);
  }
  return leaf.kind === 'normal' && low === undefined ? { ...leaf, min: 0 } : leaf;
}
