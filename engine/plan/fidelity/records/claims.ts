/** What is declared of claims: how many are refused, sent twice and corrected, how long they take, what comes of authorizations. */
import type { Declaration } from '../../../model/index.ts';
import { readsNothing } from '../../expressions.ts';
import { call, column, filter, integer, known, literal } from '../../terms.ts';
import { billingOf, fateShares, needsApproval, refusedShare } from '../../tables/membersim/index.ts';
import type { Billing } from '../../tables/membersim/index.ts';
import { declaredDistribution } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { countSent, declaredFates } from './claim-fates.ts';
import { declaredDrgs } from './drgs.ts';
import { createClaiming } from './first-claims.ts';
import { CLAIMS, quantityOf, rowsOfMany, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfClaims(records: Records): readonly Declaration[] {
  const billing = records.has('membersim', 'claims') ? billingOf(records.context, records.timeline) : undefined;
  if (billing === undefined || billing.templates.length === 0) return [];
  const claiming = createClaiming(records, billing);
  const shares = fateShares(billing);
  const sent = countSent(claiming);
  const fates = shares === undefined ? [] : declaredFates(claiming, { shares, sent });
  return [
    ...fates,
    ...sent.lags,
    ...sent.prices,
    ...declaredDrgs(claiming),
    ...declaredAuthorizations(records, billing),
  ];
}

/** Of those that are asked for a claim. */
function declaredAuthorizations(records: Records, billing: Billing): readonly Declaration[] {
  const { context, has } = records;
  const refused = refusedShare(billing);
  const place = billing.claims.figures.get('refused_share');
  if (!has('membersim', 'authorizations') || !billing.templates.some(needsApproval) || place === undefined) return [];
  const all = rowsOfMany('membersim', 'authorizations', 'authorization_id', context);
  const ofClaims = filter(all, known(call('equal', column('claim_id'), column('authorization_id'))));
  return records.of(ofClaims, (sums) => [
    ...declaredDeciding(billing, sums),
    shareOf(
      {
        section: CLAIMS,
        quantity: 'authorization',
        part: 'refused',
        among: '',
        people: sums.count(literal(true)),
        at: place.at,
      },
      { holding: sums.count(call('equal', column('status'), literal('denied', statusType))), target: refused },
    ),
  ]);
}

/** Where it is asked so early that no service comes before. */
function declaredDeciding({ claims, figure }: Billing, sums: Sums): readonly Declaration[] {
  const [ahead, most] = [figure('authorization_lead_days'), figure('authorization_decision_days')];
  const at = claims.figures.get('authorization_decision_days')?.at;
  if (at === undefined || most < 1 || most > ahead) return [];
  return declaredDistribution(
    quantityOf({
      section: CLAIMS,
      quantity: 'days to an authorization',
      value: call('days_between', column('requested_on'), column('decided_on')),
      type: integer,
      at,
    }),
    { kind: 'uniform', low: 0, high: most, integer: true, at },
    sums,
    readsNothing,
  );
}

const statusType = { kind: 'enumeration', schema: 'membersim', name: 'authorization_status' } as const;
