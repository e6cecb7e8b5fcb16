/**
 * What happens to people, set-based: people × event definitions × occurrences. Definitions are rows of data, so the
 * number of statements is that of the longest chain of events that follow each other, not that of the events.
 */
import type { Branch, ColumnType, NamedTerm, PlannedTable, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { anchorsOf } from './anchors.ts';
import { occurrencesBefore, tablesOfCuts } from './cuts.ts';
import type { Cut } from './cuts.ts';
import { endingTables, endsSomething, keepsSettled } from './endings.ts';
import { groupsOf } from './groups.ts';
import { holidaysOf } from './holidays.ts';
import { definitionNames, definitions, keepsWorkingDays } from './event-definitions.ts';
import { waitTerms } from './event-days.ts';
import { pointsOf } from './event-luck.ts';
import { withTiming } from './event-timing.ts';
import { canPrecedeStart, followsEach, hasBranches } from './event-traits.ts';
import { siblingsOf } from './state/columns.ts';
import { decidedCandidates, keepsChance } from './state/decide.ts';
import { askingPoints, wayTable, withWay } from './state/ways.ts';
import { cutLevels, planEvents, SKIP_REASONS, timelineTypes } from './events.ts';
import { OCCURRENCE_KEYS } from './keys.ts';
import { repeats } from './occurrence-counts.ts';
import { attributeColumn } from './population/attributes.ts';
import type { PlannedEvent } from './events.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  date,
  double,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  table,
  text,
  timestamp,
  when,
} from './terms.ts';
import { scratchColumns } from './scratch-columns.ts';

export interface Timeline {
  readonly events: readonly PlannedEvent[];
  readonly tables: readonly PlannedTable[];
  /** Every occurrence of this range of persons: key columns, `moment`, `happened`, `skipped_because`. */
  readonly occurrences: Relation;
  /** Whether `PERSON_ENDINGS` is there. */
  readonly endsPeople: boolean;
}

export function planTimeline(context: PlanContext): Timeline {
  const events = planEvents(context);
  if (events.length === 0) return { events, tables: [], occurrences: { kind: 'union', inputs: [] }, endsPeople: false };
  const cuts = cutsOf(events, context);
  const depth = Math.max(...events.map(({ level }) => level), ...cuts.map(({ level }) => level));
  const points = askingPoints(events, context);
  const tables: PlannedTable[] = [];
  for (let level = 0; level <= depth; level += 1) {
    const atLevel = events.filter((event) => event.level === level);
    tables.push(...tablesOfCuts(level, occurrenceColumns(context), { events, cuts }));
    for (const point of points.filter((one) => one.level === level)) {
      const decided = events.filter((one) => one.level < level);
      tables.push(wayTable(point, { points, decided, occurrences: before(level, context) }, context));
    }
    if (atLevel.length === 0) continue;
    if (atLevel.some(({ asks }) => asks)) tables.push(candidateTable(level, atLevel, context));
    tables.push(occurrenceTable(level, atLevel, context));
  }
  const made = before(depth + 1, context);
  const told = events.filter(({ use }) => use.leaves === undefined);
  if (!events.some(endsSomething)) return { events: told, tables, occurrences: made, endsPeople: false };
  const ends = endingTables(made, occurrenceColumns(context), { events: told, context });
  const endsPeople = ends.some(({ name }) => name === 'person_endings');
  return { events: told, tables: [...tables, ...ends], occurrences: table('scratch', 'occurrences'), endsPeople };
}

function cutsOf(events: readonly PlannedEvent[], context: PlanContext): readonly Cut[] {
  const levels = cutLevels(context);
  return levels.size === 0 ? [] : groupsOf(events).map((group) => ({ group, level: levels.get(group.name) ?? 0 }));
}

/** What has happened by a level. */
function before(level: number, context: PlanContext): Relation {
  const events = planEvents(context);
  return occurrencesBefore(level, { events, cuts: cutsOf(events, context) });
}

function occurrenceTable(level: number, events: readonly PlannedEvent[], context: PlanContext): PlannedTable {
  return {
    schema: 'scratch',
    name: `occurrences_${level}`,
    fill: 'scratch',
    comment: 'Occurrences of events at one distance from the start of their journey.',
    columns: occurrenceColumns(context),
    primaryKey: ['person_id', 'event_key', 'occurrence'],
    relation: occurrenceRelation(level, events, context),
    origins: events.map(({ use }) => use.at),
  };
}

