/** Which event of a journey can come before which, by their timings alone, whoever the person is. */
import { MEAN_DAYS_A_MONTH, MINUTES_A_DAY } from '../../model/index.ts';
import type { EventUse, Journey, JourneyStart, Offset } from '../../model/index.ts';
import type { PlacedEvent } from '../planned-event.ts';
import { lineOf } from '../line.ts';

/** Months differ in length, and weekends and holidays move an event to a working day. */
export const SLACK_DAYS = 5;

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Whether an occurrence of `one` may come before the moment `after` the start of the journey of `other`, or before an occurrence of it. */
export function canPrecede(one: PlacedEvent, other: PlacedEvent, after: Offset | undefined): boolean {
  const isBeside = one.journey !== other.journey;
  if (isBeside && !beginTogether(one.start, other.start)) return true;
  const { from } = windowOf(one);
  if (after !== undefined) return from - SLACK_DAYS < daysIn(after);
  if (isBeside) return from - SLACK_DAYS < windowOf(other).to;
  if (one.path === other.path) return recurs(one);
  if (!recurs(other) && follows(one, other)) return false;
  if (phasesOf(other).some((group) => comesBehind(one, group))) return false;
  return from - SLACK_DAYS < windowOf(other).to;
}

/** Whether both journeys begin on the same day for everybody, since nothing is drawn for it. */
function beginTogether(one: JourneyStart | undefined, other: JourneyStart | undefined): boolean {
  if (one?.kind === 'date') return other?.kind === 'date' && other.date === one.date;
  if (one?.kind === 'age') return other?.kind === 'age' && other.years === one.years;
  if (one?.kind === 'diagnosis') return other?.kind === 'diagnosis' && other.code === one.code;
  return one?.kind === 'enrollment' && other?.kind === 'enrollment';
}

/** The groups of its phases: behind their end nothing of it is left. */
function phasesOf({ journey, use: { lasts = [] } }: PlacedEvent): readonly string[] {
  const once = eventsOf(journey).flatMap(({ leaves }) =>
    leaves === undefined || leaves.each !== undefined ? [] : [leaves],
  );
  const phases = new Set(once.flatMap(({ kind, group }) => (kind === 'phase' ? [group] : [])));
  return lasts.filter((group) => phases.has(group));
}

/** Whether it can only come once people have left the phase, since it belongs to one that they come to from there. */
function comesBehind({ journey, use }: PlacedEvent, group: string, seen: readonly string[] = []): boolean {
  const { anchor, earliest } = use.timing;
  if (seen.includes(use.id) || Object.values(earliest).some((part) => part < 0)) return false;
  const further = [...seen, use.id];
  const events = eventsOf(journey);
  const isBehind = (one: EventUse): boolean => comesBehind(placed(one, journey), group, further);
  switch (anchor.kind) {
    case 'event':
    case 'discharge':
    case 'readmission':
      return events.some((one) => one.id === anchor.id && isBehind(one));
    case 'all':
      return events.some((one) => anchor.ids.includes(one.id) && isBehind(one));
    case 'entry':
      return events
        .filter(({ leaves }) => leaves?.to === anchor.phase)
        .every((one) => one.leaves?.group === group || isBehind(one));
    default:
      return false;
  }
}

function eventsOf({ phases }: Journey): readonly EventUse[] {
  return phases.flatMap(({ events }) => events);
}

function placed(use: EventUse, journey: Journey): PlacedEvent {
  const phase = journey.phases.find(({ events }) => events.includes(use));
  if (phase === undefined) throw new Error('This is a bug in plan: an event of no phase.');
  return { journey, phase, use, path: `${lineOf(journey)}/${use.id}` };
}

function recurs(event: PlacedEvent): boolean {
  const { eachTime, onceFor } = event.use.timing;
  const anchor =
    onceFor !== undefined ? ofJourney(event.journey, onceFor) : eachTime === true ? anchorOf(event) : undefined;
  return (
    event.use.recurrence !== undefined || event.use.times !== undefined || (anchor !== undefined && recurs(anchor))
  );
}

/** Whether `one` waits for `other`, perhaps through others, and never comes before what it waits for. */
export function follows(one: PlacedEvent, other: PlacedEvent): boolean {
  const before = anchorOf(one);
  if (before === undefined || Object.values(one.use.timing.earliest).some((part) => part < 0)) return false;
  return before.path === other.path || follows(before, other);
}

export function anchorOf({ journey, use: { timing } }: PlacedEvent): PlacedEvent | undefined {
  const { anchor } = timing;
  return anchor.kind === 'event' ? ofJourney(journey, anchor.id) : undefined;
}

function ofJourney(journey: Journey, id: string): PlacedEvent | undefined {
  for (const one of journey.phases) {
    const use = one.events.find((event) => event.id === id);
    if (use !== undefined) return { journey, phase: one, use, path: `${lineOf(journey)}/${use.id}` };
  }
  return undefined;
}

/** The day of the journey from which on it can happen. */
export function beginsOnDay(event: PlacedEvent): number {
  return windowOf(event).from;
}

/** The day of the journey before which it happens, weekends and holidays aside. */
export function endsOnDay(event: PlacedEvent): number {
  return windowOf(event).to;
}

/** In days from the journey's start. */
function windowOf(event: PlacedEvent): Window {
  const { recurrence } = event.use;
  const { from, to } = firstWindow(event);
  if (recurrence === undefined) return { from, to };
  const { within } = recurrence;
  const run = within === undefined ? 0 : daysIn(within.every) * (within.count - 1);
  const last = to + daysIn(recurrence.every) * (recurrence.count - 1) + run;
  return { from, to: Math.max(to, Math.min(last, daysIn(recurrence.until) + 1)) };
}

/** Of the first time that it happens behind what it follows, which is the first of that as well unless it follows each. */
function firstWindow(event: PlacedEvent): Window {
  const { timing } = event.use;
  const anchor = anchorOf(event);
  const isEach = timing.eachTime === true || timing.onceFor !== undefined;
  const base = anchor === undefined ? startWindow(event) : isEach ? windowOf(anchor) : firstWindow(anchor);
  const earliest = daysIn(timing.earliest);
  const from = timing.countedFrom === undefined ? base.from + earliest : Math.max(base.from, earliest);
  return { from, to: base.to + daysIn(timing.latest) + 1 };
}

/** What follows several events or a change of phases can begin at any time. */
function startWindow({ use }: PlacedEvent): Window {
  return use.timing.anchor.kind === 'journey' ? { from: 0, to: 0 } : { from: 0, to: Infinity };
}

export function daysIn({ months, days, minutes }: Offset): number {
  return months * MEAN_DAYS_A_MONTH + days + minutes / MINUTES_A_DAY;
}
