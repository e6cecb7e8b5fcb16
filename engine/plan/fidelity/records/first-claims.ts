/** Claims as they were first sent, beside what is declared of those that their event makes. */
import type { Distribution, Relation } from '../../../model/index.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import { eventKeyOf } from '../../keys.ts';
import { boolean, column, integer, joinOn, named } from '../../terms.ts';
import { needsApproval } from '../../tables/membersim/index.ts';
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

/** With `needs`, whether an authorization has to be there, and for each lag the number of its group. */
export function firstClaims({ billing, lags }: Claiming, rows: Relation): Relation {
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
    ],
    rows: billing.templates.map((one) => [
      one.key,
      needsApproval(one),
      submission.get(one) ?? null,
      payment.get(one) ?? null,
    ]),
  };
  return joinOn(
    { kind: 'extend', input: rows, columns: [named('claim_key', eventKeyOf(column('claim_id')))] },
    values,
    'claim_key',
  );
}
