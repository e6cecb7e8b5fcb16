/** Places of Markdown nodes as places of the file. */
import type { Node } from 'mdast';
import type { SourceRange } from '../model/index.ts';

const BEGINNING = { line: 1, column: 1 };

export function placeOf(file: string, first: Node, last: Node = first): SourceRange {
  const start = first.position?.start ?? BEGINNING;
  const end = last.position?.end ?? start;
  return {
    file,
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column },
  };
}