function occurrenceColumns(context: PlanContext): PlannedTable['columns'] {
  const types = timelineTypes(context);
  const planned = planEvents(context);
  const columns = [
    { name: 'person_id', type: integer },
    { name: 'journey', type: types.journey },
    { name: 'phase', type: types.phase },
    { name: 'event', type: types.event },
    ...(hasBranches(planned) ? [{ name: 'branch', type: types.branch }] : []),
    { name: 'event_key', type: integer },
    { name: 'occurrence', type: smallint },
    { name: 'started', type: date },
    { name: 'moment', type: timestamp },
    { name: 'waited', type: integer },
    { name: 'moved', type: integer },
    ...(keepsSettled(planned) ? [{ name: 'settled', type: timestamp }] : []),
    ...(planned.some(keepsChance) ? [{ name: 'chance', type: double }] : []),
    { name: 'happened', type: boolean },
    { name: 'skipped_because', type: types.reason },
  ];
  return scratchColumns(columns);
}

/** The latest moment that an occurrence depends on; what ends something depends on nothing behind it. */
function settledTerm(level: number, events: readonly PlannedEvent[]): Term {
  if (level === 0) return column('moment');
  const latest = call('greatest', column('moment'), column('anchor_settled'));
  const ends = events.filter(endsSomething);
  if (ends.length === 0) return latest;
  const isEnd = call('or', ...ends.map(({ key }) => call('equal', column('event_key'), key)), literal(false));
  return when(isEnd, column('moment'), latest);
}

/** Candidates whose conditions ask about their moment, before they are answered. */
function candidateTable(level: number, events: readonly PlannedEvent[], context: PlanContext): PlannedTable {
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
function carriedColumns(
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
    ...(settles(level, context) ? [{ name: 'anchor_settled', type: timestamp }] : []),
    ...(hasBranches(events)
      ? [
          { name: 'branch', type: types.branch },
          { name: 'on_way', type: boolean },
        ]
      : []),
    ...(canPrecedeStart(events) ? [{ name: 'birth_date', type: date }] : []),
  ];
}

function settles(level: number, context: PlanContext): boolean {
  return level > 0 && keepsSettled(planEvents(context));
}

/** Candidates at this level, repeated by their recurrence, each given its moment and its luck. */
function timedCandidates(level: number, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const candidates = candidatesAt(level, events, context);
  const personal = withPersonal(withOccurrences(candidates, events), events, context);
  const holidays = events.some((event) => keepsWorkingDays(event, context)) ? holidaysOf(context) : [];
  const keeping = settles(level, context) ? ['anchor_settled'] : [];
  const timed = withTiming(personal, events, { holidays, keeping }, context);
  return recurs(events) || followsEach(events) ? filter(timed, column('in_time')) : timed;
}

/** What is timed from the start of the journey may still look back on what others do. */
function candidatesAt(level: number, events: readonly PlannedEvent[], context: PlanContext): Relation {
  if (events.every(({ use }) => use.timing.anchor.kind === 'journey')) {
    const started = fromStart(events, context);
    return settles(level, context) ? { kind: 'extend', input: started, columns: [settledAtStart()] } : started;
  }
  const following = afterOthers(level, events, context);
  if (events.every(({ use }) => use.timing.anchor.kind !== 'journey')) return following;
  const counted = isCounted(events) ? ['times'] : [];
  const names = ['person_id', ...definitionNames(events), 'started', 'anchor_moment', 'anchor_happened'];
  const [settled, each] = [settles(level, context), followsEach(events)];
  const started = filter(fromStart(events, context), call('is_null', column('anchor_key')));
  return {
    kind: 'union',
    inputs: [
      project(started, [
        ...[...names, ...counted].map(keep),
        ...(settled ? [settledAtStart()] : []),
        ...(each ? [named('anchor_occurrence', literal(0, smallint))] : []),
      ]),
      project(following, [
        ...names.map(keep),
        ...counted.map((name) => named(name, column('repeats'))),
        ...[...(settled ? ['anchor_settled'] : []), ...(each ? ['anchor_occurrence'] : [])].map(keep),
      ]),
    ],
  };
}

