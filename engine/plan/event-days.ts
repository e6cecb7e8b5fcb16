/** On which day a candidate occurrence falls, before it moves from weekends and holidays. */
import { MINUTES_A_DAY } from '../model/index.ts';
import type { NamedTerm, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { countedMoment } from './counted-from.ts';
import { PLACE_AMONG_DAYS, placeAmongDays, placesInTime } from './distinct-days.ts';
import type { DistinctDays } from './distinct-days.ts';
import { hasRuns } from './event-definitions.ts';
import type { PlannedEvent } from './events.ts';
import { daysByHazard } from './hazards.ts';
import { isElementary, sampleTerm } from './sampling.ts';
import { rewrite } from './rewrite.ts';
import { asColumns } from './state/columns.ts';
import { scopeOfPeople } from './state/people.ts';
import { inCalendar } from './state/season.ts';
import { call, cast, column, double, drawBy, literal, named, output, when } from './terms.ts';
import {
  hasHazards,
  followsEach,
  countsFromCycle,
  countsFromStart,
  sharesMonths,
  recursByMinutes,
  spread,
} from './event-traits.ts';

/** `distinct`: those of which each occurrence has a day of its own. */
export function dayColumns(
  events: readonly PlannedEvent[],
  distinct: readonly DistinctDays[],
  context: PlanContext,
): readonly NamedTerm[] {
  const days = call('add', call('days_between', output('earliest_date'), output('latest_date')), 1);
  const anchorDate = call('to_date', countedMoment(events));
  const starts = countsFromCycle(events) ? cycleStart() : column('started');
  return [
    named('anchor_date', countsFromStart(events) ? when(column('from_start'), starts, anchorDate) : anchorDate),
    ...(sharesMonths(events) ? [named('month_date', monthsOn('earliest', events))] : []),
    named('earliest_date', shiftedDate('earliest', events)),
    named('latest_date', shiftedDate('latest', events)),
    ...(hasHazards(events) ? [named('hazard_days', hazardDays(events))] : []),
    ...(distinct.length > 0 ? [named(PLACE_AMONG_DAYS, placeAmongDays(distinct))] : []),
    named('place', apart(distinct, days, placeTerm(call('multiply', drawBy('when'), days), days, events, context))),
    named('whole_days', call('floor', output('place'))),
    named('drawn_date', call('add_days', output('earliest_date'), output('whole_days'))),
    ...(spread(events) ? [named('within_day', call('subtract', output('place'), output('whole_days')))] : []),
  ];
}

/** The day on which the cycle of an occurrence begins; the start of the journey, of what is in none. */
function cycleStart(): Term {
  const all = call('integer_divide', column('occurrence'), column('cycle_often'));
  const number = call('modulo', all, column('cycle_count'));
  const later = (unit: 'months' | 'days'): Term => call('multiply', number, column(`cycle_${unit}`));
  return call('add_days', monthsLater(column('started'), later('months')), later('days'));
}

/** Days until it happens, by its hazard and the one draw of its time; unknown for what has none. */
function hazardDays(events: readonly PlannedEvent[]): Term {
  return {
    kind: 'case',
    branches: events.flatMap(({ key, use: { timing, at } }) => {
      if (timing.hazard === undefined) return [];
      return [{ when: call('equal', column('event_key'), key), then: daysByHazard(timing.hazard, drawBy('when'), at) }];
    }),
    otherwise: literal(null, double),
  };
}

const ANCHOR_DATE = 'anchor_date';

/** The days that an event waits by a distribution, over the population's siblings and the day from which it waits; those that it precedes that day by, below 0. */
export function waitTerms({ use }: PlannedEvent, context: PlanContext): readonly Term[] {
  const { spread: distribution, earliest } = use.timing;
  if (distribution === undefined) return [];
  const scope = inCalendar(scopeOfPeople(context), column(ANCHOR_DATE));
  const days = sampleTerm(distribution, drawBy('when'), double, scope);
  return [earliest.days < 0 ? call('negate', days) : days];
}

/** Where the day from which it waits stands beside it. */
function besideAnchor(wait: Term): Term {
  const isDay = (leaf: Term): boolean => leaf.kind === 'column' && leaf.name === ANCHOR_DATE;
  return rewrite(asColumns(wait), (leaf) => (isDay(leaf) ? output(ANCHOR_DATE) : leaf));
}

/** Days behind the earliest; those of a distribution rounded. What its hazard puts too late stands at the last moment, where it is skipped. */
function placeTerm(evenly: Term, days: Term, events: readonly PlannedEvent[], context: PlanContext): Term {
  const last = call('subtract', days, literal(0.001, double));
  const branches = events.flatMap((event) => {
    const { timing } = event.use;
    const isEvent = call('equal', column('event_key'), event.key);
    if (timing.hazard !== undefined) return [{ when: isEvent, then: call('least', output('hazard_days'), last) }];
    return waitTerms(event, context).map((wait) => {
      const behind = call('subtract', cast(besideAnchor(wait), double), literal(timing.earliest.days - 0.5, double));
      const isWhole = timing.spread !== undefined && !isElementary(timing.spread);
      const bounded = isWhole ? call('least', call('greatest', behind, literal(0, double)), last) : behind;
      return { when: isEvent, then: bounded };
    });
  });
  return branches.length === 0 ? evenly : { kind: 'case', branches, otherwise: evenly };
}

/** Each on the way from its own day to the next one that is open. */
function apart(distinct: readonly DistinctDays[], days: Term, otherwise: Term): Term {
  if (distinct.length === 0) return otherwise;
  return { kind: 'case', branches: placesInTime(distinct, drawBy('when'), days), otherwise };
}

function monthsOn(end: 'earliest' | 'latest', events: readonly PlannedEvent[]): Term {
  return monthsLater(output('anchor_date'), call('add', column(`${end}_months`), laterBy('months', events)));
}

function shiftedDate(end: 'earliest' | 'latest', events: readonly PlannedEvent[]): Term {
  const days = call('add', column(`${end}_days`), laterBy('days', events));
  const whole = recursByMinutes(events)
    ? call('add', days, call('integer_divide', laterBy('minutes', events), MINUTES_A_DAY))
    : days;
  return call('add_days', sharesMonths(events) ? output('month_date') : monthsOn(end, events), whole);
}

/** The number of the occurrence among those behind the same anchor. */
export function ownOccurrence(events: readonly PlannedEvent[]): Term {
  return column(followsEach(events) ? 'own_occurrence' : 'occurrence');
}

/** The months, days or minutes by which an occurrence follows the first. */
export function laterBy(unit: 'months' | 'days' | 'minutes', events: readonly PlannedEvent[]): Term {
  const number = ownOccurrence(events);
  if (!events.some(({ use }) => hasRuns(use))) return call('multiply', number, column(`every_${unit}`));
  const runs = call('multiply', call('integer_divide', number, column('run_length')), column(`every_${unit}`));
  const inRun = call('multiply', call('modulo', number, column('run_length')), column(`run_${unit}`));
  return call('add', runs, inRun);
}

/** Calendar arithmetic is dear, and most offsets have no months. */
export function monthsLater(from: Term, months: Term): Term {
  return when(call('equal', months, 0), from, call('add_months', from, months));
}
