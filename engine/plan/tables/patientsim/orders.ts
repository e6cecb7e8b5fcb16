/** `patientsim.orders`: what was ordered and came of it: laboratory tests, screening, procedures. */
import type { ColumnType, EventType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, cast, column, integer, literal, text, timestamp, when } from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { conditionCodes } from '../condition-codes.ts';
import { reasonsGiven } from '../reasons/given.ts';
import type { GivenReasons } from '../reasons/given.ts';
import { reasonOf } from '../reasons/named.ts';
import { encounterId, eventId, reasonCode } from './columns.ts';
import { happenedWith, originsOf, patient } from './events.ts';
import { ENCOUNTER_COLUMNS, encounterCells, withEncounters } from './within-encounter.ts';

/** Types of events that carry out an order, with its category. */
const CATEGORIES: ReadonlyMap<EventType, string> = new Map<EventType, string>([
  ['lab_order', 'laboratory'],
  ['screening', 'screening'],
  ['procedure', 'procedure'],
]);

export function isOrder({ use }: PlannedEvent): boolean {
  return CATEGORIES.has(use.definition.type);
}

/** The column by which what came of an order refers to it; none where the cohort has no orders. */
export function orderReference({ events }: Timeline): readonly ColumnDefinition[] {
  const orders = events.filter(isOrder);
  if (orders.length === 0) return [];
  return [
    {
      name: 'order_id',
      type: bigint,
      term: when(isOrdered(orders), column('timeline_id'), literal(null, bigint)),
      nullable: true,
      comment: 'The order that it came of, if any.',
      references: 'patientsim.orders',
    },
  ];
}

function isOrdered(orders: readonly PlannedEvent[]): Term {
  return call('or', ...orders.map(({ key }) => call('equal', column('event_key'), key)), literal(false));
}

/** What was ordered of patients and carried out; no table where nothing is ordered of anybody. */
export function ordersTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = timeline.events.filter(isOrder);
  if (events.length === 0) return [];
  const types = typesOf(events, context, timeline);
  const reasons = reasonsGiven(events, context);
  const rows = happenedOrders(events, reasons, types, { context, timeline });
  return [
    planTable({
      schema: 'patientsim',
      name: 'orders',
      comment: 'Orders of tests, screening and procedures: one row an order that was carried out.',
      fill: 'person',
      from: withEncounters(rows, events, { context, timeline }),
      primaryKey: ['order_id'],
      origins: originsOf(events),
      columns: [
        eventId('order_id'),
        patient,
        encounterId(timeline, 'The encounter in which it was ordered, if any.'),
        {
          name: 'category',
          type: types.category,
          term: cast(column('category'), types.category),
          comment: 'What kind of order it is.',
        },
        {
          name: 'type',
          isLabel: true,
          type: types.title,
          term: column('type'),
          comment: 'What was ordered, as the event catalogue titles it.',
        },
        {
          name: 'status',
          type: types.status,
          term: literal('completed', types.status),
          comment: 'FHIR request status. Orders that came to nothing stand in core.timeline with the reason.',
        },
        { name: 'authored_on', type: timestamp, term: column('moment'), comment: 'When it was ordered, UTC.' },
        ...reasonCode(types.reason, reasons.term),
      ],
    }),
  ];
}

interface OrderTypes {
  readonly category: ColumnType;
  readonly title: ColumnType;
  readonly status: ColumnType;
  /** Absent where nothing of the cohort is for anything. */
  readonly reason: ColumnType | undefined;
}

function typesOf(events: readonly PlannedEvent[], context: PlanContext, timeline: Timeline): OrderTypes {
  const define = (name: string, values: readonly string[]): ColumnType =>
    context.enumerations.define('patientsim', `order_${name}`, values);
  return {
    category: define('category', [...CATEGORIES.values()]),
    title: define('type', events.map(({ use }) => use.definition.title).toSorted()),
    status: define('status', ['completed']),
    reason: conditionCodes(context, timeline),
  };
}

function happenedOrders(
  events: readonly PlannedEvent[],
  reasons: GivenReasons,
  types: OrderTypes,
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): Relation {
  const values = {
    kind: 'values' as const,
    columns: [
      { name: 'event_key', type: integer },
      { name: 'category', type: text },
      { name: 'type', type: types.title },
      { name: 'reason_code', type: types.reason ?? text },
      ...ENCOUNTER_COLUMNS,
    ],
    rows: events.map((event) => [
      event.key,
      CATEGORIES.get(event.use.definition.type) ?? null,
      event.use.definition.title,
      reasonOf(event, context),
      ...encounterCells(event, timeline),
    ]),
  };
  return reasons.beside(happenedWith(timeline, values, reasons.people()));
}
