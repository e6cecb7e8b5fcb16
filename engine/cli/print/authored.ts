/** An authored specification as YAML in the language of skills; behind a line stands where it comes from, where that changes. */
import type { DataNode, MapEntry, SourceRange } from '../../model/index.ts';
import { printable } from './table.ts';

const WIDTH = 100;

interface Line {
  readonly text: string;
  readonly at: SourceRange;
}

export function formatAuthored(node: DataNode, placeOf: (at: SourceRange) => string): string {
  let file = '';
  return linesOf(node, '')
    .map(({ text, at }) => {
      const isElsewhere = at.file !== file;
      file = at.file;
      return printable(isElsewhere ? `${text}  # ${placeOf(at)}` : text);
    })
    .join('\n');
}

function linesOf(node: DataNode, indent: string): readonly Line[] {
  if (node.kind === 'scalar') return [{ text: `${indent}${scalarText(node.value)}`, at: node.at }];
  if (node.kind === 'map') return node.entries.flatMap((entry) => entryLines(entry, indent));
  return node.items.flatMap((item) => itemLines(item, indent));
}

function entryLines({ key, keyAt, value }: MapEntry, indent: string): readonly Line[] {
  const head = `${indent}${keyText(key)}:`;
  const flow = flowText(value);
  if (isOneLine(value) && indent.length + key.length + flow.length < WIDTH)
    return [{ text: `${head} ${flow}`, at: placeOfAll(value, keyAt) }];
  return [{ text: head, at: keyAt }, ...linesOf(value, `${indent}  `)];
}

function itemLines(item: DataNode, indent: string): readonly Line[] {
  const flow = flowText(item);
  if (isOneLine(item) && indent.length + flow.length < WIDTH)
    return [{ text: `${indent}- ${flow}`, at: placeOfAll(item, item.at) }];
  const [first, ...others] = linesOf(item, `${indent}  `);
  return first === undefined ? [] : [{ ...first, text: `${indent}- ${first.text.trimStart()}` }, ...others];
}

/** All of it stands in one file, so that one place says where. */
function isOneLine(node: DataNode): boolean {
  const files = new Set(filesIn(node));
  return files.size < 2;
}

function filesIn(node: DataNode): readonly string[] {
  switch (node.kind) {
    case 'scalar':
      return [node.at.file];
    case 'list':
      return node.items.flatMap(filesIn);
    case 'map':
      return node.entries.flatMap(({ value }) => filesIn(value));
  }
}

function placeOfAll(node: DataNode, otherwise: SourceRange): SourceRange {
  return filesIn(node).includes(otherwise.file) || filesIn(node).length === 0 ? otherwise : firstPlace(node);
}

function firstPlace(node: DataNode): SourceRange {
  const [inner] = node.kind === 'list' ? node.items : node.kind === 'map' ? node.entries.map(({ value }) => value) : [];
  return inner === undefined ? node.at : firstPlace(inner);
}

function flowText(node: DataNode): string {
  switch (node.kind) {
    case 'scalar':
      return scalarText(node.value);
    case 'list':
      return `[${node.items.map(flowText).join(', ')}]`;
    case 'map':
      return node.entries.length === 0
        ? '{}'
        : `{ ${node.entries.map(({ key, value }) => `${keyText(key)}: ${flowText(value)}`).join(', ')} }`;
  }
}

const PLAIN = /^[A-Za-z][\w .+/()-]*[\w)]$|^[A-Za-z]$/;
const WORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off']);

function keyText(key: string): string {
  return scalarText(key);
}

function scalarText(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !WORDS.has(value.toLowerCase()) ? value : JSON.stringify(value);
}
