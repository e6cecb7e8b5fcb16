/**
 * Errors of the `yaml` package into diagnostics that an author understands, at most one for each line: what follows the
 * first mistake of a line is its consequence.
 */
import type { YAMLParseError } from 'yaml';
import { diagnostic, excerpt } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Piece } from './piece.ts';

export interface YamlErrorContext {
  readonly piece: Piece;
  readonly lastQuote: number;
  readonly openBracket: number | undefined;
  /** Diagnostics that exist; their lines have been spoken of. */
  readonly known: readonly Diagnostic[];
}

type Described = (error: YAMLParseError, context: YamlErrorContext) => Diagnostic;

export function describeYamlErrors(
  errors: readonly YAMLParseError[],
  context: YamlErrorContext,
): readonly Diagnostic[] {
  const spoken = new Set(context.known.map(({ at }) => at?.start.line));
  return errors.flatMap((error) => {
    // The consequence of a directive, which has its diagnostic.
    if (error.message.startsWith('Missing directives-end')) return [];
    const errorLine = context.piece.range(error.pos[0], error.pos[0]).start.line;
    const described = (DESCRIPTIONS[error.code] ?? syntax(otherwise))(error, context);
    const line = described.at?.start.line;
    if (spoken.has(errorLine) || spoken.has(line)) return [];
    spoken.add(errorLine).add(line);
    return [described];
  });
}

interface Explanation {
  readonly problem: string;
  readonly fix?: string;
  /** Where not at the error's own place. */
  readonly from?: number;
}

function syntax(explain: (error: YAMLParseError, context: YamlErrorContext) => Explanation): Described {
  return (error, context) => {
    const { problem, fix, from } = explain(error, context);
    const start = from ?? error.pos[0];
    const to = Math.max(error.pos[1], endOfLine(context.piece.text, start));
    return diagnostic(
      'parse-yaml-syntax',
      { problem, fix },
      context.piece.range(start, from === undefined ? error.pos[1] : to),
    );
  };
}

const DESCRIPTIONS: Partial<Record<YAMLParseError['code'], Described>> = {
  BLOCK_AS_IMPLICIT_KEY: describeNestedMap,
  TAB_AS_INDENT: ({ pos }, { piece }) => diagnostic('parse-yaml-tab', {}, piece.range(pos[0], pos[1])),
  BAD_INDENT: describeIndentation,
  MULTILINE_IMPLICIT_KEY: syntax(explainLineWithoutKey),
  MISSING_CHAR: syntax(explainMissing),
  UNEXPECTED_TOKEN: syntax(explainUnexpected),
  BAD_SCALAR_START: syntax(({ pos }, { piece }) => ({
    problem: `A value cannot begin with \`${piece.text.charAt(pos[0])}\`.`,
    fix: 'Put the value in quotes.',
  })),
  BAD_DQ_ESCAPE: syntax(({ pos }, { piece }) => ({
    problem: `\`${excerpt(piece.text.slice(pos[0], pos[0] + 2))}\` means nothing in double quotes.`,
    fix: 'Write a backslash as `\\\\`, or use single quotes.',
  })),
  BLOCK_IN_FLOW: syntax(() => ({
    problem: 'A list or map made by indentation stands inside brackets.',
    fix: 'Write all of it in brackets, or all of it by indentation.',
  })),
  KEY_OVER_1024_CHARS: syntax(() => ({ problem: 'The key is longer than 1,024 characters.' })),
};

function otherwise({ message }: YAMLParseError): Explanation {
  return { problem: `The YAML cannot be read: ${message.split('\n')[0] ?? ''}.` };
}

