/** What is allowed and charged for claims in the network, held against the fee schedule: prices, how much they vary, and list prices. */
import type { Declaration, Term } from '../../../model/index.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import { billedClasses } from '../../tables/membersim/index.ts';
import { call, cast, column, double, known, literal, when } from '../../terms.ts';
import { curveOf } from '../curve.ts';
import { declaredShape } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import type { Claiming } from './first-claims.ts';
import { CLAIMS, quantityOf, shareOf } from './records.ts';

/** What is paid in the network, of claims as they were first sent. */
function isPriced({ billing }: Claiming): Term {
  const isPaid = call('equal', column('status'), literal('paid', billing.types.status));
  return known(call('and', isPaid, column('in_network'), call('greater', column('unit_price'), literal(0, double))));
}

interface Priced {
  /** Which claims, by what makes them and by what they say. */
  readonly of: (template: ClaimTemplate) => boolean;
  readonly holds: Term;
  /** By how much more than the price is to be paid for each, before chance has its say. */
  readonly size: Term;
}

/** Days that a claim by the day is for. */
export const daysOfClaim: Term = call(
  'greatest',
  call('days_between', column('service_from'), column('service_to')),
  1,
);

/** By the event or by the day. */
export const BY_ITSELF: Priced = {
  of: ({ drgs }) => drgs.length === 0,
  holds: call('is_null', column('drg')),
  size: when(column('per_day'), cast(daysOfClaim, double), literal(1, double)),
};

/** Where `weight` is that of the group of a stay. */
export const BY_STAY: Priced = {
  of: ({ drgs }) => drgs.length > 0,
  holds: literal(true),
  size: column('weight'),
};

/** The mean of what is spread so widely tells little; a shape tells of prices as well. */
export function declaredPrices(claiming: Claiming, { of, holds, size }: Priced, sums: Sums): readonly Declaration[] {
  const { billing } = claiming;
  const priced = sums.bind(isPriced(claiming));
  const price = call('multiply', column('unit_price'), size);
  const value = sums.bind(call('divide', cast(column('total_allowed'), double), price));
  return billedClasses(billing).flatMap((one, number) => {
    const curve = curveOf(one.intensity);
    if (curve === undefined || !billing.templates.some((template) => template.class === one && of(template))) return [];
    const isOf = call('and', priced, holds, call('equal', column('class_number'), number));
    return declaredShape(
      quantityOf({
        section: CLAIMS,
        quantity: 'allowed as a multiple of the price',
        value,
        type: double,
        among: { words: one.name.replaceAll('_', ' '), holds: sums.bind(isOf) },
        at: one.intensity.at,
      }),
      curve,
      sums,
    );
  });
}

/** Every charge follows from what is allowed, by the rates of the payer in the network and outside of it. */
export function declaredCharges({ billing }: Claiming, sums: Sums): readonly Declaration[] {
  const [first] = billing.claims.classes;
  if (first === undefined) return [];
  const isPaid = call('equal', column('status'), literal('paid', billing.types.status));
  return [
    { among: 'paid in the network', holds: column('in_network'), charged: 'charged' },
    { among: 'paid outside the network', holds: call('not', column('in_network')), charged: 'charged_outside' },
  ].map(({ among, holds, charged }) => {
    const isOf = sums.bind(known(call('and', isPaid, holds, call('greater', column(charged), literal(0, double)))));
    const head = { section: CLAIMS, quantity: 'charge', part: 'as the fee schedule has it', among, at: first.at };
    return shareOf(
      { ...head, people: sums.count(isOf) },
      { holding: sums.count(call('and', isOf, isCharged(charged))), target: 1 },
    );
  });
}

/** Both are rounded to the cent. */
function isCharged(charged: string): Term {
  const listed = call('multiply', cast(column('total_allowed'), double), column(charged));
  const apart = call('subtract', cast(column('total_charge'), double), listed);
  const most = call('multiply', call('add', column(charged), literal(1.5, double)), literal(HALF_A_CENT, double));
  return call('and', call('less', apart, most), call('greater', apart, call('negate', most)));
}

const HALF_A_CENT = 0.005;
