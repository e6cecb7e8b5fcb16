/** Drafts with their ids, and how events are found by name from within a phase. */
import type { Offset } from '../../model/index.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import type { PhaseDraft } from './phases.ts';

export interface Placed {
  readonly id: string;
  readonly draft: EventDraft;
  readonly phase: PhaseDraft;
}

export interface Placing {
  readonly ends: Offset;
  readonly context: JourneyContext;
}

/**
 * An event without an id of its own is called by its name; where a later phase has the same event again, by the phase and
 * the name. Twice in one phase it must have ids, or inserting one would rename the other.
 */
export function withIds(phases: readonly PhaseDraft[], { problems }: JourneyContext): readonly Placed[] {
  const placed: Placed[] = [];
  const taken = new Set(
    phases.flatMap(({ drafts }) => drafts.flatMap(({ ownId }) => (ownId === undefined ? [] : [ownId]))),
  );
  const own = new Set<string>();
  for (const phase of phases) {
    const inPhase = new Set<string>();
    for (const draft of phase.drafts) {
      const { name } = draft.definition;
      const key = `${draft.way?.point ?? ''}/${draft.way?.branch ?? ''}/${name}`;
      const repeated = draft.ownId === undefined ? inPhase.has(key) : own.has(draft.ownId);
      if (repeated)
        problems.report('normalize-event-repeated', { event: draft.ownId ?? name, phase: phase.name }, draft.at);
      const place = plainName(draft.way?.branch ?? phase.name);
      const id = draft.ownId ?? (taken.has(name) ? `${place}/${name}` : name);
      if (draft.ownId === undefined) inPhase.add(key);
      else own.add(draft.ownId);
      taken.add(id);
      placed.push({ id, draft, phase });
    }
  }
  return placed;
}

function plainName(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, '-');
}

/** By id; else by the event's name, in the same phase before any other. */
export function findAnchor(
  name: string,
  one: { readonly phase: PhaseDraft; readonly draft: EventDraft | undefined },
  placed: readonly Placed[],
): Placed | undefined {
  const named = placed.filter(({ draft }) => draft.definition.name === name);
  return (
    placed.find(({ id }) => id === name) ??
    named.find(({ phase, draft }) => phase === one.phase && draft !== one.draft) ??
    named.find(({ draft }) => draft !== one.draft) ??
    findCalled(name, placed)
  );
}

/** `call/event`: an event of a called journey. */
function findCalled(name: string, placed: readonly Placed[]): Placed | undefined {
  const call = placed.find((one) => calledIds(one).includes(name));
  return call && { ...call, id: name };
}

function calledIds({ id, draft: { calls } }: Placed): readonly string[] {
  const events = calls?.phases.flatMap((phase) => phase.events) ?? [];
  return events.filter(({ leaves }) => leaves === undefined).map((use) => `${id}/${use.id}`);
}

/** What a timing may name. */
export function knownIds(placed: readonly Placed[]): readonly string[] {
  return placed.flatMap((one) => [one.id, ...calledIds(one)]);
}
