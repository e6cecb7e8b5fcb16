/** `rxmembersim.fills`: the pharmacy's claims, those that were paid, rejected and reversed. */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import {
  bigint,
  call,
  cast,
  column,
  date,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  money,
  named,
  output,
  project,
  smallint,
  text,
  when,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { MOST_FILLS, RX_COURSES } from './courses.ts';
import { ORDER_KEY } from '../medication-orders.ts';
import { RX_DISPENSINGS } from './dispensings.ts';
import { limitOf, RX_SHARES } from './shares.ts';
import { cardholder, medicine, prescriptionKey } from './prescriptions.ts';

const STATUSES = ['paid', 'rejected', 'reversed'] as const;

export function fillsTable({ cohort, enumerations }: PlanContext, benefits: PharmacyBenefits): PlannedTable {
  const { knowledge, orders } = benefits;
  const statuses = enumerations.define('rxmembersim', 'fill_status', STATUSES);
  const codes = enumerations.define(
    'rxmembersim',
    'reject_code',
    knowledge.rejects.map(({ code }) => code),
  );
  const isPaid = call('not_equal', column('claim'), 'rejected');
  const amount = (name: string): Term => when(isPaid, column(name), literal(0, money));
  const isLimited = limitOf(benefits) !== undefined;
  const inNetwork = cohort.profile.products.includes('networksim');
  return planTable({
    schema: 'rxmembersim',
    name: 'fills',
    comment:
      'Pharmacy claims: a row a fill that was paid, a row a claim that was rejected, and a row a claim that was reversed and billed anew. Amounts that count are those of status paid.',
    fill: 'person',
    from: joinOn(joinOn(claims(benefits), RX_COURSES, ...ORDER_KEY), claimKeys(benefits), 'order_key', 'claim_kind'),
    primaryKey: ['fill_id'],
    origins: orders.map(({ at }) => at),
    columns: [
      {
        name: 'fill_id',
        type: bigint,
        term: rowKey(
          column('claim_key'),
          call('add', call('multiply', cast(column('occurrence'), integer), MOST_FILLS), column('fill_number')),
        ),
        comment: 'Person, order with kind of claim, occurrence and fill as one number.',
      },
      cardholder,
      {
        name: 'prescription_id',
        type: bigint,
        term: prescriptionKey,
        comment: 'The prescription.',
        references: 'rxmembersim.prescriptions',
      },
      medicine,
      {
        name: 'pharmacy_id',
        type: bigint,
        term: column('pharmacy_id'),
        comment: 'The pharmacy.',
        ...(inNetwork ? { references: 'networksim.pharmacies' } : {}),
      },
      {
        name: 'fill_number',
        type: smallint,
        term: column('fill_number'),
        comment: 'NCPDP fill number: 0 for the first, then refills from 1.',
      },
      { name: 'written_on', type: date, term: column('written_on'), comment: 'Day on which it was written.' },
      { name: 'filled_on', type: date, term: column('claimed_on'), comment: 'Day of the claim.' },
      {
        name: 'days_supply',
        type: smallint,
        term: cast(asked('days_supply', column('ordered_days')), smallint),
        comment: 'Days that the quantity lasts.',
      },
      {
        name: 'quantity',
        type: { kind: 'decimal', precision: 12, scale: 2 },
        term: asked('quantity', call('multiply', column('units_per_day'), column('ordered_days'))),
        comment: 'Units of the formulary.',
      },
      { name: 'status', type: statuses, term: cast(column('claim'), statuses), comment: 'What became of the claim.' },
      {
        name: 'reject_code',
        type: codes,
        term: cast(column('claim_reject'), codes),
        nullable: true,
        comment: 'NCPDP reject code; empty where it was not rejected.',
      },
      {
        name: 'ingredient_cost',
        type: money,
        term: amount('ingredient_cost'),
        comment: 'US dollars for the medicine: quantity times cost of the unit.',
      },
      { name: 'dispensing_fee', type: money, term: amount('dispensing_fee'), comment: 'US dollars for dispensing.' },
      {
        name: 'patient_pay',
        type: money,
        term: isLimited ? when(isPaid, column('member_pay'), NOTHING) : amount('patient_pay'),
        comment: 'US dollars that the member pays.',
      },
      {
        name: 'plan_pay',
        type: money,
        term: call('subtract', call('add', output('ingredient_cost'), output('dispensing_fee')), output('patient_pay')),
        comment: 'US dollars that the plan pays: what is left.',
      },
    ],
  });
}

/** A first claim over the limit of the plan was for all that was ordered. */
function asked(name: string, ordered: Term): Term {
  return when(call('equal', column('claim_kind'), 'first'), ordered, column(name));
}

const CLAIM = [...ORDER_KEY, 'fill_number', 'claimed_on', 'claim', 'claim_kind', 'claim_reject'];
const NOTHING = literal(0, money);

function claims(benefits: PharmacyBenefits): Relation {
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
  readonly status: (typeof STATUSES)[number];
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
