/**
 * From weekends and holidays to the nearest working day within the time in which an event may fall; where there is none, for what
 * follows to the next one, for what precedes to the one before.
 */
import type { Branch, NamedTerm, Term } from '../model/index.ts';
import { daysToPlace } from './distinct-days.ts';
import type { DistinctDays } from './distinct-days.ts';
import { hasRuns } from './event-definitions.ts';
import { ownOccurrence } from './event-days.ts';
import type { PlannedEvent } from './events.ts';
import type { Holiday } from './holidays.ts';
import { call, column, day, literal, named, output, pick, when } from './terms.ts';
import { countsWorkdays, hasSlack, leadsUpToAnchor, spread } from './event-traits.ts';

/** The day, off neither weekend nor holiday. */
export function onWorkingDay(
  holidays: readonly Holiday[],
  events: readonly PlannedEvent[],
  distinct: readonly DistinctDays[],
): readonly NamedTerm[] {
  const onWeekday = call('add_days', output('drawn_date'), daysToWorkday(events, distinct));
  if (holidays.length === 0) return [named('date', onWeekday)];
  const found = when(column('working_days'), daysOffAmong(holidays), literal(0));
  return [
    named('weekday_date', onWeekday),
    named('days_off', found),
    named('date', call('add_days', output('weekday_date'), daysOff(events))),
  ];
}

const MOST_AT_ONCE = 4;
/** Both ways from a holiday are one number, so that it is looked up once. */
const BEYOND_A_RUN = 512;

/** `next_day` and `day_before`: the nearest working days from a day on and up to it, which are it where it is one. */
export function workingDaysAbout(date: Term, holidays: readonly Holiday[]): readonly NamedTerm[] {
  const weekday = call('iso_weekday', date);
  const isWeekend = call('greater', weekday, FRIDAY);
  const toMonday = when(isWeekend, call('subtract', SUNDAY + 1, weekday), literal(0));
  const toFriday = when(isWeekend, call('subtract', FRIDAY, weekday), literal(0));
  return [
    named('weekday_date', call('add_days', date, toMonday)),
    named('days_off', daysOffAmong(holidays)),
    named('next_day', call('add_days', output('weekday_date'), call('modulo', output('days_off'), BEYOND_A_RUN))),
    named('friday_date', call('add_days', date, toFriday)),
    named('days_off_before', daysOffAmong(holidays, output('friday_date'))),
    named('day_before', call('add_days', output('friday_date'), call('negate', daysBack(output('days_off_before'))))),
  ];
}

function daysBack(off: Term): Term {
  return call('integer_divide', off, BEYOND_A_RUN);
}

/** Days to the working day behind a holiday, and so many times `BEYOND_A_RUN` days to the one before; halved until few are left to compare with. */
function daysOffAmong(holidays: readonly Holiday[], date: Term = output('weekday_date')): Term {
  const middle = holidays[Math.floor(holidays.length / 2)];
  if (middle !== undefined && holidays.length > MOST_AT_ONCE) {
    const at = holidays.indexOf(middle);
    const isBefore = call('less', date, day(middle.day));
    return when(isBefore, daysOffAmong(holidays.slice(0, at), date), daysOffAmong(holidays.slice(at), date));
  }
  return {
    kind: 'case',
    branches: holidays.map((one) => ({
      when: call('equal', date, day(one.day)),
      then: literal(one.later - one.earlier * BEYOND_A_RUN),
    })),
    otherwise: literal(0),
  };
}

/** From a holiday. */
function daysOff(events: readonly PlannedEvent[]): Term {
  const later = call('modulo', output('days_off'), BEYOND_A_RUN);
  const before = daysBack(output('days_off'));
  const moved = nearest({ from: output('weekday_date'), later, before }, events);
  return when(call('equal', output('days_off'), 0), literal(0), moved);
}

interface Ways {
  readonly from: Term;
  readonly later: Term;
  readonly before: Term;
}

/** Days to the nearer of both working days of which only those within its time count, if any does. */
function nearest({ from, later, before }: Ways, events: readonly PlannedEvent[]): Term {
  const back = call('negate', before);
  const isLaterIn = call('less_or_equal', call('add_days', from, later), lastDay(events));
  const isBeforeIn = call('greater_or_equal', call('add_days', from, back), firstDay(events));
  const isNearer = call('and', isLaterIn, call('less_or_equal', later, before));
  const usual = when(precedes(events), back, later);
  const within = when(call('and', isBeforeIn, call('not', isNearer)), back, when(isLaterIn, later, usual));
  return countsWorkdays(events) ? when(call('is_null', column('a_week')), within, usual) : within;
}

