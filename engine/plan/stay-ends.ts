/**
 * Ends of stays, of whatever kind and journey, that one event follows. Each has a number, from which that of what follows comes: one made
 * from the name of the stay and its occurrence, so that another stay of the person moves none but where two meet.
 */
import type { PlannedTable, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { before } from './decided-before.ts';
import { ANCHOR_DECIDED, DECIDED, keepsDecided } from './decided.ts';
import { gateKey } from './event-definitions.ts';
import { planEvents } from './events.ts';
import { OCCURRENCE_KEYS } from './keys.ts';
import type { PlannedEvent } from './planned-event.ts';
import { scratchColumns } from './scratch-columns.ts';
import { endedStays } from './stay-anchors.ts';
import { canBeToCome, isToCome } from './to-come.ts';
import {
  bigint,
  call,
  cast,
  column,
  date,
  filter,
  integer,
  isOneOf,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  text,
  timestamp,
  when,
} from './terms.ts';

/** `person_id`, `stay_key`, `stay_occurrence`, `started`, `ended`, `number` and, where needed, `decided`. */
export function stayEndsTable(event: PlannedEvent, level: number, context: PlanContext): PlannedTable {
  const decided = keepsDecided(context) ? [{ name: DECIDED, type: timestamp }] : [];
  return {
    schema: 'scratch',
    name: nameOf(event),
    fill: 'scratch',
    comment: 'Ends of stays that an event follows.',
    columns: scratchColumns([
      { name: 'person_id', type: integer },
      { name: 'stay_key', type: integer },
      { name: 'stay_occurrence', type: smallint },
      { name: 'started', type: date },
      { name: 'ended', type: timestamp },
      { name: 'number', type: smallint },
      ...decided,
    ]),
    primaryKey: ['person_id', 'stay_key', 'stay_occurrence'],
    relation: numberedEnds(event, level, context),
    origins: [event.use.at],
  };
}

export function stayEnds(event: PlannedEvent): Relation {
  return table('scratch', nameOf(event));
}

function nameOf({ key }: PlannedEvent): string {
  return `stay_ends_${key}`;
}

/** Those over by `as_of`: how often something follows is decided then. */
export function endsTold(event: PlannedEvent, context: PlanContext): Relation {
  const ends = stayEnds(event);
  return canBeToCome(context, [event]) ? filter(ends, call('not', isToCome(context, column('ended')))) : ends;
}

/** What waits for them: one row a stay. */
export function stayEndAnchors(event: PlannedEvent, context: PlanContext): Relation {
  return project(endsTold(event, context), [
    keep('person_id'),
    keep('started'),
    named('anchor_key', literal(gateKey(event) ?? 0, integer)),
    named('anchor_moment', column('ended')),
    ...(keepsDecided(context) ? [named(ANCHOR_DECIDED, column(DECIDED))] : []),
    named('anchor_happened', literal(true)),
    named('anchor_occurrence', column('number')),
  ]);
}

/** How many of its occurrences belong to one stay. */
export function mostBehind({ use }: PlannedEvent): number {
  return use.behindStays?.most ?? 1;
}

/** So many stays of a person may meet others of theirs in one number. */
const MEETING = 20;
const APART = 7919;
/** What follows a stay of a journey is told as far as that is. */
const LONG_DAYS = 36_500;

function numberedEnds(event: PlannedEvent, level: number, context: PlanContext): Relation {
  const { anchor } = event.use.timing;
  const all = planEvents(context);
  const stays = all.filter(({ use }) => use.definition.type === 'admission' && use.leaves === undefined);
  const ended = endedStays(stays, [], { before: before(level, context), all, context });
  const way = anchor.kind === 'stays' ? anchor.disposition : '';
  const numbers = Math.floor(OCCURRENCE_KEYS / mostBehind(event));
  const own = cast(column('event_key'), bigint);
  const place = call('add', own, call('multiply', cast(column('occurrence'), bigint), APART));
  const counted = stays.filter(({ journey }) => journey === event.journey).map(({ key }) => key);
  const found = project(filter(ended, call('equal', column('disposition'), literal(way, text))), [
    keep('person_id'),
    named('stay_key', column('event_key')),
    named('stay_occurrence', column('occurrence')),
    named('started', toldUntil(counted)),
    keep('ended'),
    ...(keepsDecided(context) ? [keep(DECIDED)] : []),
    named('place', cast(call('modulo', place, numbers - MEETING), integer)),
    named('one', literal(1)),
  ]);
  const along = ['place', 'stay_key', 'stay_occurrence'];
  const ranked: Relation = {
    kind: 'running',
    input: found,
    by: ['person_id'],
    along,
    columns: [{ name: 'rank', of: 'one' }],
  };
  const lead: Relation = {
    kind: 'extend',
    input: ranked,
    columns: [named('lead', call('subtract', column('place'), column('rank')))],
  };
  const led: Relation = {
    kind: 'running',
    input: lead,
    by: ['person_id'],
    along,
    columns: [{ name: 'furthest', of: 'lead', how: 'most' }],
  };
  const number = call('add', column('furthest'), column('rank'));
  const numbered: Relation = { kind: 'extend', input: led, columns: [named('number', cast(number, smallint))] };
  return filter(numbered, call('less', column('number'), numbers));
}

function toldUntil(counted: readonly number[]): Term {
  const later = call('add_days', call('to_date', column('ended')), LONG_DAYS);
  return when(isOneOf('event_key', counted), column('started'), later);
}
