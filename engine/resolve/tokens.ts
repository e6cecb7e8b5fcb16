/** A phrase as words, numbers and signs, each with its place. Bullets, hyphens inside words and white space are gone. */
import type { SourceRange } from '../model/index.ts';

const FILE = '<phrase>';

export interface Token {
  /** `sign` is one of the signs that carry meaning (`-` before a number, `+`, `%` …); `mark` is punctuation. */
  readonly kind: 'word' | 'number' | 'date' | 'sign' | 'mark';
  /** As written. */
  readonly text: string;
  /** Lower case, compatibility forms and accents folded. */
  readonly word: string;
  /** `word` without the ending of a plural or a possessive: what phrases are compared by. */
  readonly stem: string;
  readonly offset: number;
  /** Nothing stands between this token and the one before. */
  readonly glued: boolean;
  readonly at: SourceRange;
}

const BULLET = /^[ \t]*(?:[-*•+–—]|\d{1,3}[.)])[ \t]+/;
const SCANNER = new RegExp(
  [
    String.raw`(?<date>\d{4}-\d{2}-\d{2}(?![\p{L}\p{N}]))`,
    String.raw`(?<number>\d*[¼½¾⅓⅔]|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[ \u00A0\u202F]\d{3})*[ \u00A0\u202F]000(?![\p{L}\p{N}])|\d+(?:\.\d+)?(?:e\d{1,2}(?![\p{L}\p{N}]))?)`,
    String.raw`(?<word>\p{L}\d[\p{L}\p{N}]\.[\p{L}\p{N}]{1,16}(?![\p{L}\p{N}])|[\p{L}\p{M}](?:[\p{L}\p{M}\p{N}]|['’](?=\p{L}))*)`,
    String.raw`(?<mark>[\p{P}])`,
    String.raw`(?<sign>[^\s\p{Cf}\p{Cc}])`,
  ].join('|'),
  'uy',
);
const PLAIN = /^[\w',.-]*$/;
const MARKS = new Set(['=', '|', '`', '^']);
const DASHES = new Set(['-', '–', '—', '−', '‐', '‑']);

export function tokenizePhrase(phrase: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  for (const [index, line] of phrase.split('\n').entries()) {
    if (index > 0) tokens.push(lineEnd(offset - 1, index));
    tokens.push(...tokenizeLine(line, { line: index + 1, offset }));
    offset += line.length + 1;
  }
  return tokens;
}

/** The words of a name, title or phrase of the library, comparable with those of a request. */
export function stemsOf(text: string): readonly string[] {
  return stemsIn(tokenizePhrase(text));
}

export function stemsIn(tokens: readonly Token[]): readonly string[] {
  return tokens.filter((token) => token.kind !== 'mark' && token.kind !== 'sign').map((token) => token.stem);
}

function foldWord(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
}

function stemWord(word: string): string {
  const bare = word.replace(/'s?$/, '');
  if (bare.length > 4 && bare.endsWith('ies')) return `${bare.slice(0, -3)}y`;
  if (bare.endsWith('sses')) return bare.slice(0, -2);
  return bare.length > 3 && bare.endsWith('s') && !/(?:ss|us|is)$/.test(bare) ? bare.slice(0, -1) : bare;
}

/** From the start of the first token to the end of the last. */
export function rangeOf(tokens: readonly Token[], from: number, to: number): SourceRange {
  const first = tokens[from]?.at ?? lineEnd(0, 1).at;
  const last = tokens[to - 1]?.at ?? first;
  return { file: FILE, start: first.start, end: last.end };
}

/** What was written between two tokens, white space and all. */
export function textOf(phrase: string, tokens: readonly Token[], span: { from: number; to: number }): string {
  const first = tokens[span.from];
  const last = tokens[span.to - 1];
  return first === undefined || last === undefined ? '' : phrase.slice(first.offset, last.offset + last.text.length);
}

function tokenizeLine(line: string, start: { readonly line: number; readonly offset: number }): readonly Token[] {
  const tokens: Token[] = [];
  let column = BULLET.exec(line)?.[0].length ?? 0;
  let end = -1;
  while (column < line.length) {
    SCANNER.lastIndex = column;
    const match = SCANNER.exec(line);
    const text = match?.[0] ?? String.fromCodePoint(line.codePointAt(column) ?? 32);
    const kind = match === null ? undefined : kindOf(match, { line, column, previous: tokens.at(-1) });
    if (kind !== undefined) {
      tokens.push(createToken({ kind, text, column, glued: end === column, ...start }));
    }
    column += text.length;
    if (text.trim() !== '') end = column;
  }
  return tokens;
}

function kindOf(
  match: RegExpExecArray,
  place: { readonly line: string; readonly column: number; readonly previous: Token | undefined },
): Token['kind'] | undefined {
  const { date, number, word, mark } = match.groups ?? {};
  if (date !== undefined) return 'date';
  if (number !== undefined) return 'number';
  if (word !== undefined) return 'word';
  const sign = mark ?? match[0];
  if (DASHES.has(sign)) return isDashBeforeNumber(place) ? 'sign' : undefined;
  return sign === '%' || (mark === undefined && !MARKS.has(sign)) ? 'sign' : 'mark';
}

/** Between two numbers, or tight before one: a range or a minus. Any other dash joins words. */
function isDashBeforeNumber(place: {
  readonly line: string;
  readonly column: number;
  readonly previous: Token | undefined;
}): boolean {
  const before = place.line[place.column - 1];
  const after = place.line.slice(place.column + 1);
  if (/^\s*\d/.test(after) && place.previous?.kind === 'number') return true;
  return /^\d/.test(after) && (before === undefined || !/[\p{L}\p{N}]/u.test(before));
}

function createToken(token: {
  readonly kind: Token['kind'];
  readonly text: string;
  readonly line: number;
  readonly offset: number;
  readonly column: number;
  readonly glued: boolean;
}): Token {
  const word = DASHES.has(token.text) ? '-' : foldWord(token.text);
  const start = { line: token.line, column: token.column + 1 };
  return {
    kind: token.kind,
    text: token.text,
    word,
    stem: stemWord(word),
    offset: token.offset + token.column,
    glued: token.glued,
    at: { file: FILE, start, end: { line: token.line, column: start.column + token.text.length } },
  };
}

function lineEnd(offset: number, line: number): Token {
  const position = { line, column: 1 };
  return {
    kind: 'mark',
    text: '',
    word: '\n',
    stem: '\n',
    offset,
    glued: false,
    at: { file: FILE, start: position, end: position },
  };
}
