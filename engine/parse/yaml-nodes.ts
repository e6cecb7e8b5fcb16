/** Nodes of the `yaml` package into a data tree. A node that means nothing here (an alias, which a diagnostic names) reads as null. */
import { isMap, isScalar, isSeq } from 'yaml';
import type { Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { DataNode, MapEntry, SourceRange } from '../model/index.ts';
import { lostColonIn } from './lost-colon.ts';
import type { Piece } from './piece.ts';
import type { Report } from './report.ts';
import type { Span, TreeBuilder } from './tree-builder.ts';

export interface YamlContext {
  readonly piece: Piece;
  readonly report: Report;
  readonly builder: TreeBuilder;
}

export function readYamlNode(node: ParsedNode, context: YamlContext): DataNode {
  return readNode(node, { context, depth: 1, emptyAt: undefined });
}

interface Situation {
  readonly context: YamlContext;
  readonly depth: number;
  /** The place of a value that is not written: that of its key. */
  readonly emptyAt: SourceRange | undefined;
}

function readNode(node: ParsedNode | null, situation: Situation): DataNode {
  const { context, depth, emptyAt } = situation;
  const span = spanOf(node, context.piece.text);
  const { builder, piece } = context;
  const empty = (): DataNode => builder.scalar(null, emptyAt ?? piece.range(span.from, span.to));
  if (isScalar(node)) return span.from === span.to ? empty() : readScalar(node, span, context);
  if (!isMap(node) && !isSeq(node)) return empty();
  if (!builder.mayNest(depth, span)) return empty();
  return isMap(node) ? readMap(node, span, situation) : readList(node, span, situation);
}

function readScalar(scalar: Scalar, span: Span, { builder, piece, report }: YamlContext): DataNode {
  const { value, source, type } = scalar;
  if (isInCurlyQuotes(scalar)) report(curly(scalar, piece.range(span.from, span.to)));
  if (typeof value === 'string') return builder.text(value, span);
  if (typeof value === 'number') return builder.number(value, source ?? String(value), span);
  return builder.scalar(type === 'PLAIN' && typeof value === 'boolean' ? value : null, piece.range(span.from, span.to));
}

/** A word processor's quotes, where YAML has none: they would be a part of the text. */
function isInCurlyQuotes({ value, type }: Scalar): boolean {
  return type === 'PLAIN' && typeof value === 'string' && /^[“”„‘’‚].*[“”‘’]$/su.test(value);
}

function curly({ value }: Scalar, at: SourceRange): Diagnostic {
  return diagnostic('parse-curly-quotes', { text: String(value).slice(1, -1) }, at);
}

function readList(node: YAMLSeq<ParsedNode>, span: Span, { context, depth }: Situation): DataNode {
  const items = node.items.map((item) => readNode(item, { context, depth: depth + 1, emptyAt: undefined }));
  return context.builder.list(items, span);
}

function readMap(node: YAMLMap<ParsedNode, ParsedNode | null>, span: Span, { context, depth }: Situation): DataNode {
  const entries = node.items.flatMap((pair) => readEntry(pair, context, depth));
  return context.builder.map(entries, span);
}

function readEntry(
  { key, value }: Pair<ParsedNode, ParsedNode | null>,
  context: YamlContext,
  depth: number,
): readonly MapEntry[] {
  const { builder, piece, report } = context;
  const span = spanOf(key, piece.text);
  const text = textOfKey(key);
  if (text === undefined) {
    report(diagnostic('parse-key-not-text', { found: kindOfKey(key) }, piece.range(span.from, span.to)));
    readNode(value, { context, depth: depth + 1, emptyAt: undefined });
    return [];
  }
  const keyAt = builder.key(text, span);
  if (isScalar(key) && isInCurlyQuotes(key)) report(curly(key, keyAt));
  const lost = isScalar(key) && key.type === 'PLAIN' ? lostColonIn(text, span.from, piece) : undefined;
  if (lost !== undefined) report(lost.told);
  if (text === '<<') report(diagnostic('parse-yaml-merge-key', {}, keyAt));
  return [{ key: text, keyAt, value: readNode(value, { context, depth: depth + 1, emptyAt: keyAt }) }];
}

/** Keys are text whatever they look like: `1.0`, `true` and `null` stand for themselves, as they are written. */
function textOfKey(key: ParsedNode): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source === undefined || key.source === '' ? undefined : key.source;
}

function kindOfKey(key: ParsedNode): string {
  if (isMap(key)) return 'a map';
  if (isSeq(key)) return 'a list';
  return isScalar(key) ? 'empty' : 'an alias';
}

/** The node's own text, without the blank lines that its range may end with. */
function spanOf(node: ParsedNode | null, text: string): Span {
  if (node === null) return { from: 0, to: 0 };
  const [from, end] = node.range;
  let to = end;
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1;
  return { from, to };
}
