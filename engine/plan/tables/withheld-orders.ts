/**
 * `scratch.withheld_orders`: orders of what reference skills withhold beside events, with the day from which on nothing of them is given.
 * An order that would be written on that day or behind it is left out.
 */
import type { MedicationConcept, PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin } from '../endings.ts';
import type { PlannedEvent } from '../events.ts';
import { scratchColumns } from '../scratch-columns.ts';
import {
  call,
  column,
  date,
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
} from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { canBeToCome, isOpen } from '../to-come.ts';
import { heldPath, medicationOrders, ORDER_KEY } from './medication-orders.ts';
import { tellsCare } from './tells-care.ts';

const WITHHELD: Relation = table('scratch', 'withheld_orders');

/** What is withheld of a medicine beside an event that both can be of people of the cohort. */
export interface Withheld {
  readonly event: PlannedEvent;
  readonly concept: MedicationConcept;
  readonly daysBefore: number;
  readonly daysAfter: number;
}

export function withheldOf(context: PlanContext, timeline: Timeline): readonly Withheld[] {
  const { held, atVisits } = medicationOrders(context, timeline);
  const concepts = [...new Set([...held, ...atVisits].map(({ concept }) => concept))];
  return (context.knowledge.chart?.withheld ?? []).flatMap(({ medicines, events, daysBefore, daysAfter }) => {
    const of = concepts.filter(({ name }) => medicines.includes(name));
    const beside = timeline.events.filter(({ use }) => events.includes(use.definition.name));
    return of.flatMap((concept) => beside.map((event) => ({ event, concept, daysBefore, daysAfter })));
  });
}

/** `orders` are the tables of orders, those of which there are any. */
export function withheldTables(
  orders: readonly PlannedTable[],
  context: PlanContext,
  timeline: Timeline,
): readonly PlannedTable[] {
  const withheld = withheldOf(context, timeline);
  if (withheld.length === 0 || orders.length === 0 || !tellsCare(context)) return [];
  const written = rowsOfAll(
    orders.map(({ schema, name }) =>
      project(table(schema, name), [...ORDER_KEY.map(keep), named('written_on', call('to_date', column('moment')))]),
    ),
  );
  const beside = joinOn(written, windowsOf(withheld, context, timeline), 'person_id', 'order_key');
  return [
    {
      schema: 'scratch',
      name: 'withheld_orders',
      fill: 'scratch',
      comment: 'Orders of medicines that are withheld beside events.',
      columns: scratchColumns([
        { name: 'person_id', type: integer },
        { name: 'order_key', type: integer },
        { name: 'occurrence', type: smallint },
        { name: 'stops_on', type: date },
      ]),
      primaryKey: ORDER_KEY,
      relation: {
        kind: 'aggregate',
        input: filter(beside, call('less_or_equal', column('written_on'), column('until'))),
        by: [...ORDER_KEY],
        columns: [{ name: 'stops_on', how: 'min', of: 'from' }],
      },
      origins: (context.knowledge.chart?.withheld ?? []).map(({ at }) => at),
    },
  ];
}

/** By person and medicine: the first and the last day on which it is withheld, also beside what is planned behind `as_of`. */
function windowsOf(withheld: readonly Withheld[], context: PlanContext, timeline: Timeline): Relation {
  const { held, atVisits, keys } = medicationOrders(context, timeline);
  const pathsOf = (concept: MedicationConcept): readonly string[] => [
    ...held.filter((one) => one.concept === concept).map(() => heldPath(concept)),
    ...atVisits.filter((one) => one.concept === concept).map(({ path }) => path),
  ];
  const values: Relation = {
    kind: 'values',
    columns: ['event_key', 'order_key', 'days_before', 'days_after'].map((name) => ({ name, type: integer })),
    rows: withheld.flatMap(({ event, concept, daysBefore, daysAfter }) =>
      pathsOf(concept).map((path) => [event.key, keys.get(path) ?? 0, daysBefore, daysAfter]),
    ),
  };
  const events = [...new Set(withheld.map(({ event }) => event))];
  const isSo = canBeToCome(context, events) ? call('or', column('happened'), isOpen(context)) : column('happened');
  const isOne = isOneOf(
    'event_key',
    events.map(({ key }) => key),
  );
  const day = call('to_date', column('moment'));
  return project(joinOn(filter(timeline.occurrences, call('and', isSo, isOne)), values, 'event_key'), [
    ...['person_id', 'order_key'].map(keep),
    named('from', call('add_days', day, call('negate', column('days_before')))),
    named('until', call('add_days', day, column('days_after'))),
  ]);
}

/** Whether orders have `stops_on`, the day from which on nothing is given of one, if it is withheld later. */
export function canStop(context: PlanContext, timeline: Timeline): boolean {
  return withheldOf(context, timeline).length > 0;
}

/** Without the orders that are withheld when they would be written. */
export function unlessWithheld(orders: Relation, context: PlanContext, timeline: Timeline): Relation {
  if (!canStop(context, timeline)) return orders;
  const isWritten: Term = call('less', call('to_date', column('moment')), column('stops_on'));
  return filter(leftJoin(orders, WITHHELD, ...ORDER_KEY), call('coalesce', isWritten, literal(true)));
}
