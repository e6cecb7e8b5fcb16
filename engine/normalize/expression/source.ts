/** The text of an expression and where each of its characters stands in the file. */
import type { ScalarNode, SourceRange } from '../../model/index.ts';

export interface ExpressionSource {
  readonly text: string;
  /** Where the characters from `start` up to `end` stand. */
  readonly locate: (start: number, end: number) => SourceRange;
}

/**
 * Plain and quoted scalars on one line map character by character. Where a character of the value is not one of the file
 * (escapes, folded lines, values that come from no file), every part stands where the whole does.
 */
export function expressionSource(node: ScalarNode, text: string): ExpressionSource {
  const { at } = node;
  const quotes = at.end.column - at.start.column - text.length;
  const maps = at.start.line === at.end.line && !at.file.startsWith('<') && (quotes === 0 || quotes === 2);
  if (!maps) return { text, locate: () => at };
  const { line } = at.start;
  const first = at.start.column + quotes / 2;
  const locate = (start: number, end: number): SourceRange => ({
    ...at,
    start: { line, column: first + start },
    end: { line, column: first + end },
  });
  return { text, locate };
}
