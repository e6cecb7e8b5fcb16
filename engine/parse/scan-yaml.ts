/**
 * Lexemes of YAML into what skill files do not have, found in one pass, before anything is built: building takes
 * quadratic time on thousands of anchors and runs out of stack on thousands of brackets.
 */
import { CST } from 'yaml';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Piece } from './piece.ts';
import { PROBLEM_LIMIT } from './report.ts';
import { DEPTH_LIMIT } from './tree-builder.ts';
import type { Span } from './tree-builder.ts';

export interface YamlScan {
  readonly problems: readonly Diagnostic[];
  /** Whether a tree may be built of the text in reasonable time and depth. */
  readonly buildable: boolean;
  /** Where the last text in quotes begins: the one that is open when the closing quote is missing. */
  readonly lastQuote: number;
  /** Where the last bracket begins that nothing closes. */
  readonly openBracket: number | undefined;
}

/** The lexer's marks of structure; they stand for no character of the text. */
const MARKS: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END]);

export function scanYaml(lexemes: readonly string[], piece: Piece): YamlScan {
  const problems: Diagnostic[] = [];
  let lastQuote = 0;
  const brackets: number[] = [];
  let indicators = 0;
  let unclosed: number | undefined;
  let begun = false;
  for (const { kind, text, span } of tokensOf(lexemes)) {
    if (kind === 'double-quoted-scalar' || kind === 'single-quoted-scalar') lastQuote = span.from;
    if (kind === 'flow-seq-start' || kind === 'flow-map-start') brackets.push(span.from);
    if (kind === 'flow-seq-end' || kind === 'flow-map-end') unclosed ??= unlike(brackets.pop(), kind, piece.text);
    if (kind === 'newline') indicators = 0;
    if (kind === 'seq-item-ind' || kind === 'explicit-key-ind') indicators += brackets.length > 0 ? 0 : 1;
    const problem = foreignSyntax({ kind, text, begun }, piece, span);
    if (problem !== undefined) problems.push(problem);
    if (brackets.length > DEPTH_LIMIT || indicators > DEPTH_LIMIT) {
      const at = piece.range(span.from, span.to);
      return {
        problems: [...problems, diagnostic('parse-too-deep', { limit: DEPTH_LIMIT }, at)],
        buildable: false,
        lastQuote,
        openBracket: undefined,
      };
    }
    if (problems.length > PROBLEM_LIMIT) return { problems, buildable: false, lastQuote, openBracket: undefined };
    begun ||= !BEFORE_CONTENT.has(kind);
  }
  return { problems, buildable: true, lastQuote, openBracket: unclosed ?? brackets.at(-1) };
}

/** The bracket that begins at `open`, where one of the other kind closes it. */
function unlike(open: number | undefined, kind: string, text: string): number | undefined {
  return open !== undefined && (text.charAt(open) === '[') !== (kind === 'flow-seq-end') ? open : undefined;
}

const BEFORE_CONTENT: ReadonlySet<string> = new Set(['space', 'newline', 'comment', 'directive-line']);

interface FoundToken {
  readonly kind: string;
  readonly text: string;
  readonly begun: boolean;
}

function foreignSyntax({ kind, text, begun }: FoundToken, piece: Piece, span: Span): Diagnostic | undefined {
  const at = piece.range(span.from, span.to);
  switch (kind) {
    case 'anchor':
    case 'alias':
      return diagnostic('parse-yaml-alias', { text }, at);
    case 'tag':
      return diagnostic('parse-yaml-tag', { text }, at);
    case 'directive-line':
      return diagnostic('parse-yaml-directive', { text }, at);
    case 'doc-start':
      return begun ? diagnostic('parse-yaml-several-documents', {}, at) : undefined;
    case 'doc-end':
      return diagnostic('parse-yaml-several-documents', {}, at);
    default:
      return undefined;
  }
}

/** Lines that are indented with spaces that are none to YAML, which reads them as text. */
export function foreignIndents(lexemes: readonly string[], piece: Piece): readonly Diagnostic[] {
  if (!FOREIGN_SPACE.test(piece.text)) return [];
  return [...tokensOf(lexemes)].flatMap(({ kind, text, span: { from, to } }) => {
    const isFirst = piece.text.slice(piece.text.lastIndexOf('\n', from - 1) + 1, from).trim() === '';
    if (kind !== 'scalar' || !isFirst || text.search(FOREIGN_SPACE) !== 0) return [];
    const problem = 'The line is indented with other spaces than plain ones.';
    return [diagnostic('parse-yaml-indent', { problem, wanted: undefined }, piece.range(from, to))];
  });
}

const FOREIGN_SPACE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;

interface YamlToken {
  readonly kind: string;
  readonly text: string;
  readonly span: Span;
}

function* tokensOf(lexemes: readonly string[]): Generator<YamlToken> {
  let offset = 0;
  let isScalar = false;
  for (const text of lexemes) {
    if (!isScalar && MARKS.has(text)) continue;
    if (!isScalar && text === CST.SCALAR) {
      isScalar = true;
      continue;
    }
    const kind = isScalar ? 'scalar' : (CST.tokenType(text) ?? 'unknown');
    yield { kind, text, span: { from: offset, to: offset + text.length } };
    offset += text.length;
    isScalar = false;
  }
}
