/**
 * What is over after some events: a journey after a withdrawal or an end, everything of a person after death or
 * disenrollment. Occurrences are made first; then those behind an end of theirs are skipped, and say why, whatever else would have kept
 * them from happening behind it. So are those behind `as_of`, which end nothing yet.
 */
import type { EventType, PlannedTable, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { endsJourney, endsPerson } from './event-traits.ts';
import { DECIDED, KNOWN_AT } from './decided.ts';
import { timelineTypes } from './events.ts';
import type { PlannedEvent, SkipReason } from './events.ts';
import { whyLost } from './lost-anchors.ts';
import { startedByOthers, withUnstarted } from './unstarted.ts';
import {
  call,
  column,
  day,
  filter,
  integer,
  keep,
  literal,
  named,
  output,
  project,
  table,
  timestamp,
  when,
} from './terms.ts';
import { isToCome, NOT_YET_DUE, canBeToCome } from './to-come.ts';

/** `died`, `disenrolled` by person, where any event of the cohort can end more than its journey. */
export const PERSON_ENDINGS: Relation = table('scratch', 'person_endings');
const JOURNEY_ENDINGS: Relation = table('scratch', 'journey_endings');

/** `made` are all occurrences with when they were decided. */
export function endingTables(
  made: Relation,
  columns: PlannedTable['columns'],
  { events, context }: { readonly events: readonly PlannedEvent[]; readonly context: PlanContext },
): readonly PlannedTable[] {
  const ofJourneys = events.filter(endsJourney);
  const ofPersons = events.filter(endsPerson);
  const tables: PlannedTable[] = [];
  if (ofJourneys.length > 0) tables.push(journeyEndings(made, { ofJourneys, events, context }));
  const whole = withJourneyEnds(made, ofJourneys);
  const enrolling = events.filter(({ use }) => use.definition.type === 'enrollment');
  if (ofPersons.length > 0)
    tables.push(personEndings(whole, { events: ofPersons, enrolling, hasJourneyEnds: ofJourneys.length > 0, context }));
  const ended = ofPersons.length > 0 ? leftJoin(whole, PERSON_ENDINGS, 'person_id') : whole;
  return [
    ...tables,
    cutOccurrences(ended, columns, { events, started: startedByOthers(events, ofJourneys).length > 0, context }),
  ];
}

function scratch(name: string, comment: string, relation: Relation, events: readonly PlannedEvent[]): PlannedTable {
  const columns: PlannedTable['columns'] = [];
  return {
    schema: 'scratch',
    name,
    fill: 'scratch',
    comment,
    columns,
    primaryKey: ['person_id'],
    relation,
    origins: events.map(({ use }) => use.at),
  };
}

function plain(name: string, type: PlannedTable['columns'][number]['type']): PlannedTable['columns'][number] {
  return { name, type, nullable: true, comment: '', references: undefined };
}

function isOneOf(events: readonly PlannedEvent[]): Term {
  return call('or', ...events.map(({ key }) => call('equal', column('event_key'), key)), literal(false));
}

/** By `as_of`. */
function hasHappened(context: PlanContext): Term {
  const happened = column('happened');
  return canBeToCome(context) ? call('and', happened, call('not', isToCome(context))) : happened;
}

interface JourneyEnds {
  /** That end a journey. */
  readonly ofJourneys: readonly PlannedEvent[];
  readonly events: readonly PlannedEvent[];
  readonly context: PlanContext;
}

function journeyEndings(made: Relation, { ofJourneys: events, ...planned }: JourneyEnds): PlannedTable {
  const { context } = planned;
  const ends: Relation = {
    kind: 'aggregate',
    input: filter(made, call('and', hasHappened(context), isOneOf(events))),
    by: ['person_id', 'journey'],
    columns: [{ name: 'journey_ended', how: 'min', of: 'moment' }],
  };
  const relation = startedByOthers(planned.events, events).reduce<Relation>(
    (before, one) => withUnstarted(before, one, made, context),
    ends,
  );
  const columns = [
    plain('person_id', integer),
    plain('journey', timelineTypes(context).journey),
    plain('journey_ended', timestamp),
  ];
  return { ...scratch('journey_endings', 'When journeys of people ended early.', relation, events), columns };
}

function withJourneyEnds(made: Relation, ofJourneys: readonly PlannedEvent[]): Relation {
  return ofJourneys.length === 0 ? made : leftJoin(made, JOURNEY_ENDINGS, 'person_id', 'journey');
}

interface PersonEnds {
  readonly events: readonly PlannedEvent[];
  readonly enrolling: readonly PlannedEvent[];
  readonly hasJourneyEnds: boolean;
  readonly context: PlanContext;
}

/**
 * Death and disenrollment, whichever comes first; neither where the journey that holds it was over before. A disenrollment
 * that an enrollment follows ends nothing.
 */
function personEndings(whole: Relation, { events, enrolling, hasJourneyEnds, context }: PersonEnds): PlannedTable {
  const momentOf = (type: EventType): Term =>
    when(isOneOf(events.filter(({ use }) => use.definition.type === type)), column('moment'), literal(null, timestamp));
  const reached = hasJourneyEnds ? call('not', isAfter(column('moment'), 'journey_ended')) : literal(true);
  const happened = (some: readonly PlannedEvent[]): Relation =>
    filter(whole, call('and', hasHappened(context), isOneOf(some), reached));
  const isLast = call('not', isAfter(column('last_enrolled'), 'moment'));
  const each = project(withLastEnrollment(happened(events), events, happened(enrolling), enrolling), [
    keep('person_id'),
    named('died', momentOf('death')),
    named('disenrolled', when(isLast, momentOf('disenrollment'), literal(null, timestamp))),
  ]);
  const first: Relation = {
    kind: 'aggregate',
    input: each,
    by: ['person_id'],
    columns: [
      { name: 'died', how: 'min', of: 'died' },
      { name: 'disenrolled', how: 'min', of: 'disenrolled' },
    ],
  };
  const unless = (name: string, other: string): Term =>
    when(isAfter(column(name), other), literal(null, timestamp), column(name));
  const relation = project(first, [
    keep('person_id'),
    named('died', unless('died', 'disenrolled')),
    named('disenrolled', unless('disenrolled', 'died')),
  ]);
  const columns = [plain('person_id', integer), plain('died', timestamp), plain('disenrolled', timestamp)];
  return { ...scratch('person_endings', 'When people died or left their plan.', relation, events), columns };
}

/** `last_enrolled`: when the person was enrolled last, where the cohort both enrolls and disenrolls people. */
function withLastEnrollment(
  endings: Relation,
  events: readonly PlannedEvent[],
  enrolled: Relation,
  enrolling: readonly PlannedEvent[],
): Relation {
  const disenrolls = events.some(({ use }) => use.definition.type === 'disenrollment');
  if (!disenrolls || enrolling.length === 0)
    return { kind: 'extend', input: endings, columns: [named('last_enrolled', literal(null, timestamp))] };
  const last: Relation = {
    kind: 'aggregate',
    input: enrolled,
    by: ['person_id'],
    columns: [{ name: 'last_enrolled', how: 'max', of: 'moment' }],
  };
  return leftJoin(endings, last, 'person_id');
}

interface Cutting {
  readonly events: readonly PlannedEvent[];
  readonly started: boolean;
  readonly context: PlanContext;
}

function cutOccurrences(
  ended: Relation,
  columns: PlannedTable['columns'],
  { events, started, context }: Cutting,
): PlannedTable {
  const isUnstarted = call(
    'and',
    isAfter(KNOWN_AT, 'journey_ended'),
    call('greater', column('started'), call('to_date', column('journey_ended'))),
  );
  const ends: readonly { readonly of: string; readonly reason: SkipReason }[] = [
    ...(events.some(endsPerson)
      ? [
          { of: 'died', reason: 'after death' as const },
          { of: 'disenrolled', reason: 'after disenrollment' as const },
        ]
      : []),
    ...(events.some(endsJourney) ? [{ of: 'journey_ended', reason: 'after the journey had ended' as const }] : []),
  ];
  const kept = columns.filter(({ name }) => name !== DECIDED);
  const relation = project(told(ended, events, context), [
    ...kept.map(({ name }) => name).flatMap((name) => (CHANGED.has(name) ? [] : [keep(name)])),
    named('skipped_because', {
      kind: 'case',
      branches: [
        ...(started ? [{ when: isUnstarted, then: whyLost(events) }] : []),
        ...ends.map(({ of, reason }) => ({ when: isAfter(KNOWN_AT, of), then: literal(reason) })),
        ...(canBeToCome(context) ? [{ when: isToCome(context, KNOWN_AT), then: literal(NOT_YET_DUE) }] : []),
      ],
      otherwise: column('skipped_because'),
    }),
    named('happened', call('is_null', output('skipped_because'))),
  ]);
  const order = [...kept.filter(({ name }) => !CHANGED.has(name)), ...changedColumns(kept)];
  return {
    ...scratch('occurrences', 'Occurrences of events, those behind an end or `as_of` skipped.', relation, events),
    columns: order,
    primaryKey: ['person_id', 'event_key', 'occurrence'],
  };
}

/** What may come on any day of a time, if at all, is planned for none. */
function told(ended: Relation, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const open = events.filter((event) => event.use.timing.hazard !== undefined && canBeToCome(context, [event]));
  if (open.length === 0) return ended;
  return filter(ended, call('not', call('and', isOneOf(open), isToCome(context))));
}

const CHANGED: ReadonlySet<string> = new Set(['skipped_because', 'happened']);

function changedColumns(columns: PlannedTable['columns']): PlannedTable['columns'] {
  return [...CHANGED].flatMap((name) => columns.filter((one) => one.name === name));
}

/** Unknown where there is no end, and so not true. */
function isAfter(moment: Term, end: string): Term {
  return call('coalesce', call('greater', moment, column(end)), literal(false));
}

export function leftJoin(left: Relation, right: Relation, ...on: readonly string[]): Relation {
  return { kind: 'join', how: 'left', left, right, on: on.map((name) => ({ left: name, right: name })) };
}

/** The population, with what `lastDay` reads beside it. */
export function livingPeople(endsPeople: boolean): Relation {
  const people = table('scratch', 'population');
  return endsPeople ? leftJoin(people, PERSON_ENDINGS, 'person_id') : people;
}

/** `as_of`, or the day of a death before. */
export function lastDay({ cohort }: PlanContext, endsPeople: boolean): Term {
  const asOf = day(cohort.profile.asOf.value);
  return endsPeople ? call('coalesce', call('to_date', column('died')), asOf) : asOf;
}
