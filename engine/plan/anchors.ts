/** What events wait for, one row a person and anchor: an occurrence of another event, the last of several, a change of phases. */
import type { NamedTerm, Relation, Term, Timing } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { COUNTED_FROM } from './counted-from.ts';
import { ANCHOR_DECIDED, DECIDED, earlier, keepsDecided } from './decided.ts';
import { gateKey } from './event-definitions.ts';
import { behindAnyStay, countsFromSome, followsEach, stayFollowedBy } from './event-traits.ts';
import { planEvents } from './events.ts';
import type { PlannedEvent } from './events.ts';
import { CALL, callNumber, isFirstOfCall } from './call-numbers.ts';
import { groupsOf } from './groups.ts';
import { leadOf } from './leads.ts';
import { daysIn } from './state/precedence.ts';
import { stopTable } from './stops.ts';
import { stayAnchors } from './stay-anchors.ts';
import { stayEndAnchors } from './stay-ends.ts';
import {
  bigint,
  call,
  column,
  day,
  filter,
  integer,
  isOneOf,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  smallint,
  timestamp,
  when,
} from './terms.ts';
import { isToCome, canBeToCome } from './to-come.ts';
import { beginsSurely } from './sure.ts';

interface Anchoring {
  /** What happened before this level, cut where groups of events are over. */
  readonly before: Relation;
  readonly events: readonly PlannedEvent[];
  readonly context: PlanContext;
}

/** `started`, `anchor_key`, `anchor_moment`, `anchor_happened` and, where needed, `anchor_decided`, `anchor_occurrence` and `counted_from`. */
export function anchorsOf({ before, events, context }: Anchoring): Relation {
  const after = events.filter(({ use }) => stayFollowedBy(use) !== undefined);
  const behind = behindAnyStay(events);
  const gates = new Map(
    events.flatMap((event) => {
      if (after.includes(event) || behind.includes(event)) return [];
      const key = gateKey(event);
      return key === null ? [] : [[key, event] as const];
    }),
  );
  const gateOf = ([key, event]: readonly [number, PlannedEvent]): Relation =>
    gateRows(key, event, { before, events, context });
  const counted = [...gates].filter(([, event]) => countsFromSome([event])).map(gateOf);
  const inputs = [
    ...(events.some(isSingle) ? [singleAnchors(before, events, context)] : []),
    ...[...gates].filter(([, event]) => !countsFromSome([event])).map(gateOf),
    ...(after.length === 0 ? [] : stayAnchors({ before, events: after, all: planEvents(context), context })),
    ...behind.map((event) => stayEndAnchors(event, context)),
  ];
  if (counted.length === 0) return rowsOfAll(inputs);
  const columns = [named(COUNTED_FROM, literal(null, timestamp))];
  return rowsOfAll([...counted, ...inputs.map((input): Relation => ({ kind: 'extend', input, columns }))]);
}

function isSingle({ use: { timing } }: PlannedEvent): boolean {
  return timing.anchor.kind === 'event' && timing.onceFor === undefined;
}

/** The first occurrence, or every one where some event follows each. */
function singleAnchors(before: Relation, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const followed = followsEach(events) ? before : filter(before, call('equal', column('occurrence'), 0));
  return project(followed, [
    keep('person_id'),
    keep('started'),
    named('anchor_key', column('event_key')),
    named('anchor_moment', column('moment')),
    ...decidedBy(context),
    named('anchor_happened', column('happened')),
    ...(followsEach(events) ? [named('anchor_occurrence', column('occurrence'))] : []),
  ]);
}

/** Of occurrences. */
function decidedBy(context: PlanContext, decided: Term = column(DECIDED)): readonly NamedTerm[] {
  return keepsDecided(context) ? [named(ANCHOR_DECIDED, decided)] : [];
}

