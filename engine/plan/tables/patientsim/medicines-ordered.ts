/** Orders of medicines, whoever wrote them, as rows of one shape: what the profile says people take, what visits and what events prescribe. */
import type { ColumnType, Relation, Scalar, ValuesColumn } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { date, integer, keep, literal, named, project, rowsOfAll, smallint } from '../../terms.ts';
import { heldOrders } from '../held-orders.ts';
import { heldPath, medicationOrders } from '../medication-orders.ts';
import type { MedicationOrders } from '../medication-orders.ts';
import { reasonsGiven } from '../reasons/given.ts';
import { reasonOf } from '../reasons/named.ts';
import { standingOrder } from '../standing-order.ts';
import { ordersAtVisits } from '../visit-orders.ts';
import { canStop } from '../withheld-orders.ts';
import { happenedWith } from './events.ts';
import { ENCOUNTER_COLUMNS, encounterCells, withEncounters } from './within-encounter.ts';

export interface OrderTypes {
  readonly code: ColumnType;
  readonly name: ColumnType;
  readonly reason: ColumnType;
}

interface Chart {
  readonly context: PlanContext;
  readonly timeline: Timeline;
}

const TOLD = ['request_key', 'code', 'name', 'days_supply', 'refills'];

/** One row an order, with `stops_on` where anything of the cohort can be withheld. */
export function medicinesOrdered(types: OrderTypes, chart: Chart): Relation {
  const orders = medicationOrders(chart.context, chart.timeline);
  const parts = [
    ...(orders.held.length > 0 ? [orderedAllAlong(orders, types, chart)] : []),
    ...(orders.atVisits.length > 0 ? [orderedAtVisits(orders, types, chart)] : []),
    ...(orders.ordered.length > 0 ? [orderedByEvents(orders, types, chart)] : []),
  ];
  const stops = canStop(chart.context, chart.timeline) ? ['stops_on'] : [];
  const columns = ['person_id', 'occurrence', 'moment', ...TOLD, 'encounter_id', 'reason_code', ...stops];
  return rowsOfAll(parts.map((part) => project(part, columns.map(keep))));
}

function orderedAllAlong({ held, keys }: MedicationOrders, types: OrderTypes, { context, timeline }: Chart): Relation {
  const { daysSupply = null, refills = null } = standingOrder(context);
  const rows = held.map(({ concept }) => {
    const key = keys.get(heldPath(concept)) ?? 0;
    return [key, key, concept.code, concept.name, daysSupply, refills];
  });
  return heldOrders(ordersByKey(rows, types), context, timeline);
}

function orderedAtVisits(
  { atVisits, keys }: MedicationOrders,
  types: OrderTypes,
  { context, timeline }: Chart,
): Relation {
  const rows = atVisits.map(({ path, concept, medication }) => {
    const key = keys.get(path) ?? 0;
    return [key, key, concept.code, concept.name, medication.daysSupply, medication.refills];
  });
  return ordersAtVisits(ordersByKey(rows, types), context, timeline);
}

function ordersByKey(
  rows: readonly (readonly Scalar[])[],
  types: OrderTypes,
): Extract<Relation, { readonly kind: 'values' }> {
  return { kind: 'values', columns: [{ name: 'order_key', type: integer }, ...toldColumns(types)], rows };
}

function toldColumns({ code, name }: OrderTypes): readonly ValuesColumn[] {
  return [
    { name: 'request_key', type: integer },
    { name: 'code', type: code },
    { name: 'name', type: name },
    { name: 'days_supply', type: smallint },
    { name: 'refills', type: smallint },
  ];
}

/** What events prescribe, with the encounter that they are or that they follow on its day. */
function orderedByEvents(
  { ordered, keys }: MedicationOrders,
  types: OrderTypes,
  { context, timeline }: Chart,
): Relation {
  const events = ordered.map(({ event }) => event);
  const reasons = reasonsGiven(events, context);
  const rows = ordered.map(({ event, medication, concept }) => [
    event.key,
    keys.get(event.path) ?? 0,
    concept.code,
    concept.name,
    medication.daysSupply,
    medication.refills,
    reasonOf(event, context),
    ...encounterCells(event, timeline),
  ]);
  const columns = [
    { name: 'event_key', type: integer },
    ...toldColumns(types),
    { name: 'reason_code', type: types.reason },
    ...ENCOUNTER_COLUMNS,
  ];
  const happened = reasons.beside(happenedWith(timeline, { kind: 'values', columns, rows }, reasons.people()));
  return project(withEncounters(happened, events, { context, timeline }), [
    ...['person_id', 'occurrence', 'moment', ...TOLD, 'encounter_id'].map(keep),
    named('reason_code', reasons.term(types.reason)),
    ...(canStop(context, timeline) ? [named('stops_on', literal(null, date))] : []),
  ]);
}
