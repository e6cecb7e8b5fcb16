/**
 * A thinned text into a Markdown tree without the Markdown parser, as far as it is made of headings, paragraphs, flat lists,
 * fenced blocks and tables, one beneath the other. `undefined` where there is anything else. Most skills are: the Markdown
 * parser would take most of the time of reading a tree, and a test holds both against each other. No two nodes share a place:
 * lines are put right in them afterwards.
 */
import type { AlignType, List, ListItem, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { readInline } from './read-inline.ts';
import type { PlacedLine } from './read-inline.ts';
import { rowOf } from './restore-tree.ts';
import type { ThinText } from './thin-text.ts';

/** Line numbers of the tree are those of the thinned text. */
export function readPlainly(thin: ThinText, frontMatterEnd: number): Root | undefined {
  if (/[\t\r]|\]:/.test(thin.text)) return undefined;
  const lines = thin.text.split('\n');
  const reading: Reading = {
    lines,
    fences: new Set(thin.fences.map(({ from }) => from)),
    tables: new Set(thin.tables.map(({ header }) => header)),
    lineIndexes: thin.lineIndexes,
  };
  const children: RootContent[] = [];
  for (let at = frontMatterEnd > 0 ? 2 : 0; at < lines.length;) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const block = readBlock(reading, at);
    if (block === undefined) return undefined;
    children.push(block.node);
    at = block.end;
  }
  return { type: 'root', children };
}

interface Reading {
  readonly lines: readonly string[];
  /** First lines, as indexes of the file. */
  readonly fences: ReadonlySet<number>;
  readonly tables: ReadonlySet<number>;
  readonly lineIndexes: readonly number[];
}

interface Block<Node extends RootContent = RootContent> {
  readonly node: Node;
  /** The index of the line behind it. */
  readonly end: number;
}

