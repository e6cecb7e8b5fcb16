/** `scratch.rx_shares`: what members pay for each fill where their payer limits what they pay in a year. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import { call, cast, column, joinOn, keep, literal, money, named, project, table } from '../../terms.ts';
import { longestSupply } from './benefit.ts';
import type { PharmacyBenefits, RxOrder } from './benefit.ts';
import { DAYS_OF_COPAY, RX_COURSES } from './courses.ts';
import { ORDER_KEY } from '../medication-orders.ts';
import { DISPENSING_COLUMNS, RX_DISPENSINGS } from './dispensings.ts';
import { scratchColumns } from '../../scratch-columns.ts';

export const RX_SHARES: Relation = table('scratch', 'rx_shares');

/** The yearly limit, where the orders of the cohort can reach it. */
export function limitOf(benefits: PharmacyBenefits): number | undefined {
  const limit = benefits.knowledge.benefits.find(({ payer }) => payer === benefits.payer)?.yearlyLimit;
  if (limit === undefined) return undefined;
  const most = benefits.orders.reduce((sum, order) => sum + mostPaid(order, benefits), 0);
  return most > limit ? limit : undefined;
}

/** What a member pays for all that an order can give, in whichever plan. */
function mostPaid(order: RxOrder, { knowledge, payer }: PharmacyBenefits): number {
  const { drug, daysSupply, refills, repeats } = order;
  const days = Math.max(1, Math.min(daysSupply, longestSupply(drug) ?? daysSupply));
  const fills = repeats * Math.ceil((daysSupply * (refills + 1)) / days);
  const fee = knowledge.benefits.find((one) => one.payer === payer)?.dispensingFee ?? 0;
  const total = days * drug.unitsPerDay * drug.unitCost + fee + 1;
  const shares = knowledge.costSharing
    .filter((one) => one.payer === payer && one.tier === drug.tier)
    .map(({ copay, coinsurance = 1 }) =>
      copay === undefined ? total * coinsurance : Math.min(total, copay * Math.ceil(days / DAYS_OF_COPAY)),
    );
  return fills * Math.max(0, ...shares);
}

/** The limit is used up fill by fill in the order of the calendar: each adds what it raises the sum below the limit by. */
export function rxSharesTable(benefits: PharmacyBenefits): readonly PlannedTable[] {
  const limit = limitOf(benefits);
  if (limit === undefined) return [];
  const costs = project(RX_COURSES, [...ORDER_KEY, 'patient_pay'].map(keep));
  const summed: Relation = {
    kind: 'running',
    input: {
      kind: 'extend',
      input: joinOn(RX_DISPENSINGS, costs, ...ORDER_KEY),
      columns: [named('year', call('first_of_year', column('filled_on')))],
    },
    by: ['person_id', 'year'],
    along: ['filled_on', 'order_key', 'occurrence', 'fill_number'],
    columns: [{ name: 'by_now', of: 'patient_pay' }],
  };
  const atMost = literal(limit, money);
  const before = call('subtract', column('by_now'), column('patient_pay'));
  const share = call('subtract', call('least', atMost, column('by_now')), call('least', atMost, before));
  const columns = [...DISPENSING_COLUMNS, { name: 'member_pay', type: money }];
  return [
    {
      schema: 'scratch',
      name: 'rx_shares',
      fill: 'scratch',
      comment: 'Fills of medicines with what the member pays under the yearly limit.',
      columns: scratchColumns(columns),
      primaryKey: [...ORDER_KEY, 'fill_number'],
      relation: project(summed, [
        ...DISPENSING_COLUMNS.map(({ name }) => keep(name)),
        named('member_pay', cast(share, money)),
      ]),
      origins: benefits.orders.map(({ at }) => at),
    },
  ];
}