function gateRows(key: number, event: PlannedEvent, { before, events, context }: Anchoring): Relation {
  const { onceFor } = event.use.timing;
  const found = toldOf(event, waitedForRows(event, { before, events, context }), context);
  return project(found, [
    keep('person_id'),
    keep('started'),
    named('anchor_key', literal(key, integer)),
    keep('anchor_moment'),
    ...decidedBy(context, column(ANCHOR_DECIDED)),
    keep('anchor_happened'),
    ...(followsEach(events)
      ? [named('anchor_occurrence', onceFor === undefined ? literal(0, smallint) : column(CALL))]
      : []),
    ...(countsFromSome([event]) ? [keep(COUNTED_FROM)] : []),
  ]);
}

/** What begins a phase or a journey is there for those alone to whom it happens: it is not told before that is decided. */
function toldOf(event: PlannedEvent, rows: Relation, context: PlanContext): Relation {
  const { kind } = event.use.timing.anchor;
  const isTold = kind !== 'entry' && kind !== 'elsewhere';
  if (isTold || !canBeToCome(context, [event]) || beginsSurely(event, planEvents(context))) return rows;
  return filter(rows, call('not', isToCome(context, column(ANCHOR_DECIDED))));
}

function waitedForRows(event: PlannedEvent, among: Anchoring): Relation {
  const { before, context } = among;
  const { anchor, onceFor } = event.use.timing;
  const all = planEvents(context);
  const waitedFor = (journey: string, ids: readonly string[]): readonly PlannedEvent[] =>
    all.filter((one) => one.journey.id === journey && ids.includes(one.use.id));
  switch (anchor.kind) {
    case 'entry':
      return entries(anchor.phase, event, context);
    case 'all':
      return lastOfAll(waitedFor(event.journey.id, anchor.ids), event.use.timing, among);
    case 'event':
      return firstOfEach(waitedFor(event.journey.id, [anchor.id]), onceFor ?? anchor.id, among);
    case 'elsewhere':
      return firstOf(
        before,
        waitedFor(anchor.journey, [anchor.id]).map(({ key }) => key),
        context,
      );
    case 'journey':
    case 'discharge':
    case 'readmission':
    case 'stays':
      throw new Error('This is a bug in plan: neither the start of a journey nor the end of a stay is an event.');
  }
}

/** The first behind each occurrence of what is called by the id. */
function firstOfEach(waitedFor: readonly PlannedEvent[], id: string, anchoring: Anchoring): Relation {
  const { before, context } = anchoring;
  const own = isOneOf(
    'event_key',
    waitedFor.map(({ key }) => key),
  );
  return project(filter(before, call('and', own, isFirstOfCall(waitedFor, id))), [
    keep('person_id'),
    keep('started'),
    named('anchor_moment', column('moment')),
    ...decidedBy(context),
    named('anchor_happened', column('happened')),
    named(CALL, callNumber(waitedFor, id)),
  ]);
}

/** When people left any phase for this one, for the first time. */
function entries(phase: string, event: PlannedEvent, context: PlanContext): Relation {
  const { journey, use } = event;
  const all = planEvents(context);
  const called = use.timing.onceFor === undefined ? [] : [CALL];
  const ways = groupsOf(all).flatMap((group) => {
    const leading = group.leaving.filter((one) => one.journey === journey && one.use.leaves?.to === phase);
    return leading.length === 0 || group.overWith !== undefined ? [] : [{ group, leading }];
  });
  const inputs = ways.map(({ group, leading }) => {
    const keys = all.filter(({ path }) => leading.some((one) => one.path === path)).map(({ key }) => key);
    return project(filter(stopTable(group), isOneOf('stopped_by', keys)), [
      ...['person_id', ...called].map(keep),
      keep('started'),
      named('anchor_moment', column('stopped')),
      ...decidedBy(context, earlier(column('stopped'), leadOf(event, context))),
    ]);
  });
  return withTruth({
    kind: 'aggregate',
    input: { kind: 'union', inputs },
    by: ['person_id', ...called],
    columns: [
      { name: 'started', how: 'min', of: 'started' },
      { name: 'anchor_moment', how: 'min', of: 'anchor_moment' },
      ...(keepsDecided(context) ? [{ name: ANCHOR_DECIDED, how: 'min' as const, of: ANCHOR_DECIDED }] : []),
    ],
  });
}

