/** What ends phases and series, as events that are not told, and the events with which phases begin that others lead to. */
import type {
  EventUse,
  Expression,
  Leaving,
  Offset,
  Phase,
  Probability,
  SourceRange,
  Timing,
} from '../../model/index.ts';
import type { JourneyContext } from './event-drafts.ts';
import { milestone } from '../event-types.ts';
import { NO_OFFSET, WITHOUT_END, daysIn, fewestDaysIn, sum } from './offset.ts';
import { cyclesOf } from './phases.ts';
import type { PhaseDraft } from './phases.ts';
import { reportUnknown } from './place-timing.ts';
import type { TransitionDraft } from './transitions.ts';

/** The event with which a phase begins that others lead to. */
export function entryId(phase: string): string {
  return `enter ${phase}`;
}

function phaseGroup({ name }: PhaseDraft): string {
  return `phase ${name}`;
}

export function entryOf({ name, at }: PhaseDraft): EventUse {
  const timing: Timing = {
    anchor: { kind: 'entry', phase: name },
    earliest: NO_OFFSET,
    latest: NO_OFFSET,
    minuteOfDay: undefined,
    at,
  };
  const definition = milestone(entryId(name), `${name} begins`, at);
  return { id: entryId(name), definition, timing, recurrence: undefined, probability: always(at), at };
}

export interface Leavings {
  /** How an event is found by name from within the phase. */
  readonly find: (name: string) => string | undefined;
  readonly known: readonly string[];
  /** The end of the journey. */
  readonly ends: Offset;
}

/** The transitions of a phase, and the stop of its cycles. */
export function leavingsOf(
  phase: PhaseDraft,
  { find, known, ends }: Leavings,
  context: JourneyContext,
): readonly EventUse[] {
  const group = phaseGroup(phase);
  const used = new Map<string, number>();
  const transitions = phase.transitions.flatMap((one) => {
    const times = (used.get(one.to.value) ?? 0) + 1;
    used.set(one.to.value, times);
    const id = `${phase.name} to ${one.to.value}${times === 1 ? '' : ` (${times})`}`;
    const anchor = one.event && find(one.event.value);
    if (one.event && anchor === undefined) {
      reportUnknown(one.event, known, context);
      return [];
    }
    const timing = anchor === undefined ? fromBeginning(phase, one) : upon(anchor, one);
    return [
      {
        id,
        definition: milestone(id, id, one.at),
        timing,
        recurrence: one.every && checks(one.every, ends, one.at),
        probability: one.probability,
        leaves: { group, kind: 'phase' as const, to: one.to.value },
        ...(phase.way === undefined ? {} : { way: phase.way }),
        at: one.at,
      },
    ];
  });
  return [...transitions, ...stopsOfCycles(phase, ends)];
}

function checks(every: Offset, ends: Offset, at: SourceRange): EventUse['recurrence'] {
  return { every, count: Math.floor(daysIn(ends) / Math.max(1, fewestDaysIn(every))) + 1, until: ends, at };
}

function upon(id: string, { wait, at }: TransitionDraft): Timing {
  const span = wait ?? { earliest: NO_OFFSET, latest: NO_OFFSET };
  return { anchor: { kind: 'event', id }, eachTime: true, ...span, minuteOfDay: undefined, at };
}

/** At the start of its day, before what happens on it. */
function fromBeginning(phase: PhaseDraft, { wait, every, at }: TransitionDraft): Timing {
  const usual = sum(phase.to, { months: -phase.from.months, days: -phase.from.days, minutes: -phase.from.minutes });
  const span = wait ?? { earliest: every ?? usual, latest: every ?? usual };
  return atPhase(phase, { ...span, minuteOfDay: 0, at });
}

function atPhase(phase: PhaseDraft, timing: Omit<Timing, 'anchor'>): Timing {
  if (phase.isEntered) return { anchor: { kind: 'event', id: entryId(phase.name) }, ...timing };
  const { earliest, latest } = timing;
  return {
    ...timing,
    anchor: { kind: 'journey' },
    earliest: sum(phase.from, earliest),
    latest: sum(phase.from, latest),
  };
}

/** Asked as each cycle begins. */
function stopsOfCycles(phase: PhaseDraft, ends: Offset): readonly EventUse[] {
  const { cycle } = phase;
  if (cycle?.until === undefined) return [];
  const id = `until of ${phase.name}`;
  const begins = { earliest: NO_OFFSET, latest: NO_OFFSET, minuteOfDay: 0, at: cycle.at };
  const count = cyclesOf(phase, cycle, ends);
  return [
    {
      id,
      definition: milestone(id, id, cycle.at),
      timing: cycle.isWhole ? { anchor: { kind: 'journey' }, ...begins } : atPhase(phase, begins),
      recurrence: { every: cycle.length, count, until: WITHOUT_END, at: cycle.at },
      probability: onceTrue(cycle.until),
      leaves: { group: phaseGroup(phase), kind: 'phase', to: undefined },
      at: cycle.at,
    },
  ];
}

