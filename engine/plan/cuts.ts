/** Groups of events with what comes behind their end taken away: when each ended for each person, and what is left of it. */
import type { PlannedTable, Relation, Term } from '../model/index.ts';
import { isFirstOfCall } from './call-numbers.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent, SkipReason } from './events.ts';
import { holds } from './groups.ts';
import { DECIDED } from './decided.ts';
import { isDecidedAt } from './planned-event.ts';
import type { Group } from './groups.ts';
import { markedOver } from './over.ts';
import { groupKey, leavingOf, membersOf, stopsRelation, planStops, stopTable } from './stops.ts';
import { call, column, filter, isOneOf, keep, literal, named, project, rowsOfAll, table, when } from './terms.ts';
import { isToCome, canBeToCome } from './to-come.ts';

/** A group whose end is known before some level. */
export interface Cut {
  readonly group: Group;
  readonly level: number;
}

function cutTable(group: Group): Relation {
  return table('scratch', `kept_${groupKey(group)}`);
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
    const leaving = leavingOf(group, events);
    if (leaving.length === 0) return rows;
    const told = membersOf(group, events).filter((event) => !leaving.includes(event));
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
  DECIDED,
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
  return rowsOfAll(inputs);
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
      ...(group.overWith === undefined ? [planStops(group, before, occurrences.events)] : []),
      keptOf(group, before, { columns, context }, occurrences.events),
    ];
  });
}

const OVER: Readonly<Record<Group['kind'], SkipReason>> = {
  journey: 'after the journey had ended',
  phase: 'after its phase was over',
  series: 'what it lasts until had come',
};

function keptOf(
  group: Group,
  before: Relation,
  { columns, context }: Telling,
  events: readonly PlannedEvent[],
): PlannedTable {
  const leaving = leavingOf(group, events);
  const told = membersOf(group, events).filter((event) => !leaving.includes(event));
  const marked = markedOver(group, { before, stops: stopTable(group), told });
  const { each } = group;
  const isFirst = each === undefined ? call('equal', column('occurrence'), 0) : isFirstOfCall(told, each);
  const isStillOpen = canBeToCome(context, told) ? [isToCome(context, column('stopped'))] : [];
  const isTold = call('or', call('not', column('is_over')), isFirst, ...isLast(group, told), ...isStillOpen);
  return {
    schema: 'scratch',
    name: `kept_${groupKey(group)}`,
    fill: 'scratch',
    comment: 'Occurrences of events that are over together, without those behind the end.',
    columns,
    primaryKey: ['person_id', 'event_key', 'occurrence'],
    relation: project(filter(marked, isTold), [
      ...columns.flatMap(({ name }) => (CHANGED.has(name) ? [] : [keep(name)])),
      named('happened', call('and', column('happened'), call('not', column('is_over')))),
      named(DECIDED, when(column('is_over'), call('least', column('moment'), column('stopped')), column(DECIDED))),
      named('skipped_because', when(column('is_over'), literal(OVER[group.kind]), column('skipped_because'))),
    ]),
    origins: told.map(({ use }) => use.at),
  };
}

/** The occurrence of a series at which it is seen to be over. */
function isLast(group: Group, told: readonly PlannedEvent[]): readonly Term[] {
  const series = group.kind === 'series' ? told.filter(({ use }) => isEndedBy(group, use)) : [];
  const atStop = call('equal', column('occurrence'), column('stopped_at'));
  return series.map(({ key }) => call('and', call('equal', column('event_key'), key), atStop));
}

function isEndedBy({ leaving }: Group, { id }: PlannedEvent['use']): boolean {
  return leaving.some(({ use: { timing } }) => timing.anchor.kind === 'event' && timing.anchor.id === id);
}

const CHANGED: ReadonlySet<string> = new Set(['happened', 'skipped_because', DECIDED]);
