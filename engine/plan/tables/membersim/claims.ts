/** `membersim.claims`: one row a claim, with its diagnoses, dates, status and totals. */
import type { PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { bigint, boolean, call, column, date, integer, joinOn, literal, money, text, when } from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { careEvents } from '../care-events.ts';
import type { ColumnDefinition } from '../table.ts';
import { planTable } from '../table.ts';
import { adjudicated } from './adjudication.ts';
import { claimLabels, shownDiagnoses } from './claim-values.ts';
import type { Billing } from './billing.ts';

/** The most that a key can have. */
const CLAIM_DIGITS = 19;

const CLAIM_NUMBER: ColumnDefinition = {
  name: 'claim_number',
  type: text,
  term: call('concat', 'CLM', call('pad_left', column('claim_id'), CLAIM_DIGITS)),
  isLabel: true,
  comment: 'The number of the claim as it stands on forms and remittances.',
};

export function claimsTable({ cohort }: PlanContext, timeline: Timeline, billing: Billing): PlannedTable {
  const encounters = new Set(careEvents(timeline).map(({ key }) => key));
  const labels = claimLabels(billing, ({ event }) => encounters.has(event.key));
  const labelled = joinOn(adjudicated(billing), labels, 'claim_key');
  const event = rowKey(column('event_key'), column('occurrence'));
  const { types, templates } = billing;
  const { products } = cohort.profile;
  const provider = products.includes('networksim');
  const given: readonly (ColumnDefinition | false)[] = [
    { name: 'claim_id', type: bigint, term: column('claim_id'), comment: 'Member, event and claim as one number.' },
    {
      name: 'member_id',
      type: integer,
      term: column('person_id'),
      comment: 'The member.',
      references: 'membersim.members',
    },
    {
      name: 'plan_id',
      type: integer,
      term: column('plan_id'),
      comment: 'The plan that decides on it.',
      references: 'membersim.plans',
    },
    {
      name: 'event_id',
      type: bigint,
      term: event,
      comment: 'The event that made it.',
      references: 'core.timeline',
    },
    products.includes('patientsim') && {
      name: 'encounter_id',
      type: bigint,
      term: when(column('is_encounter'), event, literal(null, bigint)),
      nullable: true,
      comment: 'The encounter it bills, where the event is one.',
      references: 'patientsim.encounters',
    },
    {
      name: 'replaces_claim_id',
      type: bigint,
      term: when(
        call('equal', column('version'), 0),
        literal(null, bigint),
        rowKey(column('claim_key'), column('occurrence')),
      ),
      nullable: true,
      comment: 'The claim that it corrects or repeats; empty where it is the first.',
      references: 'membersim.claims',
    },
    { name: 'form', type: types.form, term: column('form'), comment: 'Professional or institutional.' },
    {
      name: 'place_of_service',
      type: types.place,
      term: column('place_of_service'),
      nullable: true,
      comment: 'CMS place of service; empty where the claim is institutional.',
    },
    {
      name: 'bill_type',
      type: types.billType,
      term: column('bill_type'),
      nullable: true,
      comment: 'Type of bill; empty where the claim is professional.',
    },
    {
      name: 'drg',
      type: types.drg,
      term: column('drg'),
      nullable: true,
      comment: 'MS-DRG of a hospital stay; empty where it is paid otherwise.',
    },
    {
      name: 'principal_diagnosis',
      type: types.diagnosis,
      term: column('diagnosis'),
      comment: 'ICD-10-CM code of what it is for.',
    },
    ...shownDiagnoses(billing).map((term, at) => ({
      name: `diagnosis_${at + 2}`,
      type: types.diagnosis,
      term,
      nullable: true,
      comment:
        'ICD-10-CM code of what else the member was known to have, or of what came of it; empty where there is no more.',
    })),
    provider && {
      name: 'rendering_provider_id',
      type: bigint,
      term: column('provider_id'),
      nullable: true,
      comment: 'Who cared for the member; empty where nobody did in person.',
      references: 'networksim.providers',
    },
    provider && {
      name: 'facility_id',
      type: bigint,
      term: column('facility_id'),
      nullable: true,
      comment: 'Where; who bills an institutional claim, and one for what nobody gave in person, as of a laboratory.',
      references: 'networksim.facilities',
    },
    provider && {
      name: 'ordering_provider_id',
      type: bigint,
      term: column('ordering_provider_id'),
      nullable: true,
      comment: 'Who ordered it, where it is no encounter and comes of an order, such as laboratory tests.',
      references: 'networksim.providers',
    },
    {
      name: 'in_network',
      type: boolean,
      term: column('in_network'),
      comment: 'Whether the provider is in the network.',
    },
    { name: 'service_from', type: date, term: column('service_from'), comment: 'First day of service.' },
    { name: 'service_to', type: date, term: column('service_to'), comment: 'Last day of service.' },
    { name: 'received_date', type: date, term: column('received_on'), comment: 'Day on which the payer received it.' },
    {
      name: 'paid_date',
      type: date,
      term: when(isPending(billing), literal(null, date), column('decided_on')),
      nullable: true,
      comment: 'Day on which it was paid or denied; empty while it is pending on as_of.',
    },
    {
      name: 'status',
      type: types.status,
      term: column('status'),
      comment: 'Paid, denied, pending, reversed (paid and taken back) or corrected (paid in place of a reversed one).',
    },
    { name: 'total_charge', type: money, term: column('charge'), comment: 'US dollars charged.' },
    { name: 'total_allowed', type: money, term: column('allowed'), comment: 'US dollars allowed by the plan.' },
    { name: 'plan_paid', type: money, term: column('plan_paid'), comment: 'US dollars that the plan pays.' },
    { name: 'member_paid', type: money, term: column('member_paid'), comment: 'US dollars that the member pays.' },
    {
      name: 'other_paid',
      type: money,
      term: column('other_paid'),
      comment: "US dollars that a second insurance pays of the member's share.",
    },
  ];
  return planTable({
    schema: 'membersim',
    name: 'claims',
    comment: 'Claims for medical care: one row a claim.',
    fill: 'person',
    from: labelled,
    primaryKey: ['claim_id'],
    origins: templates.map(({ rule }) => rule.at),
    columns: given.filter((one) => one !== false),
    shown: [CLAIM_NUMBER],
  });
}

export function isPending({ types }: Billing): Term {
  return call('equal', column('status'), literal('pending', types.status));
}
