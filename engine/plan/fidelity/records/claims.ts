/** What is declared of claims: how many are refused, sent twice and corrected, how long they take, what comes of authorizations. */
import type { Declaration } from '../../../model/index.ts';
import { call, column, filter, literal, known } from '../../terms.ts';
import { billingOf, fateShares, needsApproval, refusedShare } from '../../tables/membersim/index.ts';
import type { Billing } from '../../tables/membersim/index.ts';
import { countSent, declaredFates } from './claim-fates.ts';
import { declaredDrgs } from './drgs.ts';
import { createClaiming } from './first-claims.ts';
import { CLAIMS, rowsOfMany, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfClaims(records: Records): readonly Declaration[] {
  const billing = records.has('membersim', 'claims') ? billingOf(records.context, records.timeline) : undefined;
  if (billing === undefined || billing.templates.length === 0) return [];
  const claiming = createClaiming(records, billing);
  const shares = fateShares(billing);
  const sent = countSent(claiming);
  const fates = shares === undefined ? [] : declaredFates(claiming, { shares, sent });
  return [...fates, ...sent.lags, ...declaredDrgs(claiming), ...declaredAuthorizations(records, billing)];
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

const statusType = { kind: 'enumeration', schema: 'membersim', name: 'authorization_status' } as const;
