/** Lengths of the parts of a calendar. Where a month is so many days on average, that is a twelfth of the mean Gregorian year. */
export const MINUTES_A_DAY: number = 24 * 60;
export const DAYS_A_WEEK = 7;
export const MEAN_DAYS_A_YEAR = 365.2425;
export const MEAN_DAYS_A_MONTH: number = MEAN_DAYS_A_YEAR / 12;
