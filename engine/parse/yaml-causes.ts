/**
 * Which errors of a text are mistakes by themselves: those that are still there when the ones above are mended. A line is mended
 * in the way that leaves the fewest errors, without moving any other character.
 */
import type { Diagnostic } from '../diagnostics/index.ts';
import { splitLines } from './piece.ts';
import type { Piece } from './piece.ts';
import { repairsOf } from './yaml-repairs.ts';
import type { Repair } from './yaml-repairs.ts';

/** What follows from how lines and brackets hang together. */
const OF_STRUCTURE: ReadonlySet<string> = new Set([
  'parse-yaml-syntax',
  'parse-yaml-indent',
  'parse-yaml-colon',
  'parse-yaml-tab',
]);

/** Beyond, all that is left is told. */
const MOST_MENDED = 10;

export interface Causes {
  readonly errors: readonly Diagnostic[];
  /** The text without them, as far as it could be mended. */
  readonly mended: Piece;
}

export function causesAmong(
  errors: readonly Diagnostic[],
  piece: Piece,
  errorsOf: (mended: Piece) => readonly Diagnostic[],
): Causes {
  const causes: Diagnostic[] = [];
  let left = errors;
  let current = piece;
  while (left.length > 0 && causes.length < MOST_MENDED) {
    const [first] = left;
    if (first === undefined) break;
    const repaired = repairOf(first, current, errorsOf);
    if (repaired === undefined && left.length === 1) break;
    const tried = mendings(first, current).map((mended) => ({ mended, errors: errorsOf(mended) }));
    const [best] = tried.toSorted((one, other) => one.errors.length - other.errors.length);
    if (repaired !== undefined && repaired.errors.length <= (best?.errors.length ?? Infinity)) {
      causes.push(repaired.told);
      left = repaired.errors;
      current = repaired.mended;
      continue;
    }
    if (best === undefined || best.errors.length >= left.length) break;
    causes.push(first);
    left = best.errors;
    current = best.mended;
  }
  return { errors: [...causes, ...left], mended: current };
}

/** What leaves nothing wrong up to there, and the fewest errors behind it. */
function repairOf(
  first: Diagnostic,
  piece: Piece,
  errorsOf: (mended: Piece) => readonly Diagnostic[],
): (Repair & { readonly errors: readonly Diagnostic[] }) | undefined {
  if (!OF_STRUCTURE.has(first.code)) return undefined;
  const line = first.at?.start.line ?? 0;
  const [best] = repairsOf(first, piece)
    .map((one) => ({ ...one, errors: errorsOf(one.mended) }))
    .filter(({ errors }) => errors.every(({ at }) => (at?.start.line ?? 0) > line))
    .toSorted((one, other) => one.errors.length - other.errors.length);
  return best;
}

/** Without the character at fault, with a colon at the end, or without the line from there on or at all. */
function mendings({ at }: Diagnostic, { text, range }: Piece): readonly Piece[] {
  const lines = splitLines(text);
  const first = range(0, 0).start.line;
  const index = (at?.start.line ?? first) - first;
  const line = lines[index];
  if (at === undefined || line === undefined) return [];
  const from = lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
  const column = at.start.column - range(from, from).start.column;
  const blank = (count: number): string => ' '.repeat(Math.max(0, count));
  return [
    line.slice(0, column) + blank(1) + line.slice(column + 1),
    `${line.trimEnd().slice(0, -1)}:${blank(line.length - line.trimEnd().length)}`,
    line.slice(0, column) + blank(line.length - column),
    blank(line.length),
  ].map((mended) => ({ text: text.slice(0, from) + mended + text.slice(from + line.length), range }));
}
