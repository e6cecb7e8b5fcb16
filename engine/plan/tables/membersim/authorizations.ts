/**
 * `membersim.authorizations`: what was asked for before services that need it. An event asks on its day; what no event asks
 * for is asked for some days before the service, or as a stay begins that nobody planned.
 */
import type { ColumnType, PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, date, day, literal, rowsOfAll, when } from '../../terms.ts';
import { member } from '../columns.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { authorizationsAsked } from './authorizations-asked.ts';
import type { Billing } from './billing.ts';
import { needsApproval } from './claim-values.ts';

/** What was asked for before services; no table where nothing of the cohort needs or asks for any. */
export function authorizationsTable(
  context: PlanContext,
  timeline: Timeline,
  billing: Billing,
): readonly PlannedTable[] {
  const { authorizations, templates, types } = billing;
  const byEvents = authorizations.length > 0;
  const inputs = authorizationsAsked(context, timeline, billing);
  if (inputs.length === 0) return [];
  const statuses = context.enumerations.define('membersim', 'authorization_status', ['approved', 'denied', 'pending']);
  return [
    planTable({
      schema: 'membersim',
      name: 'authorizations',
      comment: 'Authorizations asked for before services that need one.',
      fill: 'person',
      from: rowsOfAll(inputs),
      primaryKey: ['authorization_id'],
      origins: [...templates.filter(needsApproval), ...authorizations].map(({ rule }) => rule.at),
      columns: [
        {
          name: 'authorization_id',
          type: bigint,
          term: column('authorization_id'),
          comment: 'Of what an event asks for, a number of its own; else that of the claim.',
        },
        member,
        {
          name: 'event_id',
          type: bigint,
          term: column('event_id'),
          comment: 'The event that asks for it, or else the one that it is for.',
          references: 'core.timeline',
        },
        {
          name: 'claim_id',
          type: bigint,
          term: column('claim_id'),
          nullable: byEvents,
          comment: 'The claim that bills the service.',
          references: 'membersim.claims',
        },
        { name: 'service', type: types.service, term: column('service'), comment: 'The first service of the claim.' },
        { name: 'requested_on', type: date, term: column('asked_on'), comment: 'Day on which it was asked for.' },
        ...whatWasDecided(statuses, context, billing),
      ],
    }),
  ];
}

/** As it is known on `as_of`: what no event asked for was decided by the day of its claim. */
function whatWasDecided(
  statuses: ColumnType,
  context: PlanContext,
  { authorizations, figure }: Billing,
): readonly ColumnDefinition[] {
  const byEvents = authorizations.length > 0;
  const isOpen = byEvents
    ? call('greater', column('answered_on'), day(context.cohort.profile.asOf.value))
    : literal(false);
  const isValid = call('and', column('is_approved'), call('not', isOpen));
  const valid = call('add_days', column('answered_on'), figure('authorization_valid_days'));
  return [
    {
      name: 'decided_on',
      type: date,
      term: when(isOpen, literal(null, date), column('answered_on')),
      nullable: byEvents,
      comment: 'Day of the decision.',
    },
    {
      name: 'status',
      type: statuses,
      term: statusTerm(statuses, isOpen),
      comment: 'What was decided; pending where nothing was by as_of.',
    },
    {
      name: 'valid_to',
      type: date,
      term: when(isValid, valid, literal(null, date)),
      nullable: true,
      comment: 'Last day of validity, where it was approved.',
    },
  ];
}

function statusTerm(type: ColumnType, isOpen: Term): Term {
  const status = (name: string): Term => literal(name, type);
  return {
    kind: 'case',
    branches: [
      { when: isOpen, then: status('pending') },
      { when: column('is_approved'), then: status('approved') },
    ],
    otherwise: status('denied'),
  };
}
