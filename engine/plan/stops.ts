/** When each group of events ended for each person: the first way out that happened. */
import type { NamedTerm, PlannedTable, Relation } from '../model/index.ts';
import { CALL, callNumber } from './call-numbers.ts';
import type { PlannedEvent } from './events.ts';
import { holds } from './groups.ts';
import type { Group } from './groups.ts';
import { nameKeys } from './keys.ts';
import { scratchColumns } from './scratch-columns.ts';
import {
  call,
  column,
  date,
  filter,
  integer,
  isOneOf,
  literal,
  named,
  smallint,
  table,
  timestamp,
  when,
} from './terms.ts';

/** By which its tables are called. */
export function groupKey({ name }: Pick<Group, 'name'>): number {
  return nameKeys([name]).get(name) ?? 0;
}

export function stopTable({ name, overWith = name }: Group): Relation {
  return table('scratch', `stops_${groupKey({ name: overWith })}`);
}

export function membersOf(group: Group, events: readonly PlannedEvent[]): readonly PlannedEvent[] {
  return events.filter((event) => holds(group, event));
}

export function leavingOf(group: Group, events: readonly PlannedEvent[]): readonly PlannedEvent[] {
  return events.filter((event) => group.leaving.some(({ path }) => path === event.path));
}

/** The first way out that happened to each person. */
export function planStops(group: Group, before: Relation, events: readonly PlannedEvent[]): PlannedTable {
  const leaving = leavingOf(group, events);
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
    name: `stops_${groupKey(group)}`,
    fill: 'scratch',
    comment: 'When a phase was over for each person, or a series at which of its occurrences.',
    columns: scratchColumns(columns),
    primaryKey: ['person_id', ...called.map(({ name }) => name)],
    relation: stopsRelation(group, before, leaving),
    origins: leaving.map(({ use }) => use.at),
  };
}

export function stopsRelation(group: Group, before: Relation, leaving: readonly PlannedEvent[]): Relation {
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

/** Of ways out at the same moment, one that leads to another phase is taken. */
function leadingFirst(leaving: readonly PlannedEvent[]): readonly NamedTerm[] {
  const ends = leaving.filter(({ use }) => use.leaves?.to === undefined).map(({ key }) => key);
  if (ends.length === 0 || ends.length === leaving.length) return [];
  return [named(LEADS_NOWHERE, when(isOneOf('event_key', ends), literal(1), literal(0)))];
}

/** The number of the call, where the group is over anew in each. */
export function numbered({ each }: Group, events: readonly PlannedEvent[]): readonly NamedTerm[] {
  return each === undefined ? [] : [named(CALL, callNumber(events, each))];
}
