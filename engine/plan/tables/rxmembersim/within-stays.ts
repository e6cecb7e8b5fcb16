/**
 * Fills that would fall within a stay, where what is taken is given: they are made on the day of the discharge, as far as the next one leaves
 * room by the plan's own threshold, and not at all otherwise, nor in a stay that is not over or not survived. Those behind are numbered on.
 */
import type { NamedTerm, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import type { Timeline } from '../../timeline.ts';
import {
  boolean,
  call,
  cast,
  column,
  date,
  day,
  double,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  when,
} from '../../terms.ts';
import { careOf } from '../care.ts';
import { keysOfStays } from '../elsewhere.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES } from './courses.ts';
import { ORDER_KEY } from '../medication-orders.ts';
import { arrivalOf, dayOf } from './supply.ts';

/** Beside fills: how many of the order before are not made. */
export const LOST_BEFORE = 'lost_before';

const KEY = [...ORDER_KEY, 'fill'];

interface Planned {
  readonly context: PlanContext;
  readonly timeline: Timeline;
  readonly benefits: PharmacyBenefits;
}

/** `repeated` makes the fills of courses; no table where nobody is in a stay. */
export function fillsInStaysTable(
  context: PlanContext,
  timeline: Timeline,
  { repeated, benefits }: { readonly repeated: (courses: Relation) => Relation; readonly benefits: PharmacyBenefits },
): readonly PlannedTable[] {
  if (keysOfStays(context, timeline).length === 0) return [];
  const within = fillsWithin(repeated, { context, timeline, benefits });
  return [
    {
      schema: 'scratch',
      name: 'rx_fills_in_stays',
      fill: 'scratch',
      comment: 'Fills that would fall within a stay, and those behind them.',
      columns: scratchColumns([
        { name: 'person_id', type: integer },
        { name: 'order_key', type: integer },
        { name: 'occurrence', type: smallint },
        { name: 'fill', type: integer },
        { name: 'made_on', type: date },
        { name: 'made_before', type: date },
        { name: 'is_lost', type: boolean },
        { name: LOST_BEFORE, type: integer },
      ]),
      primaryKey: KEY,
      relation: {
        kind: 'aggregate',
        input: { kind: 'union', inputs: [themselves(within), nextOnes(within), laterOnes(within)] },
        by: KEY,
        columns: [
          ...(['made_on', 'made_before', 'is_lost'] as const).map((name) => ({ name, how: 'max' as const, of: name })),
          { name: LOST_BEFORE, how: 'sum', of: LOST_BEFORE },
        ],
      },
      origins: benefits.orders.map(({ at }) => at),
    },
  ];
}

/** The day of the fill behind one. */
const NEXT_ON = dayOf(arrivalOf(call('add', column('number'), 1)));

/** Fills that would fall within a stay, with `is_made`: whether they are made on the day of the discharge. */
function fillsWithin(repeated: (courses: Relation) => Relation, { context, timeline, benefits }: Planned): Relation {
  const meets = call(
    'and',
    call('less', column('starts_on'), column('left_on')),
    call('less', column('admitted_on'), column('until')),
  );
  const isWithin = call(
    'and',
    call('less', column('admitted_on'), column('filled_on')),
    call('less', column('filled_on'), column('left_on')),
  );
  const used = call(
    'multiply',
    cast(column('days_supply'), double),
    literal(benefits.rule('refill_threshold'), double),
  );
  const room = call('days_between', column('left_on'), NEXT_ON);
  const isRoom = call('and', call('less', column('left_on'), column('until')), call('less_or_equal', used, room));
  const fills = repeated(filter(joinOn(RX_COURSES, staysOf(context, timeline), 'person_id'), meets));
  return {
    kind: 'extend',
    input: filter(fills, isWithin),
    columns: [named('is_made', call('and', column('is_over'), isRoom))],
  };
}

const NO_DAY = literal(null, date);
const MADE_ON = when(column('is_made'), column('left_on'), NO_DAY);

function themselves(within: Relation): Relation {
  const isLost = call('not', column('is_made'));
  return project(within, rowOf(column('fill'), { madeOn: MADE_ON, madeBefore: NO_DAY, isLost, lostBefore: 0 }));
}

/** The fill behind each: it knows on which day that one was made, and keeps its own day where it was not. */
function nextOnes(within: Relation): Relation {
  const madeOn = when(column('is_made'), NO_DAY, NEXT_ON);
  const next = { madeOn, madeBefore: MADE_ON, isLost: literal(false), lostBefore: 0 };
  return project(within, rowOf(call('add', column('fill'), 1), next));
}

/** All fills behind one that is not made, which are numbered on. */
function laterOnes(within: Relation): Relation {
  const behind: Relation = {
    kind: 'repeat',
    input: filter(within, call('not', column('is_made'))),
    count: call('subtract', column('fills'), call('add', column('fill'), 1)),
    as: 'place',
  };
  const later = { madeOn: NO_DAY, madeBefore: NO_DAY, isLost: literal(false), lostBefore: 1 };
  return project(behind, rowOf(call('add', call('add', column('fill'), 1), column('place')), later));
}

interface WhatBecomes {
  readonly madeOn: Term;
  readonly madeBefore: Term;
  readonly isLost: Term;
  readonly lostBefore: number;
}

function rowOf(fill: Term, { madeOn, madeBefore, isLost, lostBefore }: WhatBecomes): readonly NamedTerm[] {
  return [
    ...ORDER_KEY.map(keep),
    named('fill', cast(fill, integer)),
    named('made_on', madeOn),
    named('made_before', madeBefore),
    named('is_lost', isLost),
    named(LOST_BEFORE, literal(lostBefore, integer)),
  ];
}

/** `admitted_on` and `left_on`, of stays over a night, and whether they are over by `as_of` and survived. */
function staysOf(context: PlanContext, timeline: Timeline): Relation {
  const care = filter(careOf(context, timeline), isOneOf('event_key', keysOfStays(context, timeline)));
  const known = timeline.endsPeople ? leftJoin(care, PERSON_ENDINGS, 'person_id') : care;
  const left = call('to_date', column('end_time'));
  const isOver = call('less_or_equal', left, day(context.cohort.profile.asOf.value));
  const survived = call('coalesce', call('less', left, call('to_date', column('died'))), literal(true));
  return project(known, [
    keep('person_id'),
    named('admitted_on', call('to_date', column('start_time'))),
    named('left_on', left),
    named('is_over', timeline.endsPeople ? call('and', isOver, survived) : isOver),
  ]);
}

/** `fills` beside what their stays do to them, without those that are not made. */
export function besideStays(fills: Relation, context: PlanContext, timeline: Timeline): Relation {
  if (keysOfStays(context, timeline).length === 0) {
    const none = literal(null, date);
    const columns = [named('made_on', none), named('made_before', none), named(LOST_BEFORE, literal(0, integer))];
    return { kind: 'extend', input: fills, columns };
  }
  const beside = leftJoin(fills, table('scratch', 'rx_fills_in_stays'), ...KEY);
  return filter(beside, call('not', call('coalesce', column('is_lost'), literal(false))));
}

/** Orders with `left_out`: how many of their fills are not made. */
export function withLeftOut(orders: Relation, context: PlanContext, timeline: Timeline): Relation {
  const none = named('left_out', literal(0, smallint));
  if (keysOfStays(context, timeline).length === 0) return { kind: 'extend', input: orders, columns: [none] };
  const counted: Relation = {
    kind: 'aggregate',
    input: project(filter(table('scratch', 'rx_fills_in_stays'), column('is_lost')), [
      ...ORDER_KEY.map(keep),
      named('lost', literal(1, integer)),
    ]),
    by: ORDER_KEY,
    columns: [{ name: 'lost', how: 'sum', of: 'lost' }],
  };
  const columns = [named('left_out', cast(call('coalesce', column('lost'), 0), smallint))];
  return { kind: 'extend', input: leftJoin(orders, counted, ...ORDER_KEY), columns };
}
