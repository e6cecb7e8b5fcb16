/** `patientsim.orders`: what was ordered and came of it: laboratory tests, screening, procedures. */
import type { EventType, PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, cast, column, integer, literal, text, timestamp, when } from '../../terms.ts';
import { careEvents } from '../care-events.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { conditionCodes } from '../condition-codes.ts';
import { reasonsGiven } from '../reasons/given.ts';
import { reasonOf } from '../reasons/named.ts';
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

export function ordersTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = timeline.events.filter(isOrder);
  if (events.length === 0) return [];
  const { enumerations } = context;
  const categories = enumerations.define('patientsim', 'order_category', [...CATEGORIES.values()]);
  const titles = enumerations.define(
    'patientsim',
    'order_type',
    events.map(({ use }) => use.definition.title).toSorted(),
  );
  const statuses = enumerations.define('patientsim', 'order_status', ['completed']);
  const codes = conditionCodes(context, timeline);
  const reasons = reasonsGiven(events, context);
  const rows = reasons.beside(
    happenedWith(
      timeline,
      {
        kind: 'values',
        columns: [
          { name: 'event_key', type: integer },
          { name: 'category', type: text },
          { name: 'type', type: titles },
          { name: 'reason_code', type: codes ?? text },
          ...ENCOUNTER_COLUMNS,
        ],
        rows: events.map((event) => [
          event.key,
          CATEGORIES.get(event.use.definition.type) ?? null,
          event.use.definition.title,
          reasonOf(event, context),
          ...encounterCells(event, timeline),
        ]),
      },
      reasons.people(),
    ),
  );
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
        {
          name: 'order_id',
          type: bigint,
          term: column('timeline_id'),
          comment: "The same number as the event's in core.timeline.",
          references: 'core.timeline',
        },
        patient,
        {
          name: 'encounter_id',
          type: bigint,
          term: column('encounter_id'),
          nullable: true,
          comment: 'The encounter in which it was ordered, if any.',
          ...(careEvents(timeline).length > 0 ? { references: 'patientsim.encounters' } : {}),
        },
        {
          name: 'category',
          type: categories,
          term: cast(column('category'), categories),
          comment: 'What kind of order it is.',
        },
        {
          name: 'type',
          isLabel: true,
          type: titles,
          term: column('type'),
          comment: 'What was ordered, as the event catalogue titles it.',
        },
        {
          name: 'status',
          type: statuses,
          term: literal('completed', statuses),
          comment: 'FHIR request status. Orders that came to nothing stand in core.timeline with the reason.',
        },
        { name: 'authored_on', type: timestamp, term: column('moment'), comment: 'When it was ordered, UTC.' },
        ...(codes === undefined
          ? []
          : [
              {
                name: 'reason_code',
                type: codes,
                term: reasons.term(codes),
                nullable: true,
                comment:
                  'ICD-10-CM code of the reason that the event names, or that was drawn for it; empty where neither is so.',
              },
            ]),
      ],
    }),
  ];
}
