/** The data dictionary as text: a line a table, or each table with its columns. */
import { fits, formatBelow, formatFitted, formatTable, printable } from './table.ts';
import type { TableColumn } from './table.ts';
import { wrapLines } from './wrap.ts';

export interface DescribedTable {
  /** `schema.table`. */
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly comment: string;
  readonly primaryKey: readonly string[];
  readonly columns: readonly DescribedColumn[];
}

export interface DescribedColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly references: string | undefined;
  readonly comment: string;
}

const MEANING = { title: 'meaning', limit: 160 };

/** A list is fitted to the width of the line; of a table that was asked for by name no meaning is cut. */
export function formatTables(tables: readonly DescribedTable[], withColumns: boolean, width: number): string {
  if (withColumns) return tables.map((table) => formatOne(table, width)).join('\n\n');
  const rows = tables.map(({ name, columns, comment }) => [name, String(columns.length), comment]);
  const columns = [{ title: 'table' }, { title: 'columns', align: 'right' as const }, MEANING];
  return formatFitted(columns, rows, { title: MEANING.title, width });
}

function formatOne({ name, kind, comment, primaryKey, columns }: DescribedTable, width: number): string {
  const titles: readonly TableColumn[] = [{ title: 'column' }, { title: 'type' }, { title: 'key' }, MEANING];
  const rows = columns.map((one) => [
    one.name,
    `${one.type}${one.nullable ? ', may be empty' : ''}`,
    [
      ...(primaryKey.includes(one.name) ? ['primary'] : []),
      ...(one.references === undefined ? [] : [`→ ${one.references}`]),
    ].join(' '),
    one.comment,
  ]);
  return [
    `${name}${kind === 'view' ? ' (view)' : ''}\n${wrapLines(printable(comment), width, 0)}`,
    fits(titles, rows, width) ? formatTable(titles, rows) : formatBelow(titles, rows, { title: MEANING.title, width }),
  ].join('\n\n');
}
