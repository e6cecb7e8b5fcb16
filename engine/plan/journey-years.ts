/** The years in which journeys begin, and how long people have been covered by then. */
import type { CohortSpecification, Journey } from '../model/index.ts';
import { startOf } from './journey-start.ts';
import { ONSET_YEARS } from './population/onset.ts';

/** Nobody is older. */
const OLDEST = 120;
export const MONTHS_A_YEAR = 12;
export const DAYS_A_YEAR = 365;

/** Whole years of coverage that people have behind them on `as_of`, if old enough, whatever their journeys are. */
const COVERAGE_YEARS = 3;
/** Starts that are the same for everybody: coverage is there by then. */
const DATED: ReadonlySet<string> = new Set(['date', 'between', 'trailing']);

/** Whole years of coverage behind people on `as_of`, if old enough: long enough for the journeys that they take. */
export function coverageYears(cohort: CohortSpecification): number {
  const asOf = yearOf(cohort.profile.asOf.value);
  const needed = cohort.journeys.map((journey) =>
    DATED.has(startOf(journey, cohort).kind)
      ? asOf - (startYears(journey, cohort)?.first ?? asOf)
      : lengthInYears(journey),
  );
  return Math.max(COVERAGE_YEARS, ...needed);
}

/** Whether people can take a journey whose beginning asks for no coverage. */
export function beginsBeforeCoverage(cohort: CohortSpecification): boolean {
  return cohort.journeys.some((journey) => {
    const { kind } = startOf(journey, cohort);
    return !DATED.has(kind) && kind !== 'enrollment';
  });
}

/** `undefined` for what begins with an event of another journey. */
export function startYears(
  journey: Journey,
  cohort: CohortSpecification,
): { readonly first: number; readonly last: number } | undefined {
  const asOf = yearOf(cohort.profile.asOf.value);
  const length = lengthInYears(journey);
  const start = startOf(journey, cohort);
  switch (start.kind) {
    case 'date':
      return { first: yearOf(start.date), last: yearOf(start.date) };
    case 'between':
      return { first: yearOf(start.from), last: yearOf(start.to) };
    case 'trailing':
      return { first: asOf - length - Math.ceil(start.days / DAYS_A_YEAR), last: asOf - length };
    case 'enrollment':
      return { first: asOf - coverageYears(cohort), last: asOf };
    case 'age':
      return { first: asOf - Math.max(0, OLDEST - start.years), last: asOf };
    case 'diagnosis':
      return { first: asOf - ONSET_YEARS - 1, last: asOf };
    case 'event':
      return undefined;
  }
}

export function lengthInYears({ duration: { months, days } }: Journey): number {
  return Math.ceil(months / MONTHS_A_YEAR + days / DAYS_A_YEAR);
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
