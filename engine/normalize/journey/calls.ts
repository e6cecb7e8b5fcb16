/** A journey within another: it begins with an event of the caller, and its days count from there. */
import type { Anchor, BranchPoint, EventUse, Journey, Phase, Timing, Way } from '../../model/index.ts';
import { endedAlone } from './leavings.ts';

/** An event of the caller that calls a journey. */
export interface Call {
  readonly use: EventUse;
  readonly journey: Journey;
  /** The groups of the phase that calls it: what is called is over with them. */
  readonly within?: readonly string[];
}

/** The phases of the called journey, each name and id behind that of the call. */
export function calledPhases({ use, journey, within = [] }: Call): readonly Phase[] {
  const named = (name: string): string => `${use.id}/${name}`;
  const phases = endedAlone(journey.phases);
  const events = phases.flatMap((phase) => phase.events);
  return phases.map((phase) => ({
    ...phase,
    name: named(phase.name),
    events: phase.events.map((event) => lastingWithin(calledEvent(event, events, use, named), within)),
  }));
}

function lastingWithin(event: EventUse, within: readonly string[]): EventUse {
  return within.length === 0 ? event : { ...event, lasts: [...(event.lasts ?? []), ...within] };
}

/** The phases of a journey that repeats itself: they come anew with each occurrence of an event of it. */
export function repeatedPhases(phases: readonly Phase[], use: EventUse): readonly Phase[] {
  const events = phases.flatMap((phase) => phase.events);
  return phases.map((phase) => ({
    ...phase,
    events: phase.events.map((event) => calledEvent(event, events, use, (name) => name)),
  }));
}

export function calledPoints({ use, journey }: Call): readonly BranchPoint[] {
  const named = (name: string): string => `${use.id}/${name}`;
  return (journey.branchPoints ?? []).map((point) => ({
    ...point,
    id: named(point.id),
    within: point.within && wayIn(point.within, named),
    after: point.after === undefined ? use.id : named(point.after),
  }));
}

function isCalledOften({ timing, recurrence }: EventUse): boolean {
  return timing.eachTime === true || recurrence !== undefined;
}

type Named = (name: string) => string;

function calledEvent(event: EventUse, events: readonly EventUse[], use: EventUse, named: Named): EventUse {
  const { id: call } = use;
  const { way, lasts, leaves, recurrence } = event;
  const ends = leaves?.each === undefined ? (isCalledOften(use) ? call : undefined) : named(leaves.each);
  return {
    ...event,
    id: named(event.id),
    timing: {
      ...event.timing,
      anchor: anchorIn(event.timing.anchor, call, named),
      ...countedIn(event.timing, named),
      ...repetition(event, events, use, named),
    },
    ...(recurrence?.cycle === undefined ? {} : { recurrence: { ...recurrence, cycle: named(recurrence.cycle) } }),
    ...(way === undefined ? {} : { way: wayIn(way, named) }),
    ...(lasts === undefined ? {} : { lasts: lasts.map(named) }),
    ...(leaves === undefined
      ? {}
      : {
          leaves: {
            ...leaves,
            group: named(leaves.group),
            to: leaves.to === undefined ? undefined : named(leaves.to),
            ...(ends === undefined ? {} : { each: ends }),
          },
        }),
  };
}

/** What is called in every cycle happens in every cycle: each time that its anchor does, or once a call where it waits for the first of several. */
function repetition(
  { timing }: EventUse,
  events: readonly EventUse[],
  use: EventUse,
  named: Named,
): Pick<Timing, 'eachTime' | 'onceFor'> {
  const { anchor, eachTime, onceFor } = timing;
  if (onceFor !== undefined) return { eachTime: true, onceFor: named(onceFor) };
  if (!isCalledOften(use) || eachTime === true) return {};
  const isOfMany = anchor.kind === 'event' ? happensOften(anchor.id, events) : anchor.kind !== 'journey';
  return { eachTime: true, ...(isOfMany ? { onceFor: use.id } : {}) };
}

/** Whether the event of that id happens several times in its journey. */
export function happensOften(id: string, events: readonly EventUse[]): boolean {
  const use = events.find((one) => one.id === id);
  if (use === undefined || use.recurrence !== undefined) return use !== undefined;
  const { anchor, eachTime, onceFor } = use.timing;
  const followed = onceFor ?? (eachTime === true && anchor.kind === 'event' ? anchor.id : undefined);
  return followed !== undefined && happensOften(followed, events);
}

function countedIn({ countedFrom }: Timing, named: Named): Pick<Timing, 'countedFrom'> {
  return typeof countedFrom === 'object' ? { countedFrom: { ids: countedFrom.ids.map(named) } } : {};
}

function wayIn({ point, branch }: Way, named: Named): Way {
  return { point: named(point), branch };
}

function anchorIn(anchor: Anchor, call: string, named: Named): Anchor {
  switch (anchor.kind) {
    case 'journey':
      return { kind: 'event', id: call };
    case 'event':
      return { kind: 'event', id: named(anchor.id) };
    case 'all':
      return { kind: 'all', ids: anchor.ids.map(named) };
    case 'entry':
      return { kind: 'entry', phase: named(anchor.phase) };
    case 'discharge':
    case 'readmission':
      return { ...anchor, id: named(anchor.id) };
    case 'elsewhere':
    case 'stays':
      return anchor;
  }
}
