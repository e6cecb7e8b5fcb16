/**
 * What changes people's coverage, in the order in which it happens: scratch tables from which spans are cut. An enrollment
 * that is a person's first change begins the coverage that the person has anyway; each later change is a state of its own.
 */
import type { ColumnType, EventType, PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin } from '../endings.ts';
import { rowKey } from '../keys.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  date,
  drawBy,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  pick,
  project,
  smallint,
  table,
  timestamp,
  when,
} from '../terms.ts';
import { coveragePlans, plannedMembers } from './coverage-plans.ts';
import { happenedWith } from './happened.ts';
import { scratchColumns } from '../scratch-columns.ts';

/** What happened, but what only begins a person's coverage is `first`. */
export const COVERAGE_CHANGES: Relation = table('scratch', 'coverage_changes');
/** Of people with changes: their coverage from each on, counted by `place`, and by `change` where it begins or ends. */
export const COVERAGE_STATES: Relation = table('scratch', 'coverage_states');

/** In the order in which they count where they share a moment. */
const KINDS: readonly EventType[] = ['enrollment', 'plan_change', 'disenrollment'];

interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

const CHANGES: readonly Column[] = [
  { name: 'person_id', type: integer },
  { name: 'moment', type: timestamp },
  { name: 'kind', type: smallint },
  { name: 'span_id', type: bigint },
  { name: 'to_index', type: smallint },
  { name: 'step', type: smallint },
  { name: 'first', type: boolean },
];

const STATES: readonly Column[] = [
  { name: 'person_id', type: integer },
  { name: 'span_id', type: bigint },
  { name: 'day', type: date },
  { name: 'place', type: integer },
  { name: 'change', type: integer },
  { name: 'ends', type: boolean },
  { name: 'covered', type: boolean },
  { name: 'plan_index', type: smallint },
];

export function coverageChangeTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  return [
    scratchTable('coverage_changes', CHANGES, changesRelation(context, timeline)),
    scratchTable('coverage_states', STATES, statesRelation(context)),
  ];
}

function scratchTable(name: string, columns: readonly Column[], relation: Relation): PlannedTable {
  return {
    schema: 'scratch',
    name,
    fill: 'scratch',
    comment: 'What changes coverage.',
    columns: scratchColumns(columns),
    primaryKey: ['person_id', 'span_id'],
    relation,
    origins: [],
  };
}

/** A change of plan that names none goes `step` plans on in the list of those to choose from. */
function changesRelation(context: PlanContext, timeline: Timeline): Relation {
  const { plans, choosable } = coveragePlans(context);
  const events = timeline.events.filter(({ use }) => KINDS.includes(use.definition.type));
  const happened = happenedWith(timeline, {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'kind', type: smallint },
      { name: 'to_index', type: smallint },
      { name: 'drawn', type: boolean },
      { name: 'plan', type: { kind: 'stream' } },
    ],
    rows: events.map(({ key, path, use: { definition } }) => {
      const index = plans.findIndex(({ concept }) => concept.name === definition.plan?.value);
      const isDrawn = definition.type === 'plan_change' && index < 0;
      return [key, KINDS.indexOf(definition.type), index < 0 ? null : index, isDrawn, `${path}/plan`];
    }),
  });
  const step = call('add', 1, pick(drawBy('plan'), Math.max(choosable - 1, 1)));
  const changes = project(happened, [
    ...['person_id', 'moment', 'kind', 'to_index'].map(keep),
    named('span_id', column('timeline_id')),
    named('step', when(column('drawn'), step, literal(0))),
    named('enrolled', when(isKind('enrollment'), column('moment'), literal(null, timestamp))),
  ]);
  const firsts: Relation = {
    kind: 'aggregate',
    input: changes,
    by: ['person_id'],
    columns: [
      { name: 'first_moment', how: 'min', of: 'moment' },
      { name: 'first_enrolled', how: 'min', of: 'enrolled' },
    ],
  };
  const isFirst = call(
    'and',
    isKind('enrollment'),
    call('equal', column('moment'), column('first_moment')),
    call('equal', column('first_enrolled'), column('first_moment')),
  );
  return project(joinOn(changes, firsts, 'person_id'), [
    ...['person_id', 'moment', 'kind', 'span_id', 'to_index', 'step'].map(keep),
    named('first', isFirst),
  ]);
}

