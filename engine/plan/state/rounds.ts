/**
 * Events of which an earlier occurrence decides on a later one, as a dose that is lowered by what the dose before did. They are
 * decided round by round: at each occurrence of what all of them come behind, or in each cycle, by what came of the rounds before.
 */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type { Offset } from '../../model/index.ts';
import { behind } from '../decisions.ts';
import { timesOf } from '../occurrence-counts.ts';
import type { Beat, PlacedEvent, Rounds } from '../planned-event.ts';
import { beginsOnDay, daysIn, follows, SLACK_DAYS } from './precedence.ts';
import { windowBehind } from './round-windows.ts';

/** `undefined` where the events come behind nothing that happens several times. */
export function roundsOf(events: readonly PlacedEvent[]): Rounds | undefined {
  const [first] = events;
  if (first === undefined || events.some(({ journey }) => journey !== first.journey)) return undefined;
  const shared = beatsOf(first).flatMap((beat) => {
    const counts = events.map((event) => roundsWith(event, beat));
    const [count] = counts;
    return count !== undefined && count > 1 && counts.every((one) => one === count) ? [{ beat, count }] : [];
  });
  const most = Math.max(...shared.map(({ count }) => count));
  const found = shared.findLast(({ count }) => count === most);
  return found && { ...found, period: periodOf(first, found.beat) };
}

function beatsOf(event: PlacedEvent): readonly Beat[] {
  return behind(event).flatMap(({ use: { id, recurrence } }): Beat[] => [
    { kind: 'event', name: id },
    ...(recurrence?.cycle === undefined ? [] : [{ kind: 'cycle' as const, name: recurrence.cycle }]),
  ]);
}

/** How often the event happens in a round; `undefined` where rounds are nothing to it. */
export function oftenARound(event: PlacedEvent, beat: Beat): number | undefined {
  for (const { use, times } of behind(event)) {
    if (beat.kind === 'event' && use.id === beat.name) return times;
    if (beat.kind === 'cycle' && use.recurrence?.cycle === beat.name)
      return times * (use.recurrence.within?.count ?? 1);
  }
  return undefined;
}

function roundsWith(event: PlacedEvent, beat: Beat): number | undefined {
  const often = oftenARound(event, beat);
  return often === undefined ? undefined : timesOf(event) / often;
}

function periodOf(event: PlacedEvent, { kind, name }: Beat): number {
  const all = behind(event).map(({ use }) => use);
  const first = all.findIndex(({ id, recurrence }) => (kind === 'event' ? id === name : recurrence?.cycle === name));
  const recurrences = all.slice(first).flatMap(({ recurrence }) => recurrence ?? []);
  const steps = recurrences.flatMap(({ every, within }) => [
    daysIn(every),
    ...(kind === 'event' && within !== undefined && within.count > 1 ? [daysIn(within.every)] : []),
  ]);
  return Math.max(1 / MINUTES_A_DAY, Math.min(...steps));
}

interface Asked {
  /** At whose moment is asked. */
  readonly asker: PlacedEvent;
  /** The time of the journey that is asked about instead. */
  readonly after: Offset | undefined;
  /** Where only what lies in an earlier call counts: the event of which each occurrence is a call. */
  readonly call?: PlacedEvent | undefined;
  readonly round: number;
}

/** The rounds of an event that can come before the moment that is asked about. */
export function roundsBefore(
  event: PlacedEvent,
  { asker, after, call, round }: Asked,
  rounds: Rounds,
): readonly number[] {
  const all = Array.from({ length: rounds.count }, (_, at) => at);
  const { beat, period } = rounds;
  if (after !== undefined || oftenARound(asker, beat) === undefined) {
    const days = after === undefined ? Infinity : daysIn(after);
    return all.filter((one) => beginsOnDay(event) + one * period - SLACK_DAYS < days);
  }
  if (call !== undefined && (oftenARound(call, beat) ?? 1) === 1) return all.filter((one) => one < round);
  const [own, asked] = [windowBehind(event, beat), windowBehind(asker, beat)];
  return all.filter((one) => {
    if (one === round) return isBeforeInRound(event, asker, beat) && own.from - SLACK_DAYS < asked.to;
    return one < round || own.from + (one - round) * period < asked.to;
  });
}

function isBeforeInRound(event: PlacedEvent, asker: PlacedEvent, beat: Beat): boolean {
  if (event.path === asker.path) return oftenARound(event, beat) !== 1;
  return !follows(event, asker);
}
