/** `patientsim.medication_requests`: what events and visits prescribe, and what the profile says people take. */
import type { ColumnType, PlannedTable, Relation, ValuesColumn } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { lastDay, leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  column,
  date,
  integer,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  smallint,
  text,
  timestamp,
} from '../../terms.ts';
import { careEvents } from '../care-events.ts';
import { conditionCodes } from '../condition-codes.ts';
import { heldOrders } from '../held-orders.ts';
import { heldPath, medicationOrders } from '../medication-orders.ts';
import type { OrderedMedication } from '../medication-orders.ts';
import { reasonsGiven } from '../reasons/given.ts';
import { reasonOf } from '../reasons/named.ts';
import { standingOrder } from '../standing-order.ts';
import { planTable } from '../table.ts';
import { ordersAtVisits } from '../visit-orders.ts';
import { canStop } from '../withheld-orders.ts';
import { happenedWith, originsOf, patient } from './events.ts';
import { ENCOUNTER_COLUMNS, encounterCells, withEncounters } from './within-encounter.ts';

export function medicationRequestsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const { ordered, held, atVisits, keys } = medicationOrders(context, timeline);
  const used = [...new Set([...ordered, ...held, ...atVisits].map(({ concept }) => concept))];
  if (used.length === 0) return [];
  const codes = context.enumerations.define('patientsim', 'medication_code', used.map(({ code }) => code).toSorted());
  const names = context.enumerations.define('patientsim', 'medication_name', used.map(({ name }) => name).toSorted());
  const statuses = context.enumerations.define('patientsim', 'medication_request_status', [
    'active',
    'completed',
    'stopped',
  ]);
  const reasons = conditionCodes(context, timeline);
  const reasonType = reasons ?? text;
  const told = [
    { name: 'request_key', type: integer },
    { name: 'code', type: codes },
    { name: 'name', type: names },
    { name: 'days_supply', type: smallint },
    { name: 'refills', type: smallint },
  ];
  const parts: Relation[] = [];
  if (held.length > 0) {
    const { daysSupply = null, refills = null } = standingOrder(context);
    const rows = held.map(({ concept }) => {
      const key = keys.get(heldPath(concept)) ?? 0;
      return [key, key, concept.code, concept.name, daysSupply, refills];
    });
    parts.push(
      heldOrders({ kind: 'values', columns: [{ name: 'order_key', type: integer }, ...told], rows }, context, timeline),
    );
  }
  if (atVisits.length > 0) {
    const rows = atVisits.map(({ path, concept, medication }) => {
      const key = keys.get(path) ?? 0;
      return [key, key, concept.code, concept.name, medication.daysSupply, medication.refills];
    });
    parts.push(
      ordersAtVisits(
        { kind: 'values', columns: [{ name: 'order_key', type: integer }, ...told], rows },
        context,
        timeline,
      ),
    );
  }
  if (ordered.length > 0) {
    parts.push(orderedAt(ordered, { keys, told, reasonType }, context, timeline));
  }
  const columns = ['person_id', 'occurrence', 'moment', ...told.map(({ name }) => name), 'encounter_id', 'reason_code'];
  const stops = canStop(context, timeline);
  if (stops) columns.push('stops_on');
  const inputs = parts.map((part) => project(part, columns.map(keep)));
  const supplied = call('multiply', column('days_supply'), call('add', column('refills'), 1));
  const runsOut = call('add_days', call('to_date', column('moment')), supplied);
  const last = lastDay(context, timeline.endsPeople);
  const stopped = literal('stopped', statuses);
  const isStopped = call('less_or_equal', column('stops_on'), call('least', runsOut, last));
  const active = literal('active', statuses);
  const hasDied = call('not', call('is_null', column('died')));
  const all = rowsOfAll(inputs);
  const { endsPeople } = timeline;
  return [
    planTable({
      schema: 'patientsim',
      name: 'medication_requests',
      comment: 'Orders for medication: one row an order.',
      fill: 'person',
      from: endsPeople ? leftJoin(all, PERSON_ENDINGS, 'person_id') : all,
      primaryKey: ['medication_request_id'],
      origins: [
        ...originsOf(ordered.map(({ event }) => event)),
        ...held.map(({ medication: { at } }) => at),
        ...atVisits.map(({ at }) => at),
      ],
      columns: [
        {
          name: 'medication_request_id',
          type: bigint,
          term: rowKey(column('request_key'), column('occurrence')),
          comment: 'Person, order and occurrence as one number.',
        },
        patient,
        { name: 'code', type: codes, term: column('code'), comment: 'RxNorm concept.' },
        { name: 'name', type: names, term: column('name'), comment: 'What expressions call the drug.' },
        {
          name: 'encounter_id',
          type: bigint,
          term: column('encounter_id'),
          nullable: true,
          comment: 'The encounter at which it was ordered, if any.',
          ...(careEvents(timeline).length > 0 ? { references: 'patientsim.encounters' } : {}),
        },
        ...(reasons === undefined
          ? []
          : [
              {
                name: 'reason_code',
                type: reasons,
                term: column('reason_code'),
                nullable: true,
                comment:
                  'ICD-10-CM code of what it was ordered for, where the visit, the event or the profile says it.',
              },
            ]),
        { name: 'authored_on', type: timestamp, term: column('moment'), comment: 'When it was ordered, UTC.' },
        {
          name: 'days_supply',
          type: smallint,
          term: column('days_supply'),
          nullable: true,
          comment: 'Days that one fill lasts, where that is known.',
        },
        {
          name: 'refills',
          type: smallint,
          term: column('refills'),
          nullable: true,
          comment: 'Refills allowed after the first fill, where that is known.',
        },
        {
          name: 'status',
          type: statuses,
          term: {
            kind: 'case',
            branches: [
              ...(stops ? [{ when: isStopped, then: stopped }] : []),
              { when: call('less', runsOut, last), then: literal('completed', statuses) },
              ...(endsPeople ? [{ when: hasDied, then: stopped }] : []),
            ],
            otherwise: active,
          },
          comment:
            'FHIR status on as_of: completed once the last allowed fill has run out, stopped where the patient died before or is not to take it any more.',
        },
      ],
    }),
  ];
}

interface Told {
  readonly keys: ReadonlyMap<string, number>;
  readonly told: readonly ValuesColumn[];
  readonly reasonType: ColumnType;
}

/** What events prescribe, with the encounter that they are or that they follow on its day. */
function orderedAt(
  ordered: readonly OrderedMedication[],
  { keys, told, reasonType }: Told,
  context: PlanContext,
  timeline: Timeline,
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
    ...told,
    { name: 'reason_code', type: reasonType },
    ...ENCOUNTER_COLUMNS,
  ];
  const happened = reasons.beside(happenedWith(timeline, { kind: 'values', columns, rows }, reasons.people()));
  const within = withEncounters(happened, events, { context, timeline });
  return project(within, [
    ...['person_id', 'occurrence', 'moment', ...told.map(({ name }) => name), 'encounter_id'].map(keep),
    named('reason_code', reasons.term(reasonType)),
    ...(canStop(context, timeline) ? [named('stops_on', literal(null, date))] : []),
  ]);
}
