/** What is true of some of these events, so that their statement needs a column for it. */
import type { EventType, EventUse } from '../model/index.ts';
import type { PlannedEvent } from './planned-event.ts';
import { daysIn } from './state/precedence.ts';

export function hasHazards(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.timing.hazard !== undefined);
}

export function hasBranches(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.way !== undefined);
}

export function followsEach(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.timing.eachTime === true);
}

export function countsFromStart(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => typeof use.timing.countedFrom === 'string');
}

/** Whether any is counted from other events than all those that it waits for. */
export function countsFromSome(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => typeof use.timing.countedFrom === 'object');
}

export function countsFromCycle(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.timing.countedFrom === 'cycle');
}

/** Whether an event can fall before the person's birth: none starts a journey unborn, but some look back from its start. */
export function canPrecedeStart(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use: { timing } }) => Object.values(timing.earliest).some((part) => part < 0));
}

/** Whether the earliest and the latest day lie in a row of days behind the same run of months, which then is counted once. */
export function sharesMonths(events: readonly PlannedEvent[]): boolean {
  return events.every(({ use: { timing } }) => timing.earliest.months === timing.latest.months);
}

export function recursByMinutes(events: readonly PlannedEvent[]): boolean {
  const every = events.flatMap(({ use: { recurrence } }) => [recurrence?.every, recurrence?.within?.every]);
  return every.some((offset) => (offset?.minutes ?? 0) !== 0);
}

/** Whether any of them falls on any day of a time, as often as the person's count says. */
export function spread(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.times !== undefined);
}

const WORKDAYS_A_WEEK = 5;

/** On how many days of each week it falls, where there are as many working days. */
export function workdaysAWeek({ recurrence }: EventUse): number | undefined {
  const aWeek = recurrence?.within?.aWeek ?? recurrence?.aWeek;
  return aWeek === undefined || aWeek > WORKDAYS_A_WEEK ? undefined : aWeek;
}

/** Whether any of them falls on so many days of each week. */
export function countsWorkdays(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => workdaysAWeek(use) !== undefined);
}

/**
 * How many days beyond the time over which it is spread are still within its window, before and behind; below 0 where that is wider.
 * What follows does not come to lie before what it follows.
 */
export function slackOf({ timing: { due, earliest, latest } }: EventUse): {
  readonly before: number;
  readonly after: number;
} {
  if (due === undefined) return { before: 0, after: 0 };
  const [at, first, last] = [daysIn(due.at), daysIn(earliest), daysIn(latest)];
  const before = first - at + daysIn(due.window.before);
  const after = at + daysIn(due.window.after) - last;
  return {
    before: Math.round(first < 0 ? before : Math.min(before, first)),
    after: Math.round(last < 0 ? Math.min(after, -last) : after),
  };
}

/** Whether the window of any of them is another than the time over which it is spread. */
export function hasSlack(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => hasOwnWindow(use));
}

export function hasOwnWindow(use: EventUse): boolean {
  const { before, after } = slackOf(use);
  return before !== 0 || after !== 0;
}

/** Those that follow any stay by its way out. */
export function behindAnyStay(events: readonly PlannedEvent[]): readonly PlannedEvent[] {
  return events.filter(({ use }) => use.timing.anchor.kind === 'stays');
}

/** The id of the stay that it follows by its way out, or that it is a readmission after. */
export function stayFollowedBy({ timing: { anchor } }: Pick<EventUse, 'timing'>): string | undefined {
  return anchor.kind === 'discharge' || anchor.kind === 'readmission' ? anchor.id : undefined;
}

const OF_A_PERSON: ReadonlySet<EventType> = new Set<EventType>(['death', 'disenrollment']);

/** Whether everything of the person is over behind it. */
export function endsPerson({ use }: Pick<PlannedEvent, 'use'>): boolean {
  return OF_A_PERSON.has(use.definition.type);
}

/** Whether its journey is over behind it, and nothing else. */
export function endsJourney(event: Pick<PlannedEvent, 'use'>): boolean {
  const { type, ends } = event.use.definition;
  return !endsPerson(event) && (type === 'withdrawal' || ends === true);
}

/** Days and months of the latest, of which only the sign counts. */
export function daysAtLatest({ timing: { latest } }: EventUse): number {
  return latest.days + latest.months;
}

/** Whether it precedes another event by days that may be none. */
export function leadsUpToAnchor(use: EventUse): boolean {
  const { anchor, countedFrom, earliest } = use.timing;
  const isAnchored = anchor.kind !== 'journey' && typeof countedFrom !== 'string';
  return isAnchored && earliest.days + earliest.months < 0 && daysAtLatest(use) === 0;
}
