/** `membersim`: the payer's record of who is covered by which plan and when. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  call,
  column,
  date,
  day,
  integer,
  joinOn,
  keep,
  literal,
  money,
  project,
  table,
  text,
  when,
} from '../terms.ts';
import { coveragePlans } from './coverage-plans.ts';
import { coverageSpans, hasSeveralSpans } from './coverage-spans.ts';
import { hasProviders } from './care.ts';
import { inRange, recordNumber } from './identifiers.ts';
import { HOMES, networkKeys, planNetworks } from './networksim/index.ts';
import { planTable } from './table.ts';
import type { ColumnDefinition } from './table.ts';

export function membersimTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  if (context.cohort.profile.coverage === undefined) return [];
  return [plansTable(context), membersTable(context), enrollmentsTable(context, timeline)];
}

const share: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

function plansTable(context: PlanContext): PlannedTable {
  const { plans } = coveragePlans(context);
  const [networks, keys] = [planNetworks(context), networkKeys(context)];
  const networked = hasProviders(context) && networks.size > 0;
  const columns: readonly Omit<ColumnDefinition, 'term'>[] = [
    { name: 'plan_id', type: integer, comment: 'Number of the plan, made from its name.' },
    { name: 'name', type: text, comment: 'Name of the plan.' },
    { name: 'payer', type: text, comment: 'Line of business.' },
    { name: 'type', type: text, comment: 'Product type: HMO, PPO, HDHP and the like.' },
    { name: 'deductible', type: money, comment: 'US dollars a member pays in a year before the plan does.' },
    { name: 'out_of_pocket_limit', type: money, comment: 'US dollars a member pays in a year at most.' },
    { name: 'primary_care_copay', type: money, comment: 'US dollars a primary care visit.' },
    { name: 'specialist_copay', type: money, comment: 'US dollars a specialist visit.' },
    { name: 'coinsurance', type: share, comment: 'Share that the member pays after the deductible.' },
    ...(networked ? [planNetwork] : []),
  ];
  return planTable({
    schema: 'membersim',
    name: 'plans',
    comment: 'The plans that people of the cohort are in.',
    fill: 'reference',
    from: {
      kind: 'values',
      columns: columns.map(({ name, type }) => ({ name, type })),
      rows: plans.map(({ concept: plan, key }) => [
        key,
        plan.name,
        plan.payer,
        plan.type,
        plan.deductible,
        plan.outOfPocketLimit,
        plan.primaryCareCopay,
        plan.specialistCopay,
        plan.coinsurance,
        ...(networked ? [keys.get(networks.get(plan.name)?.network ?? '') ?? null] : []),
      ]),
    },
    primaryKey: ['plan_id'],
    origins: plans.map(({ concept }) => concept.at),
    columns: columns.map((one) => ({ ...one, term: column(one.name) })),
  });
}

const planNetwork = {
  name: 'network_id',
  type: integer,
  nullable: true,
  comment: 'The network of the plan.',
  references: 'networksim.networks',
};

function membersTable(context: PlanContext): PlannedTable {
  const { cohort, enumerations } = context;
  const { household } = cohort.profile;
  const words = household === undefined ? ['self'] : ['self', 'spouse', 'child'];
  const relationships = enumerations.define('membersim', 'relationship', words);
  const people = table('core', 'persons');
  const roles = project(table('scratch', 'population'), [keep('person_id'), keep('household_role')]);
  return planTable({
    schema: 'membersim',
    name: 'members',
    comment: 'One row a member of a plan.',
    fill: 'person',
    from: withPrimaryCare(household === undefined ? inRange(people) : joinOn(people, roles, 'person_id'), context),
    primaryKey: ['member_id'],
    everyPerson: true,
    origins: [cohort.profile.coverage?.at ?? cohort.profile.at],
    columns: [
      {
        name: 'member_id',
        type: integer,
        term: column('person_id'),
        comment: "Number of the member, the same as the person's.",
      },
      {
        name: 'person_id',
        type: integer,
        term: column('person_id'),
        comment: 'The person.',
        references: 'core.persons',
      },
      { name: 'member_number', type: text, term: recordNumber('MBR'), comment: "Identifier on the member's card." },
      {
        name: 'subscriber_id',
        type: integer,
        term: column(household === undefined ? 'person_id' : 'household_id'),
        comment: 'The member who holds the contract.',
        ...(household === undefined || cohort.persons.from === 1 ? { references: 'membersim.members' } : {}),
      },
      {
        name: 'relationship',
        type: relationships,
        term: household === undefined ? literal('self', relationships) : relationship(relationships),
        comment: 'Relation to the subscriber (X12 individual relationship).',
      },
      { name: 'birth_date', type: date, term: column('birth_date'), comment: 'Date of birth.' },
      ...(hasProviders(context) ? [primaryCare] : []),
    ],
  });
}

const primaryCare: ColumnDefinition = {
  name: 'pcp_id',
  type: bigint,
  term: column('pcp_id'),
  nullable: true,
  comment: 'The primary care provider whom the member keeps, in the network of the plan.',
  references: 'networksim.providers',
};

function withPrimaryCare(members: Relation, context: PlanContext): Relation {
  if (!hasProviders(context)) return members;
  return joinOn(members, project(HOMES, [keep('person_id'), keep('pcp_id')]), 'person_id');
}

function relationship(type: ColumnType): Term {
  const is = (role: number): Term => call('equal', column('household_role'), role);
  const spouseOrChild = when(is(1), literal('spouse', type), literal('child', type));
  return when(is(0), literal('self', type), spouseOrChild);
}

function enrollmentsTable(context: PlanContext, timeline: Timeline): PlannedTable {
  const { cohort, enumerations } = context;
  const ends = timeline.endsPeople || hasSeveralSpans(timeline);
  const statuses = enumerations.define('membersim', 'enrollment_status', ['active', ...(ends ? ['ended'] : [])]);
  const active = literal('active', statuses);
  const hasEnded = call('coalesce', call('less', column('end_date'), day(cohort.profile.asOf.value)), literal(false));
  return planTable({
    schema: 'membersim',
    name: 'enrollments',
    comment:
      'Spans of coverage: one row a member and span. A change of plan begins a span; between two there may be a gap.',
    fill: 'person',
    from: coverageSpans(context, timeline),
    primaryKey: ['enrollment_id'],
    origins: [cohort.profile.coverage?.at ?? cohort.profile.at],
    columns: [
      {
        name: 'enrollment_id',
        type: bigint,
        term: column('span_id'),
        comment: 'Member and what began the span as one number.',
      },
      {
        name: 'member_id',
        type: integer,
        term: column('person_id'),
        comment: 'The member.',
        references: 'membersim.members',
      },
      { name: 'plan_id', type: integer, term: column('plan_id'), comment: 'The plan.', references: 'membersim.plans' },
      { name: 'start_date', type: date, term: column('start_date'), comment: 'First day of coverage.' },
      {
        name: 'end_date',
        type: date,
        term: column('end_date'),
        nullable: true,
        comment: 'Last day of coverage; empty while it goes on.',
      },
      {
        name: 'status',
        type: statuses,
        term: ends ? when(hasEnded, literal('ended', statuses), active) : active,
        comment: 'State of the span on as_of.',
      },
    ],
  });
}
