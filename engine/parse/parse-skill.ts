/**
 * A file into a skill document: structure and places, no meaning. A file with any problem gives no document, so that what
 * follows from the problem is never reported; all problems of its front matter and of every block are.
 */
import type { Code, Heading, Nodes, Root, Table } from 'mdast';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { MapNode, SkillDocument, SourceFile, SourceRange } from '../model/index.ts';
import { readBlocks, readUnmarked } from './blocks.ts';
import { readBullets } from './bullets.ts';
import { findFrontMatterEnd, readFrontMatter } from './front-matter.ts';
import { readHeadings } from './headings.ts';
import { readLinks } from './links.ts';
import { readMarkdown } from './markdown.ts';
import { nodesOf } from './nodes.ts';
import { splitLines } from './piece.ts';
import { boundedReport } from './report.ts';
import type { Report } from './report.ts';
import { readTables } from './tables.ts';

export interface SkillParsing {
  /** Absent where a diagnostic is an error. */
  readonly document: SkillDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function parseSkill(file: SourceFile): SkillParsing {
  const problems: Diagnostic[] = [];
  const report = boundedReport(problems);
  const fileLines = splitLines(file.text.replace(/^\uFEFF/, ''));
  const conflict = conflictIn(file, fileLines);
  if (conflict !== undefined) return { document: undefined, diagnostics: [conflict] };
  const optional = /(?:^|\/)readme\.md$/i.test(file.path);
  const frontMatter = readFrontMatter({ file: file.path, fileLines, optional }, report);
  const document = readBody({ file, fileLines, frontMatter, at: wholeText(file.path, fileLines) }, report);
  return { document: problems.length === 0 ? document : undefined, diagnostics: problems };
}

/** Git leaves both sides of a conflict in the file; whatever else is wrong with it follows from that. */
function conflictIn({ path, text }: SourceFile, fileLines: readonly string[]): Diagnostic | undefined {
  if (!text.includes('<<<<<<< ') || !text.includes('>>>>>>> ')) return undefined;
  const begin = fileLines.findIndex((line) => line.startsWith('<<<<<<< '));
  const end = fileLines.findIndex((line, index) => index > begin && line.startsWith('>>>>>>> '));
  if (begin < 0 || end < 0) return undefined;
  const line = begin + 1;
  const at = { file: path, start: { line, column: 1 }, end: { line, column: '<<<<<<<'.length + 1 } };
  return diagnostic('parse-conflict', { last: end + 1 }, at);
}

/** Without a document where the Markdown parser runs out of stack. */
function readBody(parts: Omit<ReadParts, 'root'>, report: Report): SkillDocument | undefined {
  const { fileLines, at } = parts;
  try {
    const markdown = readMarkdown(fileLines, findFrontMatterEnd(fileLines));
    if ('root' in markdown) return readDocument({ ...parts, root: markdown.root }, report);
    report(diagnostic('parse-markup-too-heavy', { what: markdown.tooHeavy }, at));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(
      diagnostic(
        'parse-markup-too-heavy',
        { what: 'more pieces, or pieces deeper in each other, than can be held' },
        at,
      ),
    );
  }
  return undefined;
}

interface ReadParts {
  readonly file: SourceFile;
  readonly fileLines: readonly string[];
  readonly frontMatter: MapNode | undefined;
  readonly root: Root;
  readonly at: SourceRange;
}

function readDocument(
  { file: { path, digest }, fileLines, frontMatter, root, at }: ReadParts,
  report: Report,
): SkillDocument {
  const nodes = [...nodesOf(root)];
  const headings = readHeadings(path, nodes.filter(isHeading));
  return {
    path,
    digest,
    frontMatter,
    headings,
    links: readLinks(path, nodes),
    blocks: readBlocks(nodes.filter(isCode), { file: path, fileLines }, report),
    unmarked: readUnmarked(nodes.filter(isCode), { file: path, fileLines }),
    tables: readTables({ file: path, nodes: nodes.filter(isTable), headings }, report),
    bullets: readBullets(path, root, headings),
    at,
  };
}

const isHeading = (node: Nodes): node is Heading => node.type === 'heading';
const isCode = (node: Nodes): node is Code => node.type === 'code';
const isTable = (node: Nodes): node is Table => node.type === 'table';

function wholeText(file: string, fileLines: readonly string[]): SourceRange {
  const end = { line: fileLines.length, column: (fileLines.at(-1)?.length ?? 0) + 1 };
  return { file, start: { line: 1, column: 1 }, end };
}
