/**
 * Orders of what a profile says people take: the last, and those before it as far back as a year of fills reaches. The last is written at a
 * visit that renews it, if the person had one while such an order lasts.
 */
import type { PlannedTable, Relation, Term } from '../../model/index.ts';
import { BEGINNING } from '../beginning.ts';
import type { PlanContext } from '../context.ts';
import { OFFICE_HOURS } from '../opening-hours.ts';
import { holidaysOf } from '../holidays.ts';
import { DAYS_A_YEAR } from '../journey-years.ts';
import { lineOf } from '../line.ts';
import {
  bigint,
  call,
  cast,
  column,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  pick,
  project,
  rowsOfAll,
  smallint,
  table,
  text,
  timestamp,
  when,
} from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { workingDaysAbout } from '../working-days.ts';
import { conditionCodes } from './condition-codes.ts';
import { codesAsked, firstDayOf, firstReason } from './conditions-asked.ts';
import { HELD, takes } from './held.ts';
import { heldPath, medicationOrders, ORDER_KEY, orderColumns } from './medication-orders.ts';
import { tellsCare } from './tells-care.ts';
import type { HeldMedication, MedicationOrders } from './medication-orders.ts';
import { besideRenewals } from './renewals.ts';
import { unlessWithheld } from './withheld-orders.ts';
import { firstDayTold, standingOrder } from './standing-order.ts';

const HELD_ORDERS: Relation = table('scratch', 'held_orders');

const COLUMNS = ['person_id', 'order_key', 'occurrence', 'moment', 'encounter_id', 'reason_code'] as const;

/** Where people take something and any table tells of it: read by chart, pharmacy and care gaps alike. */
export function heldOrderTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const orders = medicationOrders(context, timeline);
  const { held } = orders;
  if (held.length === 0 || !tellsCare(context)) return [];
  const takers = rowsOfAll(held.map((one) => takersOf(one, context, timeline)));
  const latest = besideRenewals(withLatest(takers, orders, context), context, timeline);
  const codes = conditionCodes(context, timeline) ?? text;
  return [
    {
      schema: 'scratch',
      name: 'held_orders',
      fill: 'scratch',
      comment: 'Orders of what the profile says people take.',
      columns: orderColumns(codes),
      primaryKey: ORDER_KEY,
      relation: inOfficeHours(ordersOf(latest, context), context),
      origins: held.map(({ medication: { at } }) => at),
    },
  ];
}

/** What `rows` say of medicines, by the `order_key` of each, with the orders of those that are not withheld. */
export function heldOrders(
  rows: Extract<Relation, { kind: 'values' }>,
  context: PlanContext,
  timeline: Timeline,
): Relation {
  return unlessWithheld(joinOn(HELD_ORDERS, rows, 'order_key'), context, timeline);
}

/** By person who takes it: since when they can have been ordered it, and for what. */
function takersOf({ medication, concept }: HeldMedication, context: PlanContext, timeline: Timeline): Relation {
  const codes = codesAsked(medication, context);
  const type = conditionCodes(context, timeline) ?? text;
  return project(filter(HELD, column(takes(medication.drug))), [
    ...['person_id', 'last_day'].map(keep),
    named('order_key', literal(medicationOrders(context, timeline).keys.get(heldPath(concept)) ?? 0, integer)),
    named('first_day', firstDayOf(codes)),
    named('reason_code', firstReason(codes, type)),
  ]);
}

/** With `since`, for how long they can have been ordered it, and `drawn_ago`, when they were last, if at no visit. */
function withLatest(takers: Relation, { held, keys }: MedicationOrders, context: PlanContext): Relation {
  const streams: Relation = {
    kind: 'values',
    columns: [
      { name: 'order_key', type: integer },
      { name: 'ordered', type: { kind: 'stream' } },
    ],
    rows: held.map(({ medication, concept }) => [
      keys.get(heldPath(concept)) ?? 0,
      `${lineOf(context.cohort.profile)}/medications/${medication.drug}/ordered`,
    ]),
  };
  const drawn: Term = {
    kind: 'draw',
    stream: { kind: 'column', name: 'ordered' },
    person: column('person_id'),
    occurrence: literal(0),
  };
  return project(joinOn(takers, streams, 'order_key'), [
    ...['person_id', 'last_day', 'order_key', 'reason_code'].map(keep),
    named('since', call('days_between', column('first_day'), column('last_day'))),
    named('drawn_ago', call('least', pick(drawn, standingOrder(context).days), output('since'))),
  ]);
}

