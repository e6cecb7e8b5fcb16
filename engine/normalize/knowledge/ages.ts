/** Ages, sexes and shares of rows of reference tables. */
import type { Ages } from '../../model/index.ts';
import type { TableRow } from './table-row.ts';

const OLDEST = 120;

/** `18-64`, or `85+` to the oldest. */
export function agesOf(row: TableRow, column = 'ages'): Ages {
  const match = /^(\d{1,3})(?:-(\d{1,3})|\+)$/.exec(row.cell(column).value);
  const [min, max] = [Number(match?.[1]), match?.[2] === undefined ? OLDEST : Number(match[2])];
  if (match === null || min > max || max > OLDEST) row.refuse(column, 'years as `18-64` or `85+`');
  return { min, max };
}

export function shareOf(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value < 0 || value > 1) row.refuse(column, 'a share from 0 to 1');
  return value;
}

/** Of either sex where the cell is empty. */
export function sexOf(row: TableRow): 'F' | 'M' | undefined {
  const { value } = row.cell('sex');
  if (value !== '' && value !== 'F' && value !== 'M') row.refuse('sex', '`F`, `M` or nothing');
  return value === 'F' || value === 'M' ? value : undefined;
}
