/** What a fill costs and what of it the member pays, held against the formulary and the tier of the medicine. */
import type { Declaration, SourceRange, Term } from '../../../model/index.ts';
import { DAYS_OF_COPAY, limitOf } from '../../tables/rxmembersim/index.ts';
import type { PharmacyBenefits } from '../../tables/rxmembersim/index.ts';
import { call, cast, column, known, literal, money, when } from '../../terms.ts';
import type { Sums } from '../sums.ts';
import { benefitsOf, isFill } from './fills.ts';
import { PHARMACY, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredTiers(records: Records, sums: Sums): readonly Declaration[] {
  const benefits = benefitsOf(records);
  return benefits === undefined ? [] : [...declaredCosts(benefits, sums), ...declaredParts(benefits, sums)];
}

/** The fee of the card, and the cost of medicines in the formulary. */
function declaredCosts({ knowledge, payer }: PharmacyBenefits, sums: Sums): readonly Declaration[] {
  const [first] = knowledge.formulary;
  const card = knowledge.benefits.find((one) => one.payer === payer);
  const isFee = call('equal', column('dispensing_fee'), literal(card?.dispensingFee ?? 0, money));
  const paid = isFill('paid');
  const ofAll = (quantity: string, part: string, holds: Term, at: SourceRange): Declaration =>
    shareOf(
      { section: PHARMACY, quantity, part, among: 'fills', people: sums.count(paid), at },
      { holding: sums.count(call('and', paid, holds)), target: 1 },
    );
  return [
    ...(card === undefined ? [] : [ofAll('dispensing fee', 'as the card has it', isFee, card.at)]),
    ...(first === undefined
      ? []
      : [ofAll('cost of a medicine', 'as the formulary has it', known(isListedCost()), first.at)]),
  ];
}

/** What the member pays by tier, of fills that the limit of the year spares nothing of. */
function declaredParts(benefits: PharmacyBenefits, sums: Sums): readonly Declaration[] {
  const limit = limitOf(benefits);
  const paid = isFill('paid');
  const isBelow =
    limit === undefined ? paid : call('and', paid, call('less', column('year_paid'), literal(limit, money)));
  const words = limit === undefined ? '' : ', below the limit of the year';
  const isAsked = sums.bind(known(call('equal', column('patient_pay'), shareOfFill())));
  const tiers = new Set(benefits.orders.map(({ drug }) => drug.tier));
  return benefits.knowledge.costSharing
    .filter(({ payer, tier }) => payer === benefits.payer && tiers.has(tier))
    .map(({ tier, name, at }) => {
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
    });
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
