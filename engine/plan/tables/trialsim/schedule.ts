/** The schedule of visits, known while planning: number, name, day after the first dose, and window. */
import { MEAN_DAYS_A_MONTH, MINUTES_A_DAY } from '../../../model/index.ts';
import type { EventUse, Offset } from '../../../model/index.ts';
import type { PlannedEvent } from '../../events.ts';
import { repeats, timesACycle, timesOf } from '../../occurrence-counts.ts';
import { cycleCount, firstCycle } from './doses.ts';
import type { Trial } from './trial.ts';

export interface PlannedVisit {
  readonly event: PlannedEvent;
  readonly occurrence: number;
  /** In the order of planned days, from 1. */
  readonly number: number;
  readonly name: string;
  /** Days from the first dose as the protocol plans both. */
  readonly afterDose: number;
  /** Days before and after that are in time; absent where the author gives no window. */
  readonly window: { readonly before: number; readonly after: number } | undefined;
}

export function plannedVisits({ events }: Trial): readonly PlannedVisit[] {
  const [dose] = events.doses;
  const origin = dose === undefined ? 0 : dueDay(dose, 0);
  const all = events.visits.flatMap((event) =>
    Array.from({ length: timesOf(event) }, (_, occurrence) => ({
      event,
      occurrence,
      afterDose: dueDay(event, occurrence) - origin,
      window: windowOf(event.use),
    })),
  );
  const ordered = all.toSorted(
    (a, b) => a.afterDose - b.afterDose || (a.event.path < b.event.path ? -1 : 1) || a.occurrence - b.occurrence,
  );
  const names = new Set<string>();
  return ordered.map((visit, at) => ({ ...visit, number: at + 1, name: unused(names, visit, events.doses) }));
}

function windowOf({ timing: { due } }: EventUse): PlannedVisit['window'] {
  return due && { before: Math.round(daysIn(due.window.before)), after: Math.round(daysIn(due.window.after)) };
}

/** Days from the start of the journey. */
function dueDay(event: PlannedEvent, occurrence: number): number {
  const { timing, recurrence } = event.use;
  const own = timing.due === undefined ? middle(timing.earliest, timing.latest) : daysIn(timing.due.at);
  const runs = timing.eachTime === true ? repeats(event.use) : undefined;
  const occurrenceBefore = runs === undefined ? 0 : Math.floor(occurrence / runs);
  const from = Math.max(0, ...anchorsOf(event).map((anchor) => dueDay(anchor, occurrenceBefore)));
  return Math.round(from + own + laterBy(recurrence, runs === undefined ? occurrence : occurrence % runs));
}

function laterBy(recurrence: EventUse['recurrence'], number: number): number {
  if (recurrence === undefined) return 0;
  const { every, within } = recurrence;
  if (within === undefined) return daysIn(every) * number;
  return daysIn(every) * Math.floor(number / within.count) + daysIn(within.every) * (number % within.count);
}

/** The events that it waits for; what is counted from the start of the journey is not measured from them. */
function anchorsOf(event: PlannedEvent): readonly PlannedEvent[] {
  const { anchor, countedFrom } = event.use.timing;
  if (countedFrom !== undefined) return [];
  const ids = anchor.kind === 'event' ? [anchor.id] : anchor.kind === 'all' ? anchor.ids : [];
  return event.journey.phases.flatMap((phase) =>
    phase.events.filter(({ id }) => ids.includes(id)).map((use) => ({ ...event, phase, use })),
  );
}

function middle(earliest: Offset, latest: Offset): number {
  return Math.floor((daysIn(earliest) + daysIn(latest)) / 2);
}

function daysIn({ months, days, minutes }: Offset): number {
  return months * MEAN_DAYS_A_MONTH + days + minutes / MINUTES_A_DAY;
}

/** `CYCLE 3 DAY 8` within cycles of treatment, else the title; with its number where it comes again. */
function unused(
  names: Set<string>,
  { event, occurrence }: Pick<PlannedVisit, 'event' | 'occurrence'>,
  doses: readonly PlannedEvent[],
): string {
  const title = event.use.definition.title.toUpperCase();
  const dose = doses.find(({ phase }) => phase === event.phase);
  const isCyclic = dose !== undefined && cycleCount(event) > 1;
  const often = timesACycle(event);
  const day = isCyclic ? dueDay(event, occurrence % often) - daysIn(event.phase.from) + 1 : 0;
  const plain = isCyclic
    ? `CYCLE ${firstCycle(dose, doses) + Math.floor(occurrence / often)} DAY ${Math.max(1, Math.round(day))}`
    : timesOf(event) > 1
      ? `${title} ${occurrence + 1}`
      : title;
  let name = plain;
  for (let again = 2; names.has(name); again += 1)
    name = isCyclic && again === 2 ? `${plain} ${title}` : `${plain} ${again}`;
  names.add(name);
  return name;
}
