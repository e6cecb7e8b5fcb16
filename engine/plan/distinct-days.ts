/**
 * Days of care that a profile counts and of which each use has a day of its own: visits that come once a day at most, what makes no visit
 * that another could be held apart from, such as laboratory orders and imaging, and what comes so far apart. Each has a day among those that are open, by its number and one draw of the person, so that one more moves none. The days
 * are known while planning.
 */
import { DAYS_A_WEEK } from '../model/index.ts';
import type { Offset, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { keepsWorkingDays } from './opening-hours.ts';
import { holidaysOf, weekdayOf } from './holidays.ts';
import type { PlannedEvent } from './planned-event.ts';
import { call, cast, column, drawOf, integer, literal, output, pick, when } from './terms.ts';

export interface DistinctDays {
  readonly event: PlannedEvent;
  /** How many days after the first day of its time each open day is. */
  readonly open: readonly number[];
  /** How many days its time has. */
  readonly days: number;
  /** The same of all days from Monday to Friday, where the others are off; else nothing. */
  readonly weekdays: readonly number[];
}

/** Column of the place of an occurrence among the open days. */
export const PLACE_AMONG_DAYS = 'place_among_days';

export function distinctDays(events: readonly PlannedEvent[], context: PlanContext): readonly DistinctDays[] {
  const classes = new Set(
    context.knowledge.encounterClasses.flatMap((one) => (one.onceADay === true ? [one.code] : [])),
  );
  return events.flatMap((event) => {
    const { definition, times } = event.use;
    const { apart, encounterClass } = definition;
    const isAlone = apart !== undefined || encounterClass === undefined || classes.has(encounterClass);
    if (times === undefined || !isAlone) return [];
    const found = { event, ...openDays(event, context) };
    return found.open.length === 0 ? [] : [found];
  });
}

const DAY = 86_400_000;
const LAST_WORKDAY = 5;

function openDays(event: PlannedEvent, context: PlanContext): Pick<DistinctDays, 'open' | 'days' | 'weekdays'> {
  const { earliest, latest } = event.use.timing;
  const asOf = context.cohort.profile.asOf.value;
  const [first, last] = [dayAt(asOf, earliest), dayAt(asOf, latest)];
  const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => at);
  if (!keepsWorkingDays(event, context)) return { open: all, days: all.length, weekdays: [] };
  const holidays = new Set(holidaysOf(context).map(({ day }) => Date.parse(day) / DAY));
  const weekdays = all.filter((at) => weekdayOf(first + at) <= LAST_WORKDAY);
  return { open: weekdays.filter((at) => !holidays.has(first + at)), days: all.length, weekdays };
}

/** Days since 1970; a month that has no such day ends before. */
function dayAt(date: string, { months, days }: Offset): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = Date.UTC(year, month + months, 0);
  return Math.min(Date.UTC(year, month - 1 + months, day), last) / DAY + days;
}

/** Each occurrence's place among the open days, from 0; unknown of all other events. */
export function placeAmongDays(all: readonly DistinctDays[]): Term {
  return {
    kind: 'case',
    branches: all.map((one) => ({ when: isEvent(one.event), then: placeOf(one.event, one) })),
    otherwise: literal(null, integer),
  };
}

/** As a place within its time, in days: the occurrence's own draw decides where on the way to the next open day. */
export function placesInTime(
  all: readonly DistinctDays[],
  uniform: Term,
  days: Term,
): readonly { when: Term; then: Term }[] {
  return all.map(({ event, open }) => ({
    when: isEvent(event),
    then: call('divide', call('multiply', call('add', output(PLACE_AMONG_DAYS), uniform), days), open.length),
  }));
}

/** The open day at the place, as days from the first day of its time. */
export function daysToPlace(all: readonly DistinctDays[]): readonly { when: Term; then: Term }[] {
  return all.map((one) => ({ when: isEvent(one.event), then: dayAmong(one) }));
}

function isEvent({ key }: PlannedEvent): Term {
  return call('equal', column('event_key'), key);
}

function placeOf(event: PlannedEvent, distinct: DistinctDays): Term {
  return call('modulo', wayOf(event, distinct), distinct.open.length);
}

