/**
 * Parts of a data tree, made with their places and held to the rules that are the same for YAML and JSON: bounds on size
 * and depth, keys that are unique and harmless, numbers that are exact, no hidden characters.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { DataNode, MapEntry, Scalar, SourceRange } from '../model/index.ts';
import { findHiddenCharacter, nameOfCharacter } from './hidden-characters.ts';
import type { Piece } from './piece.ts';
import type { Report } from './report.ts';

export const DEPTH_LIMIT = 64;
const KEY_LIMIT = 2000;
const NODE_LIMIT = 10_000;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface TreeBuilder {
  readonly scalar: (value: Scalar, at: SourceRange) => DataNode;
  readonly text: (value: string, span: Span) => DataNode;
  /** `written` is the number as it stands in the source. */
  readonly number: (value: number, written: string, span: Span) => DataNode;
  readonly list: (items: readonly DataNode[], span: Span) => DataNode;
  readonly map: (entries: readonly MapEntry[], span: Span) => DataNode;
  readonly key: (key: string, span: Span) => SourceRange;
  /** Whether a map or list may begin this deep; the outermost is 1. */
  readonly mayNest: (depth: number, span: Span) => boolean;
}

export function createTreeBuilder(piece: Piece, report: Report): TreeBuilder {
  const place = ({ from, to }: Span): SourceRange => piece.range(from, to);
  const countNode = createCounter(NODE_LIMIT, (at) =>
    report(diagnostic('parse-too-many-nodes', { limit: NODE_LIMIT }, at)),
  );
  const countKey = createCounter(KEY_LIMIT, (at) =>
    report(diagnostic('parse-too-many-keys', { limit: KEY_LIMIT }, at)),
  );
  const countTooDeep = createCounter(0, (at) => report(diagnostic('parse-too-deep', { limit: DEPTH_LIMIT }, at)));
  const checkText = (text: string, span: Span): void => {
    const character = findHiddenCharacter(text);
    if (character === undefined) return;
    // A character written as an escape (`"\\u202e"`) has no place of its own.
    const index = piece.text.slice(span.from, span.to).indexOf(character);
    const from = span.from + index;
    const at = place(index < 0 ? span : { from, to: from + character.length });
    report(diagnostic('parse-hidden-character', { character: nameOfCharacter(character) }, at));
  };
  const scalar = (value: Scalar, at: SourceRange): DataNode => {
    countNode(at);
    return { kind: 'scalar', value, at };
  };
  return {
    scalar,
    text: (value, span) => {
      checkText(value, span);
      return scalar(value, place(span));
    },
    number: (value, written, span) => {
      const at = place(span);
      if (/^[-+]?0\d/.test(written)) report(diagnostic('parse-number-leading-zero', { written }, at));
      else if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
        report(diagnostic('parse-number-out-of-range', { written }, at));
      }
      return scalar(value, at);
    },
    list: (items, span) => {
      countNode(place(span));
      return { kind: 'list', items, at: place(span) };
    },
    map: (entries, span) => {
      countNode(place(span));
      reportDuplicates(entries, report);
      return { kind: 'map', entries, at: place(span) };
    },
    key: (key, span) => {
      const at = place(span);
      countKey(at);
      checkText(key, span);
      if (FORBIDDEN_KEYS.has(key)) report(diagnostic('parse-key-forbidden', { key }, at));
      return at;
    },
    mayNest: (depth, span) => {
      if (depth <= DEPTH_LIMIT) return true;
      countTooDeep(piece.range(span.from, span.from + 1));
      return false;
    },
  };
}

/** Calls `onExceeded` once, with the place of the first that is too many. */
function createCounter(limit: number, onExceeded: (at: SourceRange) => void): (at: SourceRange) => void {
  let count = 0;
  return (at) => {
    count += 1;
    if (count === limit + 1) onExceeded(at);
  };
}

function isEmpty(entry: MapEntry | undefined): boolean {
  return entry?.value.kind === 'scalar' && entry.value.value === null;
}

function reportDuplicates(entries: readonly MapEntry[], report: Report): void {
  const firsts = new Map<string, SourceRange>();
  // What was to stand below an empty key is one mistake, however many keys it has.
  let isBelowEmpty = false;
  for (const [index, { key, keyAt }] of entries.entries()) {
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, keyAt);
    else if (!isBelowEmpty) report(diagnostic('parse-key-duplicate', { key, ...first.start }, keyAt));
    isBelowEmpty = first !== undefined && (isBelowEmpty || isEmpty(entries[index - 1]));
  }
}
