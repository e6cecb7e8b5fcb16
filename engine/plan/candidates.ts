/** Candidates at one level with all that decides on them: their moment, their luck, and what is known of the person. */
import type { ColumnType, PlannedTable, Relation } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { COUNTED_FROM } from './counted-from.ts';
import { asksForBirth } from './least-ages.ts';
import { ANCHOR_DECIDED, keepsDecided } from './decided.ts';
import { holidaysOf } from './holidays.ts';
import { definitionNames } from './event-definitions.ts';
import { keepsWorkingDays } from './opening-hours.ts';
import { waitTerms } from './event-days.ts';
import { canBeBarred, IS_BARRED, pointsOf } from './event-luck.ts';
import { withTiming } from './event-timing.ts';
import { countsFromSome, followsEach, hasBranches } from './event-traits.ts';
import { siblingsOf } from './state/columns.ts';
import { latePoints, withWay } from './state/ways.ts';
import { timelineTypes } from './events.ts';
import type { PlannedEvent } from './events.ts';
import {
  boolean,
  call,
  column,
  date,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  timestamp,
} from './terms.ts';
import { scratchColumns } from './scratch-columns.ts';
import { withOccurrences, recurs, isCounted, timesBehind } from './candidate-times.ts';
import { fromStart, afterOthers } from './candidate-anchors.ts';
import { roundOf } from './decisions.ts';
import { canMeet, IS_TAKEN, withDaysTaken } from './days-taken.ts';

/** Candidates whose conditions ask about their moment, before they are answered. */
export function candidateTable(level: number, events: readonly PlannedEvent[], context: PlanContext): PlannedTable {
  const columns = [...carriedColumns(level, events, context), { name: 'luck', type: double }];
  return {
    schema: 'scratch',
    name: `candidates_${level}`,
    fill: 'scratch',
    comment: 'Events at one distance from the start of their journey, before it is decided which of them happen.',
    columns: scratchColumns(columns),
    primaryKey: ['person_id', 'event_key', 'occurrence'],
    relation: project(
      timedCandidates(level, events, context),
      columns.map(({ name }) => keep(name)),
    ),
    origins: events.map(({ use }) => use.at),
  };
}

/** What is known of a candidate when it is decided whether it happens. */
export function carriedColumns(
  level: number,
  events: readonly PlannedEvent[],
  context: PlanContext,
): readonly { readonly name: string; readonly type: ColumnType }[] {
  const types = timelineTypes(context);
  return [
    { name: 'person_id', type: integer },
    { name: 'journey', type: types.journey },
    { name: 'phase', type: types.phase },
    { name: 'event', type: types.event },
    { name: 'event_key', type: integer },
    { name: 'occurrence', type: smallint },
    { name: 'started', type: date },
    { name: 'moment', type: timestamp },
    { name: 'waited', type: integer },
    { name: 'moved', type: integer },
    { name: 'anchor_happened', type: boolean },
    { name: 'lucky', type: boolean },
    ...(canBeBarred(events) ? [{ name: IS_BARRED, type: boolean }] : []),
    ...(decides(level, context) ? [{ name: ANCHOR_DECIDED, type: timestamp }] : []),
    ...(hasBranches(events)
      ? [
          { name: 'branch', type: types.branch },
          { name: 'on_way', type: boolean },
        ]
      : []),
    ...(asksForBirth(events, context) ? [{ name: 'birth_date', type: date }] : []),
    ...(canMeet(events, context).length > 0 ? [{ name: IS_TAKEN, type: boolean }] : []),
  ];
}

/** At the first level it is the start of the journey. */
function decides(level: number, context: PlanContext): boolean {
  return level > 0 && keepsDecided(context);
}

/**
 * Candidates at this level, repeated by their recurrence, each given its moment and its luck. Whose day another has is seen among all
 * of a series, before one round of it is taken.
 */
