/** Cells that name a row of another reference table. */
import type { Problems } from '../problems.ts';
import { someOf } from './shapes.ts';
import type { TableRow } from './table-row.ts';

export interface NamedKind {
  readonly kind: string;
  readonly names: readonly string[];
  readonly problems: Problems;
}

export function named(row: TableRow, column: string, { kind, names, problems }: NamedKind): string {
  const name = row.text(column);
  if (name !== '' && !names.includes(name))
    problems.report('normalize-reference-unknown', { kind, name, known: names }, row.cell(column).at);
  return name;
}

/** Names in one cell, separated by semicolons. */
export function namedEach(row: TableRow, column: string, { kind, names, problems }: NamedKind): readonly string[] {
  const all = row.list(column);
  for (const name of all) {
    if (!names.includes(name))
      problems.report('normalize-reference-unknown', { kind, name, known: names }, row.cell(column).at);
  }
  return all;
}

/** At least one of them. */
export function namedSome(row: TableRow, column: string, known: NamedKind): readonly string[] {
  someOf(row, column);
  return namedEach(row, column, known);
}
