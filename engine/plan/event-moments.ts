/** At what minute of its day an occurrence falls: within opening hours, or by the clock from its anchor's own. */
import { MINUTES_A_DAY } from '../model/index.ts';
import type { ElementaryDistribution, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { isByTheClock } from './event-definitions.ts';
import type { PlannedEvent } from './events.ts';
import { call, column, drawBy, integer, isOneOf, literal, output, pick, when } from './terms.ts';
import { countsFromSome, recursByMinutes, spread } from './event-traits.ts';
import { COUNTED_FROM, countedMoment } from './counted-from.ts';
import { laterBy } from './event-days.ts';
import { hoursOfArrival } from './opening-hours.ts';
import { FRIDAY, movesWithinWeek, precedes } from './working-days.ts';

/** Days until the event; unknown of what is told by the clock. */
export function inDays(from: 'anchor_date' | 'drawn_date', events: readonly PlannedEvent[]): Term {
  const days = call('days_between', output(from), output('date'));
  const timed = events.some(({ use }) => isByTheClock(use));
  return timed ? when(column('by_the_clock'), literal(null, integer), days) : days;
}

/** What is left of the last whole day, in (0, 1); where a fifth of it chose the weekday, what is left of that. */
function restOfDay(events: readonly PlannedEvent[]): Term {
  if (!spread(events)) return call('subtract', output('place'), output('whole_days'));
  const fifths = call('multiply', output('within_day'), FRIDAY);
  return when(movesWithinWeek(), call('subtract', fifths, call('floor', fifths)), output('within_day'));
}

/** Never before the event that it follows, never after the one that it precedes. */
export function momentTerm(events: readonly PlannedEvent[], context: PlanContext): Term {
  const inOpeningHours = call('at_minute', output('date'), minuteTerm(events, context));
  const follows = events.some(({ use }) => use.timing.anchor.kind !== 'journey');
  const kept = follows ? keptInOrder(inOpeningHours, events) : inOpeningHours;
  const timed = events.some(({ use }) => isByTheClock(use));
  return timed ? when(column('by_the_clock'), byTheClock(events), kept) : kept;
}

/** At the hours of arrival of its class, where nobody plans it and the class tells them; else evenly while it is open. */
function minuteTerm(events: readonly PlannedEvent[], context: PlanContext): Term {
  const rest = restOfDay(events);
  const even = call('add', column('opens'), pick(rest, call('greatest', column('open_minutes'), 1)));
  const arriving = new Map<ElementaryDistribution, number[]>();
  for (const { use, key } of events) {
    const arrival = hoursOfArrival(use, context);
    if (arrival !== undefined) arriving.set(arrival, [...(arriving.get(arrival) ?? []), key]);
  }
  const branches = [...arriving].map(([distribution, keys]) => ({
    when: isOneOf('event_key', keys),
    then: { kind: 'sample', distribution, uniform: rest, type: integer } as const,
  }));
  return branches.length === 0 ? even : { kind: 'case', branches, otherwise: even };
}

function keptInOrder(moment: Term, events: readonly PlannedEvent[]): Term {
  const behind = call('greatest', moment, column('anchor_moment'));
  const before = call('least', moment, countedMoment(events));
  if (!countsFromSome(events)) return when(precedes(events), before, behind);
  const isBound = call('not', call('is_null', column(COUNTED_FROM)));
  const between = call('greatest', before, column('anchor_moment'));
  return when(precedes(events), when(isBound, between, before), behind);
}

/** Minutes from the anchor's own moment, on the day that months and days lead to. */
function byTheClock(events: readonly PlannedEvent[]): Term {
  const days = call('days_between', output('anchor_date'), output('drawn_date'));
  const onDay = call('add_minutes', countedMoment(events), call('multiply', days, MINUTES_A_DAY));
  const span = call('add', call('subtract', column('latest_minutes'), column('earliest_minutes')), 1);
  const minutes = call('add', column('earliest_minutes'), pick(drawBy('when'), span));
  const later = recursByMinutes(events)
    ? call('add', minutes, call('modulo', laterBy('minutes', events), MINUTES_A_DAY))
    : minutes;
  const moment = call('add_minutes', onDay, later);
  if (!countsFromSome(events)) return moment;
  return when(call('is_null', column(COUNTED_FROM)), moment, call('greatest', moment, column('anchor_moment')));
}
