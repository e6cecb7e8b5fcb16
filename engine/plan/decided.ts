/**
 * When it is decided whether an occurrence happens. Up to then nothing of it is told: what an end comes before is over by the end, and what
 * `as_of` comes before is planned.
 */
import { MINUTES_A_DAY } from '../model/index.ts';
import type { Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { endsJourney, endsPerson, hasBranches } from './event-traits.ts';
import { monthsLater } from './event-days.ts';
import { planEvents } from './events.ts';
import type { PlannedEvent } from './events.ts';
import { isDecidedInPhase, leadOf, leadOfWays } from './leads.ts';
import { call, column, integer, literal, when } from './terms.ts';
import { canBeToCome } from './to-come.ts';

/** The column of occurrences: never behind their moment. */
export const DECIDED = 'decided';
/** The same of what a candidate waits for. */
export const ANCHOR_DECIDED = 'anchor_decided';

export function endsSomething(event: PlannedEvent): boolean {
  return endsPerson(event) || endsJourney(event);
}

/** Whether anything of the cohort can be cut by an end. */
export function canBeOver(events: readonly PlannedEvent[]): boolean {
  return events.some((event) => endsSomething(event) || event.use.leaves !== undefined);
}

/** Whether it must be known of each occurrence: where something ends or is to come. */
export function keepsDecided(context: PlanContext): boolean {
  return canBeOver(planEvents(context)) || canBeToCome(context);
}

/** When it is known of an occurrence whether it came: as it does, or as it is decided that it does not. */
export const KNOWN_AT: Term = when(column('happened'), column('moment'), column(DECIDED));

/** What a way that follows no event leads to is decided as its phase begins; `isSet`: by the calendar or by age, as soon as the day is known. */
export function decidedTerm(
  events: readonly PlannedEvent[],
  { level, isSet }: { readonly level: number; readonly isSet: readonly Term[] },
  context: PlanContext,
): Term {
  const anchor = level === 0 ? call('at_minute', column('started'), 0) : column(ANCHOR_DECIDED);
  const isLost = call('not', column('anchor_happened'));
  const known: Term = {
    kind: 'case',
    branches: [
      ...(level === 0 ? [] : [{ when: isLost, then: anchor }]),
      ...(hasBranches(events) ? [{ when: call('not', column('on_way')), then: parted(events, anchor, context) }] : []),
      ...isSet.map((one) => ({ when: one, then: anchor })),
    ],
    otherwise: withLead(column('moment'), events, context),
  };
  return known.branches.length === 0 ? known.otherwise : call('least', column('moment'), known);
}

/** When ways part: with what they follow, or as the phase begins. */
function parted(events: readonly PlannedEvent[], anchor: Term, context: PlanContext): Term {
  const opening = events.filter(isDecidedInPhase);
  if (opening.length === 0) return anchor;
  return {
    kind: 'case',
    branches: opening.map((event) => {
      const { from } = event.phase;
      const day = call('add_days', monthsLater(column('started'), literal(from.months, integer)), from.days);
      const begins = earlier(call('at_minute', day, 0), leadOfWays(event, context));
      return { when: call('equal', column('event_key'), event.key), then: call('greatest', anchor, begins) };
    }),
    otherwise: anchor,
  };
}

/** Earlier by what leads up to each of these events. */
function withLead(moment: Term, events: readonly PlannedEvent[], context: PlanContext): Term {
  const leading = events.flatMap((event) => {
    const days = leadOf(event, context);
    return days === 0 ? [] : [{ event, days }];
  });
  if (leading.length === 0) return moment;
  return {
    kind: 'case',
    branches: leading.map(({ event: { key }, days }) => ({
      when: call('equal', column('event_key'), key),
      then: earlier(moment, days),
    })),
    otherwise: moment,
  };
}

export function earlier(moment: Term, days: number): Term {
  return days === 0 ? moment : call('add_minutes', moment, literal(-days * MINUTES_A_DAY, integer));
}
