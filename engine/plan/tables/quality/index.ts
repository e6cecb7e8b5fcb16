/** `membersim.quality_measures` and `membersim.care_gaps`: who is due for which care, and what closed the gap. */
import type { ColumnType, PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { rowKey } from '../../keys.ts';
import type { Population } from '../../population.ts';
import { bigint, call, column, date, integer, literal, smallint, text, when } from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { member } from '../columns.ts';
import { planTable, planListed } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { applicableMeasures } from './applicable.ts';
import type { KeyedMeasure } from './applicable.ts';
import { CLOSED_GAPS, closedGapsScratch } from './closed-gaps.ts';
import { closingsOf } from './closings.ts';
import { CARE_GAPS, careGapsScratch, GAP_KEY } from './due.ts';

export function qualityTables(
  context: PlanContext,
  population: Population,
  timeline: Timeline,
): readonly PlannedTable[] {
  if (context.cohort.profile.coverage === undefined) return [];
  const measures = applicableMeasures(context, timeline);
  const finds = timeline.events.some(({ use }) => use.definition.type === 'care_gap');
  if (measures.length === 0 && !finds) return [];
  const closings = closingsOf(measures, { context, population, timeline });
  return [
    measuresTable(measures),
    careGapsScratch(measures, context, timeline),
    ...(closings === undefined ? [] : [closedGapsScratch(closings, context)]),
    careGapsTable(context, closings === undefined ? CARE_GAPS : leftJoin(CARE_GAPS, CLOSED_GAPS, ...GAP_KEY), {
      canClose: closings !== undefined,
      hasTimeline: timeline.events.length > 0,
    }),
  ];
}

function measuresTable(measures: readonly KeyedMeasure[]): PlannedTable {
  const columns = [
    { name: 'quality_measure_id', type: integer, comment: 'Number of the measure, made from its name.' },
    { name: 'name', type: text, comment: 'What the reference and events call it.' },
    { name: 'title', type: text, comment: 'What it asks for.' },
    { name: 'every_months', type: smallint, comment: 'Months within which it is to be met.' },
  ];
  return planListed({
    schema: 'membersim',
    name: 'quality_measures',
    comment: 'Measures of the quality of care that members of the cohort can be due for.',
    fill: 'reference',
    columns,
    rows: measures.map(({ measure, key }) => [key, measure.name, measure.display, measure.everyMonths]),
    primaryKey: ['quality_measure_id'],
    origins: measures.map(({ measure }) => measure.at),
  });
}

function careGapsTable(
  { cohort, enumerations }: PlanContext,
  from: Relation,
  { canClose, hasTimeline }: { readonly canClose: boolean; readonly hasTimeline: boolean },
): PlannedTable {
  const ofTimeline = hasTimeline ? { references: 'core.timeline' } : {};
  const statuses = enumerations.define('membersim', 'care_gap_status', ['open', 'closed']);
  return planTable({
    schema: 'membersim',
    name: 'care_gaps',
    comment: 'Care that a member is due for: one row a member and measure, and one for each gap that an event found.',
    fill: 'person',
    from,
    primaryKey: ['care_gap_id'],
    origins: [cohort.profile.coverage?.at ?? cohort.profile.at],
    columns: [
      {
        name: 'care_gap_id',
        type: bigint,
        term: rowKey(column('gap_key'), column('occurrence')),
        comment: 'Member, measure or event, and occurrence as one number.',
      },
      member,
      {
        name: 'quality_measure_id',
        type: integer,
        term: column('measure_key'),
        nullable: true,
        comment: 'The measure; empty where an event found a gap and names none.',
        references: 'membersim.quality_measures',
      },
      {
        name: 'found_event_id',
        type: bigint,
        term: column('found_by'),
        nullable: true,
        comment: 'The event that found the gap; empty where the measure itself did on as_of.',
        ...ofTimeline,
      },
      { name: 'start_date', type: date, term: column('start_day'), comment: 'First day on which care closes the gap.' },
      { name: 'due_date', type: date, term: column('due_day'), comment: 'Day by which it is due.' },
      ...howItWasClosed(statuses, canClose, ofTimeline),
    ],
  });
}

function howItWasClosed(
  statuses: ColumnType,
  canClose: boolean,
  ofTimeline: Pick<ColumnDefinition, 'references'>,
): readonly ColumnDefinition[] {
  const closed = canClose ? column('closed') : literal(null, date);
  const event = canClose ? column('closed_by') : literal(null, bigint);
  return [
    {
      name: 'status',
      type: statuses,
      term: when(call('is_null', closed), literal('open', statuses), literal('closed', statuses)),
      comment: 'State of the gap on as_of.',
    },
    {
      name: 'closed_date',
      type: date,
      term: closed,
      nullable: true,
      comment: 'Day of the care that closed it; empty while it is open.',
    },
    {
      name: 'closing_event_id',
      type: bigint,
      term: when(call('less', event, 0), literal(null, bigint), event),
      nullable: true,
      comment: 'The event that closed it; empty while it is open, and where what closed it is of the profile.',
      ...ofTimeline,
    },
  ];
}
