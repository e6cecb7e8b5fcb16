/**
 * How the line of an error, the one above it or the one that begins what it does not fit may have been meant: with another
 * indentation, a dash, a colon, a comma or a line break. One that leaves nothing wrong up to there says what the mistake was, better than what the
 * parser stumbled over.
 */
import { diagnostic, excerpt } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { lostColonIn } from './lost-colon.ts';
import { splitLines } from './piece.ts';
import type { Piece } from './piece.ts';

export interface Repair {
  readonly mended: Piece;
  /** What was wrong, where it was mended. */
  readonly told: Diagnostic;
}

interface Line {
  readonly text: string;
  /** Offset of its first character. */
  readonly from: number;
  readonly indent: number;
}

const BYTES_TRIED = 64_000;

/** The likeliest first. */
export function repairsOf({ at }: Diagnostic, piece: Piece): readonly Repair[] {
  if (at === undefined || piece.text.length > BYTES_TRIED) return [];
  const lines = linesOf(piece.text);
  const index = lineAt(at.start.line, lines, piece);
  const near = lines.slice(Math.max(0, index - 4), index + 4).filter(({ text }) => text.trim() !== '');
  const before = lines.slice(0, index).findLast(({ text }) => text.trim() !== '');
  const tried = [lines[index], before].flatMap((line) => (line === undefined || line.text.trim() === '' ? [] : [line]));
  return [
    ...tried.flatMap((line) => [...commasIn(line, piece), ...commaBehind(line, piece)]),
    ...tried.flatMap((line) => [...colonIn(line, piece), ...colonFor(line, piece)]),
    ...tried.flatMap((line) => itemBehindKey(line, lines, piece)),
    ...tried.flatMap((line) => reindented(line, [...near, ...levels(line, lines)], piece)),
    ...beginnings(tried[0], lines).flatMap((line) => reindentedTo(line, tried[0]?.indent ?? 0, piece)),
    ...tried.flatMap((line) => (opensBelow(line, lines) ? withDash(line, piece) : [])),
  ];
}

function linesOf(text: string): readonly Line[] {
  let from = 0;
  return splitLines(text).map((line) => {
    const start = from;
    from += line.length;
    from += text.startsWith('\r\n', from) ? 2 : 1;
    return { text: line, from: start, indent: line.length - line.trimStart().length };
  });
}

/** Where line `wanted` of the file begins: a line that was broken in two is one there. */
function lineAt(wanted: number, lines: readonly Line[], { range }: Piece): number {
  const index = wanted - range(0, 0).start.line;
  return lines.findIndex(({ from }, at) => at >= index && range(from, from).start.line >= wanted);
}