function withTruth(input: Relation): Relation {
  return { kind: 'extend', input, columns: [named('anchor_happened', literal(true))] };
}

/** A journey that it starts counts from its day. */
function firstOf(before: Relation, keys: readonly number[], context: PlanContext): Relation {
  const first: Relation = {
    kind: 'aggregate',
    input: filter(before, call('and', column('happened'), isOneOf('event_key', keys))),
    by: ['person_id'],
    columns: [
      { name: 'anchor_moment', how: 'min', of: 'moment' },
      ...(keepsDecided(context) ? [{ name: ANCHOR_DECIDED, how: 'min' as const, of: DECIDED }] : []),
    ],
  };
  return withTruth({
    kind: 'extend',
    input: first,
    columns: [named('started', call('to_date', column('anchor_moment')))],
  });
}

const NEVER = '9999-12-31';

/**
 * All must have happened; where one is missing, not all have, and perhaps it is still to be decided. Of each, the first counts, or the
 * first in each call. What leads up to some of them comes before these, and not before the others.
 */
function lastOfAll(
  waitedFor: readonly PlannedEvent[],
  { onceFor, countedFrom, earliest }: Timing,
  { before, context }: Anchoring,
): Relation {
  const from = typeof countedFrom === 'object' ? waitedFor.filter(({ use }) => countedFrom.ids.includes(use.id)) : [];
  const isCounted = isOneOf(
    'event_key',
    from.map(({ key }) => key),
  );
  const leadsUp = from.length > 0 && daysIn(earliest) < 0;
  const bound = leadsUp ? when(isCounted, literal(null, timestamp), column('moment')) : column('moment');
  const isDecided = keepsDecided(context);
  const keys = waitedFor.map(({ key }) => key);
  const isFirst = onceFor === undefined ? call('equal', column('occurrence'), 0) : isFirstOfCall(waitedFor, onceFor);
  const firsts = filter(before, call('and', isFirst, isOneOf('event_key', keys)));
  const numbered = onceFor === undefined ? [] : [named(CALL, callNumber(waitedFor, onceFor))];
  const counted: Relation = {
    kind: 'extend',
    input: firsts,
    columns: [
      named('is_there', literal(1, bigint)),
      named('bound', bound),
      ...(from.length === 0 ? [] : [named(COUNTED_FROM, when(isCounted, column('moment'), literal(null, timestamp)))]),
      ...(isDecided ? [named('lost', when(column('happened'), literal(null, timestamp), column(DECIDED)))] : []),
      ...numbered,
    ],
  };
  const all: Relation = {
    kind: 'aggregate',
    input: counted,
    by: ['person_id', ...numbered.map(({ name }) => name)],
    columns: [
      { name: 'started', how: 'min', of: 'started' },
      { name: 'anchor_moment', how: 'max', of: 'bound' },
      { name: 'all_happened', how: 'min', of: 'happened' },
      { name: 'found', how: 'sum', of: 'is_there' },
      ...(from.length === 0 ? [] : [{ name: COUNTED_FROM, how: 'max' as const, of: COUNTED_FROM }]),
      ...(isDecided
        ? [
            { name: 'first_lost', how: 'min' as const, of: 'lost' },
            { name: 'last_decided', how: 'max' as const, of: DECIDED },
          ]
        : []),
    ],
  };
  const isWhole = call('greater_or_equal', column('found'), keys.length);
  return {
    kind: 'extend',
    input: all,
    columns: [
      named('anchor_happened', call('and', column('all_happened'), isWhole)),
      ...decidedBy(
        context,
        call('coalesce', column('first_lost'), when(isWhole, column('last_decided'), call('at_minute', day(NEVER), 0))),
      ),
    ],
  };
}
