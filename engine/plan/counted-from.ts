/** From which moment an event is counted, whatever else it waits for. */
import type { Term } from '../model/index.ts';
import { countsFromSome, countsFromStart } from './event-traits.ts';
import type { PlannedEvent } from './planned-event.ts';
import { call, column, literal } from './terms.ts';

/** Of anchors: the moment from which what waits for them is counted; null where that is the anchor's own. */
export const COUNTED_FROM = 'counted_from';

export function countedMoment(events: readonly PlannedEvent[]): Term {
  const anchor = column('anchor_moment');
  return countsFromSome(events) ? call('coalesce', column(COUNTED_FROM), anchor) : anchor;
}

/** Whether it is counted from what it waits for, so that nothing of it can lie before that. */
export function countsFromAnchor(events: readonly PlannedEvent[]): Term {
  const fromStart = countsFromStart(events) ? [call('not', column('from_start'))] : [];
  const fromSome = countsFromSome(events) ? [call('is_null', column(COUNTED_FROM))] : [];
  const [first = literal(true), ...others] = [...fromStart, ...fromSome];
  return others.reduce((all, one) => call('and', all, one), first);
}
