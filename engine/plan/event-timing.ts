/** When a candidate occurrence falls, as terms over its definition's columns and its anchor's moment. */
import type { NamedTerm, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { hasRuns, isByTheClock, pointKey } from './event-definitions.ts';
import { branchColumn } from './events.ts';
import type { PlannedEvent } from './events.ts';
import { daysByHazard } from './hazards.ts';
import type { Holiday } from './holidays.ts';
import { isElementary, sampleTerm } from './sampling.ts';
import { rewrite } from './rewrite.ts';
import { asColumns } from './state/columns.ts';
import { scopeOfPeople } from './state/people.ts';
import { inCalendar } from './state/season.ts';
import {
  call,
  cast,
  column,
  day,
  double,
  drawBy,
  integer,
  keep,
  literal,
  named,
  output,
  pick,
  project,
  when,
} from './terms.ts';

/** What no series outlasts. */
const MONTHS_WITHOUT_END = 1200;

const PASSED_ON = ['person_id', 'journey', 'phase', 'event', 'event_key', 'occurrence', 'started', 'anchor_happened'];

/**
 * `earliest`, `latest` and one draw give a place between them: its whole days the date, what is left of the last day the
 * minute within opening hours. Weekends and holidays move to the next working day.
 */
export function withTiming(
  candidates: Relation,
  events: readonly PlannedEvent[],
  { holidays, keeping }: { readonly holidays: readonly Holiday[]; readonly keeping: readonly string[] },
  context: PlanContext,
): Relation {
  const kept = [
    ...PASSED_ON,
    ...keeping,
    ...(hasBranches(events) ? ['branch'] : []),
    ...(canPrecedeStart(events) ? ['birth_date'] : []),
  ].map(keep);
  const days = dayColumns(events, context);
  const onWeekday = call('add_days', output('drawn_date'), daysToWorkday(events));
  const toWork =
    holidays.length === 0
      ? [named('date', onWeekday)]
      : [
          named('weekday_date', onWeekday),
          named('date', call('add_days', output('weekday_date'), daysOff(holidays, events))),
        ];
  return project(candidates, [...kept, ...days, ...toWork, ...momentColumns(events)]);
}

/** From a holiday to the next working day; for what precedes, to the one before. */
function daysOff(holidays: readonly Holiday[], events: readonly PlannedEvent[]): Term {
  return when(column('working_days'), daysOffAmong(holidays, movesBack(events)), literal(0));
}

const MOST_AT_ONCE = 4;

/** Halved until few are left to compare with. */
function daysOffAmong(holidays: readonly Holiday[], back: Term): Term {
  const date = output('weekday_date');
  const middle = holidays[Math.floor(holidays.length / 2)];
  if (middle !== undefined && holidays.length > MOST_AT_ONCE) {
    const at = holidays.indexOf(middle);
    const isBefore = call('less', date, day(middle.day));
    return when(isBefore, daysOffAmong(holidays.slice(0, at), back), daysOffAmong(holidays.slice(at), back));
  }
  return {
    kind: 'case',
    branches: holidays.map((one) => ({
      when: call('equal', date, day(one.day)),
      then: when(back, literal(one.earlier), literal(one.later)),
    })),
    otherwise: literal(0),
  };
}

function dayColumns(events: readonly PlannedEvent[], context: PlanContext): readonly NamedTerm[] {
  const days = call('add', call('days_between', output('earliest_date'), output('latest_date')), 1);
  const anchorDate = call('to_date', column('anchor_moment'));
  return [
    named(
      'anchor_date',
      countsFromStart(events) ? when(column('from_start'), column('started'), anchorDate) : anchorDate,
    ),
    ...(sharesMonths(events) ? [named('month_date', monthsOn('earliest', events))] : []),
    named('earliest_date', shiftedDate('earliest', events)),
    named('latest_date', shiftedDate('latest', events)),
    ...(hasHazards(events) ? [named('hazard_days', hazardDays(events))] : []),
    named('place', placeTerm(call('multiply', drawBy('when'), days), days, events, context)),
    named('whole_days', call('floor', output('place'))),
    named('drawn_date', call('add_days', output('earliest_date'), output('whole_days'))),
    ...(spread(events) ? [named('within_day', call('subtract', output('place'), output('whole_days')))] : []),
  ];
}

function hasHazards(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.timing.hazard !== undefined);
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

/** The days that an event waits by a distribution, over the population's siblings and the day from which it waits. */
export function waitTerms({ use }: PlannedEvent, context: PlanContext): readonly Term[] {
  const { spread: distribution } = use.timing;
  if (distribution === undefined) return [];
  return [sampleTerm(distribution, drawBy('when'), double, inCalendar(scopeOfPeople(context), column(ANCHOR_DATE)))];
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

function momentColumns(events: readonly PlannedEvent[]): readonly NamedTerm[] {
  const until = call('add_days', monthsLater(column('started'), column('until_months')), column('until_days'));
  const before = call('less', output('drawn_date'), until);
  const waited = call('greater_or_equal', output('drawn_date'), call('to_date', column('anchor_moment')));
  const inTime = countsFromStart(events)
    ? call('and', before, call('or', waited, call('not', column('from_start'))))
    : before;
  return [
    named('moment', momentTerm(events)),
    named('waited', inDays('anchor_date', events)),
    named('moved', inDays('drawn_date', events)),
    named('in_time', {
      kind: 'case',
      branches: [
        { when: call('equal', ownOccurrence(events), 0), then: literal(true) },
        { when: isEndless(events), then: literal(true) },
      ],
      otherwise: inTime,
    }),
    named('lucky', isLucky(events)),
    ...(hasBranches(events) ? [named('on_way', onWay(events))] : []),
    ...(events.some(({ asks }) => asks) ? [named('luck', drawBy('luck'))] : []),
  ];
}

/** Whether its count alone ends it: dates are dear, and are not asked for then. */
function isEndless(events: readonly PlannedEvent[]): Term {
  if (countsFromStart(events)) return literal(false);
  return call('greater_or_equal', column('until_months'), MONTHS_WITHOUT_END);
}

/** Days until the event; unknown of what is told by the clock. */
function inDays(from: 'anchor_date' | 'drawn_date', events: readonly PlannedEvent[]): Term {
  const days = call('days_between', output(from), output('date'));
  const timed = events.some(({ use }) => isByTheClock(use));
  return timed ? when(column('by_the_clock'), literal(null, integer), days) : days;
}

export function hasBranches(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.way !== undefined);
}

export function followsEach(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.timing.eachTime === true);
}

