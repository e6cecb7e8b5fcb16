/** When an event happens: as it says itself, else as the catalogue does, else as its phase or its branch begins. */
import { hasErrors } from '../../diagnostics/index.ts';
import type { Located, Timing } from '../../model/index.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import { NO_OFFSET, sum } from './offset.ts';
import type { WrittenTiming } from './timing.ts';
import { findAnchor, knownIds } from './placed.ts';
import type { Placed } from './placed.ts';

const AT_ONCE = { earliest: NO_OFFSET, latest: NO_OFFSET };

export function timingOf(one: Placed, placed: readonly Placed[], context: JourneyContext): Timing {
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
  if (anchor === undefined) return { kind: 'journey' };
  const { needs = [] } = one.draft;
  if (needs.some(({ value }) => value === anchor.value)) return lastOf(needs, one, placed, context);
  const found = findAnchor(anchor.value, one, placed);
  if (found !== undefined) return { kind: 'event', id: found.id };
  reportUnknown(anchor, knownIds(placed), context);
  return { kind: 'journey' };
}

/** What stands in the journey with an error of its own is not held to be unknown. */
export function reportUnknown(
  { value: name, at }: Located<string>,
  known: readonly string[],
  { problems, written }: JourneyContext,
): void {
  if (hasErrors(problems.found) && written?.has(name) === true) return;
  problems.report('normalize-anchor-unknown', { name, known }, at);
}

/** All of `depends_on`. */
function lastOf(
  needs: readonly Located<string>[],
  one: Placed,
  placed: readonly Placed[],
  context: JourneyContext,
): Timing['anchor'] {
  const ids = needs.flatMap((need) => {
    const found = findAnchor(need.value, one, placed);
    if (found === undefined) reportUnknown(need, knownIds(placed), context);
    return found === undefined ? [] : [found.id];
  });
  return { kind: 'all', ids: [...new Set(ids)] };
}
