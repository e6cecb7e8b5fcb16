/** Groups of events with what comes behind their end taken away: when each ended for each person, and what is left of it. */
import type { NamedTerm, PlannedTable, Relation, Term } from '../model/index.ts';
import { CALL, callNumber, isFirstOfCall, oftenFor } from './call-numbers.ts';
import type { PlanContext } from './context.ts';
import { leftJoin } from './endings.ts';
import type { PlannedEvent, SkipReason } from './events.ts';
import { holds } from './groups.ts';
import { canBeLost, whyLost } from './lost-anchors.ts';
import { isDecidedAt } from './planned-event.ts';
import type { Group } from './groups.ts';
import { nameKeys } from './keys.ts';
import { followsEachOf, timesForEach } from './occurrence-counts.ts';
import {
  call,
  column,
  date,
  filter,
  integer,
  isOneOf,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  timestamp,
  when,
} from './terms.ts';
import { scratchColumns } from './scratch-columns.ts';
import { isToCome, NOT_YET_DUE, canBeToCome } from './to-come.ts';

/** A group whose end is known before some level. */
export interface Cut {
  readonly group: Group;
  readonly level: number;
}

function keyOf({ name }: Group): number {
  return nameKeys([name]).get(name) ?? 0;
}

export function stopTable(group: Group): Relation {
  return table('scratch', `stops_${keyOf(group)}`);
}

function cutTable(group: Group): Relation {
  return table('scratch', `kept_${keyOf(group)}`);
}

/**
 * Occurrences of events without what lies behind the ends of earlier calls, for what is asked within a later one: groups that are over
 * anew in each, as far as their ends are known.
 */
export function withoutEnded(
  occurrences: Relation,
  groups: readonly Group[],
  events: readonly PlannedEvent[],
): Relation {
  return groups.reduce((rows, group) => {
    const members = membersOf(group, events);
    const leaving = leavingOf(group, members);
    if (leaving.length === 0) return rows;
    const told = members.filter((event) => !leaving.includes(event));
    const keys = told.map(({ key }) => key);
    const marked = markedOver(group, { before: rows, stops: stopsRelation(group, rows, leaving), told });
    const kept = filter(marked, call('not', column('is_over')));
    const columns = ANSWERING.map(keep);
    return {
      kind: 'union',
      inputs: [project(kept, columns), project(filter(rows, call('not', isOneOf('event_key', keys))), columns)],
    };
  }, occurrences);
}

/** What of occurrences questions read, and what ends of groups do. */
export const ANSWERING: readonly string[] = [
  'person_id',
  'event_key',
  'occurrence',
  'started',
  'moment',
  'settled',
  'happened',
];

interface Occurrences {
  readonly events: readonly PlannedEvent[];
  readonly cuts: readonly Cut[];
}

/** All occurrences of events below the level, each group as it is once it is cut. */
export function occurrencesBefore(level: number, { events, cuts }: Occurrences): Relation {
  const known = cuts.filter((cut) => cut.level <= level).toSorted((one, other) => other.level - one.level);
  const latest = (event: PlannedEvent): Cut | undefined => known.find(({ group }) => holds(group, event));
  const raw = Array.from({ length: level }, (_, at) => {
    const own = events.filter((event) => isDecidedAt(event, at));
    return only(table('scratch', `occurrences_${at}`), own, (event) => latest(event) === undefined);
  });
  const cut = known.map((one) =>
    only(cutTable(one.group), membersOf(one.group, events), (event) => latest(event) === one),
  );
  const inputs = [...raw, ...cut].flatMap((relation) => relation ?? []);
  const [first] = inputs;
  return first !== undefined && inputs.length === 1 ? first : { kind: 'union', inputs };
}

/** The rows of those events for which it holds; `undefined` where there are none. */
function only(
  from: Relation,
  events: readonly PlannedEvent[],
  isKept: (event: PlannedEvent) => boolean,
): Relation | undefined {
  const kept = events.filter(isKept);
  if (kept.length === 0) return undefined;
  return kept.length === events.length
    ? from
    : filter(
        from,
        isOneOf(
          'event_key',
          kept.map(({ key }) => key),
        ),
      );
}

