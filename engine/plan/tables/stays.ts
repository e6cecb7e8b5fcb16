/**
 * Of the use of care that people make, visits or not, what would begin within a stay that began before it; stays are held apart first, and
 * from those of journeys that begin before they would end.
 */
import type { PlannedTable, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin } from '../endings.ts';
import { behindAnyStay } from '../event-traits.ts';
import type { PlannedEvent } from '../events.ts';
import { call, column, filter, integer, isOneOf, joinOn, keep, literal, named, project, table } from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { behind, followingStays } from '../stay-anchors.ts';
import type { Following } from '../stay-anchors.ts';
import { mostBehind, stayEnds } from '../stay-ends.ts';
import { timesOf } from './care-times.ts';
import { KEY, keyColumns, scratchByKey, timedColumns } from './care-rows.ts';
import type { Care } from './care-rows.ts';
import { returningStays, returnsMissed } from './returns.ts';
import type { Returning } from './returns.ts';

/** Which of the use of care would begin within a stay: `STAYS_MISSED` and `VISITS_MISSED`. */
export function tablesOfStays(
  { stays, used, usedVisits, usedBesides }: Care,
  context: PlanContext,
  timeline: Timeline,
): readonly PlannedTable[] {
  const others = [...usedVisits, ...usedBesides];
  return [
    scratchByKey('stays', 'Stays with their first and last moment.', {
      columns: timedColumns(),
      relation: timesOf(stays, context, timeline),
    }),
    scratchByKey(STAYS_MISSED, 'Stays that would overlap another.', {
      columns: keyColumns(),
      relation: staysMissed(stays, used, timeline),
    }),
    scratchByKey(VISITS_MISSED, 'What else would begin within a stay.', {
      columns: keyColumns(),
      relation: within(beginningsOf(others, timeline), keptStays(), others),
    }),
    ...(behindAnyStay(timeline.events).length === 0
      ? []
      : [
          scratchByKey(SERIES_MISSED, 'What would follow stays that are not held.', {
            columns: keyColumns(),
            relation: behindMissed(timeline),
          }),
        ]),
  ];
}

const STAYS_MISSED = 'stays_missed';
const VISITS_MISSED = 'visits_missed';
const SERIES_MISSED = 'series_missed';
/** Tables of what is missed by key, that of stays first. */
export const MISSED: readonly string[] = [STAYS_MISSED, VISITS_MISSED, SERIES_MISSED];
const STAYS = table('scratch', 'stays');

/**
 * What follows the end of a stay that is not held is not held either. It begins at the moment of that end, so it can lie within
 * another stay only where its own does, or where a journey has one, in the midst of which others may lie as well. Where it would not
 * be over when a stay of a journey begins, what it follows is not held either. Readmissions give way to all others.
 */
function staysMissed(stays: readonly PlannedEvent[], used: readonly PlannedEvent[], { events }: Timeline): Relation {
  const following = followingStays(events, used);
  const ofJourneys = stays.filter((one) => !used.includes(one)).map(({ key }) => key);
  if (following.length === 0) return united([within(STAYS, STAYS, used), ...aroundJourneys(ofJourneys, STAYS, used)]);
  const followers = new Set(following.map(({ event }) => event));
  const returning = returningStays(following);
  const others = returning.length === 0 ? STAYS : othersThan(returning);
  const counted = used.filter((one) => !followers.has(one));
  const ended = [...followers].filter((one) => !returning.some(({ event }) => event === one));
  const missed: readonly Relation[] = [
    within(others, others, counted),
    ...(ofJourneys.length === 0 ? [] : [within(others, filter(others, isOneOf('event_key', ofJourneys)), ended)]),
    ...aroundJourneys(ofJourneys, others, counted),
    ...aroundJourneys(ofJourneys, others, ended).map((around) => withStaysBefore(around, following)),
    ...(returning.length === 0 ? [] : [returnsMissed(returning, others)]),
  ];
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'missed_key', type: integer },
    ],
    rows: used.flatMap((one) => [one, ...behind(one, following)].map(({ key }) => [one.key, key])),
  };
  const all = project(joinOn(united(missed), values, 'event_key'), [
    keep('person_id'),
    named('event_key', column('missed_key')),
    keep('occurrence'),
  ]);
  return { kind: 'aggregate', input: all, by: KEY, columns: [] };
}

