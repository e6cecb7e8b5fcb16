/**
 * YAML 1.2 (core schema) into a data tree with places. What skill files do not have (anchors, tags, directives, several
 * documents) is found before the tree is built; the rules that YAML shares with JSON are kept by the tree's builder.
 */
import { Composer, Lexer, Parser } from 'yaml';
import type { Document } from 'yaml';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { DataNode } from '../model/index.ts';
import type { Piece } from './piece.ts';
import type { Report } from './report.ts';
import { foreignIndents, scanYaml } from './scan-yaml.ts';
import type { YamlScan } from './scan-yaml.ts';
import { DEPTH_LIMIT, createTreeBuilder } from './tree-builder.ts';
import { causesAmong } from './yaml-causes.ts';
import { describeYamlErrors } from './yaml-errors.ts';
import { readYamlNode } from './yaml-nodes.ts';

/** `undefined` for a text without a value: an empty one (no diagnostic), or a broken one (at least one diagnostic). */
export function parseYaml(piece: Piece, report: Report): DataNode | undefined {
  const { scan, document, errors: all } = readText(piece);
  for (const problem of scan.problems) report(problem);
  if (!scan.buildable) return undefined;
  if (document === undefined) {
    report(diagnostic('parse-too-deep', { limit: DEPTH_LIMIT }, piece.range(0, 1)));
    return undefined;
  }
  const { errors, mended } = causesAmong(all, piece, (text) => readText(text).errors);
  for (const error of errors) report(error);
  const reportElsewhere = exceptOnLinesOf([...scan.problems, ...errors], report);
  const contents = (mended === piece ? document : readText(mended).document)?.contents ?? null;
  if (contents === null) return undefined;
  return readYamlNode(contents, {
    piece: mended,
    report: reportElsewhere,
    builder: createTreeBuilder(mended, reportElsewhere),
  });
}

interface ReadText {
  readonly scan: YamlScan;
  /** Absent where the text is not to be built, or nested deeper than the program's stack. */
  readonly document: Document.Parsed | undefined;
  readonly errors: readonly Diagnostic[];
}

function readText(piece: Piece): ReadText {
  const lexemes = [...new Lexer().lex(piece.text)];
  const scan = scanYaml(lexemes, piece);
  const document = scan.buildable ? compose(lexemes, piece.text.length) : undefined;
  const { lastQuote, openBracket, problems: known } = scan;
  const spaces = document === undefined ? [] : foreignIndents(lexemes, piece);
  const described = describeYamlErrors(document?.errors ?? [], {
    piece,
    lastQuote,
    openBracket,
    known: [...known, ...spaces],
  });
  return { scan, document, errors: [...spaces, ...described].toSorted((one, other) => lineOf(one) - lineOf(other)) };
}

function lineOf({ at }: Diagnostic): number {
  return at?.start.line ?? 0;
}

/** `undefined` where the nesting is deeper than the program's stack. */
function compose(lexemes: readonly string[], end: number): Document.Parsed | undefined {
  const parser = new Parser();
  // Duplicate keys are found by the tree's builder, in linear time.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    resolveKnownTags: false,
  });
  try {
    const tokens = [...lexemes.flatMap((lexeme) => [...parser.next(lexeme)]), ...parser.end()];
    const [document] = [...composer.compose(tokens, true, end)];
    return document;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A line with one mistake reads as nonsense; what that nonsense breaks is no news. */
function exceptOnLinesOf(known: readonly Diagnostic[], report: Report): Report {
  const lines = new Set(known.map(({ at }) => at?.start.line));
  return (problem) => {
    if (!lines.has(problem.at?.start.line)) report(problem);
  };
}
