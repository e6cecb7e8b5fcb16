/** `scratch.rx_orders`: every order of a listed medicine in this range of persons. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import {
  column,
  date,
  integer,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  smallint,
  table,
  timestamp,
} from '../../terms.ts';
import { heldOrders } from '../held-orders.ts';
import { heldPath, medicationOrders, ORDER_KEY } from '../medication-orders.ts';
import { firstDayTold } from '../standing-order.ts';
import { ordersAtVisits } from '../visit-orders.ts';
import { happenedWith } from '../happened.ts';
import { canStop } from '../withheld-orders.ts';
import type { PharmacyBenefits, RxOrder } from './benefit.ts';
import { scratchColumns } from '../../scratch-columns.ts';

export const RX_ORDERS: Relation = table('scratch', 'rx_orders');

const COLUMNS = [
  { name: 'person_id', type: integer },
  { name: 'occurrence', type: smallint },
  { name: 'moment', type: timestamp },
  { name: 'order_key', type: integer },
  { name: 'formulary_id', type: integer },
  { name: 'ordered_days', type: smallint },
  { name: 'refills', type: smallint },
  { name: 'told_from', type: date },
] as const;

export function rxOrdersTable(context: PlanContext, timeline: Timeline, benefits: PharmacyBenefits): PlannedTable {
  const { held, atVisits } = medicationOrders(context, timeline);
  const parts: Relation[] = [];
  const stops = canStop(context, timeline) ? [keep('stops_on')] : [];
  const events = benefits.orders.flatMap((order) => {
    const event = timeline.events.find(({ path }) => path === order.path);
    return event === undefined ? [] : [{ order, event }];
  });
  if (events.length > 0) {
    const values: Extract<Relation, { kind: 'values' }> = {
      kind: 'values',
      columns: [{ name: 'event_key', type: integer }, ...COLUMNS.slice(3).map(({ name, type }) => ({ name, type }))],
      rows: events.map(({ order, event }) => [
        event.key,
        order.key,
        benefits.keys.get(order.drug.drug) ?? 0,
        order.daysSupply,
        order.refills,
        null,
      ]),
    };
    parts.push(
      project(happenedWith(timeline, values), [
        ...COLUMNS.map(({ name }) => keep(name)),
        ...stops.map(({ name }) => named(name, literal(null, date))),
      ]),
    );
  }
  const listed = held.flatMap(({ concept }) => benefits.orders.find(({ path }) => path === heldPath(concept)) ?? []);
  if (listed.length > 0) {
    const values = orderValues(listed, benefits);
    const told = [...COLUMNS.slice(0, -1).map(({ name }) => keep(name)), named('told_from', firstDayTold(context))];
    parts.push(project(heldOrders(values, context, timeline), [...told, ...stops]));
  }
  const listedAtVisits = atVisits.flatMap(({ path }) => benefits.orders.find((one) => one.path === path) ?? []);
  if (listedAtVisits.length > 0) {
    const values = orderValues(listedAtVisits, benefits);
    const whole = [...COLUMNS.slice(0, -1).map(({ name }) => keep(name)), named('told_from', literal(null, date))];
    parts.push(project(ordersAtVisits(values, context, timeline), [...whole, ...stops]));
  }
  return {
    schema: 'scratch',
    name: 'rx_orders',
    fill: 'scratch',
    comment: 'Orders of medicines.',
    columns: scratchColumns([...COLUMNS, ...stops.map(({ name }) => ({ name, type: date }))]),
    primaryKey: ORDER_KEY,
    relation: project(
      rowsOfAll(parts),
      [...COLUMNS, ...stops].map(({ name }) => named(name, column(name))),
    ),
    origins: benefits.orders.map(({ at }) => at),
  };
}

/** What is written on orders, by the key of each. */
function orderValues(orders: readonly RxOrder[], { keys }: PharmacyBenefits): Extract<Relation, { kind: 'values' }> {
  return {
    kind: 'values',
    columns: COLUMNS.slice(3, -1).map(({ name, type }) => ({ name, type })),
    rows: orders.map(({ key, drug, daysSupply, refills }) => [key, keys.get(drug.drug) ?? 0, daysSupply, refills]),
  };
}