function countsFromStart(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.timing.countedFrom === 'start');
}

/** The branch points of these events, each once, as the columns of the branches that people took. */
export function pointsOf(events: readonly PlannedEvent[]): ReadonlyMap<number, string> {
  return new Map(
    events.flatMap(({ journey, use: { way } }) =>
      way === undefined ? [] : [[pointKey(journey.id, way.point), branchColumn(journey.id, way.point)] as const],
    ),
  );
}

/** Whether the person took the branch on which the event lies. */
function onWay(events: readonly PlannedEvent[]): Term {
  return {
    kind: 'case',
    branches: [...pointsOf(events)].map(([key, taken]) => ({
      when: call('equal', column('point_key'), key),
      then: call('coalesce', call('equal', column(taken), column('branch')), literal(false)),
    })),
    otherwise: literal(true),
  };
}

/** Whether an event can fall before the person's birth: none starts a journey unborn, but some look back from its start. */
export function canPrecedeStart(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use: { timing } }) => Object.values(timing.earliest).some((part) => part < 0));
}

/** Whether the earliest and the latest day lie in a row of days behind the same run of months, which then is counted once. */
function sharesMonths(events: readonly PlannedEvent[]): boolean {
  return events.every(({ use: { timing } }) => timing.earliest.months === timing.latest.months);
}

function monthsOn(end: 'earliest' | 'latest', events: readonly PlannedEvent[]): Term {
  return monthsLater(output('anchor_date'), call('add', column(`${end}_months`), laterBy('months', events)));
}

function shiftedDate(end: 'earliest' | 'latest', events: readonly PlannedEvent[]): Term {
  const days = call('add', column(`${end}_days`), laterBy('days', events));
  const whole = recursByMinutes(events)
    ? call('add', days, call('integer_divide', laterBy('minutes', events), 24 * 60))
    : days;
  return call('add_days', sharesMonths(events) ? output('month_date') : monthsOn(end, events), whole);
}

function recursByMinutes(events: readonly PlannedEvent[]): boolean {
  const every = events.flatMap(({ use: { recurrence } }) => [recurrence?.every, recurrence?.within?.every]);
  return every.some((offset) => (offset?.minutes ?? 0) !== 0);
}

/** The number of the occurrence among those behind the same anchor. */
function ownOccurrence(events: readonly PlannedEvent[]): Term {
  return column(followsEach(events) ? 'own_occurrence' : 'occurrence');
}

/** The months, days or minutes by which an occurrence follows the first. */
function laterBy(unit: 'months' | 'days' | 'minutes', events: readonly PlannedEvent[]): Term {
  const number = ownOccurrence(events);
  if (!events.some(({ use }) => hasRuns(use))) return call('multiply', number, column(`every_${unit}`));
  const runs = call('multiply', call('integer_divide', number, column('run_length')), column(`every_${unit}`));
  const inRun = call('multiply', call('modulo', number, column('run_length')), column(`run_${unit}`));
  return call('add', runs, inRun);
}

