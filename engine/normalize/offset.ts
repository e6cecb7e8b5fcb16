/** Lengths of time: units to offsets, sums, and how long they are at least and at most. */
import { MEAN_DAYS_A_MONTH, MINUTES_A_DAY } from '../model/index.ts';
import type { Offset } from '../model/index.ts';

export const NO_OFFSET: Offset = { months: 0, days: 0, minutes: 0 };
/** What no series outlasts. */
export const WITHOUT_END: Offset = { months: 1200, days: 0, minutes: 0 };

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

const UNITS: readonly (readonly [Unit, readonly string[]])[] = [
  ['minute', ['minute', 'minutes', 'min', 'mins', 'm']],
  ['hour', ['hour', 'hours', 'hr', 'hrs', 'h']],
  ['day', ['day', 'days', 'd']],
  ['week', ['week', 'weeks', 'wk', 'wks', 'w']],
  ['month', ['month', 'months', 'mo', 'mos']],
  ['quarter', ['quarter', 'quarters']],
  ['year', ['year', 'years', 'yr', 'yrs', 'y']],
];

/** The unit that a word names, `undefined` where it names none. */
export function unitNamed(word: string): Unit | undefined {
  const lower = word.toLowerCase();
  return UNITS.find(([, words]) => words.includes(lower))?.[0];
}

/** `amount` units. Parts of a month become days, parts of a day minutes. */
export function offsetOf(amount: number, unit: Unit): Offset {
  switch (unit) {
    case 'minute':
      return { ...NO_OFFSET, minutes: Math.round(amount) };
    case 'hour':
      return { ...NO_OFFSET, minutes: Math.round(amount * 60) };
    case 'day':
      return ofDays(amount);
    case 'week':
      return ofDays(amount * 7);
    case 'month':
      return ofMonths(amount);
    case 'quarter':
      return ofMonths(amount * 3);
    case 'year':
      return ofMonths(amount * 12);
  }
}

function ofDays(amount: number): Offset {
  const days = Math.trunc(amount + Math.sign(amount) * 1e-9);
  return { months: 0, days: days + 0, minutes: Math.round((amount - days) * MINUTES_A_DAY) + 0 };
}

function ofMonths(amount: number): Offset {
  const months = Math.trunc(amount + Math.sign(amount) * 1e-9);
  const days = Math.round((amount - months) * MEAN_DAYS_A_MONTH);
  return { months: months + 0, days: days + 0, minutes: 0 };
}

export function sum(one: Offset, other: Offset): Offset {
  return { months: one.months + other.months, days: one.days + other.days, minutes: one.minutes + other.minutes };
}

export function negated({ months, days, minutes }: Offset): Offset {
  return { months: 0 - months, days: 0 - days, minutes: 0 - minutes };
}

/** In days, a month counted by its mean length. */
export function daysIn({ months, days, minutes }: Offset): number {
  return months * MEAN_DAYS_A_MONTH + days + minutes / MINUTES_A_DAY;
}

/** The least and the most days that an offset can be, whatever the calendar. */
export function fewestDaysIn({ months, days, minutes }: Offset): number {
  return Math.floor(months * 30.4) - (months > 0 ? 2 : 0) + days + minutes / MINUTES_A_DAY;
}

export function mostDaysIn({ months, days, minutes }: Offset): number {
  return months * 31 + days + minutes / MINUTES_A_DAY;
}
