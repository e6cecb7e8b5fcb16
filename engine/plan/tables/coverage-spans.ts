/**
 * Who is covered by which plan from when to when: the one place that knows. A person has one span, unless events of the
 * cohort change the plan or enroll people anew; then spans are worked out once a range of persons, in scratch tables.
 */
import type { EventType, PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../endings.ts';
import type { PlannedEvent } from '../events.ts';
import { beginsBeforeCoverage } from '../journey-years.ts';
import { rowKey } from '../keys.ts';
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
  named,
  output,
  project,
  table,
  text,
  when,
} from '../terms.ts';
import { coverageChangeTables, COVERAGE_CHANGES, COVERAGE_STATES } from './coverage-changes.ts';
import { plannedMembers, planValues } from './coverage-plans.ts';
import { scratchColumns } from '../scratch-columns.ts';

/** People may have several spans of coverage, or a gap between two. */
export function hasSeveralSpans({ events }: Pick<Timeline, 'events'>): boolean {
  const of = (type: EventType): readonly PlannedEvent[] => events.filter(({ use }) => use.definition.type === type);
  const enrollments = of('enrollment');
  return (
    of('plan_change').length > 0 ||
    enrollments.some(({ use }) => use.definition.plan !== undefined) ||
    (enrollments.length > 0 && of('disenrollment').length > 0)
  );
}

/** Whether coverage begins by age or by the calendar, after what somebody else covered, and with no event. */
export function othersCoverBefore({ cohort, library }: PlanContext, { events }: Pick<Timeline, 'events'>): boolean {
  const payer = library.payers.find(({ name }) => name === cohort.profile.coverage?.payer.value);
  if (events.some(({ use }) => use.definition.type === 'enrollment')) return false;
  return (payer?.minAge ?? 0) > 0 || beginsBeforeCoverage(cohort);
}

const SPANS: Relation = table('scratch', 'coverage_spans');

const COLUMNS = [
  { name: 'person_id', type: integer },
  { name: 'span_id', type: bigint },
  { name: 'plan_id', type: integer },
  { name: 'start_date', type: date },
  { name: 'end_date', type: date },
] as const;

/** What `coverageSpans` reads where people may have several. */
export function coverageTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  if (context.cohort.profile.coverage === undefined || !hasSeveralSpans(timeline)) return [];
  return [
    ...coverageChangeTables(context, timeline),
    {
      schema: 'scratch',
      name: 'coverage_spans',
      fill: 'scratch',
      comment: 'Spans of coverage.',
      columns: scratchColumns(COLUMNS),
      primaryKey: ['span_id'],
      relation: severalSpans(context, timeline),
      origins: [],
    },
  ];
}

/**
 * `person_id`, `span_id` (a key of its own), `plan_id`, `start_date`, `end_date`: its last day, empty while it goes on. The
 * profile must have a coverage.
 */
export function coverageSpans(context: PlanContext, timeline: Timeline): Relation {
  return hasSeveralSpans(timeline) ? SPANS : onlySpans(context, timeline);
}

/** Of `rows` with `person_id`, those whose `moment` (a date or a moment) lies within a span, with the plan of the span. */
export function coveredOn(rows: Relation, moment: string, spans: Relation): Relation {
  const on = call('to_date', column(moment));
  const until = call('coalesce', column('end_date'), on);
  return filter(
    joinOn(rows, spans, 'person_id'),
    call('and', call('less_or_equal', column('start_date'), on), call('less_or_equal', on, until)),
  );
}

/** One span a person: from enrollment, by an event or by age, to the end of the person's timeline. */
function onlySpans(context: PlanContext, timeline: Timeline): Relation {
  const { from, start } = withEnrollmentEvents(plannedMembers(context), timeline);
  const span = (known: Relation, begins: Term, end: Term): Relation =>
    project(known, [
      keep('person_id'),
      named('span_id', rowKey(literal(0))),
      keep('plan_id'),
      named('start_date', begins),
      named('end_date', end),
    ]);
  if (!timeline.endsPeople) return span(from, start, literal(null, date));
  const left = call('to_date', call('coalesce', column('disenrolled'), column('died')));
  const births = project(table('scratch', 'population'), ['person_id', 'birth_date'].map(keep));
  const known = joinOn(leftJoin(from, PERSON_ENDINGS, 'person_id'), births, 'person_id');
  return span(known, beforeTheEnd(start, left, context), lastDayOf(left, output('start_date')));
}

/** Whoever was gone before was covered as long before the end as the others are before `as_of`. */
function beforeTheEnd(start: Term, left: Term, { cohort }: PlanContext): Term {
  const lasted = call('days_between', start, day(cohort.profile.asOf.value));
  const shifted = call('greatest', column('birth_date'), call('add_days', left, call('negate', lasted)));
  return when(call('coalesce', call('less', left, start), literal(false)), shifted, start);
}

