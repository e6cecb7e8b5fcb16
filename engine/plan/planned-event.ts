/** An event of a journey as the plan knows it. */
import { madeOnce } from './made-once.ts';
import type { EventUse, Journey, JourneyStart, Phase } from '../model/index.ts';

/** An event in its place. */
export interface PlacedEvent {
  readonly journey: Journey;
  readonly phase: Phase;
  readonly use: EventUse;
  /** When its journey begins in this cohort. */
  readonly start?: JourneyStart;
  /** Unique over all journeys of the cohort; also the name of its streams. */
  readonly path: string;
}

/** The event of a journey by its id. */
export function eventOf({ phases }: Pick<Journey, 'phases'>, id: string): EventUse | undefined {
  return eventsById(phases).get(id);
}

const eventsById = madeOnce((phases: Journey['phases']): ReadonlyMap<string, EventUse> => {
  const events = phases.flatMap((phase) => phase.events);
  return new Map(events.toReversed().map((one) => [one.id, one]));
});

/** An event of a journey with all that its rows need to be known by. */
export interface PlannedEvent extends PlacedEvent {
  readonly key: number;
  /** 0 for events that wait for no other, else one more than the last of those that they follow or look back on. */
  readonly level: number;
  /** Where an earlier occurrence decides on a later one: the levels of its rounds, the last of which is its own. */
  readonly rounds?: RoundsOfEvent;
  /** Its condition asks about time, so that it is decided at its own moment and not with the people. */
  readonly asks: boolean;
}

/** What begins each round. */
export interface Beat {
  readonly kind: 'event' | 'cycle';
  /** The id of the event, the name of the cycles. */
  readonly name: string;
}

export interface Rounds {
  readonly beat: Beat;
  readonly count: number;
  /** The least number of days from one to the next. */
  readonly period: number;
}

export interface RoundsOfEvent {
  readonly rounds: Rounds;
  readonly levels: readonly number[];
  /** How often it happens in a round. */
  readonly often: number;
}

/** Whether it, or a round of it, is decided at the level. */
export function isDecidedAt({ level, rounds }: PlannedEvent, at: number): boolean {
  return rounds === undefined ? level === at : rounds.levels.includes(at);
}

/** Whether anything of it is decided below the level. */
export function isDecidedBelow({ level, rounds }: PlannedEvent, at: number): boolean {
  return (rounds?.levels[0] ?? level) < at;
}
