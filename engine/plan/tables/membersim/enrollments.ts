/** `membersim.enrollments`: who was covered by which plan and when. */
import type { PlanConcept, PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
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
  named,
  project,
  table,
  when,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import { planKeys } from './plans.ts';

export function enrollmentsTable(context: PlanContext, plans: readonly PlanConcept[], timeline: Timeline): PlannedTable {
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
