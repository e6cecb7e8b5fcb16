/** What somebody asks the plan to authorize: events on their day, and of claims that need it and for which none did, whoever bills them. */
import type { Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import {
  call,
  column,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  pick,
  project,
  when,
} from '../../terms.ts';
import { unplannedStays } from '../admission-sources.ts';
import type { Billing } from './billing.ts';
import { BILLS } from './bills.ts';
import { needsApproval } from './claim-values.ts';
import { drawKey, drawOfClaim } from './draws.ts';

/** First versions of claims with `draw_key`. */
const CLAIMS: Relation = {
  kind: 'extend',
  input: filter(BILLS, call('equal', column('version'), 0)),
  columns: [named('draw_key', drawKey())],
};

const ASKED = [
  'authorization_id',
  'person_id',
  'event_id',
  'claim_id',
  'service',
  'asked_on',
  'answered_on',
  'is_approved',
].map(keep);

/** One row an authorization that was asked for, by each way in which the cohort asks for any. */
export function authorizationsAsked(context: PlanContext, timeline: Timeline, billing: Billing): readonly Relation[] {
  const { authorizations, templates } = billing;
  return [
    ...(templates.some(needsApproval) ? [project(askedForClaims(context, timeline, billing), ASKED)] : []),
    ...(authorizations.length > 0 ? [project(askedByEvents(timeline, billing), ASKED)] : []),
  ];
}

/** Days from the question to the decision. */
function daysToDecide({ figure }: Billing): Term {
  return pick(drawOfClaim('deciding'), figure('authorization_decision_days') + 1);
}

/** Of claims that need one and for which no event asked: some days before, or, of a stay that nobody planned, on its first day. */
function askedForClaims(context: PlanContext, timeline: Timeline, billing: Billing): Relation {
  const { templates, types, figure } = billing;
  const services: Relation = {
    kind: 'values',
    columns: [
      { name: 'claim_key', type: integer },
      { name: 'event_key', type: integer },
      { name: 'service', type: types.service },
    ],
    rows: templates.filter(needsApproval).map(({ key, event, lines }) => [key, event.key, lines[0]?.service ?? null]),
  };
  const wasAsked = call(
    'or',
    column('approved'),
    call('less', drawOfClaim('asking'), literal(figure('refused_share'), double)),
  );
  const claims = filter(withoutEvents(joinOn(CLAIMS, services, 'claim_key'), timeline, billing), wasAsked);
  const unplanned = unplannedStays(context, timeline);
  const isUnplanned = unplanned === undefined ? literal(false) : call('coalesce', column('unplanned'), literal(false));
  const ahead = call('add_days', column('service_from'), -figure('authorization_lead_days'));
  const inTime = call('add_days', output('asked_on'), daysToDecide(billing));
  return {
    kind: 'extend',
    input: unplanned === undefined ? claims : leftJoin(claims, unplanned, 'person_id', 'event_key', 'occurrence'),
    columns: [
      named('authorization_id', column('claim_id')),
      named('event_id', rowKey(column('event_key'), column('occurrence'))),
      named('asked_on', when(isUnplanned, column('service_from'), ahead)),
      named('answered_on', when(isUnplanned, inTime, call('least', column('service_from'), inTime))),
      named('is_approved', column('approved')),
    ],
  };
}

/** Claims for which no event of the person asked. */
function withoutEvents(claims: Relation, timeline: Timeline, billing: Billing): Relation {
  if (!billing.authorizations.some(({ billed }) => billed !== undefined)) return claims;
  const asked = project(happened(timeline, billing), [
    ...['person_id', 'occurrence'].map(keep),
    named('claim_key', column('billed_key')),
    named('by_event', literal(true)),
  ]);
  return filter(leftJoin(claims, asked, 'person_id', 'occurrence', 'claim_key'), call('is_null', column('by_event')));
}

/** Events that asked, with the keys of their rows and of what they ask for. */
function happened({ occurrences }: Timeline, { authorizations, types }: Billing): Relation {
  const keys: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'claim_key', type: integer },
      { name: 'billed_key', type: integer },
      { name: 'service', type: types.service },
    ],
    rows: authorizations.map(({ event, key, billed, service }) => [event.key, key, billed?.key ?? null, service]),
  };
  const events = project(filter(occurrences, column('happened')), [
    ...['person_id', 'event_key', 'occurrence'].map(keep),
    named('asked_on', call('to_date', column('moment'))),
  ]);
  return joinOn(events, keys, 'event_key');
}

/** What is billed was approved as the claim says; of the rest as many are refused as among claims for which it was asked. */
function askedByEvents(timeline: Timeline, billing: Billing): Relation {
  const bills = project(CLAIMS, [
    ...['person_id', 'occurrence', 'claim_id', 'service_from', 'approved'].map(keep),
    named('billed_key', column('claim_key')),
  ]);
  const asked = leftJoin(happened(timeline, billing), bills, 'person_id', 'occurrence', 'billed_key');
  const refused = call('less', drawOfClaim('refusing'), literal(refusedShare(billing), double));
  const inTime = call('add_days', column('asked_on'), daysToDecide(billing));
  return {
    kind: 'extend',
    input: { kind: 'extend', input: asked, columns: [named('draw_key', drawKey())] },
    columns: [
      named('authorization_id', rowKey(column('claim_key'), column('occurrence'))),
      named('event_id', rowKey(column('event_key'), column('occurrence'))),
      named(
        'answered_on',
        call('greatest', column('asked_on'), call('least', inTime, call('coalesce', column('service_from'), inTime))),
      ),
      named('is_approved', call('coalesce', column('approved'), call('not', refused))),
    ],
  };
}

/** Of those that are asked for a claim. */
export function refusedShare({ figure }: Billing): number {
  const refused = figure('unauthorized_share') * figure('refused_share');
  return refused / (1 - figure('unauthorized_share') + refused);
}
