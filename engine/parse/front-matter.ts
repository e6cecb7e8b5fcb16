/**
 * The front matter of a file, as a data tree. Only a bare `---` on the first line opens it; a word behind the dashes never
 * chooses a language.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { DataNode, MapNode, SourceRange } from '../model/index.ts';
import { parseYaml } from './parse-yaml.ts';
import { createPiece } from './piece.ts';
import type { Report } from './report.ts';

const BYTE_LIMIT = 256_000;
const FENCE = /^---[ \t]*$/;

/** The index of the line that closes the front matter; 0 where there is none. */
export function findFrontMatterEnd(fileLines: readonly string[]): number {
  if (!FENCE.test(fileLines[0] ?? '')) return 0;
  return Math.max(
    0,
    fileLines.findIndex((line, index) => index > 0 && FENCE.test(line)),
  );
}

export interface FrontMatterOrigin {
  readonly file: string;
  readonly fileLines: readonly string[];
  /** Whether the file is prose, which needs none. */
  readonly optional: boolean;
}

export function readFrontMatter({ file, fileLines, optional }: FrontMatterOrigin, report: Report): MapNode | undefined {
  const first = fileLines[0] ?? '';
  const at = { file, start: { line: 1, column: 1 }, end: { line: 1, column: Math.max(first.length, 1) + 1 } };
  if (!FENCE.test(first)) {
    if (/^---[ \t]*[^-\s]/.test(first)) report(diagnostic('parse-front-matter-language', { fence: first.trim() }, at));
    else if (!optional) report(diagnostic('parse-front-matter-missing', { lateFence: hasLateFence(fileLines) }, at));
    return undefined;
  }
  const close = findFrontMatterEnd(fileLines);
  if (close > 0) return readMap({ file, fileLines, lines: fileLines.slice(1, close), at }, report);
  report(diagnostic('parse-front-matter-unclosed', {}, at));
  return undefined;
}

interface FrontMatterLines {
  readonly file: string;
  readonly fileLines: readonly string[];
  readonly lines: readonly string[];
  readonly at: SourceRange;
}

function readMap({ file, fileLines, lines, at }: FrontMatterLines, report: Report): MapNode | undefined {
  const text = lines.join('\n');
  const bytes = Buffer.byteLength(text);
  if (bytes > BYTE_LIMIT) {
    report(diagnostic('parse-too-large', { part: 'front matter', bytes, limit: BYTE_LIMIT }, at));
    return undefined;
  }
  let isBroken = false;
  const data = parseYaml(createPiece({ file, text, firstLine: 2, fileLines }), (problem) => {
    isBroken = true;
    report(problem);
  });
  if (data?.kind === 'map') return data;
  if (!isBroken) report(diagnostic('parse-front-matter-shape', { found: shapeOf(data) }, data?.at ?? at));
  return undefined;
}

function shapeOf(data: DataNode | undefined): string {
  if (data === undefined) return 'empty';
  return data.kind === 'list' ? 'a list' : 'a single value';
}

/** `---` pushed down by blank lines or a comment. */
function hasLateFence(fileLines: readonly string[]): boolean {
  const [fence, key] = fileLines
    .slice(0, 10)
    .flatMap((line, index, lines) => (line.trim() === '---' ? [line, lines[index + 1]] : []));
  return fence !== undefined && /^\s*[\w-]+:/.test(key ?? '');
}