function isKind(type: EventType): Term {
  return call('equal', column('kind'), KINDS.indexOf(type));
}

function statesRelation(context: PlanContext): Relation {
  const later = filter(COVERAGE_CHANGES, call('not', column('first')));
  const kindOf = call('not', isKind('plan_change'));
  const changes = project(later, [
    ...['person_id', 'moment', 'kind', 'span_id', 'step', 'to_index'].map(keep),
    named('begins', when(kindOf, literal(1), literal(0))),
    named('names', when(call('is_null', column('to_index')), literal(0), literal(1))),
  ]);
  const one: Relation = {
    kind: 'extend',
    input: { kind: 'union', inputs: [initialStates(context), changes] },
    columns: [
      named('one', literal(1)),
      named('enrolls', when(isKind('enrollment'), literal(1), literal(0))),
      named('moves', call('add', column('step'), call('coalesce', column('to_index'), literal(0)))),
    ],
  };
  const placed: Relation = {
    kind: 'running',
    input: one,
    by: ['person_id'],
    along: ['moment', 'kind', 'span_id'],
    columns: [
      { name: 'place', of: 'one' },
      { name: 'change', of: 'begins' },
      { name: 'naming', of: 'names' },
    ],
  };
  const covered: Relation = {
    kind: 'running',
    input: placed,
    by: ['person_id', 'change'],
    along: ['place'],
    columns: [{ name: 'enrolled', of: 'enrolls' }],
  };
  const moved: Relation = {
    kind: 'running',
    input: covered,
    by: ['person_id', 'naming'],
    along: ['place'],
    columns: [
      { name: 'plan_place', of: 'moves' },
      { name: 'stepped', of: 'step' },
    ],
  };
  return project(moved, [
    keep('person_id'),
    keep('span_id'),
    named('day', call('to_date', column('moment'))),
    ...['place', 'change'].map((name) => named(name, cast(column(name), integer))),
    named('ends', isKind('disenrollment')),
    named('covered', call('greater', column('enrolled'), 0)),
    named('plan_index', planIndex(context)),
  ]);
}

/** Steps go round among the plans to choose from. */
function planIndex(context: PlanContext): Term {
  const place = cast(column('plan_place'), integer);
  const { choosable } = coveragePlans(context);
  return when(call('equal', column('stepped'), 0), place, call('modulo', place, Math.max(choosable, 1)));
}

/** Of people with later changes, the coverage that they begin with. */
function initialStates(context: PlanContext): Relation {
  const begun: Relation = {
    kind: 'aggregate',
    input: project(COVERAGE_CHANGES, [
      keep('person_id'),
      keep('moment'),
      named('began', when(column('first'), column('moment'), literal(null, timestamp))),
      named('named_index', when(column('first'), column('to_index'), literal(null, smallint))),
      named('later', when(column('first'), literal(0), literal(1))),
    ]),
    by: ['person_id'],
    columns: [
      { name: 'first_moment', how: 'min', of: 'moment' },
      { name: 'began', how: 'min', of: 'began' },
      { name: 'named_index', how: 'min', of: 'named_index' },
      { name: 'later', how: 'max', of: 'later' },
    ],
  };
  const changed = filter(leftJoin(begun, plannedMembers(context), 'person_id'), call('greater', column('later'), 0));
  const day = call(
    'coalesce',
    call('to_date', column('began')),
    call('least', column('enrolled_on'), call('to_date', column('first_moment'))),
  );
  return project(changed, [
    keep('person_id'),
    named('moment', call('at_minute', day, 0)),
    named('kind', literal(KINDS.indexOf('enrollment'), smallint)),
    named('span_id', rowKey(literal(0))),
    named('step', literal(0)),
    named('to_index', call('coalesce', column('named_index'), column('plan_index'))),
    named('begins', literal(1)),
    named('names', literal(1)),
  ]);
}
