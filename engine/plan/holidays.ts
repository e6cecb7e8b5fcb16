/** The days off work of the years that a cohort's journeys can reach, worked out from their rules. */
import type { HolidayConcept, Journey } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { DAYS_A_YEAR, lengthInYears, MONTHS_A_YEAR, startYears } from './journey-years.ts';

const DAY = 86_400_000;
const SATURDAY = 6;
const SUNDAY = 7;

/** With the days from there to the working day behind it and before it. */
export interface Holiday {
  readonly day: string;
  readonly later: number;
  readonly earlier: number;
}

/** Those on weekdays, in their order, also of so many years before `as_of`; weekends are off by themselves. */
export function holidaysOf(context: PlanContext, yearsBack = 0): readonly Holiday[] {
  const rules = context.knowledge.holidays ?? [];
  const { from, to } = yearsOf(context, yearsBack);
  const days = new Set<number>();
  for (let year = from; year <= to; year += 1) {
    for (const rule of rules) {
      if (rule.since === undefined || year >= rule.since) days.add(observedDay(rule, year));
    }
  }
  const isOff = (day: number): boolean => days.has(day) || weekdayOf(day) >= SATURDAY;
  const toWork = (day: number, step: 1 | -1): number => {
    let at = day;
    while (isOff(at)) at += step;
    return at - day;
  };
  const onWeekdays = [...days].filter((day) => weekdayOf(day) < SATURDAY).toSorted((a, b) => a - b);
  return onWeekdays.map((day) => ({ day: dateOf(day), later: toWork(day, 1), earlier: toWork(day, -1) }));
}

const MONDAY = 1;
const FRIDAY = 5;
const WEEKEND = 2;

/** The most days that anything moves to a working day. */
export function longestMove(holidays: readonly Holiday[]): number {
  const moves = holidays.flatMap(({ day, later, earlier }) => {
    const weekday = weekdayOf(Date.parse(day) / DAY);
    return [later + (weekday === MONDAY ? WEEKEND : 0), -earlier + (weekday === FRIDAY ? WEEKEND : 0)];
  });
  return Math.max(WEEKEND, ...moves);
}

/** What happens still later happens on any weekday. */
const YEARS_BEHIND = 1;

function yearsOf({ cohort }: PlanContext, yearsBack: number): { readonly from: number; readonly to: number } {
  const asOf = Number(cohort.profile.asOf.value.slice(0, 4));
  const starts = cohort.journeys.map((journey) => ({
    years: startYears(journey, cohort),
    length: lengthInYears(journey),
    before: yearsBefore(journey),
  }));
  const known = starts.flatMap(({ years, length, before }) =>
    years === undefined ? [] : [{ first: years.first - before, last: years.last + length }],
  );
  const behind = starts.reduce((sum, { years, length }) => sum + (years === undefined ? length : 0), 0);
  return {
    from: Math.min(asOf - yearsBack, ...known.map(({ first }) => first)),
    to: Math.max(asOf, ...known.map(({ last }) => last)) + behind + YEARS_BEHIND,
  };
}

/** How far events of the journey look back from its start. */
function yearsBefore({ phases }: Journey): number {
  const reaches = phases.flatMap(({ events }) =>
    events.map(({ timing: { earliest } }) => -earliest.months / MONTHS_A_YEAR - earliest.days / DAYS_A_YEAR),
  );
  return Math.ceil(Math.max(0, ...reaches));
}

/** Days since 1970. */
function observedDay({ rule, onNearestWeekday }: HolidayConcept, year: number): number {
  const day = rule.kind === 'fixed' ? dayNumber(year, rule.month, rule.day) : nthWeekday(rule, year);
  const weekday = weekdayOf(day);
  if (!onNearestWeekday || weekday < SATURDAY) return day;
  return weekday === SUNDAY ? day + 1 : day - 1;
}

function nthWeekday(
  { month, weekday, place }: Extract<HolidayConcept['rule'], { kind: 'weekday' }>,
  year: number,
): number {
  if (place === 'last') {
    const end = dayNumber(month === MONTHS_A_YEAR ? year + 1 : year, (month % MONTHS_A_YEAR) + 1, 1) - 1;
    return end - ((weekdayOf(end) - weekday + SUNDAY) % SUNDAY);
  }
  const first = dayNumber(year, month, 1);
  return first + ((weekday - weekdayOf(first) + SUNDAY) % SUNDAY) + (place - 1) * SUNDAY;
}

function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY;
}

/** ISO: Monday is 1. The first of January 1970 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % SUNDAY) + SUNDAY) % SUNDAY) + 1;
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