function settledAtStart(): NamedTerm {
  return named('anchor_settled', column('anchor_moment'));
}

/** Of the candidates at this level, which happened and why others did not. */
function occurrenceRelation(level: number, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const asking = events.filter(({ asks }) => asks);
  const timed =
    asking.length === 0
      ? timedCandidates(level, events, context)
      : decidedCandidates(
          {
            asking,
            candidates: table('scratch', `candidates_${level}`),
            decided: planEvents(context).filter((one) => one.level < level),
            occurrences: level === 0 ? undefined : before(level, context),
          },
          carriedColumns(level, events, context).map(({ name }) => name),
          context,
        );
  const isSettled = keepsSettled(planEvents(context));
  const { reason } = timelineTypes(context);
  const reasons = skipReasons(events, reason);
  const branch = !hasBranches(planEvents(context))
    ? []
    : [hasBranches(events) ? keep('branch') : named('branch', literal(null, timelineTypes(context).branch))];
  return project(timed, [
    ...['person_id', 'journey', 'phase', 'event'].map(keep),
    ...branch,
    ...['event_key', 'occurrence'].map(keep),
    named('started', startedTerm(events)),
    ...['moment', 'waited', 'moved'].map(keep),
    ...(isSettled ? [named('settled', settledTerm(level, events))] : []),
    ...chanceColumn(asking, context),
    named('happened', call('not', call('or', ...reasons.map((one) => one.when)))),
    named('skipped_because', { kind: 'case', branches: reasons, otherwise: literal(null, reason) }),
  ]);
}

/** The chance that each occurrence had, where the cohort keeps it; none of those that do not ask at their moment. */
function chanceColumn(asking: readonly PlannedEvent[], context: PlanContext): readonly NamedTerm[] {
  if (!planEvents(context).some(keepsChance)) return [];
  return [asking.some(keepsChance) ? keep('chance') : named('chance', literal(null, double))];
}

/** What follows an event that opens a journey counts from its day. */
function startedTerm(events: readonly PlannedEvent[]): Term {
  const opening = events.filter(({ use }) => use.opens === true).map(({ key }) => key);
  return opening.length === 0
    ? column('started')
    : when(isOneOf('event_key', opening), call('to_date', column('moment')), column('started'));
}

function withOccurrences(candidates: Relation, events: readonly PlannedEvent[]): Relation {
  const own = followsEach(events) ? 'own_occurrence' : 'occurrence';
  const repeated: Relation = recurs(events)
    ? { kind: 'repeat', input: candidates, count: column(isCounted(events) ? 'times' : 'repeats'), as: own }
    : { kind: 'extend', input: candidates, columns: [named(own, literal(0, bigint))] };
  if (!followsEach(events)) return repeated;
  const counted = call('add', call('multiply', column('anchor_occurrence'), column('repeats')), column(own));
  const behindEach = events.some(({ use }) => use.timing.eachTime === true && repeats(use) > 1)
    ? counted
    : column('anchor_occurrence');
  const occurrence = when(column('each_time'), behindEach, column(own));
  return { kind: 'extend', input: repeated, columns: [named('occurrence', occurrence)] };
}

function recurs(events: readonly PlannedEvent[]): boolean {
  return isCounted(events) || events.some(({ use }) => repeats(use) > 1);
}

/** Whether it depends on the person how often one of them happens. */
function isCounted(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.times !== undefined);
}

/** How often each happens to the person: by the attribute that says so, or as often as it recurs. */
function timesTerm(events: readonly PlannedEvent[]): Term {
  return {
    kind: 'case',
    branches: events.flatMap(({ key, use: { times } }) =>
      times === undefined
        ? []
        : [
            {
              when: call('equal', column('event_key'), key),
              then: call('least', column(attributeColumn(times)), OCCURRENCE_KEYS),
            },
          ],
    ),
    otherwise: column('repeats'),
  };
}

