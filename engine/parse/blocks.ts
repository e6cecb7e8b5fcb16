/** Fenced blocks in YAML or JSON into data trees. Blocks in other languages are prose. */
import type { Code } from 'mdast';
import { diagnostic } from '../diagnostics/index.ts';
import type { Block, DataNode, SourceRange } from '../model/index.ts';
import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';
import { createPiece } from './piece.ts';
import type { Piece } from './piece.ts';
import { placeOf } from './position.ts';
import type { Report } from './report.ts';

const BYTE_LIMIT = 256_000;

const LANGUAGES: ReadonlyMap<string, Block['language']> = new Map([
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['json', 'json'],
]);

export interface BlockOrigin {
  readonly file: string;
  readonly fileLines: readonly string[];
}

export function readBlocks(nodes: readonly Code[], origin: BlockOrigin, report: Report): readonly Block[] {
  return nodes.flatMap((node) => {
    const at = placeOf(origin.file, node);
    if (isUnclosed(at, origin.fileLines)) {
      report(diagnostic('parse-block-unclosed', {}, { ...at, end: endOfFirstLine(at, origin.fileLines) }));
      return [];
    }
    const language = LANGUAGES.get(node.lang?.toLowerCase() ?? '');
    return language === undefined ? [] : [readBlock({ node, language, at, origin }, report)];
  });
}

/** What looks like a map in fences without a language or with another word in its place, as far as it can be read. */
export function readUnmarked(nodes: readonly Code[], origin: BlockOrigin): readonly Block[] {
  return nodes
    .filter(({ lang, value }) => !LANGUAGES.has(lang?.toLowerCase() ?? '') && BEGINS_MAP.test(value))
    .map((node) => readBlock({ node, language: languageOf(node), at: placeOf(origin.file, node), origin }, () => {}))
    .filter(({ data }) => data.kind === 'map');
}

const BEGINS_MAP = /^\s*(?:\{|[a-z_]+:(?:\s|$))/;

function languageOf({ value }: Code): Block['language'] {
  return value.trimStart().startsWith('{') ? 'json' : 'yaml';
}

interface FencedBlock {
  readonly node: Code;
  readonly language: Block['language'];
  readonly at: SourceRange;
  readonly origin: BlockOrigin;
}

function readBlock({ node, language, at, origin }: FencedBlock, report: Report): Block {
  const piece = createPiece({ ...origin, text: node.value, firstLine: at.start.line + 1 });
  const words = node.meta?.split(/\s+/).filter((word) => word !== '') ?? [];
  return { language, words, data: readData(piece, { language, at }, report), at };
}

function readData(piece: Piece, { language, at }: Pick<FencedBlock, 'language' | 'at'>, report: Report): DataNode {
  const bytes = Buffer.byteLength(piece.text);
  const nothing: DataNode = { kind: 'scalar', value: null, at };
  if (bytes > BYTE_LIMIT) {
    report(diagnostic('parse-too-large', { part: 'block', bytes, limit: BYTE_LIMIT }, at));
    return nothing;
  }
  return (language === 'json' ? parseJson(piece, report) : parseYaml(piece, report)) ?? nothing;
}

/** Blocks by indentation have no fence to close. */
function isUnclosed({ start, end }: SourceRange, fileLines: readonly string[]): boolean {
  const open = /^(?:`{3,}|~{3,})/.exec(fileLines[start.line - 1]?.slice(start.column - 1) ?? '')?.[0];
  if (open === undefined) return false;
  return end.line === start.line || !(fileLines[end.line - 1] ?? '').trimEnd().endsWith(open);
}

function endOfFirstLine({ start }: SourceRange, fileLines: readonly string[]): SourceRange['end'] {
  return { line: start.line, column: (fileLines[start.line - 1]?.length ?? 0) + 1 };
}