function membersOf(group: Group, events: readonly PlannedEvent[]): readonly PlannedEvent[] {
  return events.filter((event) => holds(group, event));
}

interface Telling {
  /** Of occurrences. */
  readonly columns: PlannedTable['columns'];
  readonly context: PlanContext;
}

/** The tables of the groups that are cut at this level. */
export function tablesOfCuts(
  level: number,
  { columns, context }: Telling,
  occurrences: Occurrences,
): readonly PlannedTable[] {
  const own = occurrences.cuts.filter((cut) => cut.level === level);
  return own.flatMap(({ group }) => {
    const cuts = occurrences.cuts.filter((one) => one.level < level);
    const before = occurrencesBefore(level, { ...occurrences, cuts });
    return [
      stopsOf(group, before, occurrences.events),
      keptOf(group, before, { columns, context }, occurrences.events),
    ];
  });
}

function leavingOf(group: Group, members: readonly PlannedEvent[]): readonly PlannedEvent[] {
  return members.filter((event) => group.leaving.some(({ path }) => path === event.path));
}

/** The first way out that happened to each person. */
function stopsOf(group: Group, before: Relation, events: readonly PlannedEvent[]): PlannedTable {
  const leaving = leavingOf(group, membersOf(group, events));
  const called = numbered(group, leaving);
  const columns = [
    { name: 'person_id', type: integer },
    ...called.map(({ name }) => ({ name, type: smallint })),
    { name: 'started', type: date },
    { name: 'stopped', type: timestamp },
    { name: 'stopped_by', type: integer },
    { name: 'stopped_at', type: smallint },
  ];
  return {
    schema: 'scratch',
    name: `stops_${keyOf(group)}`,
    fill: 'scratch',
    comment: 'When a phase was over for each person, or a series at which of its occurrences.',
    columns: scratchColumns(columns),
    primaryKey: ['person_id', ...called.map(({ name }) => name)],
    relation: stopsRelation(group, before, leaving),
    origins: leaving.map(({ use }) => use.at),
  };
}

function stopsRelation(group: Group, before: Relation, leaving: readonly PlannedEvent[]): Relation {
  const called = numbered(group, leaving);
  const keys = leaving.map(({ key }) => key);
  const happened = filter(before, call('and', column('happened'), isOneOf('event_key', keys)));
  const extra = [...called, ...leadingFirst(leaving)];
  const along = ['moment', ...(extra.length > called.length ? [LEADS_NOWHERE] : []), 'event_key'];
  return {
    kind: 'aggregate',
    input: extra.length === 0 ? happened : { kind: 'extend', input: happened, columns: extra },
    by: ['person_id', ...called.map(({ name }) => name)],
    columns: [
      { name: 'started', how: 'min', of: 'started' },
      { name: 'stopped', how: 'min', of: 'moment' },
      { name: 'stopped_by', how: 'first', of: 'event_key', along },
      { name: 'stopped_at', how: 'min', of: 'occurrence' },
    ],
  };
}

const LEADS_NOWHERE = 'leads_nowhere';

const OVER: Readonly<Record<Group['kind'], SkipReason>> = {
  journey: 'after the journey had ended',
  phase: 'after its phase was over',
  series: 'what it lasts until had come',
};

/** Of ways out at the same moment, one that leads to another phase is taken. */
function leadingFirst(leaving: readonly PlannedEvent[]): readonly NamedTerm[] {
  const ends = leaving.filter(({ use }) => use.leaves?.to === undefined).map(({ key }) => key);
  if (ends.length === 0 || ends.length === leaving.length) return [];
  return [named(LEADS_NOWHERE, when(isOneOf('event_key', ends), literal(1), literal(0)))];
}

