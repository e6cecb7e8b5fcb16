/** The season of an event as days before `as_of`, where a profile counts how often people have it. */
import { MEAN_DAYS_A_MONTH } from '../model/index.ts';
import type { EventDefinition, Offset } from '../model/index.ts';

type Season = NonNullable<EventDefinition['season']>;

/** From the first day to the last, both negative. */
interface SeasonDays {
  readonly first: number;
  readonly last: number;
}

/** A season that has hardly begun is not the one of which a year's use is told. */
const SEASON_BEGUN = 60;

/** The days of its last season that lie within the window; `undefined` where none does. */
export function seasonDays({ from, to }: Season, asOf: string, window: Offset): SeasonDays | undefined {
  const year = Number(asOf.slice(0, 4));
  const begun = [year, year - 1, year - 2].find((one) => daysBetween(`${one}-${from}`, asOf) >= SEASON_BEGUN);
  if (begun === undefined) return undefined;
  const ends = from <= to ? begun : begun + 1;
  const days = window.days + Math.round(window.months * MEAN_DAYS_A_MONTH);
  const first = Math.max(-days, -daysBetween(`${begun}-${from}`, asOf));
  const last = Math.min(-1, -daysBetween(`${ends}-${to}`, asOf));
  return first > last ? undefined : { first, last };
}

function daysBetween(from: string, to: string): number {
  return (dayNumber(to) - dayNumber(from)) / 86_400_000;
}

/** 29 February is the last day of the month in any year. */
function dayNumber(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return Math.min(Date.UTC(year, month - 1, day), Date.UTC(year, month, 0));
}
