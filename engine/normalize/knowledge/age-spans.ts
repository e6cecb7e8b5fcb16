/** Spans of ages in the cells `min_age` and `max_age`. */
import type { Age, AgeSpan } from '../../model/index.ts';
import type { TableRow } from './table-row.ts';

export function agesIn(row: TableRow): AgeSpan {
  const [from, before] = [ageOf(row, 'min_age', 0), ageOf(row, 'max_age', 1)];
  if (from !== undefined && before !== undefined && from.about >= before.about)
    row.refuse('max_age', 'an age not below `min_age`');
  return { from, before };
}

const MONTHS = 12;
const DAYS_A_YEAR = 365.25;

export function inYears(years: number): Age {
  return { months: years * MONTHS, days: 0, about: years * DAYS_A_YEAR };
}

/** Completed years as `18`, or days as `28 days`, and `more` of them. */
function ageOf(row: TableRow, column: string, more: number): Age | undefined {
  const { value } = row.cell(column);
  if (value === '') return undefined;
  const match = /^(\d{1,3})( days)?$/.exec(value);
  if (match === null) row.refuse(column, 'completed years as `18`, or days as `28 days`');
  const number = Number(match?.[1] ?? 0) + more;
  return match?.[2] === undefined ? inYears(number) : { months: 0, days: number, about: number };
}