/** What stops a series, asked at each of its occurrences. */
export function stopOfSeries(use: EventUse, until: Expression): EventUse {
  return stopAt(use, { id: `until of ${use.id}`, leaves: { group: seriesGroup(use.id), kind: 'series' } }, until);
}

/** All phases of a journey that an event of it begins anew each time, until it is seen at that event that something holds. */
export function lastingUntil(until: Expression, use: EventUse, phases: readonly Phase[]): readonly Phase[] {
  const stop = stopOfSeries(use, until);
  return phases.map((phase, index) =>
    withLast({ ...phase, events: index === 0 ? [...phase.events, stop] : phase.events }, seriesGroup(use.id)),
  );
}

/** What ends a phase, asked whenever this event of it happens. */
export function stopOfPhase(use: EventUse, phase: PhaseDraft, stop: Expression): EventUse {
  return stopAt(use, { id: `stop at ${use.id}`, leaves: { group: phaseGroup(phase), kind: 'phase' } }, stop);
}

interface Stop {
  readonly id: string;
  readonly leaves: Omit<Leaving, 'to'>;
}

function stopAt(use: EventUse, { id, leaves }: Stop, expression: Expression): EventUse {
  const { at } = expression;
  const now = { earliest: NO_OFFSET, latest: NO_OFFSET, minuteOfDay: undefined, at };
  return {
    id,
    definition: milestone(id, id, use.at),
    timing: { anchor: { kind: 'event', id: use.id }, eachTime: true, ...now },
    recurrence: undefined,
    probability: onceTrue(expression),
    leaves: { ...leaves, to: undefined },
    at,
  };
}

const JOURNEY_GROUP = 'the journey';

/** All phases, with what ends the journey: asked whenever an event of it happens. */
export function stoppedBy(stop: Expression, phases: readonly Phase[]): readonly Phase[] {
  return phases.map((phase) => {
    const told = phase.events.filter(({ leaves }) => leaves === undefined);
    const stops = told.map((use) => stopAt(use, { id: `stop of the journey at ${use.id}`, leaves: OF_ALL }, stop));
    return withLast({ ...phase, events: [...phase.events, ...stops] }, JOURNEY_GROUP);
  });
}

/** The phases of a journey that is part of another, of which an end ends no more than its own journey. */
export function endedAlone(phases: readonly Phase[]): readonly Phase[] {
  const isEnd = ({ definition: { ends } }: EventUse): boolean => ends === true;
  if (!phases.some(({ events }) => events.some(isEnd))) return phases;
  return phases.map((phase) => {
    const ends = phase.events.filter(isEnd).map((use): EventUse => {
      const stop = stopAt(
        use,
        { id: `over at ${use.id}`, leaves: OF_ALL },
        { kind: 'boolean', value: true, at: use.at },
      );
      return { ...stop, probability: always(use.at) };
    });
    const events = phase.events.map((use): EventUse => {
      const { ends: _, ...definition } = use.definition;
      return { ...use, definition };
    });
    return withLast({ ...phase, events: [...events, ...ends] }, JOURNEY_GROUP);
  });
}

const OF_ALL = { group: JOURNEY_GROUP, kind: 'journey' } as const;

function withLast(phase: Phase, group: string): Phase {
  const events = phase.events.map((use) => {
    const lasts = use.lasts ?? [];
    return lasts.includes(group) ? use : { ...use, lasts: [...lasts, group] };
  });
  return { ...phase, events };
}

function seriesGroup(id: string): string {
  return `series ${id}`;
}

/** Each event with the groups that it belongs to: its phase's where that can be left, and those of series that it follows. */
export function withGroups(
  uses: readonly EventUse[],
  phase: PhaseDraft,
  all: readonly EventUse[],
): readonly EventUse[] {
  const own = groupsOfPhase(phase);
  return uses.map((use) => {
    const lasts = [...seriesOf(use, all), ...own];
    return lasts.length === 0 ? use : { ...use, lasts };
  });
}

/** That of all that it holds, where it can be over before its time. */
export function groupsOfPhase(phase: PhaseDraft): readonly string[] {
  const ends = phase.cycle?.until ?? phase.stop;
  return phase.transitions.length > 0 || ends !== undefined ? [phaseGroup(phase)] : [];
}

function seriesOf({ id, timing: { anchor } }: EventUse, all: readonly EventUse[]): readonly string[] {
  const stops = all.some(({ leaves }) => leaves?.group === seriesGroup(id));
  const before = anchor.kind === 'event' ? all.find((one) => one.id === anchor.id) : undefined;
  return [...(stops ? [seriesGroup(id)] : []), ...(before === undefined ? [] : seriesOf(before, all))];
}

function onceTrue(given: Expression): Probability {
  const { at } = given;
  return { kind: 'given', given, holds: always(at), fails: { kind: 'constant', value: 0, at }, at };
}

function always(at: SourceRange): Probability {
  return { kind: 'constant', value: 1, at };
}
