/**
 * What journeys declare of their events, with what is to be counted of each in one pass over the occurrences: the share that
 * happens of those that chance decided, how many lie within their window or were moved from a day off, the mean wait, and how
 * often they recur.
 */
import { MEAN_DAYS_A_MONTH } from '../../model/index.ts';
import type { Declaration, EventUse, Offset, Relation, SumPlace, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { isByTheClock } from '../event-definitions.ts';
import { timelineTypes } from '../events.ts';
import type { SkipReason } from '../events.ts';
import { repeats } from '../occurrence-counts.ts';
import type { PlannedEvent } from '../events.ts';
import type { Timeline } from '../timeline.ts';
import { boolean, call, column, integer, joinOn, keep, known, literal, named, project, when } from '../terms.ts';
import { isElementary } from '../sampling.ts';
import { canBeToCome, isToCome } from '../to-come.ts';
import { SUMS } from './beside-events.ts';
import type { Counted, Counting, PlaceOf } from './beside-events.ts';
import { curveOf } from './curve.ts';
import { momentsOf } from './moments.ts';
import type { Moments } from './moments.ts';

export function countEvents({ context, timeline }: Counting): Counted | undefined {
  const { events } = timeline;
  if (events.length === 0) return undefined;
  const relation = tallied(timeline, context);
  return {
    rows: [{ relation, keys: events.map(({ key }) => key), width: SUMS.length }],
    declare: (placeOf) => declared(events, context, placeOf),
  };
}

function tallied({ events, occurrences }: Timeline, context: PlanContext): Relation {
  const bounds: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'low', type: integer },
      { name: 'high', type: integer },
      { name: 'each', type: boolean },
    ],
    rows: events.map(({ key, use }) => [key, ...boundsOf(use), use.timing.eachTime === true && repeats(use) === 1]),
  };
  const { isAsked, isLucky } = luckOf(context, column('is_later'));
  const isFirst = call('or', column('each'), column('is_first'));
  const isTimed = call('and', isFirst, call('not', call('is_null', column('waited'))));
  const isWithin = call(
    'or',
    call('not_equal', column('moved'), 0),
    call(
      'and',
      call('greater_or_equal', column('waited'), column('low')),
      call('less_or_equal', column('waited'), column('high')),
    ),
  );
  const where = (truth: Term, then: Term = column('rows')): Term => when(truth, then, literal(0));
  const each = project(joinOn(alike(occurrences, context), bounds, 'event_key'), [
    named('event_key', column('event_key')),
    named('asked', where(isAsked)),
    named('lucky', where(isLucky)),
    named('first', where(isFirst)),
    named('timed', where(isTimed)),
    named('within', where(call('and', isTimed, isWithin))),
    named('waits', where(isTimed, call('multiply', drawnWait, column('rows')))),
    named('rows', column('rows')),
  ]);
  const columns = SUMS.map((name) => ({ name, how: 'sum' as const, of: name }));
  return { kind: 'aggregate', input: each, by: ['event_key'], columns };
}

/**
 * Over the columns of occurrences: whether chance was asked by `as_of` and before any end, and whether it let the event happen. `isLater`
 * holds of what lies behind `as_of`.
 */
export function luckOf(
  context: PlanContext,
  isLater: Term = isToCome(context),
): { readonly isAsked: Term; readonly isLucky: Term } {
  const { reason } = timelineTypes(context);
  const isOther = (...reasons: readonly SkipReason[]): Term =>
    call(
      'not',
      known(call('or', ...reasons.map((why) => call('equal', column('skipped_because'), literal(why, reason))))),
    );
  const byAsOf = (truth: Term): Term => (canBeToCome(context) ? call('and', truth, call('not', isLater)) : truth);
  return {
    isAsked: byAsOf(isOther(...BEFORE_LUCK)),
    isLucky: byAsOf(isOther(...BEFORE_LUCK, 'chance', 'its condition did not hold')),
  };
}

/** What is asked before chance; behind an end nothing is left to it. */
const BEFORE_LUCK: readonly SkipReason[] = [
  'what it follows was skipped',
  'what it leads up to does not happen',
  'another branch was taken',
  'not yet born',
  'younger than it is given',
  'after death',
  'after disenrollment',
  'after the journey had ended',
  'after its phase was over',
];