/** What of the person decides on an event: the probabilities that depend on them, and their birth. */
function withPersonal(candidates: Relation, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const lucks = events
    .filter(({ use, asks }) => use.probability.kind === 'given' && !asks)
    .map(({ path }) => `luck:${path}`);
  const taken = new Set(pointsOf(events).values());
  const later = askingPoints(planEvents(context), context).filter((point) => taken.has(point.column));
  const known = [...taken].filter((name) => !later.some((point) => point.column === name));
  const waits = events.flatMap((event) => waitTerms(event, context)).flatMap(siblingsOf);
  const born = canPrecedeStart(events) ? ['birth_date'] : [];
  const personal = [...new Set([...lucks, ...known, ...born, ...waits])];
  const onWays = later.reduce(withWay, candidates);
  if (personal.length === 0) return onWays;
  return joinOn(onWays, project(table('scratch', 'population'), ['person_id', ...personal].map(keep)), 'person_id');
}

/** The first that holds is why an occurrence did not happen. */
function skipReasons(events: readonly PlannedEvent[], type: ColumnType): readonly Branch[] {
  const [chance, anchor, unborn, otherBranch] = SKIP_REASONS;
  const why = (reason: string): Term => literal(reason, type);
  const beforeBirth = call('less', column('moment'), call('at_minute', column('birth_date'), 0));
  return [
    { when: call('not', column('anchor_happened')), then: why(anchor) },
    ...(hasBranches(events) ? [{ when: call('not', column('on_way')), then: why(otherBranch) }] : []),
    { when: call('not', column('lucky')), then: why(chance) },
    ...(canPrecedeStart(events) ? [{ when: beforeBirth, then: why(unborn) }] : []),
  ];
}

/** People who take the journey, with each of its definitions. */
function fromStart(events: readonly PlannedEvent[], context: PlanContext): Relation {
  const starts = context.cohort.journeys.map(({ id }) => `journey:${id}`);
  const counts = new Set(events.flatMap(({ use: { times } }) => (times === undefined ? [] : [attributeColumn(times)])));
  const people = project(table('scratch', 'population'), ['person_id', ...starts, ...counts].map(keep));
  const each: Relation = { kind: 'join', how: 'cross', left: people, right: definitions(events, context), on: [] };
  const started: Term = {
    kind: 'case',
    branches: context.cohort.journeys.map(({ id }) => ({
      when: call('equal', column('journey'), literal(id, timelineTypes(context).journey)),
      then: column(`journey:${id}`),
    })),
    otherwise: literal(null),
  };
  const candidates = project(each, [
    ...['person_id', ...definitionNames(events)].map(keep),
    ...(isCounted(events) ? [named('times', timesTerm(events))] : []),
    named('started', started),
    named('anchor_moment', call('at_minute', output('started'), 0)),
    named('anchor_happened', literal(true)),
  ]);
  return filter(candidates, call('not', call('is_null', column('started'))));
}

/** Events beside what each waits for, at whatever level that is. */
function afterOthers(level: number, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const following: Relation = {
    kind: 'join',
    how: 'inner',
    left: anchorsOf({ before: before(level, context), events, context }),
    right: definitions(events, context),
    on: [{ left: 'anchor_key', right: 'anchor_key' }],
  };
  const taken = joinedBy(events, context).reduce(onlyTakers, following);
  if (!followsEach(events)) return taken;
  return filter(taken, call('or', column('each_time'), call('equal', column('anchor_occurrence'), 0)));
}

/** Journeys that an event of another starts, and that only some people take. */
function joinedBy(events: readonly PlannedEvent[], { cohort }: PlanContext): readonly string[] {
  const started = events.filter(({ use }) => use.timing.anchor.kind === 'elsewhere').map(({ journey }) => journey.id);
  return [...new Set(started)].filter((id) => {
    const probability = cohort.profile.journeys.find(({ journey }) => journey === id)?.probability;
    return probability !== undefined && (probability.kind === 'given' || probability.value < 1);
  });
}

function onlyTakers(following: Relation, journey: string): Relation {
  const name = `journey:${journey}`;
  const people = project(table('scratch', 'population'), ['person_id', name].map(keep));
  const takes = call('not', call('is_null', column(name)));
  const other = call('not_equal', cast(column('journey'), text), literal(journey));
  return filter(joinOn(following, people, 'person_id'), call('or', other, takes));
}