/** Calendar arithmetic is dear, and most offsets have no months. */
function monthsLater(from: Term, months: Term): Term {
  return when(call('equal', months, 0), from, call('add_months', from, months));
}

/** Weekends move to Monday; for what precedes, to Friday, so that it still precedes; where all days are alike, to any day of the week. */
function daysToWorkday(events: readonly PlannedEvent[]): Term {
  const weekday = call('iso_weekday', output('drawn_date'));
  const onWeekday = (number: number): Term => call('and', column('working_days'), call('equal', weekday, number));
  const back = call('add', call('subtract', weekday, FRIDAY), pick(output('within_day'), FRIDAY));
  return {
    kind: 'case',
    branches: [
      ...(spread(events) ? [{ when: movesWithinWeek(), then: call('negate', back) }] : []),
      { when: onWeekday(6), then: when(movesBack(events), literal(-1), literal(2)) },
      { when: onWeekday(7), then: when(movesBack(events), literal(-2), literal(1)) },
    ],
    otherwise: literal(0),
  };
}

const FRIDAY = 5;

/** Whether any of them falls on any day of a time, as often as the person's count says. */
function spread(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.times !== undefined);
}

function movesWithinWeek(): Term {
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

/** What is left of the last whole day, in (0, 1); where a fifth of it chose the weekday, what is left of that. */
function restOfDay(events: readonly PlannedEvent[]): Term {
  if (!spread(events)) return call('subtract', output('place'), output('whole_days'));
  const fifths = call('multiply', output('within_day'), FRIDAY);
  return when(movesWithinWeek(), call('subtract', fifths, call('floor', fifths)), output('within_day'));
}

/** Whether the event lies before its anchor. */
function precedes(): Term {
  return call('less', call('add', column('latest_days'), column('latest_months')), 0);
}

/** Never before the event that it follows, never after the one that it precedes. */
function momentTerm(events: readonly PlannedEvent[]): Term {
  const minute = call('add', column('opens'), pick(restOfDay(events), call('greatest', column('open_minutes'), 1)));
  const inOpeningHours = call('at_minute', output('date'), minute);
  const follows = events.some(({ use }) => use.timing.anchor.kind !== 'journey');
  const kept = follows ? keptInOrder(inOpeningHours) : inOpeningHours;
  const timed = events.some(({ use }) => isByTheClock(use));
  return timed ? when(column('by_the_clock'), byTheClock(events), kept) : kept;
}

function keptInOrder(moment: Term): Term {
  return when(
    precedes(),
    call('least', moment, column('anchor_moment')),
    call('greatest', moment, column('anchor_moment')),
  );
}

/** Minutes from the anchor's own moment, on the day that months and days lead to. */
function byTheClock(events: readonly PlannedEvent[]): Term {
  const days = call('days_between', output('anchor_date'), output('drawn_date'));
  const onDay = call('add_minutes', column('anchor_moment'), call('multiply', days, 24 * 60));
  const span = call('add', call('subtract', column('latest_minutes'), column('earliest_minutes')), 1);
  const minutes = call('add', column('earliest_minutes'), pick(drawBy('when'), span));
  const later = recursByMinutes(events)
    ? call('add', minutes, call('modulo', laterBy('minutes', events), 24 * 60))
    : minutes;
  return call('add_minutes', onDay, later);
}

/** Where nothing is left to chance, nothing is drawn. */
function isLucky(events: readonly PlannedEvent[]): Term {
  const chance = isLuckyByChance(events);
  if (!hasHazards(events)) return chance;
  const days = call('add', call('days_between', output('earliest_date'), output('latest_date')), 1);
  return call('and', chance, call('coalesce', call('less', output('hazard_days'), days), literal(true)));
}

function isLuckyByChance(events: readonly PlannedEvent[]): Term {
  const certain = events.every(({ use }) => use.probability.kind === 'constant' && use.probability.value >= 1);
  return certain ? literal(true) : call('less', drawBy('luck'), luckTerm(events));
}

/** A definition's probability: its column, or a person's where it depends on the person. */
function luckTerm(events: readonly PlannedEvent[]): Term {
  const personal = events.filter(({ use, asks }) => use.probability.kind === 'given' && !asks);
  return {
    kind: 'case',
    branches: personal.map(({ key, path }) => ({
      when: call('equal', column('event_key'), key),
      then: column(`luck:${path}`),
    })),
    otherwise: column('probability'),
  };
}
