/** From weekends and holidays to a working day: for what follows the next one, for what precedes the one before. */
import type { NamedTerm, Term } from '../model/index.ts';
import { hasRuns } from './event-definitions.ts';
import { ownOccurrence } from './event-days.ts';
import type { PlannedEvent } from './events.ts';
import type { Holiday } from './holidays.ts';
import { call, column, day, literal, named, output, pick, when } from './terms.ts';
import { countsWorkdays, spread } from './event-traits.ts';

/** From a holiday to the next working day; for what precedes, to the one before. */
export function daysOff(holidays: readonly Holiday[], events: readonly PlannedEvent[]): Term {
  const moved = when(movesBack(events), daysOffAmong(holidays, 'earlier'), daysOffAmong(holidays, 'later'));
  return when(column('working_days'), moved, literal(0));
}

const MOST_AT_ONCE = 4;

/** Halved until few are left to compare with. */
function daysOffAmong(holidays: readonly Holiday[], which: 'earlier' | 'later'): Term {
  const date = output('weekday_date');
  const middle = holidays[Math.floor(holidays.length / 2)];
  if (middle !== undefined && holidays.length > MOST_AT_ONCE) {
    const at = holidays.indexOf(middle);
    const isBefore = call('less', date, day(middle.day));
    return when(isBefore, daysOffAmong(holidays.slice(0, at), which), daysOffAmong(holidays.slice(at), which));
  }
  return {
    kind: 'case',
    branches: holidays.map((one) => ({ when: call('equal', date, day(one.day)), then: literal(one[which]) })),
    otherwise: literal(0),
  };
}

/** Weekends move to Monday; for what precedes, to Friday, so that it still precedes; where all days are alike, to any day of the week. */
export function daysToWorkday(events: readonly PlannedEvent[]): Term {
  const weekday = call('iso_weekday', output('drawn_date'));
  const onWeekday = (number: number): Term => call('and', column('working_days'), call('equal', weekday, number));
  const back = call('add', call('subtract', weekday, FRIDAY), pick(output('within_day'), FRIDAY));
  return {
    kind: 'case',
    branches: [
      ...(countsWorkdays(events) ? [{ when: isOnWorkdayOfWeek(), then: daysToPlaceInWeek() }] : []),
      ...(spread(events) ? [{ when: movesWithinWeek(), then: call('negate', back) }] : []),
      { when: onWeekday(6), then: when(movesBack(events), literal(-1), literal(2)) },
      { when: onWeekday(7), then: when(movesBack(events), literal(-2), literal(1)) },
    ],
    otherwise: literal(0),
  };
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

function isOnWorkdayOfWeek(): Term {
  const counts = call('not', call('is_null', column('a_week')));
  return call('and', column('working_days'), counts, call('not', precedes()));
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

/** Whether it moves to the working day before instead of the one behind: nothing leaves the time that it is spread over. */
function movesBack(events: readonly PlannedEvent[]): Term {
  if (!spread(events)) return precedes();
  return call('and', precedes(), call('not', call('and', column('spreads'), isEarly())));
}

/** Within the first days of its time. */
function isEarly(): Term {
  return call('less', output('drawn_date'), call('add_days', output('earliest_date'), 7));
}

/** Whether the event lies before its anchor. */
export function precedes(): Term {
  return call('less', call('add', column('latest_days'), column('latest_months')), 0);
}
