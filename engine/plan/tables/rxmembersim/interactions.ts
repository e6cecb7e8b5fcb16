/** Medicines that interact and are both dispensed to somebody at a time: rows of alerts. */
import type { Relation } from '../../../model/index.ts';
import { nameKeys } from '../../keys.ts';
import {
  call,
  column,
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
import { ORDER_KEY } from '../medication-orders.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES, withinOrder } from './courses.ts';
import { RX_DISPENSINGS } from './dispensings.ts';
import { usedUpOn } from './supply.ts';

type Order = PharmacyBenefits['orders'][number];
type Pairs = PharmacyBenefits['knowledge']['interactions'];

/** Pairs of which both can be ordered, each seen from the side of either: the one that is dispensed second raises the alert. */
export function interactions(benefits: PharmacyBenefits): readonly Relation[] {
  const ordered = new Set(benefits.orders.map(({ drug }) => drug.drug));
  const pairs = benefits.knowledge.interactions.filter(({ drug, other }) => ordered.has(drug) && ordered.has(other));
  if (pairs.length === 0) return [];
  const firstFilled = project(filter(RX_DISPENSINGS, call('equal', column('fill_number'), 0)), [
    ...ORDER_KEY.map(keep),
    named('alerted_on', column('filled_on')),
  ]);
  const together = takenTogether(meetingsOf(pairs, benefits));
  const known = joinOn(together, firstFills(pairs, benefits), 'person_id', 'interacts_with');
  const isKnown = call('less_or_equal', column('other_filled'), column('alerted_on'));
  return [
    {
      kind: 'extend',
      input: filter(joinOn(known, firstFilled, ...ORDER_KEY), isKnown),
      columns: [
        named('number', withinOrder(column('other_occurrence'))),
        named('fill_number', literal(0, smallint)),
        named('reason', literal('DD', text)),
        named('stopped', literal(false)),
      ],
    },
  ];
}

/** Which orders meet which others: every order of the one medicine every order of the other, and the other way round. */
function meetingsOf(pairs: Pairs, { orders, keys }: PharmacyBenefits): Relation {
  const ordersOf = (name: string): readonly Order[] => orders.filter(({ drug }) => drug.drug === name);
  const meetings = pairs.flatMap(({ drug, other, severity, effect }) =>
    [
      [drug, other],
      [other, drug],
    ].flatMap(([here = '', there = '']) =>
      ordersOf(here).flatMap((one) => ordersOf(there).map((another) => ({ one, another, there, severity, effect }))),
    ),
  );
  const nameOf = (one: Order, another: Order): string => `${one.path}/with/${another.path}`;
  const names = nameKeys(meetings.map(({ one, another }) => nameOf(one, another)));
  return {
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
      names.get(nameOf(one, another)) ?? 0,
      keys.get(there) ?? 0,
      severity,
      effect,
    ]),
  };
}

/** Courses that begin while one that they meet lasts; of two that begin on a day, the one of the greater key is the second. */
function takenTogether(meetings: Relation): Relation {
  const dispensed = filter(RX_COURSES, call('greater', column('fills'), 0));
  const isRenewal = call('greater', column('first_number'), 0);
  const isTold = call('less_or_equal', column('told_on'), column('starts_on'));
  const others = project(dispensed, [
    keep('person_id'),
    named('other_key', column('order_key')),
    named('other_occurrence', column('occurrence')),
    named('other_starts', when(isRenewal, column('written_on'), column('starts_on'))),
    named('other_until', call('least', column('until'), usedUpOn())),
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
  return filter(
    joinOn(joinOn(filter(dispensed, isTold), meetings, 'order_key'), others, 'person_id', 'other_key'),
    call('and', isSecond, call('less', column('starts_on'), column('other_until'))),
  );
}

/** The review sees what was dispensed under the plan, and nothing before: of each medicine of these, the first fill. */
function firstFills(pairs: Pairs, { orders, keys }: Pick<PharmacyBenefits, 'orders' | 'keys'>): Relation {
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
