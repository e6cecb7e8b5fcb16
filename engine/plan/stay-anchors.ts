/** What follows stays: their ends by the way that people went, and the returns of those who are readmitted. */
import type { NamedTerm, Relation, Scalar, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { dispositionStream, dispositionTerm, nightsBetween } from './discharges.ts';
import { ANCHOR_DECIDED, DECIDED, keepsDecided } from './decided.ts';
import { gateKey } from './event-definitions.ts';
import { stayFollowedBy } from './event-traits.ts';
import type { PlannedEvent } from './planned-event.ts';
import { READMITTED, RETURN, isReadmitted, minutesToReturn, readmissionStreams } from './readmissions.ts';
import { classOf, END_STREAMS, endStreams, endTerm } from './stay-lengths.ts';
import { withDischarge } from './tables/discharged.ts';
import { call, column, filter, integer, isOneOf, joinOn, keep, literal, named, project, table, text } from './terms.ts';

export interface Following {
  readonly event: PlannedEvent;
  readonly stay: PlannedEvent;
}

/** Events of these that follow a stay, each with the stay. */
export function followingStays(events: readonly PlannedEvent[], all: readonly PlannedEvent[]): readonly Following[] {
  return events.flatMap((event) => {
    const id = stayFollowedBy(event.use);
    const stay = all.find(({ journey, use }) => journey === event.journey && use.id === id);
    return id === undefined || stay === undefined ? [] : [{ event, stay }];
  });
}

/** What follows the stay, and what follows that. */
export function behind(stay: PlannedEvent, following: readonly Following[]): readonly PlannedEvent[] {
  return following.flatMap((one) => (one.stay === stay ? [one.event, ...behind(one.event, following)] : []));
}

interface Anchoring {
  /** What happened before this level. */
  readonly before: Relation;
  /** Events of the level. */
  readonly events: readonly PlannedEvent[];
  readonly all: readonly PlannedEvent[];
  readonly context: PlanContext;
}

/** Ends of stays and returns that lie before the journey's day. */
export function stayAnchors(anchoring: Anchoring): readonly Relation[] {
  const following = followingStays(anchoring.events, anchoring.all);
  const readmissions = following.filter(({ event }) => event.use.timing.anchor.kind === 'readmission');
  const discharges = following.filter((one) => !readmissions.includes(one));
  return [
    ...(discharges.length === 0 ? [] : [dischargeAnchors(discharges, anchoring)]),
    ...(readmissions.length === 0 ? [] : [readmissionAnchors(readmissions, anchoring)]),
  ];
}

function dischargeAnchors(following: readonly Following[], anchoring: Anchoring): Relation {
  const gates: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'disposition', type: text },
      { name: 'anchor_key', type: integer },
    ],
    rows: gatesOf(following, ({ use: { timing } }) =>
      timing.anchor.kind === 'discharge' ? [timing.anchor.disposition] : [],
    ),
  };
  const ended = overBefore(endedStays(staysOf(following), [], anchoring));
  return anchors(joinOn(ended, gates, 'event_key', 'disposition'), column('ended'), anchoring);
}

function readmissionAnchors(following: readonly Following[], anchoring: Anchoring): Relation {
  const { context } = anchoring;
  const stays = staysOf(following);
  const gates: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'anchor_key', type: integer },
    ],
    rows: gatesOf(following, () => []),
  };
  const ended = overBefore(endedStays(stays, [READMITTED, RETURN], anchoring));
  const back: Relation = {
    kind: 'extend',
    input: filter(ended, isReadmitted(stays, context)),
    columns: [named('returned', dayOfReturn(minutesToReturn(stays, context)))],
  };
  const over = filter(back, call('less', call('to_date', column('returned')), column('started')));
  return anchors(joinOn(over, gates, 'event_key'), column('returned'), anchoring);
}

/** From when on they come back on that day: the hour is told by what they come for. */
function dayOfReturn(minutes: Term): Term {
  const date = call('to_date', call('add_minutes', column('ended'), minutes));
  return call('greatest', call('at_minute', date, 0), column('ended'));
}

/** One for all events that follow a stay alike. */
function gatesOf(
  following: readonly Following[],
  wayOf: (event: PlannedEvent) => readonly string[],
): readonly (readonly Scalar[])[] {
  const gates = new Map(
    following.map(({ event, stay }) => [gateKey(event), [stay.key, ...wayOf(event), gateKey(event)]] as const),
  );
  return [...gates.values()];
}

function staysOf(following: readonly Following[]): readonly PlannedEvent[] {
  return [...new Set(following.map(({ stay }) => stay))];
}

/** Those that are over before the journey's day. */
function overBefore(ended: Relation): Relation {
  return filter(ended, call('less', call('to_date', column('ended')), column('started')));
}

/** These stays with `class`, `age`, when they `ended`, their `disposition` and these streams. */
export function endedStays(
  stays: readonly PlannedEvent[],
  streams: readonly string[],
  { before, all, context }: Pick<Anchoring, 'before' | 'all' | 'context'>,
): Relation {
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'class', type: text },
      ...[...END_STREAMS, 'discharge', ...streams].map((name) => ({ name, type: { kind: 'stream' as const } })),
    ],
    rows: stays.map((stay) => [
      stay.key,
      classOf(stay),
      ...endStreams(stay),
      dispositionStream(stay),
      ...(streams.length === 0 ? [] : readmissionStreams(stay)),
    ]),
  };
  const isOfThese = isOneOf(
    'event_key',
    stays.map(({ key }) => key),
  );
  const happened = filter(before, call('and', column('happened'), isOfThese));
  const people = project(table('scratch', 'population'), [keep('person_id'), keep('age')]);
  const known = joinOn(joinOn(happened, values, 'event_key'), people, 'person_id');
  const lasted = endTerm(context, stays, text);
  const { from, end } = withDischarge(known, lasted, { events: all, occurrences: before }, context);
  const timed = extended(from, named('ended', end));
  const nights = nightsBetween(column('moment'), column('ended'));
  return extended(timed, named('disposition', dispositionTerm(stays, context, nights)));
}

function extended(input: Relation, ...columns: readonly NamedTerm[]): Relation {
  return { kind: 'extend', input, columns };
}

function anchors(rows: Relation, moment: Term, { context }: Anchoring): Relation {
  return project(rows, [
    keep('person_id'),
    keep('started'),
    keep('anchor_key'),
    named('anchor_moment', moment),
    ...(keepsDecided(context) ? [named(ANCHOR_DECIDED, column(DECIDED))] : []),
    named('anchor_happened', literal(true)),
    named('anchor_occurrence', column('occurrence')),
  ]);
}
