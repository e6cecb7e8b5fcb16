/** Lengths of time, as authors count them. */

/** Added to a moment in this order: calendar months, then days, then minutes. Each may be negative. */
export interface Offset {
  readonly months: number;
  readonly days: number;
  readonly minutes: number;
}
