/**
 * Whether an event that counts from a start lies within what it counts in: its phase, its cycle, the journey. What waits for
 * another event may come late, so of it is only said that it cannot come before the journey is over.
 */
import { hasErrors } from '../../diagnostics/index.ts';
import type { EventUse, Offset, Timing } from '../../model/index.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import { daysIn } from './offset.ts';
import type { PhaseDraft } from './phases.ts';

interface Place {
  readonly id: string;
  readonly draft: EventDraft;
  readonly phase: PhaseDraft;
  readonly timing: Timing;
  /** The length of the journey. */
  readonly ends: Offset;
}

export function checkPlace(place: Place, { problems }: JourneyContext): void {
  const { id, draft, phase, timing, ends } = place;
  const written = draft.timing ?? draft.usualTiming;
  if (written?.span === undefined || written.anchor !== undefined || written.waits === true) return;
  if (phase.isUntimed) return;
  const at = draft.timing?.at ?? draft.at;
  const { cycle, name } = phase;
  if (cycle !== undefined) {
    if (timing.eachTime === true) return;
    const begins = cycle.isWhole ? 0 : daysIn(phase.from);
    const behind = sideOf(timing, (moment) => moment - begins > daysIn(cycle.length));
    if (behind !== undefined) problems.report('normalize-timing-beyond-cycle', { event: id, phase: name, behind }, at);
    else if (cycle.isWhole && isBehindPhase(place))
      problems.report('normalize-timing-outside-phase', { event: id, phase: name, side: 'after' }, at);
    return;
  }
  const behind = sideOf(timing, (moment) => moment > daysIn(ends) + slackOf(timing.earliest, ends));
  if (behind !== undefined) problems.report('normalize-timing-beyond-journey', { event: id, behind }, at);
  else if (isBehindPhase(place))
    problems.report('normalize-timing-outside-phase', { event: id, phase: name, side: 'after' }, at);
  else if (draft.timing !== undefined && isBeforePhase(timing, phase))
    problems.report('normalize-timing-outside-phase', { event: id, phase: name, side: 'before' }, at);
}

/** What lies on a branch stands in no phase of its author's, and a phase that people leave by their own ways may last longer. */
function isBehindPhase({ draft, phase, timing }: Place): boolean {
  if (draft.follows !== undefined || draft.way !== undefined || phase.transitions.length > 0) return false;
  return isBehind(timing.earliest, phase.to);
}

/** Whatever the calendar: so many months are never two days longer than as many mean ones. */
function isBehind(moment: Offset, end: Offset): boolean {
  return daysIn(moment) > daysIn(end) + slackOf(moment, end);
}

function slackOf(moment: Offset, end: Offset): number {
  return moment.months === end.months ? 0 : 2;
}

/** How much of what falls evenly lies behind. */
function sideOf(timing: Timing, isBehindIt: (days: number) => boolean, from = 0): 'all' | 'most' | undefined {
  const [earliest, latest] = [from + daysIn(timing.earliest), from + daysIn(timing.latest)];
  if (isBehindIt(earliest)) return 'all';
  const isEven = timing.spread === undefined && timing.hazard === undefined && timing.due === undefined;
  return isEven && isBehindIt((earliest + latest) / 2) ? 'most' : undefined;
}

export interface Waiting {
  readonly draft: EventDraft;
  readonly use: EventUse;
}

/** Told of the first of a chain that comes too late. Where an event has an error, what waits for it waits for something else. */
export function checkWaiting(all: readonly Waiting[], ends: Offset, { problems }: JourneyContext): void {
  if (hasErrors(problems.found)) return;
  const byId = new Map(all.map(({ use }) => [use.id, use]));
  const known = new Map<string, number>();
  const earliestOf = (id: string): number => {
    const timing = byId.get(id)?.timing;
    const days = known.get(id) ?? (timing === undefined ? 0 : startOf(timing) + daysIn(timing.earliest));
    known.set(id, days);
    return days;
  };
  const startOf = ({ anchor, countedFrom }: Timing): number => {
    if (countedFrom !== undefined) return 0;
    if (anchor.kind === 'event') return earliestOf(anchor.id);
    return anchor.kind === 'all' ? Math.max(...anchor.ids.map(earliestOf)) : 0;
  };
  const isOver = (days: number): boolean => days > daysIn(ends) + 2;
  for (const { draft, use } of all) {
    const { anchor } = use.timing;
    if (anchor.kind !== 'event' && anchor.kind !== 'all') continue;
    const from = startOf(use.timing);
    const behind = isOver(from) ? undefined : sideOf(use.timing, isOver, from);
    const at = draft.timing?.at ?? draft.at;
    if (behind !== undefined) problems.report('normalize-timing-beyond-journey', { event: use.id, behind }, at);
  }
}

/** A start that was counted from the phase by mistake. Events before the journey's own start are meant. */
function isBeforePhase({ anchor, latest }: Timing, { from }: PhaseDraft): boolean {
  return anchor.kind === 'journey' && daysIn(latest) >= 0 && daysIn(latest) < daysIn(from) - 1;
}
