/**
 * Ways out of a phase by a chance of their own: at how many of the moments that were asked until people had left they were taken.
 * They are not told in the timeline, so they are counted where they are decided.
 */
import type { Relation } from '../../model/index.ts';
import { stopTable } from '../stops.ts';
import { leftJoin } from '../endings.ts';
import { groupsOf, isOverAnew } from '../groups.ts';
import type { Group } from '../groups.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { call, column, filter, integer, isOneOf, keep, literal, named, project, table, when } from '../terms.ts';
import { SUMS } from './beside-events.ts';
import type { Counted, Counting } from './beside-events.ts';
import { luckOf } from './events.ts';

/** Below those of events, networks, densities, chances and ways. */
const FIRST_KEY = -80_000_000;

export function countTransitions(counting: Counting): Counted | undefined {
  const { context, timeline } = counting;
  const found = groupsOf(timeline.leaving).flatMap((group) => transitionsOf(group, timeline.leaving));
  if (found.length === 0) return undefined;
  const events = found.flatMap(({ leaving }) => leaving);
  const [asked, lucky] = SUMS;
  const relation: Relation = {
    kind: 'aggregate',
    input: { kind: 'union', inputs: found.map((one) => checksOf(one, counting)) },
    by: ['event_key'],
    columns: [asked, lucky].map((name) => ({ name, how: 'sum', of: name })),
  };
  const several = context.cohort.journeys.length > 1;
  return {
    rows: [{ relation, keys: events.map(({ key }) => FIRST_KEY - key), width: 2 }],
    declare: (placeOf) =>
      events.map(({ key, path, use: { id, at, probability } }) => ({
        section: 'branches',
        quantity: several ? path : id,
        part: 'taken',
        among: 'moments asked',
        people: placeOf(FIRST_KEY - key, 0),
        at,
        measure: 'share',
        holding: placeOf(FIRST_KEY - key, 1),
        target: probability.kind === 'constant' ? probability.value : 0,
        quota: false,
      })),
  };
}

interface Transitions {
  readonly group: Group;
  readonly level: number;
  readonly leaving: readonly PlannedEvent[];
}

/** Those of a phase that chance alone decides on, by where they are decided. */
function transitionsOf(group: Group, events: readonly PlannedEvent[]): readonly Transitions[] {
  if (group.kind !== 'phase' || isOverAnew(group)) return [];
  const own = events.filter(({ asks, path, rounds, use: { leaves, probability } }) => {
    const isByChance = probability.kind === 'constant' && probability.value > 0 && probability.value < 1;
    const isOfGroup = group.leaving.some((one) => one.path === path);
    return isOfGroup && isByChance && leaves?.to !== undefined && !asks && rounds === undefined;
  });
  const levels = [...new Set(own.map(({ level }) => level))];
  return levels.map((level) => ({ group, level, leaving: own.filter((one) => one.level === level) }));
}

/** Each moment that was asked until the phase was over, whichever way it was left. */
function checksOf({ group, level, leaving }: Transitions, { context }: Counting): Relation {
  const { isAsked, isLucky } = luckOf(context);
  const [asked, lucky] = SUMS;
  const keys = leaving.map(({ key }) => key);
  const decided = project(
    filter(table('scratch', `occurrences_${level}`), call('and', isOneOf('event_key', keys), isAsked)),
    [
      ...['person_id', 'moment'].map(keep),
      named('event_key', call('subtract', FIRST_KEY, column('event_key'))),
      named(asked, literal(1, integer)),
      named(lucky, when(isLucky, literal(1), literal(0))),
    ],
  );
  const stops = project(stopTable(group), ['person_id', 'stopped'].map(keep));
  const isBefore = call('coalesce', call('less_or_equal', column('moment'), column('stopped')), literal(true));
  return project(
    filter(leftJoin(decided, stops, 'person_id'), isBefore),
    ['event_key', asked, lucky].map((name) => keep(name)),
  );
}
