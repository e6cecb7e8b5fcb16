/** A journey within another: it begins with an event of the caller, and its days count from there. */
import type { Anchor, BranchPoint, EventUse, Journey, Phase, Way } from '../../model/index.ts';

/** An event of the caller that calls a journey. */
export interface Call {
  readonly use: EventUse;
  readonly journey: Journey;
}

/** The phases of the called journey, each name and id behind that of the call. */
export function calledPhases({ use, journey }: Call): readonly Phase[] {
  const named = (name: string): string => `${use.id}/${name}`;
  return journey.phases.map((phase) => ({
    ...phase,
    name: named(phase.name),
    events: phase.events.map((event) => calledEvent(event, use, named)),
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

export function isCalledOften({ timing, recurrence }: EventUse): boolean {
  return timing.eachTime === true || recurrence !== undefined;
}

type Named = (name: string) => string;

/** What is called in every cycle happens in every cycle. */
function calledEvent(event: EventUse, use: EventUse, named: Named): EventUse {
  const { id: call } = use;
  const { way, lasts, leaves } = event;
  return {
    ...event,
    id: named(event.id),
    timing: {
      ...event.timing,
      anchor: anchorIn(event.timing.anchor, call, named),
      ...(isCalledOften(use) ? { eachTime: true } : {}),
    },
    ...(way === undefined ? {} : { way: wayIn(way, named) }),
    ...(lasts === undefined ? {} : { lasts: lasts.map(named) }),
    ...(leaves === undefined
      ? {}
      : {
          leaves: { ...leaves, group: named(leaves.group), to: leaves.to === undefined ? undefined : named(leaves.to) },
        }),
  };
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
    case 'elsewhere':
      return anchor;
  }
}