/** Stays of these events in which a stay of a journey begins. */
function aroundJourneys(
  ofJourneys: readonly number[],
  stays: Relation,
  events: readonly PlannedEvent[],
): readonly Relation[] {
  if (ofJourneys.length === 0) return [];
  const [outer, inner] = [['began', 'stay_began'] as const, ['stay_began', 'ended'] as const];
  return [beside(stays, filter(stays, isOneOf('event_key', ofJourneys)), events, [outer, inner])];
}

/** What a stay follows is not held either where it is not: nobody would have gone from there. */
function withStaysBefore(missed: Relation, following: readonly Following[]): Relation {
  const before = new Map(following.map(({ event, stay }) => [event, stay]));
  const chainOf = (event: PlannedEvent | undefined): readonly PlannedEvent[] =>
    event === undefined ? [] : [event, ...chainOf(before.get(event))];
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'missed_key', type: integer },
    ],
    rows: following.flatMap(({ event }) => chainOf(event).map(({ key }) => [event.key, key])),
  };
  return project(joinOn(missed, values, 'event_key'), [
    keep('person_id'),
    named('event_key', column('missed_key')),
    keep('occurrence'),
  ]);
}

/** By key. */
function united(missed: readonly Relation[]): Relation {
  const [only, ...others] = missed;
  if (only !== undefined && others.length === 0) return only;
  return { kind: 'aggregate', input: { kind: 'union', inputs: missed }, by: KEY, columns: [] };
}

/** Each by the number of its stay, among so many occurrences as that can be followed by. */
function behindMissed({ events, occurrences }: Timeline): Relation {
  const missed = project(table('scratch', STAYS_MISSED), [
    keep('person_id'),
    named('stay_key', column('event_key')),
    named('stay_occurrence', column('occurrence')),
  ]);
  const inputs = behindAnyStay(events).map((event) => {
    const number = call('integer_divide', column('occurrence'), mostBehind(event));
    const own = project(filter(occurrences, isOneOf('event_key', [event.key])), [
      ...KEY.map(keep),
      named('number', number),
    ]);
    const ends = joinOn(stayEnds(event), missed, 'person_id', 'stay_key', 'stay_occurrence');
    return project(joinOn(own, project(ends, ['person_id', 'number'].map(keep)), 'person_id', 'number'), KEY.map(keep));
  });
  return { kind: 'union', inputs };
}

function othersThan(returning: readonly Returning[]): Relation {
  const keys = returning.map(({ event }) => event.key);
  return filter(STAYS, call('not', isOneOf('event_key', keys)));
}

function keptStays(): Relation {
  const missed = project(table('scratch', STAYS_MISSED), [...KEY.map(keep), named('missed', literal(true))]);
  return filter(leftJoin(STAYS, missed, ...KEY), call('is_null', column('missed')));
}

function beginningsOf(events: readonly PlannedEvent[], { occurrences }: Timeline): Relation {
  const isOne = isOneOf(
    'event_key',
    events.map(({ key }) => key),
  );
  return project(filter(occurrences, call('and', column('happened'), isOne)), [
    ...KEY.map(keep),
    named('began', column('moment')),
  ]);
}

/** Of rows with `began` about these events those that begin within a stay. */
function within(rows: Relation, stays: Relation, events: readonly PlannedEvent[]): Relation {
  return beside(rows, stays, events, [
    ['stay_began', 'began'],
    ['began', 'stay_ended'],
  ]);
}

type Order = readonly [string, string];

/** Of rows about these events those beside which there is a stay with moments in these orders. */
function beside(rows: Relation, stays: Relation, events: readonly PlannedEvent[], orders: readonly Order[]): Relation {
  const own = filter(
    rows,
    isOneOf(
      'event_key',
      events.map(({ key }) => key),
    ),
  );
  const others = project(stays, [
    keep('person_id'),
    named('stay_began', column('began')),
    named('stay_ended', column('ended')),
  ]);
  const asked = ['began', 'ended'].filter((name) => orders.flat().includes(name));
  const isOf = call('and', ...orders.map(([first, second]) => call('less', column(first), column(second))));
  return {
    kind: 'aggregate',
    input: filter(joinOn(project(own, [...KEY, ...asked].map(keep)), others, 'person_id'), isOf),
    by: KEY,
    columns: [],
  };
}
