/** Drafts to events of the journey: each gets its id, its anchor and its canonical timing and recurrence. */
import type { EventUse, Located, Offset, Phase, Recurrence, Timing } from '../../model/index.ts';
import { findCycle } from '../graph.ts';
import type { Problems } from '../problems.ts';
import { happensOften } from './calls.ts';
import type { Call } from './calls.ts';
import { checkPlace } from './check-place.ts';
import { cyclesIn } from './cycle.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import { daysIn, fewestDaysIn, mostDaysIn, negated, NO_OFFSET, sum } from './offset.ts';
import { entryId, entryOf as entryUse, leavingsOf, stopOfPhase, stopOfSeries, withGroups } from './leavings.ts';
import type { PhaseDraft } from './phases.ts';
import type { Rhythm } from './rhythm.ts';
import type { WrittenTiming } from './timing.ts';

const OCCURRENCE_LIMIT = 10_000;
const AT_ONCE = { earliest: NO_OFFSET, latest: NO_OFFSET };

interface Placed {
  readonly id: string;
  readonly draft: EventDraft;
  readonly phase: PhaseDraft;
}

export interface PlacedJourney {
  readonly phases: readonly Phase[];
  readonly calls: readonly Call[];
}

/** `ends` is the length of the journey. */
export function placeEvents(phases: readonly PhaseDraft[], ends: Offset, context: JourneyContext): PlacedJourney {
  const placed = withIds(phases, context);
  const uses = placed.map((one) => ({ one, use: useOf(one, placed, { ends, context }) }));
  const told = phases.map((phase) => ({ phase, uses: eventsOf(phase, uses, { placed, ends, context }) }));
  const all = told.flatMap((one) => one.uses);
  const isCircular = checkCircles(all, context);
  return {
    phases: told.map(({ phase, uses: own }) => ({
      name: phase.name,
      from: phase.from,
      to: phase.to,
      events: isCircular ? own : withGroups(own, phase, all),
      at: phase.at,
    })),
    calls: uses.flatMap(({ one: { draft }, use }) =>
      draft.calls === undefined ? [] : [{ use, journey: draft.calls }],
    ),
  };
}

