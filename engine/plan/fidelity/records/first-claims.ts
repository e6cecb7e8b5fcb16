/** Claims as they were first sent, beside what is declared of those that their event makes. */
import type { ColumnType, Distribution, Relation, Scalar } from '../../../model/index.ts';
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
  /** By the key of the event that makes the claim. */
  readonly declared: ReadonlyMap<number, DeclaredOfClaim>;
}

export function createClaiming(records: Records, billing: Billing): Claiming {
  const { templates } = billing;
  const lags = { submission: lagGroups(templates, 'submission'), payment: lagGroups(templates, 'payment') };
  return {
    records,
    billing,
    horizons: horizonsOf(records.context.cohort, billing),
    lags,
    declared: declaredByKey(records, billing, lags),
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

export type OfClaim =
  | Lag
  | 'needs'
  | 'class_number'
  | 'unit_price'
  | 'charged'
  | 'charged_outside'
  | 'per_day'
  | 'is_stay';

const TYPES: Readonly<Record<OfClaim, ColumnType>> = {
  /** Whether an authorization has to be there. */
  needs: boolean,
  /** The number of the group of each lag. */
  submission: integer,
  payment: integer,
  class_number: integer,
  /** What a claim of a stay costs by its weight, every other by itself or by its days, in the network. */
  unit_price: double,
  /** How many times what is allowed is charged, in the network and outside. */
  charged: double,
  charged_outside: double,
  per_day: boolean,
  /** Whether it is for a stay, which nobody may have planned. */
  is_stay: boolean,
};

type DeclaredOfClaim = Readonly<Record<OfClaim, Scalar>>;

function declaredByKey(
  { context }: Records,
  billing: Billing,
  lags: Claiming['lags'],
): ReadonlyMap<number, DeclaredOfClaim> {
  const payer = context.cohort.profile.coverage?.payer.value;
  const classes = billedClasses(billing);
  const numbersOf = (lag: Lag): ReadonlyMap<ClaimTemplate, number> =>
    new Map(lags[lag].flatMap(({ templates }, number) => templates.map((one) => [one, number] as const)));
  const [submission, payment] = [numbersOf('submission'), numbersOf('payment')];
  return new Map(
    billing.templates.map((template) => {
      const { class: feeClass, key, rule, total } = template;
      const rates = billing.claims.rates.find((one) => one.payer === payer && one.sector === feeClass.sector);
      const [rate, outside] = [rates?.inNetwork ?? 0, rates?.outOfNetwork ?? 0];
      const price = total * rate;
      const chargedFor = (of: number): number | null =>
        total * of > 0 ? Math.max(feeClass.charge, of * LEAST_DISCOUNT) / of : null;
      const own: DeclaredOfClaim = {
        needs: needsApproval(template),
        submission: submission.get(template) ?? null,
        payment: payment.get(template) ?? null,
        class_number: classes.indexOf(feeClass),
        unit_price: price > 0 ? price : null,
        charged: chargedFor(rate),
        charged_outside: chargedFor(outside),
        per_day: rule.per === 'day',
        is_stay: isOfStay(template),
      };
      return [key, own];
    }),
  );
}

export function isOfStay({ drgs, rule }: ClaimTemplate): boolean {
  return drgs.length > 0 || rule.per === 'day';
}

/** First claims among `rows`, with what is wanted of each. */
export function firstClaims({ declared }: Claiming, rows: Relation, wanted: readonly OfClaim[]): Relation {
  const values: Relation = {
    kind: 'values',
    columns: [{ name: 'claim_key', type: integer }, ...wanted.map((name) => ({ name, type: TYPES[name] }))],
    rows: [...declared].map(([key, own]) => [key, ...wanted.map((name) => own[name])]),
  };
  return joinOn(
    { kind: 'extend', input: rows, columns: [named('claim_key', eventKeyOf(column('claim_id')))] },
    values,
    'claim_key',
  );
}
