/** A range into the line it begins on and the carets below it. Of a long line only the part around the range is shown. */
import type { SourceRange } from '../../model/index.ts';
import { displayCells } from './display-cells.ts';
import type { DisplayCell } from './display-cells.ts';

const WIDTH_LIMIT = 100;
const LEAST_WIDTH = 20;
const LEAD = 30;
/** UTF-16 units before and behind the range that are looked at, however long the line is. */
const REACH = 400;

export interface SourceExcerpt {
  readonly line: string;
  /** Spaces, then carets. */
  readonly carets: string;
}

/** `undefined` where the text has no such line. */
export function excerptSource(
  text: string,
  { start, end }: SourceRange,
  width: number = WIDTH_LIMIT,
): SourceExcerpt | undefined {
  const whole = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)[start.line - 1];
  if (whole === undefined) return undefined;
  const cut = Math.max(0, start.column - 1 - REACH);
  const line = whole.slice(cut, start.column - 1 + REACH).trimEnd();
  const from = start.column - 1 - cut;
  const to = end.line === start.line ? end.column - 1 - cut : line.length;
  const cells = displayCells(line);
  const shown = windowOf(cells, from, Math.min(WIDTH_LIMIT, Math.max(LEAST_WIDTH, width)));
  const isCutBefore = cut > 0 || shown[0] !== cells[0];
  const isCutBehind = whole.trimEnd().length > cut + line.length || shown.at(-1) !== cells.at(-1);
  const before = shown.filter(({ index }, at) => endOf(shown, at, index) <= from);
  const marked = shown.filter(({ index }, at) => endOf(shown, at, index) > from && index < to);
  return {
    line: `${isCutBefore ? '…' : ''}${shown.map((cell) => cell.shown).join('')}${isCutBehind ? '…' : ''}`,
    carets: ' '.repeat(widthOf(before) + (isCutBefore ? 1 : 0)) + '^'.repeat(Math.max(1, widthOf(marked))),
  };
}

/** The first unit behind a cell. */
function endOf(cells: readonly DisplayCell[], at: number, index: number): number {
  return cells[at + 1]?.index ?? index + 1;
}

function windowOf(cells: readonly DisplayCell[], from: number, limit: number): readonly DisplayCell[] {
  if (widthOf(cells) <= limit) return cells;
  const found = cells.findLastIndex(({ index }) => index <= from);
  const rest = cells.slice(Math.max(0, found - Math.min(LEAD, Math.floor(limit / 3))));
  let width = 0;
  return rest.filter((cell) => (width += cell.width) <= limit);
}

function widthOf(cells: readonly DisplayCell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}
