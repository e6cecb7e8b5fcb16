/** The table of the occurrences at one level: of its candidates, which happened and why others did not. */
import type { Branch, ColumnType, NamedTerm, PlannedTable, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { DECIDED, decidedTerm, keepsDecided } from './decided.ts';
import { canPrecedeStart, hasBranches } from './event-traits.ts';
import { decidedCandidates, keepsChance } from './state/decide.ts';
import { planEvents, timelineTypes } from './events.ts';
import { leastAges } from './least-ages.ts';
import { isDecidedBelow } from './planned-event.ts';
import type { PlannedEvent, SkipReason } from './events.ts';
import {
  boolean,
  call,
  column,
  date,
  double,
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
import { beforeAsking } from './decided-before.ts';
import { canMeet, IS_TAKEN } from './days-taken.ts';
import { carriedColumns, timedCandidates } from './candidates.ts';
import { canBeBarred, IS_BARRED } from './event-luck.ts';
import { whyLost } from './lost-anchors.ts';

export function occurrenceTable(level: number, events: readonly PlannedEvent[], context: PlanContext): PlannedTable {
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

export function occurrenceColumns(context: PlanContext): PlannedTable['columns'] {
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
    ...(keepsDecided(context) ? [{ name: DECIDED, type: timestamp }] : []),
    ...(planned.some(keepsChance) ? [{ name: 'chance', type: double }] : []),
    { name: 'happened', type: boolean },
    { name: 'skipped_because', type: types.reason },
  ];
  return scratchColumns(columns);
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
            decided: planEvents(context).filter((one) => isDecidedBelow(one, level)),
            occurrences: level === 0 ? undefined : beforeAsking(asking, level, context),
          },
          carriedColumns(level, events, context).map(({ name }) => name),
          context,
        );
  const { reason } = timelineTypes(context);
  const reasons = skipReasons(events, reason, context);
  const branch = !hasBranches(planEvents(context))
    ? []
    : [hasBranches(events) ? keep('branch') : named('branch', literal(null, timelineTypes(context).branch))];
  return project(timed, [
    ...['person_id', 'journey', 'phase', 'event'].map(keep),
    ...branch,
    ...['event_key', 'occurrence'].map(keep),
    named('started', startedTerm(events)),
    ...['moment', 'waited', 'moved'].map(keep),
    ...(keepsDecided(context)
      ? [named(DECIDED, decidedTerm(events, { level, isSet: setBy(events, context) }, context))]
      : []),
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

/** The first that holds is why an occurrence did not happen. */
function skipReasons(events: readonly PlannedEvent[], type: ColumnType, context: PlanContext): readonly Branch[] {
  const why = (reason: SkipReason): Term => literal(reason, type);
  return [
    { when: call('not', column('anchor_happened')), then: whyLost(events, type) },
    ...(hasBranches(events) ? [{ when: call('not', column('on_way')), then: why('another branch was taken') }] : []),
    ...agesTold(events, context).map(({ holds, reason }) => ({ when: holds, then: why(reason) })),
    ...(canBeBarred(events) ? [{ when: column(IS_BARRED), then: why('its condition did not hold') }] : []),
    { when: call('not', column('lucky')), then: why('chance') },
    ...(canMeet(events, context).length > 0
      ? [{ when: column(IS_TAKEN), then: why('another was due on its day') }]
      : []),
  ];
}

/** What keeps an occurrence from happening as soon as its day is known. */
function setBy(events: readonly PlannedEvent[], context: PlanContext): readonly Term[] {
  const sure = canMeet(events, context).filter(
    ({ use: { probability } }) => probability.kind === 'constant' && probability.value >= 1,
  );
  const keys = sure.map(({ key }) => key);
  return [
    ...agesTold(events, context).map(({ holds }) => holds),
    ...(sure.length === 0 ? [] : [call('and', column(IS_TAKEN), isOneOf('event_key', keys))]),
  ];
}

interface Told {
  readonly holds: Term;
  readonly reason: SkipReason;
}

function agesTold(events: readonly PlannedEvent[], context: PlanContext): readonly Told[] {
  const beforeBirth = call('less', column('moment'), call('at_minute', column('birth_date'), 0));
  return [
    ...(canPrecedeStart(events) ? [{ holds: beforeBirth, reason: 'not yet born' as const }] : []),
    ...leastAges(events, context).map(({ event, months }) => ({
      holds: tooYoung(event, months),
      reason: 'younger than it is given' as const,
    })),
  ];
}

function tooYoung({ key }: PlannedEvent, months: number): Term {
  const from = call('at_minute', call('add_months', column('birth_date'), months), 0);
  return call('and', call('equal', column('event_key'), key), call('less', column('moment'), from));
}
