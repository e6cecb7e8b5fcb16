/** The Markdown tree of a thinned text into that of the whole file: line numbers, the text of fenced blocks, rows of tables. */
import type { Code, Node, Root, RootContent, Table, TableCell, TableRow } from 'mdast';
import { nodesOf } from './nodes.ts';
import type { LineRange, ThinTable, ThinText } from './thin-text.ts';

/** False, and a tree to be thrown away, where a line that was taken out is not where the guess had it. */
export function restoreTree(root: Root, thin: ThinText, lines: readonly string[]): boolean {
  for (const node of nodesOf(root)) restoreLines(node, thin.lineIndexes);
  const byLine = new Map(root.children.map((node) => [node.position?.start.line, node]));
  return (
    thin.prose.every((index) => byLine.get(index + 1)?.type === 'paragraph') &&
    thin.fences.every((fence) => restoreBlock(byLine.get(fence.from + 1), fence, lines)) &&
    thin.tables.every((table) => restoreRows(byLine.get(table.header + 1), table, lines))
  );
}

function restoreLines({ position }: Node, lineIndexes: readonly number[]): void {
  if (position === undefined) return;
  for (const point of [position.start, position.end]) point.line = (lineIndexes[point.line - 1] ?? 0) + 1;
}

function restoreBlock(node: RootContent | undefined, { from, to }: LineRange, lines: readonly string[]): boolean {
  if (node?.type !== 'code' || node.position?.end.line !== to + 1) return false;
  const code: Code = node;
  code.value = lines.slice(from + 1, to).join('\n');
  return true;
}

function restoreRows(node: RootContent | undefined, { rows }: ThinTable, lines: readonly string[]): boolean {
  if (node?.type !== 'table') return false;
  const table: Table = node;
  const restored = rows.map((index) => rowOf(lines[index] ?? '', index + 1, plainCell));
  table.children = [...table.children, ...restored].toSorted((a, b) => lineOf(a) - lineOf(b));
  const end = table.children.at(-1)?.position?.end;
  if (table.position !== undefined && end !== undefined && end.line > table.position.end.line) table.position.end = end;
  return true;
}

const lineOf = ({ position }: TableRow): number => position?.start.line ?? 0;

type CellReader = (text: string, line: number, column: number) => TableCell['children'];

/** A row by its bars; `read` makes nodes of the text of a cell. */
export function rowOf(row: string, line: number, read: CellReader): TableRow {
  const children: TableCell[] = [];
  for (let from = 0; from < row.length - 1;) {
    const inner = row.indexOf('|', from + 1);
    const to = inner === row.length - 1 ? row.length : inner;
    const value = row.slice(from + 1, inner).trim();
    const start = row.indexOf(value, from + 1);
    children.push({ type: 'tableCell', children: read(value, line, start + 1), position: pointsOn(line, from, to) });
    from = inner;
  }
  return { type: 'tableRow', children, position: pointsOn(line, 0, row.length) };
}

function plainCell(value: string, line: number, column: number): TableCell['children'] {
  if (value === '') return [];
  return [{ type: 'text', value, position: pointsOn(line, column - 1, column - 1 + value.length) }];
}

function pointsOn(line: number, from: number, to: number): NonNullable<Node['position']> {
  return { start: { line, column: from + 1 }, end: { line, column: to + 1 } };
}
