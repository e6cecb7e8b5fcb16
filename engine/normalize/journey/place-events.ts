/** Drafts to events of the journey: each gets its id, its anchor and its canonical timing and recurrence. */
import type { BranchPoint, EventUse, Offset, Phase } from '../../model/index.ts';
import { findCycle } from '../graph.ts';
import type { Call } from './calls.ts';
import { behindEach, calledBy } from './behind-each.ts';
import { behindParting, checkParting } from './behind-parting.ts';
import { checkPlace, checkWaiting } from './check-place.ts';
import type { JourneyContext } from './event-drafts.ts';
import { entryOf as entryUse, groupsOfPhase, leavingsOf, stopOfPhase, stopOfSeries, withGroups } from './leavings.ts';
import type { PhaseDraft } from './phases.ts';
import { withIds, findAnchor, knownIds } from './placed.ts';
import type { Placed, Placing } from './placed.ts';
import { fromEntry, widened, inCycle } from './place-in-cycle.ts';
import { timingOf } from './place-timing.ts';
import { recurrenceOf } from './place-recurrence.ts';

export interface PlacedJourney {
  readonly phases: readonly Phase[];
  readonly calls: readonly Call[];
}

/** `ends` is the length of the journey. */
export function placeEvents(phases: readonly PhaseDraft[], ends: Offset, context: JourneyContext): PlacedJourney {
  const placed = withIds(phases, context);
  const points = phases.flatMap((phase) => phase.points);
  const alone = placed.map((one) => useOf(one, placed, { ends, context, points }));
  const calledAs = new Map(
    placed.flatMap(({ id, draft: { calls } }) => (calls === undefined ? [] : [[id, calls] as const])),
  );
  const isCircular = checkCircles(alone, calledAs, context);
  const following = isCircular ? alone : behindEach({ uses: alone, calls: calledAs, points });
  const uses = placed.flatMap((one, at) => {
    const use = following[at];
    return use === undefined ? [] : [{ one, use }];
  });
  if (!isCircular) {
    const waiting = uses.map(({ one: { draft }, use }) => ({ draft, use }));
    checkWaiting(waiting, ends, context);
  }
  const told = phases.map((phase) => ({ phase, uses: eventsOf(phase, uses, { placed, ends, context }) }));
  const all = told.flatMap((one) => one.uses);
  return {
    phases: told.map(({ phase, uses: own }) => ({
      name: phase.name,
      from: phase.from,
      to: phase.to,
      events: isCircular ? own : withGroups(own, phase, all),
      at: phase.at,
    })),
    calls: uses.flatMap(({ one: { draft, phase }, use }) =>
      draft.calls === undefined ? [] : [{ use, journey: draft.calls, within: groupsOfPhase(phase) }],
    ),
  };
}

interface UsedDraft {
  readonly one: Placed;
  readonly use: EventUse;
}

/** The events of a phase, with those that begin it and those that end it or its series. */
function eventsOf(
  phase: PhaseDraft,
  uses: readonly UsedDraft[],
  { placed, ends, context }: Placing & { readonly placed: readonly Placed[] },
): readonly EventUse[] {
  const own = uses.filter(({ one }) => one.phase === phase);
  const find = (name: string): string | undefined => findAnchor(name, { phase, draft: undefined }, placed)?.id;
  const known = knownIds(placed);
  return [
    ...(phase.isEntered ? [entryUse(phase)] : []),
    ...own.map(({ use }) => use),
    ...own.flatMap(({ one: { draft }, use }) =>
      draft.rhythm?.until === undefined ? [] : [stopOfSeries(use, draft.rhythm.until)],
    ),
    ...own.flatMap(({ use }) => (phase.stop === undefined ? [] : [stopOfPhase(use, phase, phase.stop)])),
    ...leavingsOf(phase, { find, known, ends }, context),
  ];
}

function useOf(
  one: Placed,
  placed: readonly Placed[],
  { ends, context, points }: Placing & { readonly points: readonly BranchPoint[] },
): EventUse {
  const { id, draft, phase } = one;
  const behind = behindParting(one, timingOf(one, placed, context), { placed, points });
  checkParting(one, behind, { placed, points }, context);
  const placedAt = fromEntry(one, widened(inCycle(one, behind, placed), draft.window));
  const timing = draft.hazard === undefined ? placedAt : { ...placedAt, hazard: draft.hazard };
  checkPlace({ id, draft, phase, timing, ends }, context);
  const recurrence = recurrenceOf(one, timing, { ends, context });
  const way = draft.way === undefined ? {} : { way: draft.way };
  const opens = draft.calls === undefined ? {} : { opens: true as const };
  const { definition, probability, at } = draft;
  return { id, definition, timing, recurrence, probability, ...way, ...opens, at };
}

/** Events of called journeys among them, which wait for their call. */
function checkCircles(
  uses: readonly EventUse[],
  calls: ReadonlyMap<string, Call['journey']>,
  { problems }: JourneyContext,
): boolean {
  const byId = new Map([...uses, ...uses.flatMap((use) => calledBy(use, calls))].map((use) => [use.id, use]));
  const needs = (id: string): readonly string[] => {
    const anchor = byId.get(id)?.timing.anchor;
    if (anchor?.kind === 'all') return anchor.ids;
    return anchor?.kind === 'event' ? [anchor.id] : [];
  };
  const cycle = findCycle([...byId.keys()], needs);
  const first = cycle && uses.find(({ id }) => cycle.includes(id));
  if (cycle && first) problems.report('normalize-cycle', { what: 'events', path: cycle }, first.timing.at);
  return cycle !== undefined;
}
