/** `rxmembersim.fills`: the pharmacy's claims, those that were paid, rejected and reversed. */
import type { PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { bigint, call, cast, column, date, output, smallint, when } from '../../terms.ts';
import { dollars } from '../columns.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { withinOrder } from './courses.ts';
import { filledType } from './formulary.ts';
import { CLAIM_STATUSES, NOTHING, pharmacyClaims } from './pharmacy-claims.ts';
import { cardholder, medicine, prescription, writtenOn } from './prescriptions.ts';
import { limitOf } from './shares.ts';

/** Claims of the pharmacy. What counts are those of status paid: each claim that was reversed is billed anew. */
export function fillsTable(context: PlanContext, benefits: PharmacyBenefits): PlannedTable {
  return planTable({
    schema: 'rxmembersim',
    name: 'fills',
    comment:
      'Pharmacy claims: a row a fill that was paid, a row a claim that was rejected, and a row a claim that was reversed and billed anew. Amounts that count are those of status paid.',
    fill: 'person',
    from: pharmacyClaims(benefits),
    primaryKey: ['fill_id'],
    origins: benefits.orders.map(({ at }) => at),
    columns: [
      {
        name: 'fill_id',
        type: bigint,
        term: rowKey(column('claim_key'), withinOrder(column('fill_number'))),
        comment: 'Person, order with kind of claim, occurrence and fill as one number.',
      },
      cardholder,
      prescription('The prescription.'),
      medicine,
      ...whereAndWhen(context),
      ...supply,
      ...whatBecameOfIt(context, benefits),
      ...amounts(benefits),
    ],
  });
}

function whereAndWhen({ cohort }: PlanContext): readonly ColumnDefinition[] {
  const inNetwork = cohort.profile.products.includes('networksim');
  return [
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
    writtenOn,
    { name: 'filled_on', type: date, term: column('claimed_on'), comment: 'Day of the claim.' },
  ];
}

const supply: readonly ColumnDefinition[] = [
  {
    name: 'days_supply',
    type: smallint,
    term: cast(asked('days_supply', column('ordered_days')), smallint),
    comment: 'Days that the quantity lasts.',
  },
  {
    name: 'quantity',
    type: filledType,
    term: asked('quantity', call('multiply', column('units_per_day'), column('ordered_days'))),
    comment: 'Units of the formulary.',
  },
];

/** A first claim over the limit of the plan was for all that was ordered. */
function asked(name: string, ordered: Term): Term {
  return when(call('equal', column('claim_kind'), 'first'), ordered, column(name));
}

function whatBecameOfIt({ enumerations }: PlanContext, { knowledge }: PharmacyBenefits): readonly ColumnDefinition[] {
  const statuses = enumerations.define('rxmembersim', 'fill_status', CLAIM_STATUSES);
  const codes = enumerations.define(
    'rxmembersim',
    'reject_code',
    knowledge.rejects.map(({ code }) => code),
  );
  return [
    { name: 'status', type: statuses, term: cast(column('claim'), statuses), comment: 'What became of the claim.' },
    {
      name: 'reject_code',
      type: codes,
      term: cast(column('claim_reject'), codes),
      nullable: true,
      comment: 'NCPDP reject code; empty where it was not rejected.',
    },
  ];
}

/** Nothing of a rejected claim; the plan pays what the member's share leaves. */
function amounts(benefits: PharmacyBenefits): readonly ColumnDefinition[] {
  const isPaid = call('not_equal', column('claim'), 'rejected');
  const amount = (name: string): Term => when(isPaid, column(name), NOTHING);
  const patientPay = limitOf(benefits) === undefined ? 'patient_pay' : 'member_pay';
  const cost = call('add', output('ingredient_cost'), output('dispensing_fee'));
  return [
    dollars(
      'ingredient_cost',
      'US dollars for the medicine: quantity times cost of the unit.',
      amount('ingredient_cost'),
    ),
    dollars('dispensing_fee', 'US dollars for dispensing.', amount('dispensing_fee')),
    dollars('patient_pay', 'US dollars that the member pays.', amount(patientPay)),
    dollars('plan_pay', 'US dollars that the plan pays: what is left.', call('subtract', cost, output('patient_pay'))),
  ];
}
