/**
 * Days of care that a person has once a day at most and that a profile counts: each occurrence has a day of its own among those that
 * are open, by its number and one draw of the person, so that one more moves none. The days are known while planning.
 */
import type { Offset, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { keepsWorkingDays } from './event-definitions.ts';
import { holidaysOf, weekdayOf } from './holidays.ts';
import type { PlannedEvent } from './planned-event.ts';
import { bigint, call, cast, column, drawOf, integer, literal, output, pick, when } from './terms.ts';

export interface DistinctDays {
  readonly event: PlannedEvent;
  /** How many days after the first day of its time each open day is. */
  readonly open: readonly number[];
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
    if (times === undefined || !classes.has(definition.encounterClass ?? '')) return [];
    const found = { event, ...openDays(event, context) };
    return found.open.length < LEAST_PRIME ? [] : [found];
  });
}

const DAY = 86_400_000;
const LAST_WORKDAY = 5;

function openDays(event: PlannedEvent, context: PlanContext): Pick<DistinctDays, 'open' | 'weekdays'> {
  const { earliest, latest } = event.use.timing;
  const asOf = context.cohort.profile.asOf.value;
  const [first, last] = [dayAt(asOf, earliest), dayAt(asOf, latest)];
  const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => at);
  if (!keepsWorkingDays(event, context)) return { open: all, weekdays: [] };
  const holidays = new Set(holidaysOf(context).map(({ day }) => Date.parse(day) / DAY));
  const weekdays = all.filter((at) => weekdayOf(first + at) <= LAST_WORKDAY);
  return { open: weekdays.filter((at) => !holidays.has(first + at)), weekdays };
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
    branches: all.map(({ event, open }) => ({
      when: isEvent(event),
      then: cast(placeOf(event, open.length), integer),
    })),
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

/** Cubes of all numbers below such a prime are all of them, in an order that looks like none. */
function isSuitable(number: number): boolean {
  if (number % 3 !== 2) return false;
  for (let at = 2; at * at <= number; at += 1) if (number % at === 0) return false;
  return true;
}

const LEAST_PRIME = 2;

/** Numbers up to the greatest suitable prime have places of their own; with what turns them, all places are alike. */
function placeOf({ path }: PlannedEvent, places: number): Term {
  let prime = places;
  while (prime > LEAST_PRIME && !isSuitable(prime)) prime -= 1;
  const chosen = cast(pick(drawOf(`${path}/days`), (prime - 1) * prime * places), bigint);
  const factor = call('add', call('modulo', chosen, prime - 1), 1);
  const from = call('modulo', call('integer_divide', chosen, prime - 1), prime);
  const turn = call('integer_divide', chosen, (prime - 1) * prime);
  const number = call('modulo', call('add', column('occurrence'), from), prime);
  const square = call('modulo', call('multiply', number, number), prime);
  const cube = call('modulo', call('multiply', square, number), prime);
  return call('modulo', call('add', turn, call('modulo', call('multiply', factor, cube), prime)), places);
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

const DAYS_A_WEEK = 7;

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
