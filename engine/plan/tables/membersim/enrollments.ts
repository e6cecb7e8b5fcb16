/** `membersim.enrollments`: who was covered by which plan and when. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, date, day, integer, literal, when } from '../../terms.ts';
import { coverageSpans, hasSeveralSpans } from '../coverage-spans.ts';
import { member } from '../columns.ts';
import { planTable } from '../table.ts';

export function enrollmentsTable(context: PlanContext, timeline: Timeline): PlannedTable {
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
      member,
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
