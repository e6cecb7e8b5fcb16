/** JSON text into tokens, one at a time. It names what JSON does not have (comments, single quotes, bare words). */
import { diagnostic, excerpt } from '../diagnostics/index.ts';
import type { Piece } from './piece.ts';
import type { Report } from './report.ts';
import type { Span } from './tree-builder.ts';

export type JsonToken = Span &
  (
    | { readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'end' | 'broken' }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number; readonly written: string }
    | { readonly kind: 'word'; readonly value: boolean | null }
  );

export interface JsonScanner {
  readonly peek: () => JsonToken;
  readonly next: () => JsonToken;
}

const BLANK_OR_COMMENT = /[ \t\r\n]*(\/\/[^\n\r]*|\/\*[\s\S]*?(?:\*\/|$)|#[^\n\r]*)?/y;
const BARE = /[^\s,:[\]{}"']+/y;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

export function createJsonScanner(piece: Piece, report: Report): JsonScanner {
  let offset = 0;
  let ahead: JsonToken | undefined;
  const scan = (): JsonToken => {
    offset = skipBlank(piece, offset, report);
    const token = readToken(piece, offset, report);
    offset = token.to;
    return token;
  };
  return {
    peek: () => (ahead ??= scan()),
    next: () => {
      const token = ahead ?? scan();
      ahead = undefined;
      return token;
    },
  };
}

function skipBlank(piece: Piece, start: number, report: Report): number {
  let offset = start;
  for (;;) {
    const blank = matchAt(BLANK_OR_COMMENT, piece.text, offset);
    const comment = blank?.[1];
    offset += blank?.[0].length ?? 0;
    if (comment === undefined) return offset;
    report(diagnostic('parse-json-comment', {}, piece.range(offset - comment.length, offset)));
  }
}

function readToken(piece: Piece, from: number, report: Report): JsonToken {
  const character = piece.text[from];
  switch (character) {
    case undefined:
      return { kind: 'end', from, to: from };
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ':':
      return { kind: character, from, to: from + 1 };
    case '"':
    case "'":
      return readText(piece, { from, quote: character }, report);
    default:
      return readBare(piece, from, report);
  }
}

function readText(piece: Piece, { from, quote }: { from: number; quote: string }, report: Report): JsonToken {
  const { text } = piece;
  let to = from + 1;
  while (to < text.length && text[to] !== quote && text[to] !== '\n' && text[to] !== '\r')
    to += text[to] === '\\' ? 2 : 1;
  if (text[to] !== quote) {
    const at = piece.range(from, Math.min(to, text.length));
    const fix = 'Close it with a quote; a line break in a text is written `\\n`.';
    report(diagnostic('parse-json-syntax', { problem: 'The text opened here is not closed on its line.', fix }, at));
    return { kind: 'broken', from, to: text.length };
  }
  to += 1;
  if (quote === "'") {
    report(diagnostic('parse-json-quotes', {}, piece.range(from, to)));
    return { kind: 'text', value: text.slice(from + 1, to - 1), from, to };
  }
  return { kind: 'text', value: decode(piece, { from, to }, report), from, to };
}

function decode(piece: Piece, { from, to }: Span, report: Report): string {
  try {
    return String(JSON.parse(piece.text.slice(from, to)));
  } catch {
    const problem = 'The text holds a backslash or a control character that JSON does not allow.';
    const fix = 'Write a backslash as `\\\\`.';
    report(diagnostic('parse-json-syntax', { problem, fix }, piece.range(from, to)));
    return '';
  }
}

function readBare(piece: Piece, from: number, report: Report): JsonToken {
  const written = matchAt(BARE, piece.text, from)?.[0] ?? piece.text.charAt(from);
  const to = from + written.length;
  const word = WORDS.get(written);
  if (word !== undefined) return { kind: 'word', value: word, from, to };
  if (NUMBER.test(written)) return { kind: 'number', value: Number(written), written, from, to };
  const problem = `\`${excerpt(written)}\` is no JSON value.`;
  const fix = 'Text and keys stand in double quotes; words are `true`, `false` and `null`.';
  report(diagnostic('parse-json-syntax', { problem, fix }, piece.range(from, to)));
  return { kind: 'text', value: written, from, to };
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}
