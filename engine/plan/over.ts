/** Which occurrences of a group lie behind its end. */
import type { Relation, Term } from '../model/index.ts';
import { CALL, oftenFor } from './call-numbers.ts';
import { KNOWN_AT } from './decided.ts';
import { leftJoin } from './endings.ts';
import type { PlannedEvent } from './events.ts';
import type { Group } from './groups.ts';
import { followsEachOf, timesForEach } from './occurrence-counts.ts';
import { numbered } from './stops.ts';
import { call, column, filter, isOneOf, keep, literal, named, project, smallint } from './terms.ts';

interface Marking {
  readonly before: Relation;
  readonly stops: Relation;
  readonly told: readonly PlannedEvent[];
}

/** The occurrences of a group that are told, each with whether it lies behind the end. */
export function markedOver(group: Group, { before, stops, told }: Marking): Relation {
  const called = numbered(group, told);
  const by = ['person_id', ...called.map(({ name }) => name)];
  const keys = told.map(({ key }) => key);
  const own = filter(before, isOneOf('event_key', keys));
  const left: Relation = called.length === 0 ? own : { kind: 'extend', input: own, columns: called };
  const joined = leftJoin(left, project(stops, [...by, 'stopped', 'stopped_at'].map(keep)), ...by);
  return { kind: 'extend', input: joined, columns: [named('is_over', isOver(group, told))] };
}

/** Of a phase, what is decided behind its end; of a series, what follows an occurrence from the last on. */
function isOver(group: Group, told: readonly PlannedEvent[]): Term {
  if (group.kind !== 'series') return call('coalesce', call('greater', KNOWN_AT, column('stopped')), literal(false));
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
