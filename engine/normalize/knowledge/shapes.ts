/** Cells that must be of one shape, one of a few words, or a whole number: what is not is reported at the cell. */
import type { Problems } from '../problems.ts';
import type { TableRow } from './table-row.ts';

export interface Shape {
  readonly pattern: RegExp;
  /** What it is, in words. */
  readonly expected: string;
}

/** A cell that is not empty, of that shape. */
export function shaped(row: TableRow, column: string, { pattern, expected }: Shape): string {
  const value = row.text(column);
  if (value !== '' && !pattern.test(value)) row.refuse(column, expected);
  return value;
}

/** As `shaped`; nothing where the cell is empty. */
export function optionallyShaped(row: TableRow, column: string, shape: Shape): string | undefined {
  return row.cell(column).value === '' ? undefined : shaped(row, column, shape);
}

export const STATE: Shape = { pattern: /^[A-Z]{2}$/, expected: 'two capital letters' };

/** What a cell of the table may hold, when it holds anything. */
export function oneOfWords(
  row: TableRow,
  column: string,
  { words, problems }: { readonly words: readonly string[]; readonly problems: Problems },
): string {
  const word = row.text(column);
  if (word !== '' && !words.includes(word))
    problems.report('normalize-word-unknown', { what: `\`${column}\``, word, known: words }, row.cell(column).at);
  return word;
}

/** Code systems that rows may say their code is of; `local` is a name of one's own. */
export const CODE_SYSTEMS: readonly string[] = ['HCPCS', 'CPT', 'ICD-10-PCS', 'RxNorm', 'UNII', 'SNOMED CT', 'local'];

/** A whole number from `least` on, or nothing where the cell is empty. */
export function optionalWhole(row: TableRow, column: string, expected: string, least = 0): number | undefined {
  const value = row.optionalNumber(column);
  if (value !== undefined && (!Number.isInteger(value) || value < least)) row.refuse(column, expected);
  return value;
}

/** A number of 0 or more, or nothing where the cell is empty. */
export function optionalAmount(row: TableRow, column: string): number | undefined {
  const value = row.optionalNumber(column);
  if (value !== undefined && value < 0) row.refuse(column, '0 or more');
  return value;
}

/** At least one item, separated by semicolons. */
export function someOf(row: TableRow, column: string): readonly string[] {
  const items = row.list(column);
  if (items.length === 0) row.refuse(column, 'at least one name');
  return items;
}
