/** Claims of the pharmacy: the first one of a prescription that was rejected, refills that came too soon, fills, and those that were reversed. */
import type { Relation, Term } from '../../../model/index.ts';
import { nameKeys } from '../../keys.ts';
import {
  call,
  cast,
  column,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  money,
  named,
  project,
  smallint,
  text,
} from '../../terms.ts';
import { ORDER_KEY } from '../medication-orders.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES } from './courses.ts';
import { RX_DISPENSINGS } from './dispensings.ts';
import { limitOf, RX_SHARES } from './shares.ts';

export const CLAIM_STATUSES = ['paid', 'rejected', 'reversed'] as const;
export const NOTHING: Term = literal(0, money);

const CLAIM = [...ORDER_KEY, 'fill_number', 'claimed_on', 'claim', 'claim_kind', 'claim_reject'];

/** One row a claim, with the course of its prescription, `claim` as its status, and `claim_key`, which tells the kinds of an order apart. */
export function pharmacyClaims(benefits: PharmacyBenefits): Relation {
  const claims = joinOn(claimRows(benefits), RX_COURSES, ...ORDER_KEY);
  return joinOn(claims, claimKeys(benefits), 'order_key', 'claim_kind');
}

function claimRows(benefits: PharmacyBenefits): Relation {
  const isLimited = limitOf(benefits) !== undefined;
  const dispensings = isLimited ? RX_SHARES : RX_DISPENSINGS;
  const kind = (from: Relation, { name, status, day, reject }: Claims): Relation =>
    project(from, [
      ...ORDER_KEY.map(keep),
      named('fill_number', cast(column('fill_number'), smallint)),
      named('claimed_on', column(day)),
      named('claim', literal(status, text)),
      named('claim_kind', literal(name, text)),
      named('claim_reject', reject),
      ...(isLimited ? [named('member_pay', status === 'rejected' ? NOTHING : column('member_pay'))] : []),
    ]);
  const none = literal(null, text);
  const isRejected = call(
    'and',
    call('not', call('is_null', column('reject_code'))),
    call('less_or_equal', column('told_on'), column('written_on')),
  );
  const first = project(filter(RX_COURSES, isRejected), [
    ...[...ORDER_KEY, 'written_on', 'reject_code'].map(keep),
    named('fill_number', literal(0, smallint)),
  ]);
  const early = filter(RX_DISPENSINGS, call('not', call('is_null', column('asked_on'))));
  const tooSoon = literal(benefits.rejectCode('refill_too_soon'), text);
  return {
    kind: 'union',
    inputs: [
      kind(first, { name: 'first', status: 'rejected', day: 'written_on', reject: column('reject_code') }),
      kind(early, { name: 'early', status: 'rejected', day: 'asked_on', reject: tooSoon }),
      kind(filter(dispensings, column('reversed')), {
        name: 'reversed',
        status: 'reversed',
        day: 'filled_on',
        reject: none,
      }),
      kind(dispensings, { name: 'paid', status: 'paid', day: 'filled_on', reject: none }),
    ].map((one) => project(one, [...CLAIM, ...(isLimited ? ['member_pay'] : [])].map(keep))),
  };
}

interface Claims {
  readonly name: string;
  readonly status: (typeof CLAIM_STATUSES)[number];
  readonly day: string;
  readonly reject: Term;
}

function claimKeys({ orders }: PharmacyBenefits): Relation {
  const kinds = ['first', 'early', 'reversed', 'paid'];
  const pathOf = (path: string, kind: string): string => `${path}/${kind}`;
  const keys = nameKeys(orders.flatMap(({ path }) => kinds.map((kind) => pathOf(path, kind))));
  return {
    kind: 'values',
    columns: [
      { name: 'order_key', type: integer },
      { name: 'claim_kind', type: text },
      { name: 'claim_key', type: integer },
    ],
    rows: orders.flatMap(({ key, path }) => kinds.map((kind) => [key, kind, keys.get(pathOf(path, kind)) ?? 0])),
  };
}
