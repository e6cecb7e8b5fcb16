/** Cells of the tables about claims: names that another table holds, amounts and shares. */
import type { Context } from '../context.ts';
import type { Problems } from '../problems.ts';
import type { TableRow } from '../knowledge/index.ts';

interface Names {
  readonly kind: string;
  readonly known: readonly string[];
  /** Of a list; the whole cell where absent. */
  readonly name?: string;
}

export function known(
  row: TableRow,
  column: string,
  { kind, known: names, name = row.text(column) }: Names,
  { problems }: { readonly problems: Problems },
): string {
  if (name !== '' && !names.includes(name))
    problems.report('normalize-reference-unknown', { kind, name, known: names }, row.cell(column).at);
  return name;
}

/** US dollars, or days. */
export function amount(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value < 0) row.refuse(column, '0 or more');
  return value;
}

export function share(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value < 0 || value > 1) row.refuse(column, 'a share from 0 to 1');
  return value;
}

export function above(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value <= 0) row.refuse(column, 'a number above 0');
  return value;
}

export function payerOf(row: TableRow, context: Context): string {
  return known(row, 'payer', { kind: 'payer', known: context.payers.map(({ name }) => name) }, context);
}

/** The first word stands for one that is refused. */
export function oneOf<Word extends string>(row: TableRow, column: string, words: readonly [Word, ...Word[]]): Word {
  const written = row.text(column);
  const found = words.find((word) => word === written);
  if (found === undefined && written !== '') row.refuse(column, `one of ${words.join(', ')}`);
  return found ?? words[0];
}

/** Of a line of a hospital's bill. */
export const REVENUE_CODE: { readonly pattern: RegExp; readonly expected: string } = {
  pattern: /^\d{4}$/,
  expected: 'four digits',
};