/**
 * One row an order. `occurrence` counts from the last one back; none is older than the conditions for which the profile gives the
 * medicine.
 */
function ordersOf(latest: Relation, context: PlanContext): Relation {
  const every = standingOrder(context).days;
  const visited = call('days_between', call('to_date', column('renewed_at')), column('last_day'));
  const isRenewed = call('coalesce', call('less_or_equal', visited, column('since')), literal(false));
  const told = call('days_between', firstDayTold(context), column('last_day'));
  const untilThen = ordersIn(call('subtract', column('since'), output('days_ago')), every);
  const ordersTold = when(
    call('less', told, output('days_ago')),
    literal(1),
    call('add', ordersIn(call('subtract', told, output('days_ago')), every), 1),
  );
  const counted: Relation = {
    kind: 'extend',
    input: latest,
    columns: [
      named('is_renewed', isRenewed),
      named('days_ago', when(output('is_renewed'), visited, column('drawn_ago'))),
      named('orders', call('least', ordersTold, untilThen)),
    ],
  };
  const daysAgo = call('add', column('days_ago'), call('multiply', column('back'), every));
  const isVisit = call('and', column('is_renewed'), call('equal', column('back'), 0));
  return project({ kind: 'repeat', input: counted, count: column('orders'), as: 'back' }, [
    ...['person_id', 'order_key', 'reason_code', 'last_day'].map(keep),
    named('occurrence', cast(column('back'), smallint)),
    named('due', call('add_days', column('last_day'), call('negate', daysAgo))),
    named('first_day', call('add_days', column('last_day'), call('negate', column('since')))),
    named('visited_at', when(isVisit, column('renewed_at'), literal(null, timestamp))),
    named('encounter_id', when(isVisit, column('renewal_id'), literal(null, bigint))),
  ]);
}

/** Orders of one day that are written at no visit are written at once, on the nearest working day on which the person has what they are for and is told of. */
function inOfficeHours(orders: Relation, context: PlanContext): Relation {
  const years = Math.ceil((DAYS_A_YEAR + standingOrder(context).days) / DAYS_A_YEAR);
  const ago = call('days_between', output('day_before'), column('due'));
  const isNearer = call('less', ago, call('days_between', column('due'), output('next_day')));
  const isSince = call('less_or_equal', column('first_day'), output('day_before'));
  const isTold = call('less_or_equal', output('next_day'), column('last_day'));
  const either = when(isTold, output('next_day'), call('greatest', output('day_before'), column('first_day')));
  const visit: Term = {
    kind: 'draw',
    stream: { kind: 'named', name: `${lineOf(context.cohort.profile)}/medications/ordered` },
    person: column('person_id'),
    occurrence: call('days_between', BEGINNING, output('written')),
  };
  const { opens, closes } = OFFICE_HOURS;
  const timed = project(orders, [
    ...['person_id', 'order_key', 'occurrence', 'encounter_id', 'reason_code'].map(keep),
    ...workingDaysAbout(column('due'), holidaysOf(context, years)),
    named('written', when(call('and', isNearer, isSince), output('day_before'), either)),
    named(
      'moment',
      call(
        'coalesce',
        column('visited_at'),
        call('at_minute', output('written'), call('add', opens, pick(visit, closes - opens))),
      ),
    ),
  ]);
  return project(
    timed,
    COLUMNS.map((name) => keep(name)),
  );
}

/** How many orders lie within so many days, the first and the last day included. */
function ordersIn(days: Term, every: number): Term {
  return call('add', call('integer_divide', days, every), 1);
}
