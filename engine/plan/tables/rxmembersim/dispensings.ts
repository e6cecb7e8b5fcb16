/** `scratch.rx_dispensings`: when each fill of a course was made, and whether it was asked for too soon or billed twice. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import {
  boolean,
  call,
  cast,
  column,
  date,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  table,
  when,
} from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { coveredOn, coverageSpans, hasSeveralSpans } from '../coverage-spans.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES, withinOrder } from './courses.ts';
import { arrivalOf, comingStream, dayOf } from './supply.ts';
import { besideStays, fillsInStaysTable, LOST_BEFORE } from './within-stays.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import { lineOf } from '../../line.ts';

export const RX_DISPENSINGS: Relation = table('scratch', 'rx_dispensings');

export const DISPENSING_COLUMNS: readonly { readonly name: string; readonly type: ColumnType }[] = [
  { name: 'person_id', type: integer },
  { name: 'order_key', type: integer },
  { name: 'occurrence', type: smallint },
  { name: 'fill_number', type: smallint },
  { name: 'filled_on', type: date },
  { name: 'asked_on', type: date },
  { name: 'reversed', type: boolean },
];

/** Fills of courses, and what stays do to them. */
export function rxDispensingsTables(
  context: PlanContext,
  timeline: Timeline,
  benefits: PharmacyBenefits,
): readonly PlannedTable[] {
  const streams = streamValues(context, benefits);
  const repeated = (courses: Relation): Relation => fillsOf(joinOn(courses, streams, 'order_key'));
  const isWithin = call(
    'and',
    call('less_or_equal', column('told_on'), column('claimed_on')),
    call('less', column('claimed_on'), column('until')),
  );
  const told = filter(claimedOn(besideStays(repeated(RX_COURSES), context, timeline)), isWithin);
  const dispensings: PlannedTable = {
    schema: 'scratch',
    name: 'rx_dispensings',
    fill: 'scratch',
    comment: 'Fills of medicines.',
    columns: scratchColumns(DISPENSING_COLUMNS),
    primaryKey: ['person_id', 'order_key', 'occurrence', 'fill_number'],
    relation: project(coveredWhere('claimed_on', told, context, timeline), [
      ...['person_id', 'order_key', 'occurrence'].map(keep),
      named('fill_number', call('subtract', column('fill'), call('coalesce', column(LOST_BEFORE), 0))),
      named('filled_on', column('claimed_on')),
      named('asked_on', askedTooSoon(timeline, benefits)),
      named('reversed', call('less', drawn('reversing'), literal(benefits.rule('reversal_share'), double))),
    ]),
    origins: benefits.orders.map(({ at }) => at),
  };
  return [...fillsInStaysTable(context, timeline, { repeated, benefits }), dispensings];
}

/** What is drawn of the fills of each order. */
function streamValues(context: PlanContext, { orders }: PharmacyBenefits): Relation {
  const own = ['asking', 'soon', 'reversing'];
  return {
    kind: 'values',
    columns: [
      { name: 'order_key', type: integer },
      ...['coming', ...own].map((name) => ({ name, type: { kind: 'stream' as const } })),
    ],
    rows: orders.map(({ key, path, drug }) => [
      key,
      comingStream(drug.drug, context),
      ...own.map((what) => `${lineOf(context.cohort.profile)}/pharmacy/${what}/${path}`),
    ]),
  };
}

/** With the day of each fill, which a stay may have moved, and that of the one before. */
function claimedOn(fills: Relation): Relation {
  const before = call('coalesce', column('made_before'), dayOf(arrivalOf(call('subtract', column('number'), 1))));
  return {
    kind: 'extend',
    input: fills,
    columns: [named('before', before), named('claimed_on', call('coalesce', column('made_on'), column('filled_on')))],
  };
}

/** The day on which a refill was asked for before its time, if it was: some do, once the medicine is theirs and its plan pays. */
function askedTooSoon(timeline: Timeline, benefits: PharmacyBenefits): Term {
  const supply = cast(column('days_supply'), double);
  const soon = call(
    'multiply',
    call('multiply', supply, literal(benefits.rule('refill_threshold'), double)),
    drawn('soon'),
  );
  const asks = call(
    'and',
    call('greater', column('fill'), 0),
    call('is_null', column('made_on')),
    call('less', drawn('asking'), literal(benefits.rule('early_attempt_share'), double)),
  );
  const askedOn = call('add_days', column('before'), call('floor', soon));
  const served = hasSeveralSpans(timeline)
    ? call('greatest', column('served_on'), column('start_date'))
    : column('served_on');
  return when(call('and', asks, call('less_or_equal', served, askedOn)), askedOn, literal(null, date));
}

/** Fills of these orders that can be told, by `number` in their supply, and when they are due. */
function fillsOf(courses: Relation): Relation {
  const repeated: Relation = {
    kind: 'repeat',
    input: filter(courses, call('greater', column('fills'), column('untold'))),
    count: call('subtract', column('fills'), column('untold')),
    as: 'place',
  };
  const fill = call('add', column('untold'), column('place'));
  const numbered: Relation = {
    kind: 'extend',
    input: repeated,
    columns: [named('fill', cast(fill, integer)), named('number', call('add', column('first_number'), output('fill')))],
  };
  return { kind: 'extend', input: numbered, columns: [named('filled_on', dayOf(arrivalOf(column('number'))))] };
}

/** Of `rows` those of a day on which the person is covered: nothing is told of what lies between two spans. */
export function coveredWhere(day: string, rows: Relation, context: PlanContext, timeline: Timeline): Relation {
  return hasSeveralSpans(timeline) ? coveredOn(rows, day, coverageSpans(context, timeline)) : rows;
}

/** One draw a fill. */
function drawn(stream: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'column', name: stream },
    person: column('person_id'),
    occurrence: withinOrder(column('fill')),
  };
}
