/** `rxmembersim.dur_alerts`: what the review of a medicine at the pharmacy (drug utilization review) points at. */
import type { ColumnType, PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  date,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  text,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES, withinOrder } from './courses.ts';
import { ORDER_KEY } from '../medication-orders.ts';
import { coveredWhere, RX_DISPENSINGS } from './dispensings.ts';
import { interactions } from './interactions.ts';
import { cardholder, medicine, prescription } from './prescriptions.ts';

const COLUMNS = [
  ...ORDER_KEY,
  'formulary_id',
  'alert_key',
  'number',
  'fill_number',
  'alerted_on',
  'reason',
  'interacts_with',
  'severity',
  'effect',
  'stopped',
];

/** What the review of medicines points at when they are filled. */
export function alertsTable(
  context: PlanContext,
  timeline: Timeline,
  benefits: PharmacyBenefits,
): readonly PlannedTable[] {
  const reasons = context.enumerations.define('rxmembersim', 'dur_reason', ['DD', 'ER']);
  const met = interactions(benefits).map((one) => coveredWhere('alerted_on', one, context, timeline));
  const inputs = [...met.map((one) => project(one, COLUMNS.map(keep))), ...earlyRefills(benefits)];
  return [
    planTable({
      schema: 'rxmembersim',
      name: 'dur_alerts',
      comment: 'Alerts of the drug utilization review: interactions of medicines, and refills that came too soon.',
      fill: 'person',
      from: { kind: 'union', inputs },
      primaryKey: ['alert_id'],
      origins: [...benefits.knowledge.interactions, ...benefits.orders].map(({ at }) => at),
      columns: [
        {
          name: 'alert_id',
          type: bigint,
          term: rowKey(column('alert_key'), column('number')),
          comment: 'Person, order with what it met, and occurrence as one number.',
        },
        cardholder,
        prescription('The prescription at whose fill the alert was raised.'),
        medicine,
        {
          name: 'fill_number',
          type: smallint,
          term: column('fill_number'),
          comment: 'The fill at which it was raised.',
        },
        { name: 'alerted_on', type: date, term: column('alerted_on'), comment: 'Day of the alert.' },
        ...whatItPointsAt(reasons),
        {
          name: 'stopped_fill',
          type: boolean,
          term: column('stopped'),
          comment: 'Whether the claim was rejected for it; otherwise it was dispensed after a look.',
        },
      ],
    }),
  ];
}

function whatItPointsAt(reasons: ColumnType): readonly ColumnDefinition[] {
  return [
    {
      name: 'reason',
      type: reasons,
      term: cast(column('reason'), reasons),
      comment: 'NCPDP reason for service: DD interaction of two medicines, ER refill too soon.',
    },
    {
      name: 'interacts_with',
      type: integer,
      term: column('interacts_with'),
      nullable: true,
      comment: 'The other medicine, where two interact.',
      references: 'rxmembersim.formulary',
    },
    {
      name: 'severity',
      type: text,
      term: column('severity'),
      nullable: true,
      comment: 'How grave the interaction is, in the words of the skill; empty where it is about something else.',
    },
    {
      name: 'effect',
      type: text,
      term: column('effect'),
      nullable: true,
      comment: 'What the interaction may do, in the words of the skill; empty where it is about something else.',
    },
  ];
}

function earlyRefills({ orders }: PharmacyBenefits): readonly Relation[] {
  const pathOf = (path: string): string => `${path}/too soon`;
  const names = nameKeys(orders.map(({ path }) => pathOf(path)));
  const keyed: Relation = {
    kind: 'values',
    columns: [
      { name: 'order_key', type: integer },
      { name: 'alert_key', type: integer },
    ],
    rows: orders.map(({ key, path }) => [key, names.get(pathOf(path)) ?? 0]),
  };
  const courses = project(RX_COURSES, [...ORDER_KEY, 'formulary_id'].map(keep));
  const early = filter(RX_DISPENSINGS, call('not', call('is_null', column('asked_on'))));
  return [
    project(
      {
        kind: 'extend',
        input: joinOn(joinOn(early, courses, ...ORDER_KEY), keyed, 'order_key'),
        columns: [
          named('number', withinOrder(column('fill_number'))),
          named('alerted_on', column('asked_on')),
          named('reason', literal('ER', text)),
          named('interacts_with', literal(null, integer)),
          named('severity', literal(null, text)),
          named('effect', literal(null, text)),
          named('stopped', literal(true)),
        ],
      },
      COLUMNS.map(keep),
    ),
  ];
}
