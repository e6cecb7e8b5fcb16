/** Fills at the pharmacy, as what is declared of them is counted in them. */
import type { ColumnType, Relation, Term } from '../../../model/index.ts';
import { leftJoin } from '../../endings.ts';
import { madeOnce } from '../../made-once.ts';
import { limitOf, pharmacyBenefits, quantityType } from '../../tables/rxmembersim/index.ts';
import type { PharmacyBenefits } from '../../tables/rxmembersim/index.ts';
import { call, column, filter, integer, joinOn, keep, literal, money, named, project, smallint } from '../../terms.ts';
import { rowsOfMany } from './records.ts';
import type { Records } from './records.ts';

export function fillsOf({ context }: Records): Relation {
  return rowsOfMany('rxmembersim', 'fills', 'fill_id', context);
}

export const benefitsOf: (records: Records) => PharmacyBenefits | undefined = madeOnce(({ context, timeline }) =>
  pharmacyBenefits(context, timeline),
);

/**
 * With what the formulary and the tier say of the medicine and, where the card has a limit that can be reached, what the member
 * paid in the year of the fill (`year_paid`).
 */
export function pricedFills(records: Records): Relation {
  const benefits = benefitsOf(records);
  const fills = fillsOf(records);
  if (benefits === undefined) return fills;
  const priced = joinOn(fills, listedMedicines(benefits), 'formulary_id');
  return limitOf(benefits) === undefined ? priced : withYears(priced, fills);
}

function withYears(priced: Relation, fills: Relation): Relation {
  const year = named('year', call('first_of_year', column('filled_on')));
  const sums: Relation = {
    kind: 'aggregate',
    input: project(filter(fills, isFill('paid')), [keep('rx_member_id'), year, keep('patient_pay')]),
    by: ['rx_member_id', 'year'],
    columns: [{ name: 'year_paid', how: 'sum', of: 'patient_pay' }],
  };
  return leftJoin({ kind: 'extend', input: priced, columns: [year] }, sums, 'rx_member_id', 'year');
}

const shareType: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

function listedMedicines({ knowledge, orders, keys, payer }: PharmacyBenefits): Relation {
  const drugs = new Map(orders.map(({ drug }) => [drug.drug, drug]));
  const costs = new Map(knowledge.costSharing.filter((one) => one.payer === payer).map((one) => [one.tier, one]));
  return {
    kind: 'values',
    columns: [
      { name: 'formulary_id', type: integer },
      { name: 'tier', type: smallint },
      { name: 'unit_cost', type: quantityType },
      { name: 'copay', type: money },
      { name: 'coinsurance', type: shareType },
    ],
    rows: [...drugs.values()].map(({ drug, tier, unitCost }) => [
      keys.get(drug) ?? 0,
      tier,
      unitCost,
      costs.get(tier)?.copay ?? null,
      costs.get(tier)?.coinsurance ?? null,
    ]),
  };
}

export function isFill(status: string): Term {
  return call(
    'equal',
    column('status'),
    literal(status, { kind: 'enumeration', schema: 'rxmembersim', name: 'fill_status' }),
  );
}
