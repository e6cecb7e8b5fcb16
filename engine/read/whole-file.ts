/** The place of a diagnostic about a file or folder as such: its very beginning. */
import type { SourceRange } from '../model/index.ts';

export function wholeFile(path: string): SourceRange {
  return { file: path, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
}
