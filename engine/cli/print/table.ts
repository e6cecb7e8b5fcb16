/** Rows as aligned text. Cells are cut rather than wrapped, and nothing in them can move the cursor or break a line. */
import { escapeControls } from '../../diagnostics/index.ts';

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** The widest a cell may be; 60 where absent. */
  readonly limit?: number;
}

/** The narrowest that words are cut to. */
const LEAST = 10;

const GAP = '  ';
const LIMIT = 60;

export function formatTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) =>
    columns.map((column, index) => cut(printable(row[index] ?? ''), column.limit ?? LIMIT)),
  );
  const widths = columns.map((column, index) =>
    Math.max(length(column.title), ...cells.map((row) => length(row[index] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [line(columns.map((column) => column.title)), rule, ...cells.map(line)].join('\n');
}

/** The columns with the one that is named cut to what the others leave of a line, but never to fewer than `LEAST` characters. */
export function fitColumn(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { title, width }: { readonly title: string; readonly width: number },
): readonly TableColumn[] {
  const others = columns.map((column, index) =>
    column.title === title
      ? 0
      : Math.min(column.limit ?? LIMIT, Math.max(length(column.title), ...rows.map((row) => length(row[index] ?? '')))),
  );
  const left = width - others.reduce((sum, one) => sum + one, 0) - GAP.length * (columns.length - 1);
  return columns.map((column) => (column.title === title ? { ...column, limit: Math.max(LEAST, left) } : column));
}

/** Text that stays on its line. */
export function printable(text: string): string {
  return escapeControls(text).replace(/\n/g, '\\n').replace(/\t/g, '\\t');
}

function cut(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : text;
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - length(text)));
  return align === 'left' ? text + space : space + text;
}

function length(text: string): number {
  return Array.from(text).length;
}