/** The first and the last day on which it may fall: of its window, where it has one, else of the time over which it is spread. */
function firstDay(events: readonly PlannedEvent[]): Term {
  const days = call('negate', column('days_before'));
  return hasSlack(events) ? call('add_days', output('earliest_date'), days) : output('earliest_date');
}

function lastDay(events: readonly PlannedEvent[]): Term {
  return hasSlack(events) ? call('add_days', output('latest_date'), column('days_after')) : output('latest_date');
}

/** Where all days of a profile's use are alike, weekends move to any day of the week. */
function daysToWorkday(events: readonly PlannedEvent[], distinct: readonly DistinctDays[]): Term {
  const weekday = call('iso_weekday', output('drawn_date'));
  const back = call('add', call('subtract', weekday, FRIDAY), pick(output('within_day'), FRIDAY));
  const toMonday = call('subtract', SUNDAY + 1, weekday);
  const nearer = nearest(
    { from: output('drawn_date'), later: toMonday, before: call('subtract', weekday, FRIDAY) },
    events,
  );
  return {
    kind: 'case',
    branches: [
      ...toOwnDay(distinct),
      ...(countsWorkdays(events) ? [{ when: isOnWorkdayOfWeek(events), then: daysToPlaceInWeek() }] : []),
      ...(spread(events) ? [{ when: movesWithinWeek(), then: call('negate', back) }] : []),
      { when: call('and', column('working_days'), call('greater', weekday, FRIDAY)), then: nearer },
    ],
    otherwise: literal(0),
  };
}

/** What has a day of its own among the open days comes on that. */
function toOwnDay(distinct: readonly DistinctDays[]): readonly Branch[] {
  return daysToPlace(distinct).map(({ when: isEvent, then }) => ({
    when: isEvent,
    then: call('days_between', output('drawn_date'), call('add_days', output('earliest_date'), then)),
  }));
}

/** What of an occurrence says on which working day of its week it falls, where some fall on several. */
export function placesInWeek(events: readonly PlannedEvent[]): readonly NamedTerm[] {
  if (!countsWorkdays(events)) return [];
  const own = ownOccurrence(events);
  const inRun = call('modulo', own, column('run_length'));
  const number = events.some(({ use }) => hasRuns(use))
    ? when(call('greater', column('run_length'), 1), inRun, own)
    : own;
  return [
    named('in_week', call('modulo', number, column('a_week'))),
    named('days_in_week', call('integer_divide', call('multiply', output('in_week'), SUNDAY), column('a_week'))),
    named(
      'week_begins',
      call('iso_weekday', call('add_days', output('drawn_date'), call('negate', output('days_in_week')))),
    ),
  ];
}

function isOnWorkdayOfWeek(events: readonly PlannedEvent[]): Term {
  const counts = call('not', call('is_null', column('a_week')));
  return call('and', column('working_days'), counts, call('not', precedes(events)));
}

/** The days of a week of its own are spread over the five that are worked: none falls on another's. */
function daysToPlaceInWeek(): Term {
  const begins = output('week_begins');
  const toMonday = when(call('greater', begins, FRIDAY), call('subtract', SUNDAY + 1, begins), literal(0));
  const first = when(call('greater', begins, FRIDAY), literal(1), begins);
  const isLast = call('add', call('subtract', FRIDAY, column('a_week')), output('in_week'));
  const behind = call('least', output('days_in_week'), isLast);
  const overWeekend = when(call('greater', call('add', first, behind), FRIDAY), literal(2), literal(0));
  return call('add', call('subtract', call('add', toMonday, behind), output('days_in_week')), overWeekend);
}

export const FRIDAY = 5;
const SUNDAY = 7;

export function movesWithinWeek(): Term {
  const isWeekend = call('greater', call('iso_weekday', output('drawn_date')), FRIDAY);
  return call('and', column('spreads'), column('working_days'), isWeekend, call('not', isEarly()));
}

/** Within the first days of its time. */
function isEarly(): Term {
  return call('less', output('drawn_date'), call('add_days', output('earliest_date'), 7));
}

/** Whether the event lies before its anchor. */
export function precedes(events: readonly PlannedEvent[]): Term {
  if (events.some(({ use }) => leadsUpToAnchor(use))) return column('precedes');
  return call('less', call('add', column('latest_days'), column('latest_months')), 0);
}