export function timedCandidates(level: number, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const candidates = withOccurrences(candidatesAt(level, events, context), events);
  const isInTurn = (rows: Relation): Relation => ofRounds(level, rows, events);
  const meets = canMeet(events, context).length > 0;
  const personal = withPersonal(meets ? candidates : isInTurn(candidates), { level, events }, context);
  const holidays = events.some((event) => keepsWorkingDays(event, context)) ? holidaysOf(context) : [];
  const keeping = decides(level, context) ? [ANCHOR_DECIDED] : [];
  const timed = withTiming(personal, events, { holidays, keeping }, context);
  const inTime = recurs(events) || followsEach(events) ? filter(timed, column('in_time')) : timed;
  return meets ? isInTurn(withDaysTaken(inTime, events, context)) : inTime;
}

/** What is timed from the start of the journey may still look back on what others do. */
function candidatesAt(level: number, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const decided = decides(level, context);
  if (events.every(({ use }) => use.timing.anchor.kind === 'journey')) {
    const started = fromStart(events, context);
    return decided ? { kind: 'extend', input: started, columns: [decidedAtStart] } : started;
  }
  const others = afterOthers(level, events, context);
  const counted = isCounted(events) ? ['times'] : [];
  const following: Relation =
    counted.length === 0 ? others : { kind: 'extend', input: others, columns: [named('times', timesBehind(events))] };
  if (events.every(({ use }) => use.timing.anchor.kind !== 'journey')) return following;
  const some = countsFromSome(events);
  const names = ['person_id', ...definitionNames(events), 'started', 'anchor_moment', 'anchor_happened'];
  const each = followsEach(events);
  const started = filter(fromStart(events, context), call('is_null', column('anchor_key')));
  return {
    kind: 'union',
    inputs: [
      project(started, [
        ...[...names, ...counted].map(keep),
        ...(decided ? [decidedAtStart] : []),
        ...(each ? [named('anchor_occurrence', literal(0, smallint))] : []),
        ...(some ? [named(COUNTED_FROM, literal(null, timestamp))] : []),
      ]),
      project(following, [
        ...[...names, ...counted].map(keep),
        ...[
          ...(decided ? [ANCHOR_DECIDED] : []),
          ...(each ? ['anchor_occurrence'] : []),
          ...(some ? [COUNTED_FROM] : []),
        ].map(keep),
      ]),
    ],
  };
}

const decidedAtStart = named(ANCHOR_DECIDED, column('anchor_moment'));

interface AtLevel {
  readonly level: number;
  readonly events: readonly PlannedEvent[];
}

/** Of what is decided round by round, the occurrences of the round that is decided at this level. */
function ofRounds(level: number, candidates: Relation, events: readonly PlannedEvent[]): Relation {
  const inTurn = events.flatMap(({ key, rounds }) => (rounds === undefined ? [] : [{ key, rounds }]));
  if (inTurn.length === 0) return candidates;
  const branches = inTurn.map(({ key, rounds: { levels, often } }) => ({
    when: call('equal', column('event_key'), key),
    then: call('equal', roundOf(often), levels.indexOf(level)),
  }));
  return filter(candidates, { kind: 'case', branches, otherwise: literal(true) });
}

/** What of the person decides on an event: the probabilities that depend on them, and their birth. */
function withPersonal(candidates: Relation, { level, events }: AtLevel, context: PlanContext): Relation {
  const lucks = events
    .filter(({ use, asks }) => use.probability.kind === 'given' && !asks)
    .map(({ path }) => `luck:${path}`);
  const taken = new Set(pointsOf(events).values());
  const later = latePoints(context).filter((point) => taken.has(point.column));
  const known = [...taken].filter((name) => !later.some((point) => point.column === name));
  const waits = events.flatMap((event) => waitTerms(event, context)).flatMap(siblingsOf);
  const born = asksForBirth(events, context) ? ['birth_date'] : [];
  const personal = [...new Set([...lucks, ...known, ...born, ...waits])];
  const onWays = later.reduce((relation, late) => {
    const behind = events.filter(({ journey, use }) => journey === late.journey && use.way?.point === late.point.id);
    return withWay(relation, late, { level, events: behind });
  }, candidates);
  if (personal.length === 0) return onWays;
  return joinOn(onWays, project(table('scratch', 'population'), ['person_id', ...personal].map(keep)), 'person_id');
}
