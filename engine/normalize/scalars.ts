/** Single values out of a data tree: a number, a whole number, a text, a word of a list, a date. What does not fit is reported. */
import { digits } from '../diagnostics/index.ts';
import type { DataNode, Located } from '../model/index.ts';
import { isDate, wordsFor } from '../trees/index.ts';
import type { Problems } from './problems.ts';

export function readNumber(node: DataNode, what: string, problems: Problems): number | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'number' && Number.isFinite(node.value)) return node.value;
  return unfit(node, what, 'a number', problems);
}

/** A number for which `holds`; `expected` says in words what that means. */
export function readNumberWhere(
  node: DataNode,
  { what, expected, holds }: { what: string; expected: string; holds: (value: number) => boolean },
  problems: Problems,
): number | undefined {
  const value = readNumber(node, what, problems);
  if (value === undefined || holds(value)) return value;
  return problems.report('normalize-value-range', { what, value, expected }, node.at);
}

export function readPositive(node: DataNode, what: string, problems: Problems): number | undefined {
  return readNumberWhere(node, { what, expected: 'above 0', holds: (value) => value > 0 }, problems);
}

export function readInteger(
  node: DataNode,
  { what, min, max }: { what: string; min: number; max: number },
  problems: Problems,
): number | undefined {
  const expected = `a whole number from ${digits(min)} to ${digits(max)}`;
  const holds = (value: number): boolean => Number.isSafeInteger(value) && value >= min && value <= max;
  return readNumberWhere(node, { what, expected, holds }, problems);
}

/** A number counts as its digits: a code written without quotes. */
export function readText(node: DataNode, what: string, problems: Problems): string | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '') return node.value.trim();
  if (node.kind === 'scalar' && typeof node.value === 'number') return String(node.value);
  return unfit(node, what, 'a text', problems);
}

/** One of `words`, in any case, hyphens counting as underscores. */
export function readWord<Word extends string>(
  node: DataNode,
  { what, words }: { what: string; words: readonly Word[] },
  problems: Problems,
): Word | undefined {
  const text = readText(node, what, problems);
  if (text === undefined) return undefined;
  const word = words.find((known) => sameWord(known, text));
  return word ?? problems.report('normalize-word-unknown', { what, word: text, known: words }, node.at);
}

export function sameWord(one: string, other: string): boolean {
  return plainWord(one) === plainWord(other);
}

/** Lower case, with everything between words as one underscore. */
export function plainWord(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
}

const PLAIN = /^[a-z\d]+(?:_[a-z\d]+)*$/;

export function readDate(node: DataNode, what: string, problems: Problems): string | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'string' && isDate(node.value)) return node.value;
  return unfit(node, what, 'a date as `2025-01-31`', problems);
}

/** The items of a list; a single value counts as a list of one. */
export function itemsOf(node: DataNode): readonly DataNode[] {
  return node.kind === 'list' ? node.items : [node];
}

/** What stands in a list again is told where it does, and counts once. */
export function distinct(
  items: readonly Located<string>[],
  list: string,
  problems: Problems,
): readonly Located<string>[] {
  const seen = new Set<string>();
  return items.filter(({ value, at }) => {
    if (!seen.has(value)) return seen.add(value);
    problems.report('normalize-item-repeated', { item: value, list }, at);
    return false;
  });
}

function unfit(node: DataNode, what: string, expected: string, problems: Problems): undefined {
  return problems.report('normalize-value-kind', { what, expected, found: wordsFor(node) }, node.at);
}
