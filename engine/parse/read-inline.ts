/**
 * The text of a paragraph, heading or cell into Markdown nodes, as far as it holds nothing but plain text, code, strong text
 * and links written out. `undefined` where there is anything else: the Markdown parser decides what that is.
 */
import type { PhrasingContent } from 'mdast';

/** Lines of one piece of text, each with its place in the file. */
export interface PlacedLine {
  readonly text: string;
  /** Both counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** What may be an escape, HTML, a reference, an address, an image, a footnote or a hard break. */
const STRANGE = /[\\\t\r]|<(?![ \d=])|~~|\w@\w|:\/\/|www\.|&#?\w+;|!\[|\[\^| \n| $|^ /i;
/** Where a link written out leads to may be an address: it is looked for in no other text. */
const ADDRESS = /\]\(https?:\/\/[^()\s<>\\&]*\)/g;
const LINK = /\[([^[\]]*)\]\(([^()\s<>\\&]*)\)/y;
const ONE_LINK = /^\[[^[\]*_]*\]\([^()\s<>\\&*_]*\)$/;
const WORD = /[A-Za-z0-9]/;
const BOUNDARY = /[\s\p{P}\p{S}]/u;

export function readInline(lines: readonly PlacedLine[]): PhrasingContent[] | undefined {
  const text = lines.map((one) => one.text).join('\n');
  return STRANGE.test(text.replaceAll(ADDRESS, '](x)'))
    ? undefined
    : readSpan({ text, lines }, { from: 0, to: text.length });
}

interface Source {
  readonly text: string;
  readonly lines: readonly PlacedLine[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function readSpan(source: Source, { from, to }: Span): PhrasingContent[] | undefined {
  const nodes: PhrasingContent[] = [];
  let plain = from;
  let at = from;
  const endPlain = (): void => {
    if (at > plain)
      nodes.push({ type: 'text', value: source.text.slice(plain, at), position: placeOf(source, plain, at) });
  };
  while (at < to) {
    const next = source.text.charAt(at);
    if (!'`[*_'.includes(next)) {
      at += 1;
      continue;
    }
    const piece = readPiece(source, at, to);
    if (piece === undefined) return undefined;
    if (piece.node !== undefined) {
      endPlain();
      nodes.push(piece.node);
      plain = piece.end;
    }
    at = piece.end;
  }
  endPlain();
  return nodes;
}

/** Without a node it is text. */
interface Piece {
  readonly node: PhrasingContent | undefined;
  readonly end: number;
}

function readPiece(source: Source, at: number, to: number): Piece | undefined {
  switch (source.text.charAt(at)) {
    case '`':
      return readCode(source, at, to);
    case '[':
      return readLink(source, at, to);
    case '*':
      return readStrong(source, at, to);
    default:
      return isWithinWord(source.text, at) ? { node: undefined, end: at + 1 } : undefined;
  }
}

function readCode(source: Source, at: number, to: number): Piece | undefined {
  const { text } = source;
  const close = text.indexOf('`', at + 1);
  const value = text.slice(at + 1, close).replaceAll('\n', ' ');
  if (close === -1 || close >= to || value === '' || text.charAt(close + 1) === '`' || /^ .* $/.test(value))
    return undefined;
  return { node: { type: 'inlineCode', value, position: placeOf(source, at, close + 1) }, end: close + 1 };
}

/** A bracket that opens no link is a bracket: no reference is defined in such a text. */
function readLink(source: Source, at: number, to: number): Piece | undefined {
  LINK.lastIndex = at;
  const match = LINK.exec(source.text);
  if (match === null) {
    const close = source.text.indexOf(']', at + 1);
    return source.text.charAt(close + 1) === '(' ? undefined : { node: undefined, end: at + 1 };
  }
  const end = at + match[0].length;
  const children = readSpan(source, { from: at + 1, to: at + 1 + (match[1] ?? '').length });
  if (children === undefined || end > to) return undefined;
  const position = placeOf(source, at, end);
  return { node: { type: 'link', title: null, url: match[2] ?? '', children, position } as PhrasingContent, end };
}

function readStrong(source: Source, at: number, to: number): Piece | undefined {
  const { text } = source;
  if (text.charAt(at + 1) !== '*') {
    const isAlone = /\s/.test(text.charAt(at - 1)) && /\s/.test(text.charAt(at + 1));
    return isAlone ? { node: undefined, end: at + 1 } : undefined;
  }
  const close = text.indexOf('**', at + 2);
  if (close === -1 || close + 2 > to || !isStrong(text, at, close)) return undefined;
  const children = readSpan(source, { from: at + 2, to: close });
  if (children === undefined) return undefined;
  return { node: { type: 'strong', children, position: placeOf(source, at, close + 2) }, end: close + 2 };
}

/** Whether the stars surely open and close, whatever stands around them. */
function isStrong(text: string, open: number, close: number): boolean {
  const before = text.charAt(open - 1);
  const after = text.charAt(close + 2);
  const inner = text.slice(open + 2, close);
  const opens = (before === '' || /[\s(]/.test(before)) && /[A-Za-z0-9`[]/.test(inner.charAt(0));
  const closes = /\S$/.test(inner) && (after === '' || (BOUNDARY.test(after) && after !== '*'));
  return opens && closes && (!/[*_[\]]/.test(inner) || ONE_LINK.test(inner));
}

function isWithinWord(text: string, at: number): boolean {
  return WORD.test(text.charAt(at - 1)) && WORD.test(text.charAt(at + 1));
}

/** What ends with a line's end, ends where the next line begins, before its blanks. */
function placeOf({ lines }: Source, from: number, to: number): NonNullable<PhrasingContent['position']> {
  const end = pointAt(lines, to);
  const endsLine =
    end.line > (lines[0]?.line ?? 0) && lines.some((one) => one.line === end.line && one.column === end.column);
  return { start: pointAt(lines, from), end: endsLine ? { line: end.line, column: 1 } : end };
}

function pointAt(lines: readonly PlacedLine[], offset: number): { line: number; column: number } {
  let rest = offset;
  for (const { text, line, column } of lines) {
    if (rest <= text.length) return { line, column: column + rest };
    rest -= text.length + 1;
  }
  throw new Error('This is a bug in parse: a place lies behind its text.');
}