/** `description: Use when: asked`, or a line that is deeper than the value above it. */
function describeNestedMap({ pos: [from] }: YAMLParseError, { piece }: YamlErrorContext): Diagnostic {
  const { text } = piece;
  const value = text.slice(from, endOfLine(text, from)).trimEnd();
  const item = value.trimStart();
  if (item.startsWith('- ')) {
    const problem = 'A list item stands below what is no key of a list.';
    const fix = 'Put the key that the list belongs to above it.';
    const end = from + value.length;
    return diagnostic('parse-yaml-syntax', { problem, fix }, piece.range(end - item.length, end));
  }
  if (/:(\s|$)/.test(value)) {
    const key = text.slice(text.lastIndexOf('\n', from - 1) + 1, from).trim();
    return diagnostic(
      'parse-yaml-colon',
      { corrected: `${key} ${quote(value)}` },
      piece.range(from, from + value.length),
    );
  }
  const next = /[\r\n]+[ \t]*/g;
  next.lastIndex = from;
  const start = next.exec(text) === null ? from : next.lastIndex;
  const problem = 'The line is indented below a key that has its value already.';
  return diagnostic('parse-yaml-indent', { problem, wanted: undefined }, piece.range(start, endOfLine(text, start)));
}

function describeIndentation(
  { pos: [from], message }: YAMLParseError,
  { piece, openBracket }: YamlErrorContext,
): Diagnostic {
  if (message.startsWith('Flow') && openBracket !== undefined) {
    const bracket = piece.text.charAt(openBracket);
    const problem = `The \`${bracket}\` that opens here is never closed.`;
    const fix = `Close it with \`${bracket === '[' ? ']' : '}'}\`.`;
    return diagnostic('parse-yaml-syntax', { problem, fix }, piece.range(openBracket, openBracket + 1));
  }
  const problem = message.startsWith('Flow')
    ? 'The list or map in brackets that begins above goes on without indentation.'
    : 'The indentation fits none of the lines above.';
  return diagnostic(
    'parse-yaml-indent',
    { problem, wanted: undefined },
    piece.range(from, endOfLine(piece.text, from)),
  );
}

function explainLineWithoutKey({ pos: [from] }: YAMLParseError, { piece }: YamlErrorContext): Explanation {
  const line = piece.text.slice(from, endOfLine(piece.text, from));
  if (line.startsWith('-'))
    return { problem: 'A list item stands where a key is expected.', fix: 'Indent it below its key.', from };
  return /^\S+:\S/.test(line)
    ? { problem: 'The colon of a key has no space behind it.', fix: 'Put a space behind the colon.', from }
    : {
        problem: 'The line is neither a key with a value nor a list item.',
        fix: 'Put a colon and a space behind the key.',
        from,
      };
}

function explainMissing({ message, pos }: YAMLParseError, { lastQuote }: YamlErrorContext): Explanation {
  if (message.startsWith('Missing closing')) {
    return {
      problem: 'The text in quotes that begins here is never closed.',
      fix: 'Close it with the same quote.',
      from: lastQuote,
    };
  }
  if (message.startsWith('Implicit map key')) {
    return {
      problem: 'The line is neither a key with a value nor a list item.',
      fix: 'Put a colon and a space behind the key.',
    };
  }
  if (message.startsWith('Missing , ')) {
    return {
      problem: 'A comma is missing between two entries in brackets.',
      fix: 'Put a comma before this entry.',
      from: pos[0],
    };
  }
  return { problem: `The YAML cannot be read: ${message}.` };
}

function explainUnexpected({ message, pos }: YAMLParseError, { piece }: YamlErrorContext): Explanation {
  const token = piece.text.charAt(pos[0]);
  if (message.endsWith('at node end')) {
    return { problem: 'Text follows a value that has ended.', fix: 'Put the whole value in quotes.' };
  }
  if (message.includes('block-seq-ind on same line')) {
    return {
      problem: 'A list item begins on the line of its key.',
      fix: 'Begin the list on a line of its own.',
      from: pos[0],
    };
  }
  if (token === ']' || token === '}') {
    return { problem: `\`${token}\` closes nothing.`, fix: 'Remove it, or put the value in quotes.' };
  }
  return { problem: `\`${excerpt(token)}\` is not expected here.`, fix: 'Put the value in quotes if it is text.' };
}

function quote(value: string): string {
  if (!value.includes('"') && !value.includes('\\')) return `"${value}"`;
  return `'${value.replaceAll("'", "''")}'`;
}

/** The offset behind the last character of the line that is no blank. */
function endOfLine(text: string, from: number): number {
  const breaks = [text.indexOf('\n', from), text.indexOf('\r', from)].filter((at) => at >= 0);
  return from + text.slice(from, Math.min(...breaks, text.length)).trimEnd().length;
}
