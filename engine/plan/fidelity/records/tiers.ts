/** What a fill costs and what of it the member pays, held against the formulary and the tier of the medicine. */
import type { Declaration, Term } from '../../../model/index.ts';
import { DAYS_OF_COPAY, limitOf } from '../../tables/rxmembersim/index.ts';
import { call, cast, column, known, literal, money, when } from '../../terms.ts';
import type { Sums } from '../sums.ts';
import { benefitsOf, isFill } from './fills.ts';
import { PHARMACY, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredTiers(records: Records, sums: Sums): readonly Declaration[] {
  const benefits = benefitsOf(records);
  if (benefits === undefined) return [];
  const [first] = benefits.knowledge.formulary;
  const paid = isFill('paid');
  const limit = limitOf(benefits);
  const isBelow =
    limit === undefined ? paid : call('and', paid, call('less', column('year_paid'), literal(limit, money)));
  const isAsked = sums.bind(known(call('equal', column('patient_pay'), shareOfFill())));
  const tiers = new Set(benefits.orders.map(({ drug }) => drug.tier));
  const listed = benefits.knowledge.costSharing.filter(
    ({ payer, tier }) => payer === benefits.payer && tiers.has(tier),
  );
  const words = limit === undefined ? '' : ', below the limit of the year';
  const card = benefits.knowledge.benefits.find(({ payer }) => payer === benefits.payer);
  const isFee = call('equal', column('dispensing_fee'), literal(card?.dispensingFee ?? 0, money));
  return [
    ...(card === undefined
      ? []
      : [
          shareOf(
            {
              section: PHARMACY,
              quantity: 'dispensing fee',
              part: 'as the card has it',
              among: 'fills',
              people: sums.count(paid),
              at: card.at,
            },
            { holding: sums.count(call('and', paid, isFee)), target: 1 },
          ),
        ]),
    ...(first === undefined
      ? []
      : [
          shareOf(
            {
              section: PHARMACY,
              quantity: 'cost of a medicine',
              part: 'as the formulary has it',
              among: 'fills',
              people: sums.count(paid),
              at: first.at,
            },
            { holding: sums.count(call('and', paid, known(isListedCost()))), target: 1 },
          ),
        ]),
    ...listed.map(({ tier, name, at }) => {
      const isOf = call('and', isBelow, call('equal', column('tier'), tier));
      const head = {
        section: PHARMACY,
        quantity: "member's part",
        part: 'as the tier asks',
        among: `tier ${tier}, ${name}${words}`,
      };
      return shareOf(
        { ...head, people: sums.count(isOf), at },
        { holding: sums.count(call('and', isOf, isAsked)), target: 1 },
      );
    }),
  ];
}

function isListedCost(): Term {
  const cost = call('multiply', column('quantity'), column('unit_cost'));
  return call('equal', column('ingredient_cost'), cast(cost, money));
}

/** A copay is for thirty days, and never more than the whole. */
function shareOfFill(): Term {
  const total = call('add', column('ingredient_cost'), column('dispensing_fee'));
  const months = call('integer_divide', call('add', column('days_supply'), DAYS_OF_COPAY - 1), DAYS_OF_COPAY);
  return when(
    call('is_null', column('coinsurance')),
    cast(call('least', total, call('multiply', column('copay'), months)), money),
    cast(call('multiply', total, column('coinsurance')), money),
  );
}