function lastDayOf(left: Term, start: Term): Term {
  return when(call('is_null', left), literal(null, date), call('greatest', left, start));
}

/** Where a journey enrolls its members, coverage begins with that event. */
function withEnrollmentEvents(people: Relation, timeline: Timeline): { readonly from: Relation; readonly start: Term } {
  const enrollments = timeline.events.filter(({ use }) => use.definition.type === 'enrollment');
  if (enrollments.length === 0) return { from: people, start: column('enrolled_on') };
  const isOne = enrollments.map(({ key }) => call('equal', column('event_key'), key));
  const happened = filter(timeline.occurrences, call('and', column('happened'), call('or', literal(false), ...isOne)));
  const first: Relation = {
    kind: 'aggregate',
    input: project(happened, [keep('person_id'), named('enrolled_at', cast(column('moment'), date))]),
    by: ['person_id'],
    columns: [{ name: 'enrolled_at', how: 'min', of: 'enrolled_at' }],
  };
  return {
    from: leftJoin(people, first, 'person_id'),
    start: call('coalesce', column('enrolled_at'), column('enrolled_on')),
  };
}

/** Those whose coverage changes by their states, everybody else with one span as ever. */
function severalSpans(context: PlanContext, timeline: Timeline): Relation {
  const changed: Relation = {
    kind: 'aggregate',
    input: COVERAGE_STATES,
    by: ['person_id'],
    columns: [{ name: 'states', how: 'count', of: 'place' }],
  };
  const others = filter(leftJoin(plannedMembers(context), changed, 'person_id'), call('is_null', column('states')));
  const begun: Relation = {
    kind: 'aggregate',
    input: COVERAGE_CHANGES,
    by: ['person_id'],
    columns: [
      { name: 'enrolled_at', how: 'min', of: 'moment' },
      { name: 'first_plan_index', how: 'min', of: 'to_index' },
    ],
  };
  const unchanged = project(leftJoin(others, begun, 'person_id'), [
    keep('person_id'),
    named('span_id', rowKey(literal(0))),
    named('plan_index', call('coalesce', column('first_plan_index'), column('plan_index'))),
    named('start_date', call('coalesce', call('to_date', column('enrolled_at')), column('enrolled_on'))),
    named('end_date', literal(null, date)),
  ]);
  const spans: Relation = { kind: 'union', inputs: [unchanged, changedSpans()] };
  const withPlans = joinOn(spans, planValues(context, { name: 'plan_name', type: text }), 'plan_index');
  const columns = COLUMNS.map(({ name }) => keep(name));
  if (!timeline.endsPeople) return project(withPlans, columns);
  const died = call('to_date', column('died'));
  const living = filter(
    leftJoin(withPlans, PERSON_ENDINGS, 'person_id'),
    call('coalesce', call('less_or_equal', column('start_date'), died), literal(true)),
  );
  return project(
    living,
    columns.map((one) => (one.name === 'end_date' ? named('end_date', earlier(column('end_date'), died)) : one)),
  );
}

/** Whichever is known where the other is not. */
function earlier(one: Term, other: Term): Term {
  return call('least', call('coalesce', one, other), call('coalesce', other, one));
}

/** Each state in which somebody is covered, up to the day before the next, or to the day on which coverage ends. */
function changedSpans(): Relation {
  const next = project(COVERAGE_STATES, [
    keep('person_id'),
    named('before', call('subtract', column('place'), 1)),
    named('next_day', column('day')),
    named('next_ends', column('ends')),
  ]);
  const lastEnds = project(filter(COVERAGE_STATES, column('ends')), [
    keep('person_id'),
    named('after', call('add', column('change'), 1)),
    named('ended_on', column('day')),
  ]);
  const withNext: Relation = {
    kind: 'join',
    how: 'left',
    left: filter(COVERAGE_STATES, column('covered')),
    right: next,
    on: [
      { left: 'person_id', right: 'person_id' },
      { left: 'place', right: 'before' },
    ],
  };
  const withBoth: Relation = {
    kind: 'join',
    how: 'left',
    left: withNext,
    right: lastEnds,
    on: [
      { left: 'person_id', right: 'person_id' },
      { left: 'change', right: 'after' },
    ],
  };
  const dayAfter = call('add_days', column('ended_on'), 1);
  const spans = project(withBoth, [
    keep('person_id'),
    keep('span_id'),
    keep('plan_index'),
    named('start_date', call('greatest', column('day'), call('coalesce', dayAfter, column('day')))),
    named('end_date', when(column('next_ends'), column('next_day'), call('add_days', column('next_day'), -1))),
  ]);
  return filter(
    spans,
    call('coalesce', call('less_or_equal', column('start_date'), column('end_date')), literal(true)),
  );
}