/** Occurrences of which everything that is asked is the same, as one row with their number: there are few. */
function alike(occurrences: Relation, context: PlanContext): Relation {
  const told = [
    keep('event_key'),
    named('is_first', call('equal', column('occurrence'), 0)),
    ...['waited', 'moved', 'happened', 'skipped_because'].map(keep),
    ...(canBeToCome(context) ? [named('is_later', isToCome(context))] : []),
  ];
  const by = told.map(({ name }) => name);
  const input = project(occurrences, [...told, keep('person_id')]);
  return { kind: 'aggregate', input, by, columns: [{ name: 'rows', how: 'count', of: 'person_id' }] };
}

/** Before a day off moved it. */
const drawnWait = call('subtract', column('waited'), column('moved'));

function declared(events: readonly PlannedEvent[], { cohort }: PlanContext, placeOf: PlaceOf): readonly Declaration[] {
  return events.flatMap((event) => {
    const at: At = (name) => placeOf(event.key, SUMS.indexOf(name));
    const quantity = cohort.journeys.length > 1 ? event.path : event.use.id;
    return [...chance(event, quantity, at), ...timing(event, quantity, at), ...recurrence(event, quantity, at)];
  });
}

type At = (name: (typeof SUMS)[number]) => SumPlace;

function chance({ use }: PlannedEvent, quantity: string, at: At): readonly Declaration[] {
  const { probability } = use;
  if (probability.kind !== 'constant' || probability.value >= 1) return [];
  return [
    {
      section: 'events',
      quantity,
      part: 'happens',
      among: '',
      people: at('asked'),
      at: use.at,
      measure: 'share',
      holding: at('lucky'),
      target: probability.value,
      quota: false,
    },
  ];
}

/** What is counted from elsewhere than where it may not come before is moved by that, and told by the clock are hours. */
function timing({ use }: PlannedEvent, quantity: string, at: At): readonly Declaration[] {
  const { countedFrom, anchor, earliest, latest, spread, hazard } = use.timing;
  const precedes = latest.days + latest.months < 0 && anchor.kind !== 'journey';
  if (countedFrom !== undefined || precedes || anchor.kind === 'stays' || isByTheClock(use)) return [];
  const head = { section: 'events', quantity, people: at('timed'), at: use.timing.at };
  const within: Declaration = {
    ...head,
    part: 'on time',
    among: '',
    measure: 'share',
    holding: at('within'),
    target: 1,
    quota: false,
  };
  if (hazard !== undefined || earliest.months !== 0 || latest.months !== 0) return [within];
  const days = latest.days - earliest.days + 1;
  const evenly = { mean: (earliest.days + latest.days) / 2, deviation: Math.sqrt((days ** 2 - 1) / 12) };
  const curve = spread && isElementary(spread) ? curveOf({ ...spread, integer: true }) : undefined;
  if (spread !== undefined && curve === undefined) return [within];
  const { mean, deviation } = curve === undefined ? evenly : inTime(momentsOf(curve), earliest);
  const wait: Declaration = {
    ...head,
    part: '',
    among: 'days waited',
    measure: 'mean',
    sum: at('waits'),
    target: mean,
    deviation,
  };
  return [within, wait];
}

/** Days by which it precedes are below 0. */
function inTime({ mean, deviation }: Moments, earliest: Offset): Moments {
  return { mean: earliest.days < 0 ? -mean : mean, deviation };
}

/** A count that only its own number ends. */
function recurrence({ use, phase }: PlannedEvent, quantity: string, at: At): readonly Declaration[] {
  const { recurrence: again, times, lasts, timing: own } = use;
  if (again === undefined || times !== undefined || lasts !== undefined || own.eachTime === true) return [];
  if (again.until.months <= phase.to.months + MONTHS_THAT_END_NOTHING) return [];
  return [
    {
      section: 'events',
      quantity,
      part: '',
      among: 'times a person',
      people: at('first'),
      at: again.at,
      measure: 'mean',
      sum: at('rows'),
      target: again.count * (again.within?.count ?? 1),
      deviation: 0,
    },
  ];
}

/** Where a count is written, the time that would end it is a century. */
const MONTHS_THAT_END_NOTHING = 600;

/** The fewest and the most days that a wait can take, whatever the calendar. */
function boundsOf({ timing: { earliest, latest } }: EventUse): readonly [number, number] {
  return [daysAtLeast(earliest), daysAtMost(latest)];
}

/** A run of months is at most so many days shorter or longer than as many mean ones. */
const SLACK = 2;

function daysAtLeast({ months, days }: Offset): number {
  return days + (months === 0 ? 0 : Math.floor(months * MEAN_DAYS_A_MONTH) - SLACK);
}

function daysAtMost({ months, days }: Offset): number {
  return days + (months === 0 ? 0 : Math.ceil(months * MEAN_DAYS_A_MONTH) + SLACK);
}
