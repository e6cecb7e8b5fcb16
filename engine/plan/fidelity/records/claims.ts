/** What is declared of claims: how many are refused, sent twice and corrected, how long they take, what comes of authorizations. */
import type { Declaration } from '../../../model/index.ts';
import { readsNothing } from '../../expressions.ts';
import { call, column, filter, integer, joinOn, keep, known, literal, project } from '../../terms.ts';
import { billingOf, fateShares, needsApproval, refusedShare } from '../../tables/membersim/index.ts';
import type { Billing } from '../../tables/membersim/index.ts';
import { declaredDistribution } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { countSent, declaredFates } from './claim-fates.ts';
import { declaredCostSharing } from './cost-sharing.ts';
import { declaredDrgs } from './drgs.ts';
import { createClaiming, firstClaims, isOfStay } from './first-claims.ts';
import type { Claiming } from './first-claims.ts';
import { declaredMisdirected } from './misdirected.ts';
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
    ...declaredMisdirected(claiming),
    ...sent.lags,
    ...sent.prices,
    ...declaredDrgs(claiming),
    ...declaredCostSharing(claiming),
    ...declaredAuthorizations(claiming),
  ];
}

/** Of those that are asked for a claim. */
function declaredAuthorizations(claiming: Claiming): readonly Declaration[] {
  const { records, billing } = claiming;
  const { context, has } = records;
  const refused = refusedShare(billing);
  const place = billing.claims.figures.get('refused_share');
  if (!has('membersim', 'authorizations') || !billing.templates.some(needsApproval) || place === undefined) return [];
  const all = rowsOfMany('membersim', 'authorizations', 'authorization_id', context);
  const ofClaims = filter(all, known(call('equal', column('claim_id'), column('authorization_id'))));
  const services = project(
    rowsOfMany('membersim', 'claims', 'claim_id', context),
    ['claim_id', 'service_from'].map(keep),
  );
  return records.of(firstClaims(claiming, joinOn(services, ofClaims, 'claim_id'), ['is_stay']), (sums) => [
    ...declaredLead(billing, sums),
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

/** A stay that nobody planned is asked for on its first day. */
function declaredLead({ claims, templates }: Billing, sums: Sums): readonly Declaration[] {
  const lead = claims.figures.get('authorization_lead_days');
  if (lead === undefined || !templates.some((one) => needsApproval(one) && !isOfStay(one))) return [];
  const planned = call('not', column('is_stay'));
  const ahead = call('days_between', column('requested_on'), column('service_from'));
  const head = {
    section: CLAIMS,
    quantity: 'authorization',
    part: 'asked for in advance as long',
    among: 'but of stays',
  };
  return [
    shareOf(
      { ...head, people: sums.count(planned), at: lead.at },
      { holding: sums.count(call('and', planned, call('equal', ahead, lead.value))), target: 1 },
    ),
  ];
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
