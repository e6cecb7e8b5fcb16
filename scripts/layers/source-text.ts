/** TypeScript as code, strings and comments told apart, by a small scanner: TypeScript 7 ships no parser to call. */

/** A string or template literal. `text` is what stands between its quotes, with the code of each hole left out: `${}`. */
export interface StringPiece {
  readonly text: string;
  readonly line: number;
  /** A template with `${…}`, or a string joined to something by `+`. */
  readonly pasted: boolean;
  /** The code before it, back to the start of its statement, without comments and other strings. */
  readonly before: string;
  /** The first sign of the code behind it. */
  readonly after: string;
}

export interface SourceText {
  /** The source with comments and the insides of strings blanked; lines stand where they stood. */
  readonly code: string;
  readonly strings: readonly StringPiece[];
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly kind: 'string' | 'template' | 'comment' | 'regex';
}

const BEFORE_REGEX =
  /(?:^|[=(,:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|yield|await|throw|new|void|delete))\s*$/;

export function readSource(text: string): SourceText {
  const spans: Span[] = [];
  scanCode(text, 0, spans, false);
  const sorted = spans.toSorted((a, b) => a.from - b.from);
  const code = blank(text, sorted);
  const strings = sorted
    .filter(({ kind }) => kind === 'string' || kind === 'template')
    .map((span) => stringPiece(text, code, span));
  return { code, strings };
}

/** The line of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Reads code from `start`; inside a template, up to the brace that closes its `${`. Returns where it ended. */
function scanCode(text: string, start: number, spans: Span[], inTemplate: boolean): number {
  let depth = 0;
  let index = start;
  while (index < text.length) {
    const two = text.slice(index, index + 2);
    const one = two[0] ?? '';
    if (inTemplate && one === '}' && depth === 0) return index;
    depth += one === '{' ? 1 : one === '}' ? -1 : 0;
    index = scanPiece(text, index, { one, two, spans });
  }
  return index;
}

function scanPiece(
  text: string,
  index: number,
  { one, two, spans }: { readonly one: string; readonly two: string; readonly spans: Span[] },
): number {
  if (two === '//') return close(spans, 'comment', index, endOf(text, '\n', index));
  if (two === '/*') return close(spans, 'comment', index, endOf(text, '*/', index + 2) + 2);
  if (one === "'" || one === '"') return close(spans, 'string', index, endOfString(text, index + 1, one) + 1);
  if (one === '`') return scanTemplate(text, index, spans);
  if (one === '/' && BEFORE_REGEX.test(text.slice(Math.max(0, index - 40), index))) {
    return close(spans, 'regex', index, endOfRegex(text, index + 1) + 1);
  }
  return index + 1;
}

function scanTemplate(text: string, start: number, spans: Span[]): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '`') {
    if (text[index] === '\\') index += 2;
    else if (text.startsWith('${', index)) index = scanCode(text, index + 2, spans, true) + 1;
    else index += 1;
  }
  return close(spans, 'template', start, index + 1);
}

function close(spans: Span[], kind: Span['kind'], from: number, to: number): number {
  spans.push({ from, to, kind });
  return to;
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end;
}

function endOfString(text: string, from: number, quote: string): number {
  let index = from;
  while (index < text.length && text[index] !== quote && text[index] !== '\n') index += text[index] === '\\' ? 2 : 1;
  return index;
}

function endOfRegex(text: string, from: number): number {
  let index = from;
  let inClass = false;
  while (index < text.length && text[index] !== '\n' && (inClass || text[index] !== '/')) {
    inClass = text[index] === '[' || (inClass && text[index] !== ']');
    index += text[index] === '\\' ? 2 : 1;
  }
  return index;
}

/** Code inside `${…}` stays: it is outside every span of a string, inside one of a template. */
function blank(text: string, spans: readonly Span[]): string {
  const characters = text.split('');
  const blankRange = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) if (characters[index] !== '\n') characters[index] = ' ';
  };
  for (const { from, to, kind } of spans) {
    if (kind === 'template') blankTemplate(text, from, to, blankRange);
    else blankRange(kind === 'comment' ? from : from + 1, kind === 'comment' ? to : to - 1);
  }
  return characters.join('');
}

function blankTemplate(text: string, from: number, to: number, blankRange: (from: number, to: number) => void): void {
  let start = from + 1;
  for (const hole of holesOf(text, from, to)) {
    blankRange(start, hole.from);
    start = hole.to;
  }
  blankRange(start, to - 1);
}

function withoutHoles(text: string, from: number, to: number): string {
  let inside = '';
  let start = from + 1;
  for (const hole of holesOf(text, from, to)) {
    inside += `${text.slice(start, hole.from)}\${}`;
    start = hole.to;
  }
  return inside + text.slice(start, to - 1);
}

/** Each `${…}` of the template between two offsets. */
function holesOf(text: string, from: number, to: number): readonly { readonly from: number; readonly to: number }[] {
  const holes: { from: number; to: number }[] = [];
  for (let index = from + 1; index < to - 1;) {
    if (text.startsWith('${', index)) {
      const end = scanCode(text, index + 2, [], true) + 1;
      holes.push({ from: index, to: end });
      index = end;
    } else index += text[index] === '\\' ? 2 : 1;
  }
  return holes;
}

function stringPiece(text: string, code: string, { from, to, kind }: Span): StringPiece {
  const inside = kind === 'template' ? withoutHoles(text, from, to) : text.slice(from + 1, to - 1);
  const statement =
    code
      .slice(0, from)
      .split(/[;{}]|\n\s*\n/)
      .at(-1) ?? '';
  const after = code.slice(to).trimStart()[0] ?? '';
  const before = statement.trim();
  const joined = after === '+' || /[^+]\+$/.test(before);
  const hasHole = kind === 'template' && /(?:^|[^\\])\$\{/.test(inside);
  return { text: inside, line: lineOf(text, from), pasted: hasHole || joined, before, after };
}
