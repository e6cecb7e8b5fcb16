/**
 * Whether an event that counts from a start lies within what it counts in: its phase, its cycle, the journey. What waits for
 * another event may come late, so nothing is said of it.
 */
import type { Offset, Timing } from '../../model/index.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import { daysIn, negated, sum } from './offset.ts';
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
  const at = draft.timing?.at ?? draft.at;
  const { cycle, name } = phase;
  if (cycle !== undefined) {
    if (timing.eachTime === true) return;
    const inCycle = cycle.isWhole ? timing.earliest : sum(timing.earliest, negated(phase.from));
    if (daysIn(inCycle) > daysIn(cycle.length))
      problems.report('normalize-timing-beyond-cycle', { event: id, phase: name }, at);
    else if (cycle.isWhole && isBehindPhase(place))
      problems.report('normalize-timing-outside-phase', { event: id, phase: name, side: 'after' }, at);
    return;
  }
  if (isBehind(timing.earliest, ends)) problems.report('normalize-timing-beyond-journey', { event: id }, at);
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
  return daysIn(moment) > daysIn(end) + (moment.months === end.months ? 0 : 2);
}

/** A start that was counted from the phase by mistake. Events before the journey's own start are meant. */
function isBeforePhase({ anchor, latest }: Timing, { from }: PhaseDraft): boolean {
  return anchor.kind === 'journey' && daysIn(latest) >= 0 && daysIn(latest) < daysIn(from) - 1;
}
