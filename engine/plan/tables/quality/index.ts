/** `membersim.quality_measures` and `membersim.care_gaps`: who is due for which care, and what closed the gap. */
import type { NamedTerm, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { PERSON_KEYS, rowKey } from '../../keys.ts';
import type { Population } from '../../population.ts';
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
  smallint,
  table,
  text,
  when,
} from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { member } from '../columns.ts';
import { planTable } from '../table.ts';
import { applicableMeasures } from './applicable.ts';
import type { KeyedMeasure } from './applicable.ts';
import { closingsOf, NO_EVENT } from './closings.ts';
import { CARE_GAPS, careGapsScratch, GAP_KEY } from './due.ts';
import { scratchColumns } from '../../scratch-columns.ts';

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
  return planTable({
    schema: 'membersim',
    name: 'quality_measures',
    comment: 'Measures of the quality of care that members of the cohort can be due for.',
    fill: 'reference',
    from: {
      kind: 'values',
      columns: columns.map(({ name, type }) => ({ name, type })),
      rows: measures.map(({ measure, key }) => [key, measure.name, measure.display, measure.everyMonths]),
    },
    primaryKey: ['quality_measure_id'],
    origins: measures.map(({ measure }) => measure.at),
    columns: columns.map((one) => ({ ...one, term: column(one.name) })),
  });
}

const CLOSED_GAPS: Relation = table('scratch', 'closed_gaps');

/**
 * `scratch.closed_gaps`: what closed each gap first, from the day on which it opened to `as_of`. Apart from the gaps, so that
 * these keep their order however much of the chart is written when a range is built.
 */
function closedGapsScratch(closings: Relation, context: PlanContext): PlannedTable {
  const on = call('to_date', column('moment'));
  const asOf = day(context.cohort.profile.asOf.value);
  const inTime = call('and', call('less_or_equal', column('start_day'), on), call('less_or_equal', on, asOf));
  const closing = filter(joinOn(CARE_GAPS, closings, 'person_id', 'measure_key'), inTime);
  const first: Relation = {
    kind: 'aggregate',
    input: { kind: 'extend', input: closing, columns: [named('place', placeOf(on, column('closed_by')))] },
    by: [...GAP_KEY],
    columns: [{ name: 'place', how: 'min', of: 'place' }],
  };
  const relation = project(first, [...GAP_KEY.map(keep), ...closedAt(column('place'))]);
  const columns = [
    { name: 'person_id', type: integer },
    { name: 'gap_key', type: integer },
    { name: 'occurrence', type: smallint },
    { name: 'closed', type: date },
    { name: 'closed_by', type: bigint },
  ];
  return {
    schema: 'scratch',
    name: 'closed_gaps',
    fill: 'scratch',
    comment: 'What closed gaps in care.',
    columns: scratchColumns(columns),
    primaryKey: GAP_KEY,
    relation,
    origins: [],
  };
}

const EPOCH = day('1970-01-01');
/** Of a person on a day: nothing of the timeline, or any event of it. */
const PLACES = 2 * PERSON_KEYS;

/** The day and what closed it there as one number, so that the first of a gap is the least. */
function placeOf(on: Term, closedBy: Term): Term {
  const days = cast(call('days_between', EPOCH, on), bigint);
  const ofPerson = call('add', call('modulo', closedBy, PERSON_KEYS), 1);
  return call('add', call('multiply', days, PLACES), ofPerson);
}

function closedAt(place: Term): readonly NamedTerm[] {
  const ofPerson = call('modulo', place, PLACES);
  const event = call('add', rowKey(literal(0)), call('subtract', ofPerson, 1));
  return [
    named('closed', call('add_days', EPOCH, cast(call('integer_divide', place, PLACES), integer))),
    named('closed_by', when(call('equal', ofPerson, 0), NO_EVENT, event)),
  ];
}

function careGapsTable(
  { cohort, enumerations }: PlanContext,
  from: Relation,
  { canClose, hasTimeline }: { readonly canClose: boolean; readonly hasTimeline: boolean },
): PlannedTable {
  const ofTimeline = hasTimeline ? { references: 'core.timeline' } : {};
  const statuses = enumerations.define('membersim', 'care_gap_status', ['open', 'closed']);
  const closed = canClose ? column('closed') : literal(null, date);
  const event = canClose ? column('closed_by') : literal(null, bigint);
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
    ],
  });
}
