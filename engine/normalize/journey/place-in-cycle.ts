/** Timings within what begins anew or is come to: cycles, phases that others lead to, and visit windows around them. */
import type { Offset, Timing, Window } from '../../model/index.ts';
import { happensOften } from './calls.ts';
import { daysIn, negated, NO_OFFSET, sum } from './offset.ts';
import { entryId } from './leavings.ts';
import type { PhaseDraft } from './phases.ts';
import type { Placed } from './placed.ts';

/** Days of a phase that others lead to count from when people come to it, those of its branches as well. */
export function fromEntry({ draft, phase: { isEntered, name } }: Placed, timing: Timing): Timing {
  const { countedFrom, eachTime: _, onceFor: __, ...alone } = timing;
  const anchor = { kind: 'event', id: entryId(name) } as const;
  if (isEntered && typeof countedFrom === 'string' && draft.way !== undefined) {
    const ids = [anchor.id, ...(timing.anchor.kind === 'event' ? [timing.anchor.id] : [])];
    return { ...alone, anchor: { kind: 'all', ids }, countedFrom: { ids: [anchor.id] } };
  }
  return isEntered && timing.anchor.kind === 'journey' ? { ...timing, anchor } : timing;
}

/**
 * People come evenly within the window, or as the timing says where it has a range of its own: then some come outside. A window never
 * turns after into before, nor moves what follows the journey's start to before it.
 */
export function widened(given: Timing, window: Window | undefined): Timing {
  if (window === undefined) return given;
  const timing = { ...given, due: { at: middle(given), window } };
  if (given.spread !== undefined || daysIn(given.earliest) !== daysIn(given.latest)) return timing;
  const earliest = sum(timing.earliest, negated(window.before));
  const latest = sum(timing.latest, window.after);
  if (daysIn(timing.latest) < 0) return { ...timing, earliest, latest: daysIn(latest) > 0 ? NO_OFFSET : latest };
  return { ...timing, earliest: daysIn(timing.earliest) >= 0 && daysIn(earliest) < 0 ? NO_OFFSET : earliest, latest };
}

function middle({ earliest, latest }: Timing): Offset {
  const [months, days, minutes] = [
    earliest.months + latest.months,
    earliest.days + latest.days,
    earliest.minutes + latest.minutes,
  ];
  return months % 2 === 0
    ? { months: months / 2, days: Math.floor(days / 2), minutes: Math.floor(minutes / 2) }
    : earliest;
}

/** In a cycle days count from its start, and what follows an event of the cycle does so in each. */
export function inCycle({ draft, phase }: Placed, timing: Timing, placed: readonly Placed[]): Timing {
  const { anchor } = timing;
  if (phase.cycle === undefined) return timing;
  const ofCycle = placed.filter(({ phase: other }) => other === phase);
  if (anchor.kind === 'event') {
    const each = eachIn(anchor.id, ofCycle);
    return { ...(each.eachTime === true ? fromCycle(timing, phase) : timing), ...each };
  }
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

/** What counts from the start though it waits for another counts from the start of its cycle. */
function fromCycle(timing: Timing, { cycle, from }: PhaseDraft): Timing {
  if (timing.countedFrom === undefined) return timing;
  const begins = cycle?.isWhole ? NO_OFFSET : from;
  const { earliest, latest } = timing;
  return { ...timing, countedFrom: 'cycle', earliest: sum(begins, earliest), latest: sum(begins, latest) };
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
