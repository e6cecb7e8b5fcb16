/** Which call of a journey, or which cycle, an occurrence belongs to: occurrences are numbered through, so it is a matter of division. */
import type { Term } from '../model/index.ts';
import { timesOf } from './occurrence-counts.ts';
import { eventOf } from './planned-event.ts';
import type { PlacedEvent, PlannedEvent } from './planned-event.ts';
import { call, column, isOneOf, literal, when } from './terms.ts';

/** The column that holds it, where rows are one a person and call. */
export const CALL = 'call_number';

/** How often an event happens for each occurrence of the event of this id. */
export function oftenFor({ journey, use }: PlacedEvent, id: string): number {
  const other = eventOf(journey, id);
  return other === undefined ? 1 : timesOf({ journey, use }) / timesOf({ journey, use: other });
}

/** The number of the call, of occurrences of these events. */
export function callNumber(events: readonly PlannedEvent[], id: string): Term {
  return byOften(events, id, (often) => call('integer_divide', column('occurrence'), often));
}

/** Whether it is the first of its event in its call. */
export function isFirstOfCall(events: readonly PlannedEvent[], id: string): Term {
  const place = byOften(events, id, (often) => call('modulo', column('occurrence'), often), literal(0));
  return call('equal', place, 0);
}

function byOften(
  events: readonly PlannedEvent[],
  id: string,
  of: (often: number) => Term,
  once: Term = column('occurrence'),
): Term {
  const groups = new Map<number, number[]>();
  for (const event of events) {
    const often = oftenFor(event, id);
    groups.set(often, [...(groups.get(often) ?? []), event.key]);
  }
  return [...groups].reduce<Term>(
    (otherwise, [often, keys]) => (often === 1 ? otherwise : when(isOneOf('event_key', keys), of(often), otherwise)),
    once,
  );
}
