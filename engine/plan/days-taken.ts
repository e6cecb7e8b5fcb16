/**
 * Occurrences of one event that come to the same working day, of which one is held. A day belongs to the occurrence that falls on it
 * without a move, whatever chance makes of that one; else to the one moved least of those that are due; but the first of a series, for
 * which others wait, gives way to none. Asked only of what recurs so often that it can come to that.
 */
import type { Branch, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { isByTheClock } from './event-definitions.ts';
import { keepsWorkingDays } from './opening-hours.ts';
import type { PlannedEvent } from './events.ts';
import { holidaysOf, longestMove } from './holidays.ts';
import { hasBranches } from './event-traits.ts';
import { repeats } from './occurrence-counts.ts';
import { daysIn } from './state/precedence.ts';
import { call, column, isOneOf, literal, named, when } from './terms.ts';

/** The column that says that another occurrence was due on the day. */
export const IS_TAKEN = 'is_taken';

/** Those of which two occurrences can be led to the same day. */
export function canMeet(events: readonly PlannedEvent[], context: PlanContext): readonly PlannedEvent[] {
  const often = events.filter(({ use }) => stepOf(use) < Infinity && !isByTheClock(use));
  const candidates = often.filter((event) => keepsWorkingDays(event, context));
  if (candidates.length === 0) return [];
  const furthest = longestMove(holidaysOf(context));
  return candidates.filter(({ use }) => {
    const { earliest, latest } = use.timing;
    return stepOf(use) <= daysIn(latest) - daysIn(earliest) + furthest;
  });
}

/** The least number of days from one occurrence to the next. */
function stepOf({ recurrence }: PlannedEvent['use']): number {
  if (recurrence === undefined) return Infinity;
  const { every, within } = recurrence;
  return Math.min(daysIn(every), within === undefined ? Infinity : daysIn(within.every));
}

/** `timed` with `IS_TAKEN`, where any of the events can be led to a day that another occurrence has. */
export function withDaysTaken(timed: Relation, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const meeting = canMeet(events, context);
  if (meeting.length === 0) return timed;
  const moved = column('moved');
  const distance = when(call('less', moved, 0), call('negate', moved), moved);
  const placed: Relation = {
    kind: 'extend',
    input: timed,
    columns: [
      named('held_on', call('to_date', column('moment'))),
      named('moved_by', { kind: 'case', branches: firstsOf(meeting), otherwise: distance }),
      named('own', when(call('equal', moved, 0), literal(1), literal(0))),
      named('due', when(isDue(events), literal(1), literal(0))),
    ],
  };
  const ranked: Relation = {
    kind: 'running',
    input: placed,
    by: ['person_id', 'event_key', 'held_on'],
    along: ['moved_by', 'occurrence'],
    columns: [
      { name: 'owners', of: 'own' },
      { name: 'due_by_then', of: 'due' },
    ],
  };
  return { kind: 'extend', input: ranked, columns: [named(IS_TAKEN, isLater(meeting))] };
}

/** Nothing weighs more. */
function firstsOf(meeting: readonly PlannedEvent[]): readonly Branch[] {
  return meeting.map(({ key, use }) => {
    const isFirst = call(
      'equal',
      call('modulo', column('occurrence'), use.recurrence?.within?.count ?? repeats(use)),
      0,
    );
    return { when: call('and', call('equal', column('event_key'), key), isFirst), then: literal(-1) };
  });
}

/** As far as is known before conditions are asked. */
function isDue(events: readonly PlannedEvent[]): Term {
  const known = ['anchor_happened', 'lucky', ...(hasBranches(events) ? ['on_way'] : [])];
  return call('coalesce', call('and', ...known.map(column)), literal(false));
}

function isLater(meeting: readonly PlannedEvent[]): Term {
  const keys = meeting.map(({ key }) => key);
  const isOwners = call('and', call('greater', column('moved_by'), 0), call('greater', column('owners'), 0));
  const isBehind = call('greater', call('subtract', column('due_by_then'), column('due')), 0);
  return call('and', isOneOf('event_key', keys), call('or', isOwners, isBehind));
}