/** From any place on, so many places further each time, round by round: beyond the last place it goes on from the first. */
function wayOf({ path, use: { definition } }: PlannedEvent, { open, days }: DistinctDays): Term {
  const places = open.length;
  const from = cast(pick(drawOf(`${path}/days`), places), integer);
  const { step, round } =
    definition.apart === undefined ? anyStep(path, places) : fixedStep(definition.apart, { places, days });
  const further = call('multiply', cast(column('occurrence'), integer), step);
  return call('add', from, call('modulo', further, round));
}

interface Way {
  readonly step: Term | number;
  /** After so many steps a place comes again. */
  readonly round: number;
}

/** What does not say how far apart it comes: any two of a person are as far apart as chance has it, for a round of a prime number shares no factor with any step. */
function anyStep(path: string, places: number): Way {
  const round = primeUpTo(places);
  return { step: call('add', cast(pick(drawOf(`${path}/steps`), Math.max(1, round - 1)), integer), 1), round };
}

function fixedStep(apart: number, time: Pick<DistinctDays, 'days'> & { readonly places: number }): Way {
  const step = stepOf(apart, time);
  return { step, round: roundOf(time.places, step) };
}

/** Whether each occurrence lies before the first in time, because the series went on from the beginning of the time. */
export function isBeforeFirst(distinct: DistinctDays): Term {
  return call('greater_or_equal', wayOf(distinct.event, distinct), distinct.open.length);
}

/** Round and round, nothing is further from the place before than half of all places. */
function stepOf(apart: number, { places, days }: { readonly places: number; readonly days: number }): number {
  return Math.max(1, Math.min(Math.round((apart / days) * places), Math.floor(places / 2)));
}

/** What shares no factor with the step is gone through whole before a place comes again; the second round falls between the places of the first. */
function roundOf(places: number, step: number): number {
  const least = 2 * step > places ? 1 : places - step + 1;
  const whole = Array.from({ length: places - least + 1 }, (_, at) => places - at).filter(
    (round) => commonFactor(round, step) === 1,
  );
  if (2 * step > places) return whole[0] ?? places;
  const fromMiddle = (round: number): number => Math.abs((round % step) - step / 2);
  return whole.toSorted((one, other) => fromMiddle(one) - fromMiddle(other))[0] ?? places;
}

function primeUpTo(most: number): number {
  const isPrime = (number: number): boolean =>
    Array.from({ length: Math.floor(Math.sqrt(number)) - 1 }, (_, at) => at + 2).every((one) => number % one !== 0);
  return Array.from({ length: Math.max(1, most - 1) }, (_, at) => most - at).find(isPrime) ?? 1;
}

function commonFactor(one: number, other: number): number {
  return other === 0 ? one : commonFactor(other, one % other);
}

/** Days behind the first day: over weekends by arithmetic, over the few holidays by halving. */
function dayAmong({ open, weekdays }: DistinctDays): Term {
  const place = output(PLACE_AMONG_DAYS);
  const [first = 0] = weekdays;
  if (weekdays.length === 0) return place;
  const numbers = new Map(weekdays.map((day, at) => [day, at]));
  const later = stepsOf(
    open.map((day, at) => (numbers.get(day) ?? at) - at),
    place,
  );
  // Monday of the first week has the number 0.
  const inFirstWeek = weekdays.findIndex((day, at) => (weekdays[at + 1] ?? day + 1) !== day + 1) + 1;
  const before = inFirstWeek === 0 ? 0 : LAST_WORKDAY - inFirstWeek;
  const number = call('add', call('add', place, later), before);
  const weeks = call('multiply', call('integer_divide', number, LAST_WORKDAY), DAYS_A_WEEK);
  return call('add', call('add', weeks, call('modulo', number, LAST_WORKDAY)), first - before);
}

interface Step {
  readonly from: number;
  readonly days: number;
}

/** A number for each place, of which many in a row are alike. */
function stepsOf(numbers: readonly number[], place: Term): Term {
  const steps = numbers.flatMap((days, from): readonly Step[] =>
    from > 0 && numbers[from - 1] === days ? [] : [{ from, days }],
  );
  const among = (some: readonly Step[]): Term => {
    const half = Math.floor(some.length / 2);
    const middle = some[half];
    if (middle === undefined || some.length === 1) return literal(some[0]?.days ?? 0);
    return when(call('less', place, middle.from), among(some.slice(0, half)), among(some.slice(half)));
  };
  return among(steps);
}