interface Placing {
  readonly ends: Offset;
  readonly context: JourneyContext;
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
  const known = placed.map(({ id }) => id);
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

/**
 * An event without an id of its own is called by its name; where a later phase has the same event again, by the phase and
 * the name. Twice in one phase it must have ids, or inserting one would rename the other.
 */
function withIds(phases: readonly PhaseDraft[], { problems }: JourneyContext): readonly Placed[] {
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

function useOf(one: Placed, placed: readonly Placed[], { ends, context }: Placing): EventUse {
  const { id, draft, phase } = one;
  const placedAt = fromEntry(widened(inCycle(one, timingOf(one, placed, context), placed), draft.window), phase);
  const timing = draft.hazard === undefined ? placedAt : { ...placedAt, hazard: draft.hazard };
  checkPlace({ id, draft, phase, timing, ends }, context);
  const recurrence = recurrenceOf(one, timing, { ends, context });
  const way = draft.way === undefined ? {} : { way: draft.way };
  const opens = draft.calls === undefined ? {} : { opens: true as const };
  const { definition, probability, at } = draft;
  return { id, definition, timing, recurrence, probability, ...way, ...opens, at };
}

/** Days of a phase that others lead to count from when people come to it. */
function fromEntry(timing: Timing, { isEntered, name }: PhaseDraft): Timing {
  if (!isEntered || timing.anchor.kind !== 'journey') return timing;
  return { ...timing, anchor: { kind: 'event', id: entryId(name) } };
}

/** A window never turns after into before, nor moves what follows the journey's start to before it. */
function widened(given: Timing, window: Offset | undefined): Timing {
  if (window === undefined) return given;
  const timing = { ...given, due: { at: given.earliest, window } };
  const { earliest, latest } = { earliest: sum(timing.earliest, negated(window)), latest: sum(timing.latest, window) };
  if (daysIn(timing.latest) < 0) return { ...timing, earliest, latest: daysIn(latest) > 0 ? NO_OFFSET : latest };
  return { ...timing, earliest: daysIn(timing.earliest) >= 0 && daysIn(earliest) < 0 ? NO_OFFSET : earliest, latest };
}

/** In a cycle days count from its start, and what follows an event of the cycle does so in each. */
function inCycle({ draft, phase }: Placed, timing: Timing, placed: readonly Placed[]): Timing {
  const { anchor } = timing;
  if (phase.cycle === undefined) return timing;
  const ofCycle = placed.filter(({ phase: other }) => other === phase);
  if (anchor.kind === 'event') return { ...timing, ...eachIn(anchor.id, ofCycle) };
  if (anchor.kind === 'all') {
    const once = ofCycle.find(isOnceACycle);
    const isWithin = anchor.ids.every((id) => eachIn(id, ofCycle).eachTime === true);
    return once === undefined || !isWithin ? timing : { ...timing, eachTime: true, onceFor: once.id };
  }
  if (phase.cycle.isWhole) return timing;
  if (draft.timing?.span !== undefined) {
    return { ...timing, earliest: sum(phase.from, timing.earliest), latest: sum(phase.from, timing.latest) };
  }
  return draft.usualTiming?.span === undefined ? { ...timing, earliest: phase.from, latest: phase.from } : timing;
}

function timingOf(one: Placed, placed: readonly Placed[], context: JourneyContext): Timing {
  const { draft, phase } = one;
  const { timing } = draft;
  if (draft.follows !== undefined) return followingOf(one, draft.follows, placed, context);
  if (timing?.span !== undefined) return canonical(timing, timing.span, anchorOf(timing, one, placed, context));
  const usual = usualTimingOf(one, placed);
  const spread: Timing = usual ?? {
    anchor: { kind: 'journey' },
    earliest: phase.from,
    latest: draft.rhythm === undefined ? phase.to : phase.from,
    minuteOfDay: undefined,
    at: draft.at,
  };
  if (timing === undefined) return spread;
  const { minuteOfDay, anyDay, at } = timing;
  return { ...spread, minuteOfDay, ...(anyDay ? { anyDay } : {}), at };
}

/** What waits for another event: as it says itself, else as the catalogue does beside its siblings, else as its branch begins. */
function followingOf(
  one: Placed,
  follows: NonNullable<EventDraft['follows']>,
  placed: readonly Placed[],
  context: JourneyContext,
): Timing {
  const { timing, usualTiming: usual, begins, way } = one.draft;
  const anchor = anchorOf(
    { anchor: follows, span: undefined, minuteOfDay: undefined, at: follows.at },
    one,
    placed,
    context,
  );
  if (timing?.span !== undefined && timing.anchor !== undefined) {
    return canonical(timing, timing.span, anchorOf(timing, one, placed, context));
  }
  if (timing?.span !== undefined) {
    const counted = canonical(timing, timing.span, anchor);
    return anchor.kind === 'event' && timing.waits !== true ? { ...counted, countedFrom: 'start' } : counted;
  }
  const sibling = usual?.anchor && findAnchor(usual.anchor.value, one, placed);
  const isSibling = sibling !== undefined && way !== undefined && sibling.draft.way?.branch === way.branch;
  const own = isSibling ? { kind: 'event' as const, id: sibling.id } : anchor;
  const span = (isSibling || usual?.anchor === undefined ? usual?.span : undefined) ?? begins?.span ?? AT_ONCE;
  const minuteOfDay = timing?.minuteOfDay ?? usual?.minuteOfDay ?? begins?.minuteOfDay;
  const anyDay = timing?.anyDay ?? usual?.anyDay ?? begins?.anyDay;
  return { anchor: own, ...span, minuteOfDay, ...(anyDay ? { anyDay } : {}), at: timing?.at ?? one.draft.at };
}

/** The catalogue knows no journey: what it measures from the start is measured from the start of the event's phase. */
function usualTimingOf(one: Placed, placed: readonly Placed[]): Timing | undefined {
  const usual = one.draft.usualTiming;
  if (usual?.span === undefined) return undefined;
  if (usual.anchor === undefined) {
    const { earliest, latest } = usual.span;
    const span = { earliest: sum(one.phase.from, earliest), latest: sum(one.phase.from, latest) };
    return canonical(usual, span, { kind: 'journey' });
  }
  const anchor = findAnchor(usual.anchor.value, one, placed);
  return anchor && canonical(usual, usual.span, { kind: 'event', id: anchor.id });
}

function canonical(
  { minuteOfDay, anyDay, spread, at }: WrittenTiming,
  { earliest, latest }: NonNullable<WrittenTiming['span']>,
  anchor: Timing['anchor'],
): Timing {
  const [own, kept] = [spread === undefined ? {} : { spread }, anyDay ? { anyDay } : {}];
  return { anchor, earliest, latest, ...own, minuteOfDay, ...kept, at };
}

function anchorOf(
  { anchor }: WrittenTiming,
  one: Placed,
  placed: readonly Placed[],
  context: JourneyContext,
): Timing['anchor'] {
  const { problems } = context;
  if (anchor === undefined) return { kind: 'journey' };
  const { needs = [] } = one.draft;
  if (needs.some(({ value }) => value === anchor.value)) return lastOf(needs, one, placed, context);
  const found = findAnchor(anchor.value, one, placed);
  if (found !== undefined) return { kind: 'event', id: found.id };
  const known = placed.map(({ id }) => id);
  problems.report('normalize-anchor-unknown', { name: anchor.value, known }, anchor.at);
  return { kind: 'journey' };
}

/** All of `depends_on`. */
function lastOf(
  needs: readonly Located<string>[],
  one: Placed,
  placed: readonly Placed[],
  { problems }: JourneyContext,
): Timing['anchor'] {
  const ids = needs.flatMap(({ value, at }) => {
    const found = findAnchor(value, one, placed);
    if (found !== undefined) return [found.id];
    return problems.report('normalize-anchor-unknown', { name: value, known: placed.map(({ id }) => id) }, at) ?? [];
  });
  return { kind: 'all', ids: [...new Set(ids)] };
}

/** Each time, where what it waits for is of the cycle, or of a journey that is called in it. */
function eachIn(id: string, ofCycle: readonly Placed[]): Pick<Timing, 'eachTime' | 'onceFor'> {
  if (ofCycle.some((one) => one.id === id)) return { eachTime: true };
  const call = ofCycle.find((one) => one.draft.calls !== undefined && id.startsWith(`${one.id}/`));
  if (call?.draft.calls === undefined) return {};
  const inner = call.draft.calls.phases.flatMap((phase) => phase.events);
  const isMany = happensOften(id.slice(call.id.length + 1), inner);
  return { eachTime: true, ...(isMany ? { onceFor: call.id } : {}) };
}

function isOnceACycle({ draft: { rhythm, timing, follows, needs } }: Placed): boolean {
  const recurs = rhythm !== undefined && rhythm.isUsual !== true;
  return !recurs && timing?.anchor === undefined && follows === undefined && needs === undefined;
}

/** By id; else by the event's name, in the same phase before any other. */
function findAnchor(
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
  const call = placed.find(({ id, draft: { calls } }) => {
    const events = calls?.phases.flatMap((phase) => phase.events) ?? [];
    return events.some((use) => `${id}/${use.id}` === name);
  });
  return call && { ...call, id: name };
}

/** What no series outlasts; where a count is written, the count alone ends it. */
const WITHOUT_END: Offset = { months: 1200, days: 0, minutes: 0 };

/** As often as is written, else until the phase ends; that bound on the count holds for every calendar. */
function recurrenceOf(
  { id, draft, phase }: Placed,
  timing: Timing,
  { ends, context: { problems } }: Placing,
): Recurrence | undefined {
  const { rhythm } = draft;
  const last = phase.isEntered || phase.transitions.length > 0 ? ends : phase.to;
  if (phase.cycle !== undefined) {
    const { cycle } = phase;
    const written = rhythm?.isUsual === true ? undefined : rhythm;
    const run = written && runOf(written, { id, timing, phase, length: cycle.length }, problems);
    if (timing.eachTime) return written && run && { ...run, until: WITHOUT_END, at: written.at };
    const count = cycle.isWhole ? cyclesIn(NO_OFFSET, ends, cycle) : cyclesIn(phase.from, last, cycle);
    const within = run === undefined || run.count === 1 ? {} : { within: run };
    return { every: cycle.length, count, until: WITHOUT_END, ...within, at: cycle.at };
  }
  if (rhythm === undefined) return undefined;
  const begins = timing.anchor.kind === 'journey' ? fewestDaysIn(timing.earliest) : 0;
  const room = Math.max(0, mostDaysIn(last) - begins);
  const fitting = Math.floor(room / Math.max(fewestDaysIn(rhythm.every), 1 / 1440)) + 1;
  const count = rhythm.count ?? fitting;
  if (count > fitting) problems.report('normalize-recurrence-long', { event: id, count, fitting }, rhythm.at);
  if (count > OCCURRENCE_LIMIT) {
    return problems.report('normalize-occurrences', { event: id, count, limit: OCCURRENCE_LIMIT }, rhythm.at);
  }
  const until = rhythm.count === undefined ? last : WITHOUT_END;
  return { every: rhythm.every, count, until, at: rhythm.at };
}

interface InCycle {
  readonly id: string;
  readonly timing: Timing;
  readonly phase: PhaseDraft;
  readonly length: Offset;
}

/** How often it recurs in a cycle: as often as is written, else until the cycle is over. */
function runOf(
  { every, count, at }: Rhythm,
  { id, timing, phase, length }: InCycle,
  problems: Problems,
): NonNullable<Recurrence['within']> {
  const begins = timing.anchor.kind === 'journey' ? daysIn(timing.earliest) - daysIn(phase.from) : 0;
  const room = phase.cycle?.isWhole ? fewestDaysIn(phase.to) - daysIn(phase.from) : fewestDaysIn(length);
  const fitting = Math.max(1, Math.ceil((room - begins) / daysIn(every) - 1e-6));
  if (count !== undefined && count > fitting)
    problems.report('normalize-recurrence-long', { event: id, count, fitting }, at);
  return { every, count: count ?? fitting };
}

function checkCircles(uses: readonly EventUse[], { problems }: JourneyContext): boolean {
  const byId = new Map(uses.map((use) => [use.id, use]));
  const needs = (id: string): readonly string[] => {
    const anchor = byId.get(id)?.timing.anchor;
    if (anchor?.kind === 'all') return anchor.ids;
    return anchor?.kind === 'event' ? [anchor.id] : [];
  };
  const cycle = findCycle([...byId.keys()], needs);
  const first = cycle && byId.get(cycle[0] ?? '');
  if (cycle && first) problems.report('normalize-cycle', { what: 'events', path: cycle }, first.timing.at);
  return cycle !== undefined;
}
