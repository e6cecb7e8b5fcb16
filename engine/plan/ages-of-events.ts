/** How old people of a cohort can be when events happen, as far as profile and journeys bound it. */
import type { PlanContext } from './context.ts';
import { DAYS_A_YEAR, MONTHS_A_YEAR, startYears } from './journey-years.ts';
import type { PlacedEvent } from './planned-event.ts';
import { agesOfPeople } from './settled.ts';

/** In days, rounded outwards by a year. */
export function daysOldDuring(
  { cohort }: Pick<PlanContext, 'cohort'>,
  events: readonly PlacedEvent[],
): { readonly youngest: number; readonly oldest: number } {
  const people = agesOfPeople(cohort.profile);
  if (people === undefined) return { youngest: -Infinity, oldest: Infinity };
  const asOf = Number(cohort.profile.asOf.value.slice(0, 4));
  const firsts = events.map(({ journey, phase }) => {
    const start = startYears(journey, cohort)?.first ?? -Infinity;
    return start + Math.floor(phase.from.months / MONTHS_A_YEAR + phase.from.days / DAYS_A_YEAR) - 1;
  });
  return {
    youngest: (people.low - asOf + Math.min(asOf, ...firsts)) * DAYS_A_YEAR,
    oldest: (people.high + 2) * DAYS_A_YEAR,
  };
}
