/** An event of a journey as the plan knows it. */
import type { EventUse, Journey, Phase } from '../model/index.ts';

/** An event in its place. */
export interface PlacedEvent {
  readonly journey: Journey;
  readonly phase: Phase;
  readonly use: EventUse;
  /** Unique over all journeys of the cohort; also the name of its streams. */
  readonly path: string;
}

/** The event of a journey by its id. */
export function eventOf({ phases }: Journey, id: string): EventUse | undefined {
  return phases.flatMap(({ events }) => events).find((one) => one.id === id);
}

/** An event of a journey with all that its rows need to be known by. */
export interface PlannedEvent extends PlacedEvent {
  readonly key: number;
  /** 0 for events that wait for no other, else one more than the last of those that they follow or look back on. */
  readonly level: number;
  /** Its condition asks about time, so that it is decided at its own moment and not with the people. */
  readonly asks: boolean;
}
