/** Markdown tables with the place of each cell's text, under the heading nearest above. */
import type { Table, TableCell } from 'mdast';
import type { Heading, Located, MarkdownTable } from '../model/index.ts';
import { headingAbove } from './headings.ts';
import { plainLine } from './plain-text.ts';
import { placeOf } from './position.ts';

export function readTables(
  file: string,
  nodes: readonly Table[],
  headings: readonly Heading[],
): readonly MarkdownTable[] {
  return nodes.map((node) => {
    const at = placeOf(file, node);
    const [header = [], ...rows] = node.children.map((row) => row.children.map((cell) => readCell(file, cell)));
    return { heading: headingAbove(headings, at.start.line), header, rows, at };
  });
}

function readCell(file: string, cell: TableCell): Located<string> {
  const first = cell.children[0] ?? cell;
  return { value: plainLine(cell), at: placeOf(file, first, cell.children.at(-1) ?? cell) };
}
