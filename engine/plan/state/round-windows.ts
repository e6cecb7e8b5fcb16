/** When events can come in a round, in days from its beginning, whoever the person is. */
import type { Beat, PlacedEvent } from '../planned-event.ts';
import { anchorOf, daysIn } from './precedence.ts';
import type { Window } from './precedence.ts';

const ANY_TIME: Window = { from: 0, to: Infinity };
const AT_ONCE: Window = { from: 0, to: 0 };

export function windowBehind(event: PlacedEvent, beat: Beat): Window {
  const { id, timing, recurrence } = event.use;
  if (beat.kind === 'event' && id === beat.name) return AT_ONCE;
  const isInCycle = beat.kind === 'cycle' && recurrence?.cycle === beat.name;
  const anchor = anchorOf(event);
  if (!isInCycle && (anchor === undefined || timing.onceFor !== undefined)) return ANY_TIME;
  const base = isInCycle || anchor === undefined ? AT_ONCE : windowBehind(anchor, beat);
  if (timing.countedFrom !== undefined) return { from: base.from, to: Infinity };
  const again = isInCycle ? recurrence.within : recurrence;
  const last = again === undefined ? 0 : daysIn(again.every) * (again.count - 1);
  return { from: base.from + daysIn(timing.earliest), to: base.to + daysIn(timing.latest) + 1 + last };
}