/** `{ day: 130 variance: 30 }` */
function commasIn({ text, from }: Line, piece: Piece): readonly Repair[] {
  return Array.from(text.matchAll(/(?<=[^\s,{[:]) +(?=["']?[\w-]+["']?: )/g), ({ index }) =>
    repair(piece, { at: from + index, insert: ',', told: comma(piece, from + index) }),
  );
}

function commaBehind({ text, from }: Line, piece: Piece): readonly Repair[] {
  const end = from + text.trimEnd().length;
  if (!/[{[]/.test(text) || /[,{[]\s*$/.test(text)) return [];
  return [repair(piece, { at: end, insert: ',', told: comma(piece, end) })];
}

function colonIn({ text, from }: Line, piece: Piece): readonly Repair[] {
  const lost = lostColonIn(text, from, piece);
  return lost === undefined ? [] : [repair(piece, lost)];
}

function comma(piece: Piece, at: number): Diagnostic {
  const problem = 'A comma is missing between two entries in brackets.';
  return diagnostic('parse-yaml-syntax', { problem, fix: 'Put a comma here.' }, piece.range(at, at + 1));
}

/** `duration = 30 days` */
function colonFor({ text, from }: Line, piece: Piece): readonly Repair[] {
  const [found, key = '', name = ''] = /^(\s*(?:- +)?([\w$.-]+)) *= *(?=[^\s=])/.exec(text) ?? [];
  if (found === undefined) return [];
  const value = excerpt(text.slice(found.length).trim());
  const problem = 'A colon stands between a key and its value.';
  const start = from + key.length - name.length;
  const told = diagnostic(
    'parse-yaml-syntax',
    { problem, fix: `Write \`${name}: ${value}\`.` },
    piece.range(start, from + text.trimEnd().length),
  );
  return [repair(piece, { at: from + key.length, remove: found.length - key.length, insert: ': ', told })];
}

/** `phases: - name: Start`, which the lines below it go on from. */
function itemBehindKey(line: Line, lines: readonly Line[], piece: Piece): readonly Repair[] {
  const { text, from, indent } = line;
  const [found, key = '', name = '', space = ''] = /^(\s*(?:- +)?(["']?[\w$.-]+["']?:))( +)(?=- )/.exec(text) ?? [];
  if (found === undefined) return [];
  const [at, start, end] = [from + key.length, from + found.length, from + text.trimEnd().length];
  const item = excerpt(text.slice(found.length).trim());
  const fix = `Begin the list on a line of its own: \`${name}\`, and indented below it \`${item}\`.`;
  const told = diagnostic(
    'parse-yaml-syntax',
    { problem: 'A list item begins on the line of its key.', fix },
    piece.range(start, end),
  );
  const next = lines.slice(lines.indexOf(line) + 1).find((one) => one.text.trim() !== '')?.indent ?? 0;
  return [...new Set([indent + 2, next, next - 2])]
    .filter((wanted) => wanted >= indent)
    .map((wanted) => repair(piece, { at, remove: space.length, insert: `\n${' '.repeat(wanted)}`, told }));
}

/** By as little as possible, an item to where others stand; without a tab, by the spaces beside it. */
function reindented(line: Line, near: readonly Line[], piece: Piece): readonly Repair[] {
  const { indent, text } = line;
  const likes = near.filter((one) => one !== line && (!isItem(line) || isItem(one)));
  const spaces = text.slice(0, indent).replaceAll(/[^ ]/g, '').length;
  return [...new Set([spaces, ...likes.map((one) => one.indent)])]
    .toSorted((one, other) => Math.abs(one - spaces) - Math.abs(other - spaces))
    .flatMap((wanted) => reindentedTo(line, wanted, piece));
}

function reindentedTo({ indent, from, text }: Line, wanted: number, piece: Piece): readonly Repair[] {
  const [foreign] = /[^ ]/.exec(text.slice(0, indent)) ?? [];
  if (wanted === indent && foreign === undefined) return [];
  const problem = `The line is indented by ${indent}, which fits none of the lines around it.`;
  const told =
    foreign === '\t'
      ? diagnostic('parse-yaml-tab', {}, piece.range(from, from + indent))
      : diagnostic(
          'parse-yaml-indent',
          { problem: foreign === undefined ? problem : FOREIGN, wanted },
          piece.range(from + indent, from + text.trimEnd().length),
        );
  return [repair(piece, { at: from, remove: indent, insert: ' '.repeat(wanted), told })];
}

const FOREIGN = 'The line is indented with other spaces than plain ones.';

/** The line above, the one above it that is indented less, and so on: what a line may stand beside. */
function levels(line: Line, lines: readonly Line[]): readonly Line[] {
  const found: Line[] = [];
  for (const one of lines.slice(0, lines.indexOf(line)).toReversed()) {
    if (one.text.trim() !== '' && one.indent < (found.at(-1)?.indent ?? Infinity)) found.push(one);
  }
  return found;
}

/** What begins the lines that a line does not fit: the one above it that is indented less, and the one behind that. */
function beginnings(line: Line | undefined, lines: readonly Line[]): readonly Line[] {
  const opening = line && levels(line, lines).find(({ indent }) => indent < line.indent);
  if (line === undefined || opening === undefined) return [];
  const next = lines.slice(lines.indexOf(opening) + 1, lines.indexOf(line)).find(({ text }) => text.trim() !== '');
  return [opening, ...(next === undefined ? [] : [next])];
}

function isItem({ text }: Line): boolean {
  return text.trimStart().startsWith('- ');
}

/** Whether it is in brackets, and the line above is a key without a value. */
function opensBelow(line: Line, lines: readonly Line[]): boolean {
  return /^\s*[{[]/.test(line.text) && lines[lines.indexOf(line) - 1]?.text.trimEnd().endsWith(':') === true;
}

function withDash({ text, from, indent }: Line, piece: Piece): readonly Repair[] {
  const start = from + indent;
  if (text.startsWith('-', indent)) return [];
  const problem = 'The entry stands in a list, but does not begin with a dash.';
  const range = piece.range(start, from + text.trimEnd().length);
  const told = diagnostic('parse-yaml-syntax', { problem, fix: 'Put a dash and a space before it.' }, range);
  return [repair(piece, { at: start, insert: '- ', told })];
}

interface Edit {
  readonly at: number;
  readonly remove?: number;
  readonly insert: string;
  readonly told: Diagnostic;
}

/** The piece with the edit; its places are those of the text before. */
function repair({ text, range }: Piece, { at, remove = 0, insert, told }: Edit): Repair {
  const before = (offset: number): number => {
    if (offset <= at) return offset;
    return Math.max(at, offset - insert.length + remove);
  };
  const mended = text.slice(0, at) + insert + text.slice(at + remove);
  return { told, mended: { text: mended, range: (from, to) => range(before(from), before(to)) } };
}
