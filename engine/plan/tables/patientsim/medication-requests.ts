/** `patientsim.medication_requests`: what events prescribe, and what the profile says people take. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { lastDay, leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, integer, keep, literal, project, smallint, timestamp, when } from '../../terms.ts';
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
  const statuses = context.enumerations.define('patientsim', 'medication_request_status', [
    'active',
    'completed',
    'stopped',
  ]);
  const columns = ['person_id', 'occurrence', 'moment', 'request_key', 'code', 'name', 'days_supply', 'refills'];
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
    parts.push(heldOrders({ kind: 'values', columns: [{ name: 'order_key', type: integer }, ...told], rows }));
  }
  if (ordered.length > 0) {
    const rows = ordered.map(({ event, medication, concept }) => [
      event.key,
      keys.get(event.path) ?? 0,
      concept.code,
      concept.name,
      medication.daysSupply,
      medication.refills,
    ]);
    parts.push(
      happenedWith(timeline, { kind: 'values', columns: [{ name: 'event_key', type: integer }, ...told], rows }),
    );
  }
  const inputs = parts.map((part) => project(part, columns.map(keep)));
  const supplied = call('multiply', column('days_supply'), call('add', column('refills'), 1));
  const runsOut = call('add_days', call('to_date', column('moment')), supplied);
  const over = call('less', runsOut, lastDay(context, timeline.endsPeople));
  const active = literal('active', statuses);
  const hasDied = call('not', call('is_null', column('died')));
  const all: Relation = inputs.length === 1 && inputs[0] !== undefined ? inputs[0] : { kind: 'union', inputs };
  const { endsPeople } = timeline;
  return [
    planTable({
      schema: 'patientsim',
      name: 'medication_requests',
      comment: 'Orders for medication: one row an order.',
      fill: 'person',
      from: endsPeople ? leftJoin(all, PERSON_ENDINGS, 'person_id') : all,
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
          term: when(
            over,
            literal('completed', statuses),
            endsPeople ? when(hasDied, literal('stopped', statuses), active) : active,
          ),
          comment:
            'FHIR status on as_of: completed once the last allowed fill has run out, stopped where the patient died before.',
        },
      ],
    }),
  ];
}
