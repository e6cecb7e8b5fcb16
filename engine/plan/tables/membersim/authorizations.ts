/** `membersim.authorizations`: what was asked for before services that need an authorization. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import {
  bigint,
  call,
  column,
  date,
  double,
  filter,
  integer,
  joinOn,
  literal,
  named,
  pick,
  when,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import type { Billing } from './billing.ts';
import { BILLS } from './bills.ts';
import { needsApproval } from './claim-values.ts';
import { drawKey, drawOfClaim } from './draws.ts';

export function authorizationsTable({ enumerations }: PlanContext, billing: Billing): readonly PlannedTable[] {
  const { types, figure } = billing;
  const asking = billing.templates.filter(needsApproval);
  if (asking.length === 0) return [];
  const statuses = enumerations.define('membersim', 'authorization_status', ['approved', 'denied']);
  const services = {
    kind: 'values' as const,
    columns: [
      { name: 'claim_key', type: integer },
      { name: 'event_key', type: integer },
      { name: 'service', type: types.service },
    ],
    rows: asking.map(({ key, event, lines }) => [key, event.key, lines[0]?.service ?? null]),
  };
  const wasAsked = call(
    'or',
    column('approved'),
    call('less', drawOfClaim('asking'), literal(figure('refused_share'), double)),
  );
  const claims = filter(joinOn(BILLS, services, 'claim_key'), call('equal', column('version'), 0));
  const asked = call('add_days', column('service_from'), -figure('authorization_lead_days'));
  const days = pick(drawOfClaim('deciding'), figure('authorization_decision_days') + 1);
  const decided = call('least', column('service_from'), call('add_days', asked, days));
  const valid = call('add_days', decided, figure('authorization_valid_days'));
  return [
    planTable({
      schema: 'membersim',
      name: 'authorizations',
      comment: 'Authorizations asked for before services that need one.',
      fill: 'person',
      from: filter({ kind: 'extend', input: claims, columns: [named('draw_key', drawKey())] }, wasAsked),
      primaryKey: ['authorization_id'],
      origins: asking.map(({ rule }) => rule.at),
      columns: [
        {
          name: 'authorization_id',
          type: bigint,
          term: column('claim_id'),
          comment: 'The same number as that of the claim.',
        },
        {
          name: 'member_id',
          type: integer,
          term: column('person_id'),
          comment: 'The member.',
          references: 'membersim.members',
        },
        {
          name: 'event_id',
          type: bigint,
          term: rowKey(column('event_key'), column('occurrence')),
          comment: 'The event that it is for.',
          references: 'core.timeline',
        },
        {
          name: 'claim_id',
          type: bigint,
          term: column('claim_id'),
          comment: 'The claim that bills the service.',
          references: 'membersim.claims',
        },
        { name: 'service', type: types.service, term: column('service'), comment: 'The first service of the claim.' },
        { name: 'requested_on', type: date, term: asked, comment: 'Day on which it was asked for.' },
        { name: 'decided_on', type: date, term: decided, comment: 'Day of the decision.' },
        {
          name: 'status',
          type: statuses,
          term: when(column('approved'), literal('approved', statuses), literal('denied', statuses)),
          comment: 'What was decided.',
        },
        {
          name: 'valid_to',
          type: date,
          term: when(column('approved'), valid, literal(null, date)),
          nullable: true,
          comment: 'Last day of validity, where it was approved.',
        },
      ],
    }),
  ];
}