const HEADING = /^(#{1,6}) (?=\S)/;
const ITEM = /^(-|\d{1,9}\.) (?=\S)/;
const ANY_ITEM = /^(?:[-*+]|\d{1,9}[.)])(?: |$)/;
/** How a line of a paragraph begins that can begin nothing else. */
const PARAGRAPH = /^(?:[A-Za-z("“‘'[$§]|`(?!``)|\d+(?!\d|[.)](?: |$))|\*\*(?=\S))/;

function readBlock(reading: Reading, at: number): Block | undefined {
  const line = reading.lines[at] ?? '';
  const index = reading.lineIndexes[at] ?? -1;
  if (reading.fences.has(index)) return readFence(reading, at);
  if (reading.tables.has(index)) return readTable(reading, at);
  if (HEADING.test(line)) return readHeading(line, at);
  if (ITEM.test(line)) return readList(reading, at);
  return PARAGRAPH.test(line) ? readParagraph(reading, at) : undefined;
}

function readHeading(line: string, at: number): Block | undefined {
  const depth = HEADING.exec(line)?.[1]?.length ?? 0;
  const children = /[# ]$/.test(line) ? undefined : readInline([placed(line, at, depth + 1)]);
  if (
    children === undefined ||
    !(depth === 1 || depth === 2 || depth === 3 || depth === 4 || depth === 5 || depth === 6)
  )
    return undefined;
  return { node: { type: 'heading', depth, children, position: whole(line, at) }, end: at + 1 };
}

/** The opening and the closing line; what stands between them was taken out. */
function readFence({ lines }: Reading, at: number): Block | undefined {
  const [open = '', close = ''] = lines.slice(at, at + 2);
  const info = open.replace(/^(?:`+|~+)/, '');
  if (/[\\&]| $/.test(info) || !/^(?:`+|~+)$/.test(close)) return undefined;
  const [lang = null, ...meta] = info.trim() === '' ? [] : info.trim().split(/ +/);
  const position = { start: { line: at + 1, column: 1 }, end: { line: at + 2, column: close.length + 1 } };
  const words = meta.length === 0 ? null : info.trim().slice(lang?.length).trim();
  return { node: { type: 'code', lang, meta: words, value: '', position }, end: at + 2 };
}

function readParagraph({ lines }: Reading, at: number): Block | undefined {
  let end = at + 1;
  while (PARAGRAPH.test(lines[end] ?? '')) end += 1;
  const next = lines[end] ?? '';
  if (!isBlank(next) && !HEADING.test(next) && !/^(?:-|1\.) \S/.test(next)) return undefined;
  const placedLines = lines.slice(at, end).map((line, index) => placed(line, at + index, 0));
  const children = readInline(placedLines);
  if (children === undefined) return undefined;
  return { node: { type: 'paragraph', children, position: across(placedLines) }, end };
}

function readList({ lines }: Reading, at: number): Block<List> | undefined {
  const ordered = /^\d/.test(lines[at] ?? '');
  const items: ListItem[] = [];
  let end = at;
  for (let marker = markerOf(lines[end], ordered); marker !== undefined; marker = markerOf(lines[end], ordered)) {
    const item = readItem(lines, end, marker);
    if (item === undefined) return undefined;
    items.push(item.node);
    end = item.end;
  }
  let next = end;
  while (next < lines.length && isBlank(lines[next])) next += 1;
  const behind = lines[next] ?? '';
  const isOver = next > end || next === lines.length;
  if (!isOver || ANY_ITEM.test(behind) || behind.startsWith(' ')) return undefined;
  const position = { start: pointOf(items[0], 'start'), end: pointOf(items.at(-1), 'end') };
  const start = ordered ? Number.parseInt(lines[at] ?? '', 10) : null;
  return { node: { type: 'list', ordered, start, spread: false, children: items, position }, end };
}

function markerOf(line: string | undefined, ordered: boolean): string | undefined {
  const marker = ITEM.exec(line ?? '')?.[0];
  return marker === undefined || /^\d/.test(marker) !== ordered ? undefined : marker;
}

/** A paragraph; its further lines stand right beneath its first. */
function readItem(lines: readonly string[], at: number, marker: string): { node: ListItem; end: number } | undefined {
  const indent = ' '.repeat(marker.length);
  const texts = [(lines[at] ?? '').slice(marker.length)];
  for (let next = lines[at + texts.length] ?? ''; next.startsWith(indent); next = lines[at + texts.length] ?? '') {
    texts.push(next.slice(marker.length));
  }
  if (!texts.every((text) => PARAGRAPH.test(text)) || /^\[[ xX]\]/.test(texts[0] ?? '')) return undefined;
  const placedLines = texts.map((text, index) => ({ text, line: at + index + 1, column: marker.length + 1 }));
  const children = readInline(placedLines);
  if (children === undefined) return undefined;
  const position = across(placedLines);
  const around = { start: { line: at + 1, column: 1 }, end: { ...position.end } };
  return {
    node: {
      type: 'listItem',
      spread: false,
      checked: null,
      children: [{ type: 'paragraph', children, position }],
      position: around,
    },
    end: at + texts.length,
  };
}

function readTable({ lines }: Reading, at: number): Block<Table> | undefined {
  let end = at + 2;
  while (lines[end]?.startsWith('|') === true) end += 1;
  const rows = [lines[at] ?? '', ...lines.slice(at + 2, end)];
  const behind = lines[end] ?? '';
  const delimiter = lines[at + 1] ?? '';
  const isSound =
    (isBlank(behind) || HEADING.test(behind)) && [...rows, delimiter].every((row) => /^\|.*\|$/.test(row));
  if (!isSound) return undefined;
  const numbers = rows.map((_, index) => (index === 0 ? at : at + 1 + index));
  let isPlain = true;
  const cellOf = (text: string, line: number, column: number): PhrasingContent[] => {
    const children = text === '' ? [] : readInline([{ text, line, column }]);
    if (children === undefined) isPlain = false;
    return children ?? [];
  };
  const children = rows.map((row, index) => rowOf(row, (numbers[index] ?? at) + 1, cellOf));
  const align = delimiter.slice(1, -1).split('|').map(alignmentOf);
  if (!isPlain || children[0]?.children.length !== align.length) return undefined;
  const position = {
    start: { line: at + 1, column: 1 },
    end: { line: end, column: (lines[end - 1] ?? '').length + 1 },
  };
  return { node: { type: 'table', align, children, position }, end };
}

function alignmentOf(cell: string): AlignType {
  const text = cell.trim();
  if (text.startsWith(':')) return text.endsWith(':') && text.length > 1 ? 'center' : 'left';
  return text.endsWith(':') ? 'right' : null;
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

function placed(line: string, at: number, skip: number): PlacedLine {
  return { text: line.slice(skip), line: at + 1, column: skip + 1 };
}

type Position = NonNullable<RootContent['position']>;

function whole(line: string, at: number): Position {
  return { start: { line: at + 1, column: 1 }, end: { line: at + 1, column: line.length + 1 } };
}

function across(lines: readonly PlacedLine[]): Position {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) throw new Error('This is a bug in parse: a paragraph has no line.');
  return {
    start: { line: first.line, column: first.column },
    end: { line: last.line, column: last.column + last.text.length },
  };
}

function pointOf(item: ListItem | undefined, end: 'start' | 'end'): Position['start'] {
  const point = item?.position?.[end];
  if (point === undefined) throw new Error('This is a bug in parse: an item has no place.');
  return { ...point };
}
