/**
 * `scratch.visit_orders`: what is prescribed at visits for what they are for. One draw a visit says whether and what; who is in hospital
 * over a night is given it on the day of the discharge.
 */
import type { ColumnType, PlannedTable, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../endings.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  call,
  cast,
  column,
  day,
  drawBy,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  smallint,
  table,
  text,
  when,
} from '../terms.ts';
import { careOf } from './care.ts';
import { conditionCodes } from './condition-codes.ts';
import { happenedWith, isEncounter } from './happened.ts';
import { medicationOrders, ORDER_KEY, orderColumns } from './medication-orders.ts';
import type { MedicationOrders } from './medication-orders.ts';
import { tellsCare } from './tells-care.ts';
import { reasonsOfEach } from './reasons/drawn.ts';
import { reasonsGiven } from './reasons/given.ts';
import { reasonOf } from './reasons/named.ts';
import { visitChances } from './visit-chances.ts';
import { ORDERS_A_KEY, prescribingEvents } from './visit-prescriptions.ts';
import type { PrescribingEvent } from './visit-prescriptions.ts';
import { unlessWithheld } from './withheld-orders.ts';

const VISIT_ORDERS: Relation = table('scratch', 'visit_orders');

/** What `rows` say of medicines, by the `order_key` of each, with the orders of those that are not withheld. */
export function ordersAtVisits(
  rows: Extract<Relation, { kind: 'values' }>,
  context: PlanContext,
  timeline: Timeline,
): Relation {
  return unlessWithheld(joinOn(VISIT_ORDERS, rows, 'order_key'), context, timeline);
}

/** Where anything is prescribed at visits and any table tells of it. */
export function visitOrderTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const { atVisits } = medicationOrders(context, timeline);
  const codes = conditionCodes(context, timeline);
  if (atVisits.length === 0 || codes === undefined || !tellsCare(context)) return [];
  const number = cast(column('occurrence'), integer);
  const numbered: Relation = {
    kind: 'extend',
    input: told(prescribed(codes, context, timeline), context, timeline),
    columns: [named('hundred', call('integer_divide', number, ORDERS_A_KEY))],
  };
  return [
    {
      schema: 'scratch',
      name: 'visit_orders',
      fill: 'scratch',
      comment: 'Medicines that are ordered at visits.',
      columns: orderColumns(codes),
      primaryKey: ORDER_KEY,
      relation: project(
        joinOn(numbered, orderKeys(medicationOrders(context, timeline)), 'event_key', 'prescription', 'hundred'),
        [
          ...['person_id', 'order_key'].map(keep),
          named('occurrence', cast(call('modulo', number, ORDERS_A_KEY), smallint)),
          ...['moment', 'encounter_id', 'reason_code'].map(keep),
        ],
      ),
      origins: atVisits.map(({ at }) => at),
    },
  ];
}

/** Visits at which something is prescribed, with what: that into whose share their draw falls. */
function prescribed(codes: ColumnType, context: PlanContext, timeline: Timeline): Relation {
  const prescribing = prescribingEvents(context, timeline);
  const chances = visitChances(prescribing, reasonsOfEach(context, timeline, timeline.events), codes);
  const drawn: Relation = {
    kind: 'extend',
    input: joinOn(visitsOf(prescribing, codes, context, timeline), chances.cells, 'event_key', 'reason_code'),
    columns: [named('drawn', drawBy('prescribing'))],
  };
  const fallen = filter(
    drawn,
    call(
      'and',
      call('less_or_equal', column('from_share'), column('drawn')),
      call('less', column('drawn'), column('to_share')),
    ),
  );
  return chances.ofAge(fallen, column('moment'), table('scratch', 'population'));
}

/** The key of each hundred orders of a prescription at an event. */
function orderKeys({ atVisits, keys }: MedicationOrders): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'prescription', type: text },
      { name: 'hundred', type: integer },
      { name: 'order_key', type: integer },
    ],
    rows: atVisits.map((one) => [one.event.key, one.definition.name, one.hundred, keys.get(one.path) ?? 0]),
  };
}

/** Encounters as they were cared for, with the day on which they end; the rest, which is in none, as it happened. */
function visitsOf(
  prescribing: readonly PrescribingEvent[],
  codes: ColumnType,
  context: PlanContext,
  timeline: Timeline,
): Relation {
  const events = prescribing.map(({ event }) => event);
  const [encounters, others] = [events.filter(isEncounter), events.filter((one) => !isEncounter(one))];
  const parts: Relation[] = [];
  if (encounters.length > 0) {
    const [start, end] = [column('start_time'), column('end_time')];
    const isOneDay = call('equal', call('to_date', start), call('to_date', end));
    const keys = encounters.map(({ key }) => key);
    parts.push(
      project(filter(careOf(context, timeline), isOneOf('event_key', keys)), [
        ...[...KNOWN, 'encounter_id'].map(keep),
        named('moment', when(isOneDay, start, end)),
      ]),
    );
  }
  if (others.length > 0) {
    const reasons = reasonsGiven(others, context);
    const values: Extract<Relation, { kind: 'values' }> = {
      kind: 'values',
      columns: [
        { name: 'event_key', type: integer },
        { name: 'reason_code', type: codes },
      ],
      rows: others.map((event) => [event.key, reasonOf(event, context)]),
    };
    parts.push(
      project(reasons.beside(happenedWith(timeline, values, reasons.people())), [
        ...['person_id', 'event_key', 'occurrence'].map(keep),
        named('reason_code', reasons.term(codes)),
        named('encounter_id', literal(null, bigint)),
        keep('moment'),
      ]),
    );
  }
  return rowsOfAll(parts);
}

const KNOWN = ['person_id', 'event_key', 'occurrence', 'reason_code'];

/** Nothing is ordered after `as_of`, or for those who do not live to be discharged. */
function told(visits: Relation, { cohort }: PlanContext, { endsPeople }: Timeline): Relation {
  const isTold = call('less_or_equal', call('to_date', column('moment')), day(cohort.profile.asOf.value));
  if (!endsPeople) return filter(visits, isTold);
  const isAlive = call('coalesce', call('less', column('moment'), column('died')), literal(true));
  return filter(leftJoin(visits, PERSON_ENDINGS, 'person_id'), call('and', isTold, isAlive));
}
