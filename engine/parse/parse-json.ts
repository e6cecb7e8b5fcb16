/**
 * JSON text into a data tree with places. Strict, but it reads on past the mistakes that come from other languages
 * (comments, trailing commas, single quotes, bare words), so that each of them is named.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { DataNode, MapEntry, SourceRange } from '../model/index.ts';
import { createJsonScanner } from './json-scanner.ts';
import type { JsonScanner, JsonToken } from './json-scanner.ts';
import type { Piece } from './piece.ts';
import type { Report } from './report.ts';
import { createTreeBuilder } from './tree-builder.ts';
import type { TreeBuilder } from './tree-builder.ts';

interface JsonReader {
  readonly scanner: JsonScanner;
  readonly builder: TreeBuilder;
  readonly report: Report;
  readonly place: (token: JsonToken) => SourceRange;
}

/** `undefined` for a text without a value: an empty one (no diagnostic), or a broken one (at least one diagnostic). */
export function parseJson(piece: Piece, reportAll: Report): DataNode | undefined {
  const report = firstOfLine(reportAll);
  const scanner = createJsonScanner(piece, report);
  const place = ({ from, to }: JsonToken): SourceRange => piece.range(from, Math.max(to, from));
  const reader: JsonReader = { scanner, builder: createTreeBuilder(piece, report), report, place };
  if (scanner.peek().kind === 'end') return undefined;
  const value = readValue(reader, 1);
  const rest = scanner.peek();
  if (value !== undefined && rest.kind !== 'end') {
    fail(reader, rest, 'Text follows the end of the JSON value.', 'Write several values as several fenced blocks.');
  }
  return value;
}

/** What cannot be read because of what stands before it on its line is no news. */
function firstOfLine(report: Report): Report {
  let last = Number.NEGATIVE_INFINITY;
  return (problem) => {
    const line = problem.at?.start.line ?? 0;
    const isSyntax = problem.code === 'parse-json-syntax';
    if (isSyntax && line === last) return;
    if (isSyntax) last = line;
    report(problem);
  };
}

function readValue(reader: JsonReader, depth: number): DataNode | undefined {
  const { scanner, builder, place } = reader;
  const token = scanner.next();
  switch (token.kind) {
    case '{':
      return builder.mayNest(depth, token) ? readMap(reader, token, depth) : undefined;
    case '[':
      return builder.mayNest(depth, token) ? readList(reader, token, depth) : undefined;
    case 'text':
      return builder.text(token.value, token);
    case 'number':
      return builder.number(token.value, token.written, token);
    case 'word':
      return builder.scalar(token.value, place(token));
    case '}':
    case ']':
    case ',':
    case ':':
    case 'end':
    case 'broken':
      return fail(reader, token, `${NAMES[token.kind]} stands where a JSON value is expected.`);
  }
}

function readList(reader: JsonReader, open: JsonToken, depth: number): DataNode | undefined {
  const { scanner, builder } = reader;
  const items: DataNode[] = [];
  while (scanner.peek().kind !== ']') {
    const item = readValue(reader, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    if (!readComma(reader, ']')) return undefined;
  }
  return builder.list(items, { from: open.from, to: scanner.next().to });
}

function readMap(reader: JsonReader, open: JsonToken, depth: number): DataNode | undefined {
  const { scanner, builder } = reader;
  const entries: MapEntry[] = [];
  while (scanner.peek().kind !== '}') {
    const entry = readEntry(reader, depth);
    if (entry === undefined) return undefined;
    entries.push(entry);
    if (!readComma(reader, '}')) return undefined;
  }
  return builder.map(entries, { from: open.from, to: scanner.next().to });
}

function readEntry(reader: JsonReader, depth: number): MapEntry | undefined {
  const { scanner, builder } = reader;
  const token = scanner.next();
  if (token.kind !== 'text') {
    return fail(reader, token, `${NAMES[token.kind]} stands where a key is expected.`, 'Write keys in double quotes.');
  }
  const keyAt = builder.key(token.value, token);
  const colon = scanner.next();
  if (colon.kind !== ':')
    return fail(reader, colon, `${NAMES[colon.kind]} stands where the colon of a key is expected.`);
  const value = readValue(reader, depth + 1);
  return value === undefined ? undefined : { key: token.value, keyAt, value };
}

/** Reads up to the next item or the closing bracket; false where neither comes. */
function readComma(reader: JsonReader, closing: ']' | '}'): boolean {
  const { scanner, report, place } = reader;
  const token = scanner.peek();
  if (token.kind === closing) return true;
  if (token.kind !== ',') {
    fail(reader, token, `${NAMES[token.kind]} stands where a comma or \`${closing}\` is expected.`);
    return false;
  }
  const comma = scanner.next();
  if (scanner.peek().kind === closing) report(diagnostic('parse-json-trailing-comma', {}, place(comma)));
  return true;
}

function fail(reader: JsonReader, token: JsonToken, problem: string, fix?: string): undefined {
  // A broken token has been named by the scanner.
  if (token.kind === 'broken') return undefined;
  reader.report(diagnostic('parse-json-syntax', { problem, fix }, reader.place(token)));
  return undefined;
}

const NAMES: Readonly<Record<JsonToken['kind'], string>> = {
  '{': '`{`',
  '}': '`}`',
  '[': '`[`',
  ']': '`]`',
  ',': 'A comma',
  ':': 'A colon',
  end: 'The end of the block',
  text: 'A text',
  number: 'A number',
  word: 'A word',
  broken: 'A broken text',
};
