/** `patientsim.medication_requests`: what events prescribe, and what the profile says people take. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  column,
  day,
  integer,
  keep,
  literal,
  named,
  project,
  smallint,
  timestamp,
  when,
} from '../../terms.ts';
import { heldOrders, standingOrder } from '../held-orders.ts';
import { heldPath, medicationOrders } from '../medication-orders.ts';
import { planTable } from '../table.ts';
import { happenedWith, originsOf, patient } from './events.ts';

export function medicationRequestsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const { ordered, held, keys } = medicationOrders(context, timeline);
  if (ordered.length + held.length === 0) return [];
  const used = [...new Set([...ordered.map(({ concept }) => concept), ...held.map(({ concept }) => concept)])];
  const codes = context.enumerations.define('patientsim', 'medication_code', used.map(({ code }) => code).toSorted());
  const names = context.enumerations.define('patientsim', 'medication_name', used.map(({ name }) => name).toSorted());
  const statuses = context.enumerations.define('patientsim', 'medication_request_status', ['active', 'completed']);
  const columns = ['person_id', 'occurrence', 'moment', 'request_key', 'code', 'name', 'days_supply', 'refills'];
  const standing = standingOrder(context);
  const parts: Relation[] = held.map(({ concept, medication }) =>
    heldOrders(
      medication,
      [
        named('request_key', literal(keys.get(heldPath(concept)) ?? 0)),
        named('code', literal(concept.code, codes)),
        named('name', literal(concept.name, names)),
        named('days_supply', literal(standing.daysSupply ?? null, smallint)),
        named('refills', literal(standing.refills ?? null, smallint)),
      ],
      { context, timeline },
    ),
  );
  if (ordered.length > 0) {
    const values: Extract<Relation, { kind: 'values' }> = {
      kind: 'values',
      columns: [
        { name: 'event_key', type: integer },
        { name: 'request_key', type: integer },
        { name: 'code', type: codes },
        { name: 'name', type: names },
        { name: 'days_supply', type: smallint },
        { name: 'refills', type: smallint },
      ],
      rows: ordered.map(({ event, medication, concept }) => [
        event.key,
        keys.get(event.path) ?? 0,
        concept.code,
        concept.name,
        medication.daysSupply,
        medication.refills,
      ]),
    };
    parts.push(project(happenedWith(timeline, values), columns.map(keep)));
  }
  const supplied = call('multiply', column('days_supply'), call('add', column('refills'), 1));
  const runsOut = call('add_days', call('to_date', column('moment')), supplied);
  const over = call('less', runsOut, day(context.cohort.profile.asOf.value));
  return [
    planTable({
      schema: 'patientsim',
      name: 'medication_requests',
      comment: 'Orders for medication: one row an order.',
      fill: 'person',
      from: parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'union', inputs: parts },
      primaryKey: ['medication_request_id'],
      origins: [...originsOf(ordered.map(({ event }) => event)), ...held.map(({ medication: { at } }) => at)],
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
          term: when(over, literal('completed', statuses), literal('active', statuses)),
          comment: 'FHIR status on as_of: completed once the last allowed fill has run out.',
        },
      ],
    }),
  ];
}
