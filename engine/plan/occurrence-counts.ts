/** How often events can happen to a person, as their journeys are written: bounds that hold for everybody. */
import { MEAN_DAYS_A_MONTH, MINUTES_A_DAY } from '../model/index.ts';
import type { EventUse, Journey } from '../model/index.ts';
import { eventOf } from './planned-event.ts';

interface Used {
  readonly journey: Pick<Journey, 'phases'>;
  readonly use: EventUse;
}

/** A run of months is at most this many days shorter than so many mean months. */
const MONTHS_SLACK = 3;

/** Each time that what it follows happens, where it follows each; occurrences beyond `until` are cut off by their date. */
export function repeats({ recurrence, timing: { earliest } }: EventUse): number {
  if (recurrence === undefined) return 1;
  const { every, until, count, within } = recurrence;
  if (within !== undefined) return count * within.count;
  const months = until.months - earliest.months;
  const days = until.days - earliest.days;
  const slack = every.months !== 0 && days === 0 ? 0 : MONTHS_SLACK;
  const room = months * MEAN_DAYS_A_MONTH + days + slack;
  const step = Math.max(
    1 / MINUTES_A_DAY,
    every.months * MEAN_DAYS_A_MONTH + every.days + every.minutes / MINUTES_A_DAY,
  );
  return Math.max(1, Math.min(count, Math.ceil(room / step)));
}

/** Over the whole journey: what follows each occurrence of another happens for each of them. */
export function timesOf({ journey, use }: Used): number {
  const followed = eachFollowed({ journey, use });
  return repeats(use) * (followed === undefined ? 1 : timesOf({ journey, use: followed }));
}

/** For each occurrence of the event of that name, which it follows through others or is; 1 where it does not. */
export function timesForEach({ journey, use }: Used, id: string): number {
  if (use.id === id) return 1;
  const followed = eachFollowed({ journey, use });
  return followed === undefined ? 1 : repeats(use) * timesForEach({ journey, use: followed }, id);
}

/** Whether each of its occurrences belongs to one of the event of that id, which it is or follows each time. */
export function followsEachOf({ journey, use }: Used, id: string): boolean {
  if (use.id === id) return true;
  const followed = eachFollowed({ journey, use });
  return followed !== undefined && followsEachOf({ journey, use: followed }, id);
}

/** Within one cycle. */
export function timesACycle({ journey, use }: Used): number {
  const followed = eachFollowed({ journey, use });
  if (followed !== undefined) return repeats(use) * timesACycle({ journey, use: followed });
  return use.recurrence?.within?.count ?? 1;
}

/** The event for each occurrence of which it happens. */
export function eachFollowed({ journey, use: { timing } }: Used): EventUse | undefined {
  const { anchor, eachTime, onceFor } = timing;
  const isOfOne = anchor.kind === 'event' || anchor.kind === 'discharge' || anchor.kind === 'readmission';
  const followed = onceFor ?? (eachTime === true && isOfOne ? anchor.id : undefined);
  return followed === undefined ? undefined : eventOf(journey, followed);
}
