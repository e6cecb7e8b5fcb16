/** What lies on a branch comes to those who came to the parting of the ways, and not before they did, whatever it is timed after. */
import type { BranchPoint, Timing } from '../../model/index.ts';
import { excerpt } from '../../diagnostics/index.ts';
import { nameBefore } from './behind-each.ts';
import type { JourneyContext } from './event-drafts.ts';
import { NO_OFFSET, daysIn } from './offset.ts';
import { findAnchor } from './placed.ts';
import type { Placed } from './placed.ts';

interface Among {
  readonly placed: readonly Placed[];
  readonly points: readonly BranchPoint[];
}

/** Timed from events that may come without the one that the branch point follows, or leading up to any, it waits for that one as well. */
export function behindParting(one: Placed, timing: Timing, among: Among): Timing {
  const { anchor, countedFrom, earliest } = timing;
  const parting = partingOf(one, among);
  const ids = anchor.kind === 'event' ? [anchor.id] : anchor.kind === 'all' ? anchor.ids : [];
  const named = ids.flatMap((id) => findAnchor(id, one, among.placed) ?? []);
  if (parting === undefined || countedFrom !== undefined || named.length === 0) return timing;
  if (ids.includes(parting.id) && leadsUp(timing)) return withParting(timing, parting);
  const isKept = leadsUp(timing)
    ? named.some((each) => daysBehind(each, parting, among) >= -daysIn(earliest) + MOST_DAYS_MOVED)
    : named.some((each) => isBehind(each, parting, among));
  return isKept ? timing : { ...timing, anchor: { kind: 'all', ids: [...ids, parting.id] }, countedFrom: { ids } };
}

/** By which what leads up to another may come earlier, and the other later, for the sake of a working day. */
const MOST_DAYS_MOVED = 14;

function leadsUp({ earliest }: Pick<Timing, 'earliest'>): boolean {
  return daysIn(earliest) < 0;
}

function withParting(timing: Timing, { id }: Placed): Timing {
  const { spread: _, ...kept } = timing;
  return { ...kept, anchor: { kind: 'event', id }, earliest: NO_OFFSET, latest: NO_OFFSET };
}

/** It comes with the parting of the ways where it would lie before, by what both count from. */
export function checkParting(
  one: Placed,
  { countedFrom, at }: Timing,
  among: Among,
  { problems }: JourneyContext,
): void {
  const parting = partingOf(one, among);
  const own = one.draft.timing?.span;
  if (parting === undefined || own === undefined) return;
  const from = countedFromIn(one, among);
  const isAtOnce = leadsUp(own)
    ? countedEvents(one, among).every((each) => isBehind(parting, each, among))
    : countedFrom !== undefined &&
      one.draft.rhythm === undefined &&
      daysIn(own.latest) < leastDays(parting, from, among);
  if (!isAtOnce) return;
  problems.report('normalize-timing-before-parting', { event: one.id, from, after: parting.id }, at);
}

/** In words, the same for what is counted from the same. */
function countedFromIn(one: Placed, among: Among): string {
  const [before] = countedEvents(one, among);
  if (before !== undefined) return `\`${excerpt(before.id)}\``;
  const { cycle, isEntered, name } = one.phase;
  if (cycle?.isWhole === true) return 'the start of the cycle';
  if (cycle !== undefined) return `the start of the cycle of \`${excerpt(name)}\``;
  return isEntered ? `the start of the phase \`${excerpt(name)}\`` : 'the start of the journey';
}

/** The events from the last of which it is counted, if any. */
function countedEvents({ draft, phase }: Placed, { placed }: Among): readonly Placed[] {
  const { timing, follows, needs } = draft;
  const follow = timing?.span === undefined || timing.waits === true ? follows : undefined;
  const names = needs ?? [timing?.anchor ?? follow].filter((name) => name !== undefined);
  return names.flatMap(({ value }) => findAnchor(value, { phase, draft }, placed) ?? []);
}

/** How many days behind that it comes at least, as far as is written; those of what leads up to another count for none. */
function leastDays(one: Placed, from: string, among: Among, seen: readonly Placed[] = []): number {
  const earliest = one.draft.timing?.span?.earliest;
  const days = Math.max(0, earliest === undefined ? 0 : daysIn(earliest));
  if (seen.includes(one) || (earliest !== undefined && daysIn(earliest) < 0)) return 0;
  if (earliest !== undefined && countedFromIn(one, among) === from) return days;
  const before = countedEvents(one, among).map((each) => leastDays(each, from, among, [...seen, one]));
  return before.length === 0 ? 0 : days + Math.max(...before);
}

/** How many days behind the other it comes at least, as far as is written; below 0 where that is not known. */
function daysBehind(one: Placed, other: Placed, among: Among, seen: readonly Placed[] = []): number {
  if (one.id === other.id) return 0;
  const earliest = one.draft.timing?.span?.earliest;
  const days = earliest === undefined ? 0 : daysIn(earliest);
  if (seen.includes(one) || days < 0) return -Infinity;
  const behind = countedEvents(one, among).map((each) => daysBehind(each, other, among, [...seen, one]));
  return days + Math.max(-Infinity, ...behind);
}

/** The event after which the ways part on one of which it lies. */
function partingOf(one: Placed, { placed, points }: Among): Placed | undefined {
  const name = nameBefore(one.draft.way, points);
  return name === undefined ? undefined : findAnchor(name, one, placed);
}

/** Whether it never comes without the other, nor before it. */
function isBehind(one: Placed, other: Placed, among: Among, seen: readonly Placed[] = []): boolean {
  if (one.id === other.id) return true;
  if (seen.includes(one)) return false;
  const { timing, usualTiming, follows, needs } = one.draft;
  const written = timing?.span === undefined ? (timing ?? usualTiming) : timing;
  const isBefore = written?.span !== undefined && leadsUp(written.span);
  const names = needs ?? [isBefore ? undefined : written?.anchor, follows].filter((name) => name !== undefined);
  const before = names.flatMap(({ value }) => findAnchor(value, one, among.placed) ?? []);
  const parting = partingOf(one, among);
  return [...before, ...(parting === undefined ? [] : [parting])].some((each) =>
    isBehind(each, other, among, [...seen, one]),
  );
}
