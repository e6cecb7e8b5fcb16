/** `patientsim.medication_requests`: what events and visits prescribe, and what the profile says people take. */
import type { ColumnType, PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { lastDay, leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, literal, smallint, text, timestamp } from '../../terms.ts';
import { conditionCodes } from '../condition-codes.ts';
import { medicationOrders } from '../medication-orders.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { canStop } from '../withheld-orders.ts';
import { encounterId, reasonCode } from './columns.ts';
import { originsOf, patient } from './events.ts';
import { medicinesOrdered } from './medicines-ordered.ts';

/** Orders for medication; no table where nobody is ordered any. */
export function medicationRequestsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const { ordered, held, atVisits } = medicationOrders(context, timeline);
  const used = [...new Set([...ordered, ...held, ...atVisits].map(({ concept }) => concept))];
  if (used.length === 0) return [];
  const define = (name: string, values: readonly string[]): ColumnType =>
    context.enumerations.define('patientsim', name, values);
  const code = define('medication_code', used.map((one) => one.code).toSorted());
  const name = define('medication_name', used.map((one) => one.name).toSorted());
  const statuses = define('medication_request_status', ['active', 'completed', 'stopped']);
  const reasons = conditionCodes(context, timeline);
  const orders = medicinesOrdered({ code, name, reason: reasons ?? text }, { context, timeline });
  return [
    planTable({
      schema: 'patientsim',
      name: 'medication_requests',
      comment: 'Orders for medication: one row an order.',
      fill: 'person',
      from: timeline.endsPeople ? leftJoin(orders, PERSON_ENDINGS, 'person_id') : orders,
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
        { name: 'code', type: code, term: column('code'), comment: 'RxNorm concept.' },
        { name: 'name', type: name, term: column('name'), comment: 'What expressions call the drug.' },
        encounterId(timeline, 'The encounter at which it was ordered, if any.'),
        ...reasonCode(
          reasons,
          () => column('reason_code'),
          'ICD-10-CM code of what it was ordered for, where the visit, the event or the profile says it.',
        ),
        { name: 'authored_on', type: timestamp, term: column('moment'), comment: 'When it was ordered, UTC.' },
        ...supply,
        {
          name: 'status',
          type: statuses,
          term: statusOf(statuses, context, timeline),
          comment:
            'FHIR status on as_of: completed once the last allowed fill has run out, stopped where the patient died before or is not to take it any more.',
        },
      ],
    }),
  ];
}

const supply: readonly ColumnDefinition[] = [
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
];

function statusOf(statuses: ColumnType, context: PlanContext, timeline: Timeline): Term {
  const { endsPeople } = timeline;
  const last = lastDay(context, endsPeople);
  const supplied = call('multiply', column('days_supply'), call('add', column('refills'), 1));
  const runsOut = call('add_days', call('to_date', column('moment')), supplied);
  const isStopped = call('less_or_equal', column('stops_on'), call('least', runsOut, last));
  const hasDied = call('not', call('is_null', column('died')));
  const stopped = literal('stopped', statuses);
  return {
    kind: 'case',
    branches: [
      ...(canStop(context, timeline) ? [{ when: isStopped, then: stopped }] : []),
      { when: call('less', runsOut, last), then: literal('completed', statuses) },
      ...(endsPeople ? [{ when: hasDied, then: stopped }] : []),
    ],
    otherwise: literal('active', statuses),
  };
}
