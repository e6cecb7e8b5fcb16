/**
 * A piece of a file that another parser reads (front matter, the inside of a fenced block), with its offsets turned into
 * places of the whole file. What stands left of its lines in the file (indentation, a quote's `>`) is added to the columns.
 */
import type { SourcePosition, SourceRange } from '../model/index.ts';

export interface Piece {
  readonly text: string;
  /** From one offset of the text to another, exclusive. */
  readonly range: (from: number, to: number) => SourceRange;
}

export interface PieceOrigin {
  readonly file: string;
  readonly text: string;
  /** The line of the file, from 1, on which the text begins. */
  readonly firstLine: number;
  /** The lines of the whole file. */
  readonly fileLines: readonly string[];
}

const LINE_END = /\r\n|\n|\r/g;

export function splitLines(text: string): readonly string[] {
  return text.split(LINE_END);
}

export function createPiece({ file, text, firstLine, fileLines }: PieceOrigin): Piece {
  const starts = [0, ...[...text.matchAll(LINE_END)].map((end) => end.index + end[0].length)];
  const lines = splitLines(text);
  const position = (offset: number): SourcePosition => {
    const index = lastAtOrBelow(starts, offset);
    const inFile = fileLines[firstLine - 1 + index] ?? '';
    const indent = Math.max(0, inFile.length - (lines[index] ?? '').length);
    return { line: firstLine + index, column: offset - (starts[index] ?? 0) + indent + 1 };
  };
  return { text, range: (from, to) => ({ file, start: position(from), end: position(to) }) };
}

function lastAtOrBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
