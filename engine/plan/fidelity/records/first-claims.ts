/** Claims as they were first sent, beside what is declared of those that their event makes. */
import type { Distribution, Relation, Scalar } from '../../../model/index.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import { eventKeyOf } from '../../keys.ts';
import { boolean, column, double, integer, joinOn, named } from '../../terms.ts';
import { billedClasses, LEAST_DISCOUNT, needsApproval } from '../../tables/membersim/index.ts';
import type { Billing } from '../../tables/membersim/index.ts';
import { horizonsOf } from './claim-horizons.ts';
import type { Horizons } from './claim-horizons.ts';
import type { Records } from './records.ts';

/** From service to receipt, and from there to the decision. */
export type Lag = 'submission' | 'payment';

/** Claims that are declared to take as long. */
export interface LagGroup {
  readonly distribution: Distribution | undefined;
  readonly templates: readonly ClaimTemplate[];
}

export interface Claiming {
  readonly records: Records;
  readonly billing: Billing;
  readonly horizons: Horizons;
  readonly lags: Readonly<Record<Lag, readonly LagGroup[]>>;
}

export function createClaiming(records: Records, billing: Billing): Claiming {
  const { templates } = billing;
  return {
    records,
    billing,
    horizons: horizonsOf(records.context.cohort, billing),
    lags: { submission: lagGroups(templates, 'submission'), payment: lagGroups(templates, 'payment') },
  };
}

function lagGroups(templates: readonly ClaimTemplate[], lag: Lag): readonly LagGroup[] {
  const groups = new Map<string, ClaimTemplate[]>();
  for (const template of templates) {
    const key = JSON.stringify(template.rule[lag]);
    groups.set(key, [...(groups.get(key) ?? []), template]);
  }
  return [...groups.values()].map((members) => ({ distribution: members[0]?.rule[lag], templates: members }));
}

/** What a claim of a stay costs by its weight, every other by itself or by its days, in the network; and how many times that is charged. */
function priceOf(
  { class: { sector, charge }, rule, total }: ClaimTemplate,
  { billing, records: { context } }: Claiming,
): readonly Scalar[] {
  const payer = context.cohort.profile.coverage?.payer.value;
  const rate = billing.claims.rates.find((one) => one.payer === payer && one.sector === sector)?.inNetwork ?? 0;
  const price = total * rate;
  return [
    price > 0 ? price : null,
    price > 0 ? Math.max(charge, rate * LEAST_DISCOUNT) / rate : null,
    rule.per === 'day',
  ];
}

/** With `needs`, whether an authorization has to be there, for each lag the number of its group, and the price. */
export function firstClaims(claiming: Claiming, rows: Relation): Relation {
  const { billing, lags } = claiming;
  const classes = billedClasses(billing);
  const numbersOf = (lag: Lag): ReadonlyMap<ClaimTemplate, number> =>
    new Map(lags[lag].flatMap(({ templates }, number) => templates.map((one) => [one, number] as const)));
  const [submission, payment] = [numbersOf('submission'), numbersOf('payment')];
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'claim_key', type: integer },
      { name: 'needs', type: boolean },
      { name: 'submission', type: integer },
      { name: 'payment', type: integer },
      { name: 'class_number', type: integer },
      { name: 'unit_price', type: double },
      { name: 'charged', type: double },
      { name: 'per_day', type: boolean },
    ],
    rows: billing.templates.map((one) => [
      one.key,
      needsApproval(one),
      submission.get(one) ?? null,
      payment.get(one) ?? null,
      classes.indexOf(one.class),
      ...priceOf(one, claiming),
    ]),
  };
  return joinOn(
    { kind: 'extend', input: rows, columns: [named('claim_key', eventKeyOf(column('claim_id')))] },
    values,
    'claim_key',
  );
}
