/** Rows of holidays to rules: `July 4`, `4th Thursday of November`, `last Monday of May`. */
import type { HolidayConcept, HolidayRule } from '../../model/index.ts';
import type { ReferenceTables } from './read-tables.ts';
import { optionalWhole } from './shapes.ts';
import type { TableRow } from './table-row.ts';

export function readHolidays(tables: ReferenceTables): readonly HolidayConcept[] {
  return tables.concepts('holidays', readHoliday, ({ name }) => name).filter(({ rule }) => rule.month > 0);
}

function readHoliday(row: TableRow): HolidayConcept {
  const rule = ruleOf(row.text('rule'));
  if (rule === undefined) row.refuse('rule', 'a day as `July 4`, `4th Thursday of November` or `last Monday of May`');
  const observed = row.cell('observed').value.toLowerCase();
  if (observed !== '' && observed !== 'nearest weekday') row.refuse('observed', '`nearest weekday` or nothing');
  return {
    name: row.text('name'),
    rule: rule ?? { kind: 'fixed', month: 0, day: 0 },
    onNearestWeekday: observed !== '',
    since: optionalWhole(row, 'since', 'a year', 1),
    at: row.at,
  };
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const LONGEST_MONTH = 31;

function ruleOf(text: string): HolidayRule | undefined {
  const words = text.trim().toLowerCase();
  const [, monthName = '', dayText = ''] = /^([a-z]+) (\d{1,2})$/.exec(words) ?? [];
  const fixed = { kind: 'fixed' as const, month: MONTHS.indexOf(monthName) + 1, day: Number(dayText) };
  if (fixed.month > 0 && fixed.day >= 1 && fixed.day <= LONGEST_MONTH) return fixed;
  const [, place = '', weekdayName = '', of = ''] = /^([1-4])(?:st|nd|rd|th) ([a-z]+) of ([a-z]+)$/.exec(words) ?? [];
  const [, lastName = '', lastOf = ''] = /^last ([a-z]+) of ([a-z]+)$/.exec(words) ?? [];
  const weekday = WEEKDAYS.indexOf(weekdayName || lastName) + 1;
  const month = MONTHS.indexOf(of || lastOf) + 1;
  if (weekday === 0 || month === 0) return undefined;
  return { kind: 'weekday', month, weekday, place: place === '' ? 'last' : Number(place) };
}
