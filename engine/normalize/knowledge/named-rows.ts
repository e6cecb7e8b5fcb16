/** Cells that name a row of another reference table. */
import type { Problems } from '../problems.ts';
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
