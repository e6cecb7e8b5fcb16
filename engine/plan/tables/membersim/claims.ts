/** `membersim.claims`: one row a claim, with its diagnoses, dates, status and totals. */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { bigint, boolean, call, column, date, integer, joinOn, literal, text, when } from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { careEvents } from '../care-events.ts';
import type { ColumnDefinition } from '../table.ts';
import { dollars, member } from '../columns.ts';
import { planTable } from '../table.ts';
import { adjudicated } from './adjudication.ts';
import { accompanied, shownDiagnoses } from './accompanying.ts';
import { claimLabels } from './claim-values.ts';
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

/** The column by which a row belongs to its claim. */
export const claim: ColumnDefinition = {
  name: 'claim_id',
  type: bigint,
  term: column('claim_id'),
  comment: 'The claim.',
  references: 'membersim.claims',
};

/** Claims for medical care, each version of a claim for itself. */
export function claimsTable(context: PlanContext, timeline: Timeline, billing: Billing): PlannedTable {
  const encounters = new Set(careEvents(timeline).map(({ key }) => key));
  const labels = claimLabels(billing, ({ event }) => encounters.has(event.key));
  return planTable({
    schema: 'membersim',
    name: 'claims',
    comment: 'Claims for medical care: one row a claim.',
    fill: 'person',
    from: withCodes(joinOn(adjudicated(billing), labels, 'claim_key'), billing),
    primaryKey: ['claim_id'],
    origins: billing.templates.map(({ rule }) => rule.at),
    columns: [
      { name: 'claim_id', type: bigint, term: column('claim_id'), comment: 'Member, event and claim as one number.' },
      member,
      ...whatItStandsFor(context),
      ...howItIsBilled(billing),
      ...diagnosesOf(billing),
      ...whoCared(context),
      ...daysOf(billing),
      {
        name: 'status',
        type: billing.types.status,
        term: column('status'),
        comment:
          'Paid, denied, pending, reversed (paid and taken back) or corrected (paid in place of a reversed one).',
      },
      ...amounts,
    ],
    shown: [CLAIM_NUMBER],
  });
}

function withCodes(claims: Relation, billing: Billing): Relation {
  const columns = accompanied(billing);
  return columns.length === 0 ? claims : { kind: 'extend', input: claims, columns };
}

/** Its plan, and the event and the claim that it comes of. */
function whatItStandsFor({ cohort }: PlanContext): readonly ColumnDefinition[] {
  const event = rowKey(column('event_key'), column('occurrence'));
  const isFirst = call('equal', column('version'), 0);
  return [
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
    ...(cohort.profile.products.includes('patientsim')
      ? [
          {
            name: 'encounter_id',
            type: bigint,
            term: when(column('is_encounter'), event, literal(null, bigint)),
            nullable: true,
            comment: 'The encounter it bills, where the event is one.',
            references: 'patientsim.encounters',
          },
        ]
      : []),
    {
      name: 'replaces_claim_id',
      type: bigint,
      term: when(isFirst, literal(null, bigint), rowKey(column('claim_key'), column('occurrence'))),
      nullable: true,
      comment: 'The claim that it corrects or repeats; empty where it is the first.',
      references: 'membersim.claims',
    },
  ];
}

function howItIsBilled({ types }: Billing): readonly ColumnDefinition[] {
  return [
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
  ];
}

function diagnosesOf(billing: Billing): readonly ColumnDefinition[] {
  const type = billing.types.diagnosis;
  return [
    {
      name: 'principal_diagnosis',
      type,
      term: column('diagnosis'),
      comment: 'ICD-10-CM code of what it is for.',
    },
    ...shownDiagnoses(billing).map((term, at) => ({
      name: `diagnosis_${at + 2}`,
      type,
      term,
      nullable: true,
      comment:
        'ICD-10-CM code of what else the member was known to have, or of what came of it; empty where there is no more.',
    })),
  ];
}

/** Who gave and who ordered the care, where the cohort has providers, and whether in the network. */
function whoCared({ cohort }: PlanContext): readonly ColumnDefinition[] {
  return [
    ...(cohort.profile.products.includes('networksim') ? providers : []),
    {
      name: 'in_network',
      type: boolean,
      term: column('in_network'),
      comment: 'Whether the provider is in the network.',
    },
  ];
}

const providers: readonly ColumnDefinition[] = [
  {
    name: 'rendering_provider_id',
    type: bigint,
    term: column('provider_id'),
    nullable: true,
    comment: 'Who cared for the member; empty where nobody did in person.',
    references: 'networksim.providers',
  },
  {
    name: 'facility_id',
    type: bigint,
    term: column('facility_id'),
    nullable: true,
    comment: 'Where; who bills an institutional claim, and one for what nobody gave in person, as of a laboratory.',
    references: 'networksim.facilities',
  },
  {
    name: 'ordering_provider_id',
    type: bigint,
    term: column('ordering_provider_id'),
    nullable: true,
    comment: 'Who ordered it, where it is no encounter and comes of an order, such as laboratory tests.',
    references: 'networksim.providers',
  },
];

function daysOf(billing: Billing): readonly ColumnDefinition[] {
  return [
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
  ];
}

const amounts: readonly ColumnDefinition[] = [
  dollars('total_charge', 'US dollars charged.', column('charge')),
  dollars('total_allowed', 'US dollars allowed by the plan.', column('allowed')),
  dollars('plan_paid', 'US dollars that the plan pays.'),
  dollars('member_paid', 'US dollars that the member pays.'),
  dollars('other_paid', "US dollars that a second insurance pays of the member's share."),
];

/** Whether nothing was decided on the claim by `as_of`. */
export function isPending({ types }: Billing): Term {
  return call('equal', column('status'), literal('pending', types.status));
}
