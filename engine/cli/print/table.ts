/** Rows as aligned text. Cells are cut rather than wrapped, and nothing in them can move the cursor or break a line. */
import { displayWidth, escapeControls } from '../../diagnostics/index.ts';
import { wrapLines } from './wrap.ts';

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
  const titles = columns.map(({ title, limit = LIMIT }) => cut(title, limit));
  const widths = titles.map((title, index) =>
    cells.reduce((widest, row) => Math.max(widest, displayWidth(row[index] ?? '')), displayWidth(title)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [line(titles), rule, ...cells.map(line)].join('\n');
}

/** The columns with the one that is named cut to what the others leave of a line, but never to fewer than `LEAST` characters. */
export function fitColumn(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { title, width }: { readonly title: string; readonly width: number },
): readonly TableColumn[] {
  const widths = widthsOf(columns, rows);
  const own = columns.findIndex((column) => column.title === title);
  const left = width - lineWidth(widths) + (widths[own] ?? 0);
  const fitted = columns.map((column, index) => (index === own ? { ...column, limit: Math.max(LEAST, left) } : column));
  return left >= LEAST ? fitted : fitColumns(fitted, rows, width);
}

/**
 * A table with the column that is named cut to what the others leave of a line. Where they leave no room for words, what stands in it
 * is told below each row instead.
 */
export function formatFitted(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { title, width }: { readonly title: string; readonly width: number },
): string {
  const { others, cells } = withoutColumn(columns, rows, title);
  const left = width - lineWidth(widthsOf(others, cells)) - GAP.length;
  if (left >= ROOM_FOR_WORDS || width < NARROWEST) return formatTable(fitColumn(columns, rows, { title, width }), rows);
  return formatBelow(columns, rows, { title, width });
}

/** A table with what stands in the column that is named below each row, whole; where the other columns do not fit, none is cut. */
export function formatBelow(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { title, width }: { readonly title: string; readonly width: number },
): string {
  const { own, others, cells } = withoutColumn(columns, rows, title);
  const [head = '', rule = '', ...lines] = formatTable(fitColumns(others, cells, width), cells).split('\n');
  const body = fits(others, cells, width) ? lines : cells.map((row) => wrapLines(inWords(row), width));
  const below = rows.map((row) => wrapLines(`    ${printable(row[own] ?? '')}`, width, 0));
  return [head, rule, ...body.flatMap((line, index) => [line, below[index] ?? ''])].join('\n');
}

function inWords(row: readonly string[]): string {
  return row
    .filter((cell) => cell !== '')
    .map(printable)
    .join(GAP);
}

/** The place of the column that is named, and what else there is. */
function withoutColumn(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  title: string,
): { readonly own: number; readonly others: readonly TableColumn[]; readonly cells: readonly (readonly string[])[] } {
  const own = columns.findIndex((column) => column.title === title);
  return {
    own,
    others: columns.filter((_column, index) => index !== own),
    cells: rows.map((row) => row.filter((_cell, index) => index !== own)),
  };
}

const ROOM_FOR_WORDS = 24;
const NARROWEST = 30;

/** The columns with the widest of them, numbers aside, cut until a line holds all; or as near to it as `LEAST` allows. */
export function fitColumns(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly TableColumn[] {
  const widths = [...widthsOf(columns, rows)];
  for (let over = lineWidth(widths) - width; over > 0; over = lineWidth(widths) - width) {
    const mayGive = widths.map((own, index) => (columns[index]?.align === 'right' ? 0 : own));
    const widest = Math.max(...mayGive);
    if (widest <= LEAST) break;
    const next = Math.max(LEAST, ...mayGive.filter((own) => own < widest));
    const sharing = mayGive.filter((own) => own === widest).length;
    const less = Math.min(widest - next, Math.ceil(over / sharing));
    for (const [index, own] of mayGive.entries()) if (own === widest) widths[index] = own - less;
  }
  return columns.map((column, index) => ({ ...column, limit: widths[index] ?? LIMIT }));
}

/** Whether a line holds every column. */
export function fits(columns: readonly TableColumn[], rows: readonly (readonly string[])[], width: number): boolean {
  return lineWidth(widthsOf(columns, rows)) <= width;
}

function widthsOf(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): readonly number[] {
  return columns.map(({ title, limit = LIMIT }, index) => {
    const widest = rows.reduce((most, row) => Math.max(most, displayWidth(printable(row[index] ?? ''))), 0);
    return Math.max(displayWidth(title), Math.min(limit, widest));
  });
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1);
}

/** Rows one below the other, a line a column, with a rule before each. */
export function formatRecords(titles: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const names = Math.max(...titles.map((title) => Math.min(displayWidth(title), Math.floor(width / 2))));
  const columns = [
    { title: '', limit: names },
    { title: '', limit: Math.max(LEAST, width - names - GAP.length) },
  ];
  const lines = rows.map((row) => {
    const pairs = titles.map((title, index) => [title, row[index] ?? '']);
    return formatTable(columns, pairs).split('\n').slice(2).join('\n');
  });
  return lines.map((text, index) => `${`── ${index + 1} `.padEnd(Math.min(width, 40), '─')}\n${text}`).join('\n');
}

/** Text that stays on its line. */
export function printable(text: string): string {
  return escapeControls(text).replace(/\n/g, '\\n').replace(/\t/g, '\\t');
}

function cut(text: string, limit: number): string {
  if (displayWidth(text) <= limit) return text;
  const characters = Array.from(text).slice(0, limit - 1);
  while (displayWidth(characters.join('')) > limit - 1) characters.pop();
  return `${characters.join('')}…`;
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}
