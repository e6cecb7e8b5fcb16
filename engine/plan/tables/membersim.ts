/** `membersim`: the payer's record of who is covered by which plan and when. */
import type { ColumnType, PlanConcept, PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../endings.ts';
import { nameKeys, rowKey } from '../keys.ts';
import { namedValues } from '../sampling.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  call,
  cast,
  column,
  date,
  day,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  money,
  named,
  project,
  table,
  text,
  when,
} from '../terms.ts';
import { inRange, recordNumber } from './identifiers.ts';
import { planTable } from './table.ts';

export function membersimTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const { coverage } = context.cohort.profile;
  if (coverage === undefined) return [];
  const offered = new Set((namedValues(coverage.plans) ?? []).map(String));
  const plans = context.knowledge.plans.filter(({ name }) => offered.has(name));
  return [plansTable(context, plans), membersTable(context), enrollmentsTable(context, plans, timeline)];
}

function planKeys({ knowledge }: PlanContext): ReadonlyMap<string, number> {
  return nameKeys(knowledge.plans.map(({ name }) => name));
}

const share: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

function plansTable(context: PlanContext, plans: readonly PlanConcept[]): PlannedTable {
  const keys = planKeys(context);
  const columns = [
    { name: 'plan_id', type: integer, comment: 'Number of the plan, made from its name.' },
    { name: 'name', type: text, comment: 'Name of the plan.' },
    { name: 'payer', type: text, comment: 'Line of business.' },
    { name: 'type', type: text, comment: 'Product type: HMO, PPO, HDHP and the like.' },
    { name: 'deductible', type: money, comment: 'US dollars a member pays in a year before the plan does.' },
    { name: 'out_of_pocket_limit', type: money, comment: 'US dollars a member pays in a year at most.' },
    { name: 'primary_care_copay', type: money, comment: 'US dollars a primary care visit.' },
    { name: 'specialist_copay', type: money, comment: 'US dollars a specialist visit.' },
    { name: 'coinsurance', type: share, comment: 'Share that the member pays after the deductible.' },
  ];
  return planTable({
    schema: 'membersim',
    name: 'plans',
    comment: 'The plans that the cohort offers.',
    fill: 'reference',
    from: {
      kind: 'values',
      columns: columns.map(({ name, type }) => ({ name, type })),
      rows: plans.map((plan) => [
        keys.get(plan.name) ?? 0,
        plan.name,
        plan.payer,
        plan.type,
        plan.deductible,
        plan.outOfPocketLimit,
        plan.primaryCareCopay,
        plan.specialistCopay,
        plan.coinsurance,
      ]),
    },
    primaryKey: ['plan_id'],
    origins: plans.map(({ at }) => at),
    columns: columns.map((one) => ({ ...one, term: column(one.name) })),
  });
}

function membersTable({ cohort, enumerations }: PlanContext): PlannedTable {
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
    from: household === undefined ? inRange(people) : joinOn(people, roles, 'person_id'),
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
    ],
  });
}

function relationship(type: ColumnType): Term {
  const is = (role: number): Term => call('equal', column('household_role'), role);
  const spouseOrChild = when(is(1), literal('spouse', type), literal('child', type));
  return when(is(0), literal('self', type), spouseOrChild);
}

function enrollmentsTable(context: PlanContext, plans: readonly PlanConcept[], timeline: Timeline): PlannedTable {
  const { cohort, enumerations } = context;
  const keys = planKeys(context);
  const { endsPeople } = timeline;
  const statuses = enumerations.define('membersim', 'enrollment_status', ['active', ...(endsPeople ? ['ended'] : [])]);
  const byName: Relation = {
    kind: 'values',
    columns: [
      { name: 'plan', type: { kind: 'enumeration', schema: 'membersim', name: 'plan_name' } },
      { name: 'plan_id', type: integer },
    ],
    rows: plans.map(({ name }) => [name, keys.get(name) ?? 0]),
  };
  const members = project(table('scratch', 'population'), ['person_id', 'plan', 'enrolled_on'].map(keep));
  const { from: begun, start } = withEnrollmentEvents(joinOn(members, byName, 'plan'), timeline);
  const from = endsPeople ? leftJoin(begun, PERSON_ENDINGS, 'person_id') : begun;
  const left = call('to_date', call('coalesce', column('disenrolled'), column('died')));
  const hasLeft = call('coalesce', call('less', left, day(cohort.profile.asOf.value)), literal(false));
  const active = literal('active', statuses);
  return planTable({
    schema: 'membersim',
    name: 'enrollments',
    comment: 'Spans of coverage: one row a member and span.',
    fill: 'person',
    from,
    primaryKey: ['enrollment_id'],
    origins: [cohort.profile.coverage?.at ?? cohort.profile.at],
    columns: [
      { name: 'enrollment_id', type: bigint, term: rowKey(literal(0)), comment: 'Member and span as one number.' },
      {
        name: 'member_id',
        type: integer,
        term: column('person_id'),
        comment: 'The member.',
        references: 'membersim.members',
      },
      { name: 'plan_id', type: integer, term: column('plan_id'), comment: 'The plan.', references: 'membersim.plans' },
      { name: 'start_date', type: date, term: start, comment: 'First day of coverage.' },
      {
        name: 'end_date',
        type: date,
        term: endsPeople ? when(call('is_null', left), literal(null), call('greatest', left, start)) : literal(null),
        nullable: true,
        comment: 'Last day of coverage; empty while it goes on.',
      },
      {
        name: 'status',
        type: statuses,
        term: endsPeople ? when(hasLeft, literal('ended', statuses), active) : active,
        comment: 'State of the span on as_of.',
      },
    ],
  });
}

/** Where a journey enrolls its members, coverage begins with that event. */
export function withEnrollmentEvents(
  members: Relation,
  timeline: Timeline,
): { from: Relation; start: ReturnType<typeof column> } {
  const enrollments = timeline.events.filter(({ use }) => use.definition.type === 'enrollment');
  if (enrollments.length === 0) return { from: members, start: column('enrolled_on') };
  const isOne = enrollments.map(({ key }) => call('equal', column('event_key'), key));
  const happened = filter(timeline.occurrences, call('and', column('happened'), call('or', literal(false), ...isOne)));
  const first: Relation = {
    kind: 'aggregate',
    input: project(happened, [keep('person_id'), named('enrolled_at', cast(column('moment'), date))]),
    by: ['person_id'],
    columns: [{ name: 'enrolled_at', how: 'min', of: 'enrolled_at' }],
  };
  const from: Relation = {
    kind: 'join',
    how: 'left',
    left: members,
    right: first,
    on: [{ left: 'person_id', right: 'person_id' }],
  };
  return { from, start: call('coalesce', column('enrolled_at'), column('enrolled_on')) };
}