function keptOf(
  group: Group,
  before: Relation,
  { columns, context }: Telling,
  events: readonly PlannedEvent[],
): PlannedTable {
  const members = membersOf(group, events);
  const leaving = leavingOf(group, members);
  const told = members.filter((event) => !leaving.includes(event));
  const marked = markedOver(group, { before, stops: stopTable(group), told });
  const { each } = group;
  const isFirst = each === undefined ? call('equal', column('occurrence'), 0) : isFirstOfCall(told, each);
  const isTold = call('or', call('not', column('is_over')), isFirst);
  const reason = literal(OVER[group.kind]);
  const isLost = call('and', column('is_over'), call('less', column('moment'), column('stopped')));
  const isLater = call('and', column('is_over'), isToCome(context), isToCome(context, column('stopped')));
  return {
    schema: 'scratch',
    name: `kept_${keyOf(group)}`,
    fill: 'scratch',
    comment: 'Occurrences of events that are over together, without those behind the end.',
    columns,
    primaryKey: ['person_id', 'event_key', 'occurrence'],
    relation: project(filter(marked, isTold), [
      ...columns.flatMap(({ name }) => (CHANGED.has(name) ? [] : [keep(name)])),
      named('happened', call('and', column('happened'), call('not', column('is_over')))),
      named('skipped_because', {
        kind: 'case',
        branches: [
          ...(canBeLost(told) ? [{ when: isLost, then: whyLost(told) }] : []),
          { when: call('not', column('happened')), then: column('skipped_because') },
          ...(canBeToCome(context, told) ? [{ when: isLater, then: literal(NOT_YET_DUE) }] : []),
          { when: column('is_over'), then: reason },
        ],
        otherwise: literal(null),
      }),
    ]),
    origins: told.map(({ use }) => use.at),
  };
}

interface Marking {
  readonly before: Relation;
  readonly stops: Relation;
  readonly told: readonly PlannedEvent[];
}

/** The occurrences of a group that are told, each with whether it lies behind the end. */
function markedOver(group: Group, { before, stops, told }: Marking): Relation {
  const called = numbered(group, told);
  const by = ['person_id', ...called.map(({ name }) => name)];
  const keys = told.map(({ key }) => key);
  const own = filter(before, isOneOf('event_key', keys));
  const left: Relation = called.length === 0 ? own : { kind: 'extend', input: own, columns: called };
  const joined = leftJoin(left, project(stops, [...by, 'stopped', 'stopped_at'].map(keep)), ...by);
  return { kind: 'extend', input: joined, columns: [named('is_over', isOver(group, told))] };
}

/** The number of the call, where the group is over anew in each. */
function numbered({ each }: Group, events: readonly PlannedEvent[]): readonly NamedTerm[] {
  return each === undefined ? [] : [named(CALL, callNumber(events, each))];
}

const CHANGED: ReadonlySet<string> = new Set(['happened', 'skipped_because']);

/** Of a phase, what depends on anything behind its end; of a series, what follows an occurrence from the last on. */
function isOver(group: Group, told: readonly PlannedEvent[]): Term {
  if (group.kind !== 'series')
    return call('coalesce', call('greater', column('settled'), column('stopped')), literal(false));
  const anchor = group.leaving[0]?.use.timing.anchor;
  const series = anchor?.kind === 'event' ? anchor.id : '';
  const each = told.filter((event) => followsEachOf(event, series));
  const place: Term = {
    kind: 'case',
    branches: each.map((event) => {
      const often = timesForEach(event, series);
      const number = column('occurrence');
      const then = often === 1 ? number : call('integer_divide', number, often);
      return { when: call('equal', column('event_key'), event.key), then };
    }),
    otherwise: firstOfSeries(group, told),
  };
  return call('coalesce', call('greater_or_equal', place, column('stopped_at')), literal(false));
}

/** The number of the occurrence with which the series begins: anew in each call, where the group is over anew. */
function firstOfSeries({ each, leaving }: Group, told: readonly PlannedEvent[]): Term {
  const anchor = leaving[0]?.use.timing.anchor;
  const series = anchor?.kind === 'event' ? told.find(({ use }) => use.id === anchor.id) : undefined;
  if (each === undefined || series === undefined) return literal(0, smallint);
  return call('multiply', column(CALL), oftenFor(series, each));
}
