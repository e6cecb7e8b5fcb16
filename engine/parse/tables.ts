/** Markdown tables with the place of each cell's text, under the heading nearest above. */
import type { Table, TableCell } from 'mdast';
import { diagnostic } from '../diagnostics/index.ts';
import type { Heading, Located, MarkdownTable } from '../model/index.ts';
import { headingAbove } from './headings.ts';
import { plainLine } from './plain-text.ts';
import { findHiddenCharacter, nameOfCharacter } from './hidden-characters.ts';
import { placeOf } from './position.ts';
import type { Report } from './report.ts';

interface TableParts {
  readonly file: string;
  readonly nodes: readonly Table[];
  readonly headings: readonly Heading[];
}

export function readTables({ file, nodes, headings }: TableParts, report: Report): readonly MarkdownTable[] {
  return nodes.map((node) => {
    const at = placeOf(file, node);
    const [header = [], ...rows] = node.children.map((row) => row.children.map((cell) => readCell(file, cell, report)));
    return { heading: headingAbove(headings, at.start.line), header, rows, at };
  });
}

function readCell(file: string, cell: TableCell, report: Report): Located<string> {
  const first = cell.children[0] ?? cell;
  const value = plainLine(cell);
  const at = placeOf(file, first, cell.children.at(-1) ?? cell);
  const character = findHiddenCharacter(value);
  if (character !== undefined)
    report(diagnostic('parse-hidden-character', { character: nameOfCharacter(character) }, at));
  return { value, at };
}
