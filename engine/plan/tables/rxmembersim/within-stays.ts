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

export function fillsInStaysTable(
  context: PlanContext,
  timeline: Timeline,
  { repeated, benefits }: { readonly repeated: (courses: Relation) => Relation; readonly benefits: PharmacyBenefits },
): readonly PlannedTable[] {
  if (keysOfStays(context, timeline).length === 0) return [];
  const meets = call(
    'and',
    call('less', column('starts_on'), column('left_on')),
    call('less', column('admitted_on'), column('until')),
  );
  const fills = repeated(filter(joinOn(RX_COURSES, staysOf(context, timeline), 'person_id'), meets));
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
  const nextOn = dayOf(arrivalOf(call('add', column('number'), 1)));
  const room = call('days_between', column('left_on'), nextOn);
  const isRoom = call('and', call('less', column('left_on'), column('until')), call('less_or_equal', used, room));
  const within: Relation = {
    kind: 'extend',
    input: filter(fills, isWithin),
    columns: [named('is_made', call('and', column('is_over'), isRoom))],
  };
  const rows = (
    fill: Term,
    columns: { readonly made: Term; readonly before: Term; readonly lost: Term },
  ): NamedTerm[] => [
    ...ORDER_KEY.map(keep),
    named('fill', cast(fill, integer)),
    named('made_on', columns.made),
    named('made_before', columns.before),
    named('is_lost', columns.lost),
    named(LOST_BEFORE, literal(0, integer)),
  ];
  const none = literal(null, date);
  const left = when(column('is_made'), column('left_on'), none);
  const own = project(within, rows(column('fill'), { made: left, before: none, lost: call('not', column('is_made')) }));
  const behind = when(column('is_made'), none, nextOn);
  const next = project(
    within,
    rows(call('add', column('fill'), 1), { made: behind, before: left, lost: literal(false) }),
  );
  const later: Relation = {
    kind: 'repeat',
    input: filter(within, call('not', column('is_made'))),
    count: call('subtract', column('fills'), call('add', column('fill'), 1)),
    as: 'place',
  };
  const numbered = project(later, [
    ...ORDER_KEY.map(keep),
    named('fill', cast(call('add', call('add', column('fill'), 1), column('place')), integer)),
    named('made_on', none),
    named('made_before', none),
    named('is_lost', literal(false)),
    named(LOST_BEFORE, literal(1, integer)),
  ]);
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
        input: { kind: 'union', inputs: [own, next, numbered] },
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
