/** `rxmembersim.dur_alerts`: what the review of a medicine at the pharmacy (drug utilization review) points at. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
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
  when,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { MOST_FILLS, RX_COURSES } from './courses.ts';
import { ORDER_KEY } from '../medication-orders.ts';
import { coveredWhere, RX_DISPENSINGS } from './dispensings.ts';
import { dayOf } from './supply.ts';
import { cardholder, medicine, prescriptionKey } from './prescriptions.ts';

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
        {
          name: 'prescription_id',
          type: bigint,
          term: prescriptionKey,
          comment: 'The prescription at whose fill the alert was raised.',
          references: 'rxmembersim.prescriptions',
        },
        medicine,
        {
          name: 'fill_number',
          type: smallint,
          term: column('fill_number'),
          comment: 'The fill at which it was raised.',
        },
        { name: 'alerted_on', type: date, term: column('alerted_on'), comment: 'Day of the alert.' },
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

/** Pairs of which both can be ordered, each seen from the side of either. */
function interactions({ knowledge, orders, keys }: PharmacyBenefits): readonly Relation[] {
  const ordered = new Set(orders.map(({ drug }) => drug.drug));
  const pairs = knowledge.interactions.filter(({ drug, other }) => ordered.has(drug) && ordered.has(other));
  if (pairs.length === 0) return [];
  const pathsOf = (name: string): readonly { readonly path: string; readonly key: number }[] =>
    orders.filter(({ drug }) => drug.drug === name);
  const meetings = pairs.flatMap(({ drug, other, severity, effect }) =>
    [
      [drug, other],
      [other, drug],
    ].flatMap(([here = '', there = '']) =>
      pathsOf(here).flatMap((one) => pathsOf(there).map((another) => ({ one, another, there, severity, effect }))),
    ),
  );
  const nameOf = (one: string, another: string): string => `${one}/with/${another}`;
  const names = nameKeys(meetings.map(({ one, another }) => nameOf(one.path, another.path)));
  const met: Relation = {
    kind: 'values',
    columns: [
      { name: 'order_key', type: integer },
      { name: 'other_key', type: integer },
      { name: 'alert_key', type: integer },
      { name: 'interacts_with', type: integer },
      { name: 'severity', type: text },
      { name: 'effect', type: text },
    ],
    rows: meetings.map(({ one, another, there, severity, effect }) => [
      one.key,
      another.key,
      names.get(nameOf(one.path, another.path)) ?? 0,
      keys.get(there) ?? 0,
      severity,
      effect,
    ]),
  };
  const dispensed = filter(RX_COURSES, call('greater', column('fills'), 0));
  const isRenewal = call('greater', column('first_number'), 0);
  const filled = call('add', column('first_number'), column('fills'));
  const lasts = dayOf(call('add', column('begins'), call('multiply', filled, column('period'))));
  const isTold = call('less_or_equal', column('told_on'), column('starts_on'));
  const others = project(dispensed, [
    keep('person_id'),
    named('other_key', column('order_key')),
    named('other_occurrence', column('occurrence')),
    named('other_starts', when(isRenewal, column('written_on'), column('starts_on'))),
    named('other_until', call('least', column('until'), lasts)),
  ]);
  const isSecond = call(
    'or',
    call('greater', column('starts_on'), column('other_starts')),
    call(
      'and',
      call('equal', column('starts_on'), column('other_starts')),
      call('greater', column('order_key'), column('other_key')),
    ),
  );
  const together = filter(
    joinOn(joinOn(filter(dispensed, isTold), met, 'order_key'), others, 'person_id', 'other_key'),
    call('and', isSecond, call('less', column('starts_on'), column('other_until'))),
  );
  const first = project(filter(RX_DISPENSINGS, call('equal', column('fill_number'), 0)), [
    ...ORDER_KEY.map(keep),
    named('alerted_on', column('filled_on')),
  ]);
  const known = joinOn(together, firstFills(pairs, { orders, keys }), 'person_id', 'interacts_with');
  const isKnown = call('less_or_equal', column('other_filled'), column('alerted_on'));
  return [
    {
      kind: 'extend',
      input: filter(joinOn(known, first, ...ORDER_KEY), isKnown),
      columns: [
        named(
          'number',
          call('add', call('multiply', cast(column('occurrence'), integer), MOST_FILLS), column('other_occurrence')),
        ),
        named('fill_number', literal(0, smallint)),
        named('reason', literal('DD', text)),
        named('stopped', literal(false)),
      ],
    },
  ];
}

/** The review sees what was dispensed under the plan, and nothing before: of each medicine of these, the first fill. */
function firstFills(
  pairs: PharmacyBenefits['knowledge']['interactions'],
  { orders, keys }: Pick<PharmacyBenefits, 'orders' | 'keys'>,
): Relation {
  const among = new Set(pairs.flatMap(({ drug, other }) => [drug, other]));
  const medicines: Relation = {
    kind: 'values',
    columns: [
      { name: 'order_key', type: integer },
      { name: 'interacts_with', type: integer },
    ],
    rows: orders.filter(({ drug }) => among.has(drug.drug)).map(({ key, drug }) => [key, keys.get(drug.drug) ?? 0]),
  };
  return {
    kind: 'aggregate',
    input: joinOn(RX_DISPENSINGS, medicines, 'order_key'),
    by: ['person_id', 'interacts_with'],
    columns: [{ name: 'other_filled', how: 'min', of: 'filled_on' }],
  };
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
          named(
            'number',
            call('add', call('multiply', cast(column('occurrence'), integer), MOST_FILLS), column('fill_number')),
          ),
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
