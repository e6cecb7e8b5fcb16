/** Numbers as people write them: `1,000`, `2.5 million`, `100k`, `two hundred and fifty`, `a dozen`; and ranges of them. */
import type { Span } from './fact.ts';
import type { Token } from './tokens.ts';
import { MULTIPLIERS, SMALL_NUMBERS, SUFFIXES, TENS } from './vocabulary.ts';

export interface ReadNumber extends Span {
  readonly value: number;
}

export interface ReadRange extends Span {
  readonly low: number;
  readonly high: number;
}

/** What may stand between the ends of a range, and what else where `between` was said. */
export const JOINERS: ReadonlySet<string> = new Set(['-', 'to', 'through', 'thru', 'until']);
export const JOINERS_AFTER_BETWEEN: ReadonlySet<string> = new Set([...JOINERS, 'and', '&']);

/** The number that begins at `index`, with its sign. */
export function readNumber(tokens: readonly Token[], index: number): ReadNumber | undefined {
  if (tokens[index]?.word === '-' || tokens[index]?.word === 'minus') {
    const positive = readUnsigned(tokens, index + 1);
    return positive === undefined ? undefined : { value: -positive.value, from: index, to: positive.to };
  }
  return readUnsigned(tokens, index);
}

/** `25-45`, `25 to 45`, `65- to 75`, and with `and` where the caller has read `between`. */
export function readRange(
  tokens: readonly Token[],
  index: number,
  joiners: ReadonlySet<string>,
): ReadRange | undefined {
  const low = readUnsigned(tokens, index);
  if (low === undefined) return undefined;
  let next = low.to;
  while (tokens[next] !== undefined && joiners.has(tokens[next]?.word ?? '')) next += 1;
  if (next === low.to) return undefined;
  const high = readUnsigned(tokens, next);
  return high === undefined ? undefined : { low: low.value, high: high.value, from: index, to: high.to };
}

function readUnsigned(tokens: readonly Token[], index: number): ReadNumber | undefined {
  return tokens[index]?.kind === 'number' ? readDigits(tokens, index) : readWords(tokens, index);
}

function readDigits(tokens: readonly Token[], index: number): ReadNumber {
  let { value, to } = readParts(tokens, index) ?? { value: numberOf(tokens[index]), to: index + 1 };
  const suffix = tokens[to]?.glued === true ? SUFFIXES.get(tokens[to]?.word ?? '') : undefined;
  if (suffix !== undefined) return { value: round(value * suffix), from: index, to: to + 1 };
  for (let by = multiplierAt(tokens, to); by !== undefined; by = multiplierAt(tokens, to)) {
    value *= by;
    to += 1;
  }
  return { value: round(value), from: index, to };
}

const FRACTIONS: ReadonlyMap<string, number> = new Map([
  ['¼', 1 / 4],
  ['½', 1 / 2],
  ['¾', 3 / 4],
  ['⅓', 1 / 3],
  ['⅔', 2 / 3],
]);

/** `1,000`, `2½` */
function numberOf(token: Token | undefined): number {
  const text = token?.text ?? '';
  const fraction = FRACTIONS.get(text.slice(-1));
  return fraction === undefined ? Number(text.replaceAll(/[,\s]/g, '')) : Number(text.slice(0, -1)) + fraction;
}

/** `1/2 million` and `1,5 million`: in two parts, which are one number only before `million` and its like. */
function readParts(tokens: readonly Token[], index: number): Pick<ReadNumber, 'value' | 'to'> | undefined {
  const [first, mark, second] = tokens.slice(index, index + 3);
  const isOne = mark?.glued === true && second?.glued === true && second.kind === 'number';
  if (!isOne || multiplierAt(tokens, index + 3) === undefined) return undefined;
  const to = index + 3;
  if (mark.word === '/') return { value: numberOf(first) / numberOf(second), to };
  return mark.word === ',' ? { value: Number(`${first?.text}.${second.text}`), to } : undefined;
}

/** English numerals add up within a thousand, and each thousand or million closes what stands before it. */
function readWords(tokens: readonly Token[], index: number): ReadNumber | undefined {
  const half = readHalf(tokens, index);
  if (half !== undefined) return half;
  const isPair = multiplierAt(tokens, index) === 2 && multiplierAt(tokens, index + 1) !== undefined;
  const begin = startsWithArticle(tokens, index) ? index + 1 : index;
  let to = begin;
  let total = 0;
  const isAlone = ALONE.has(tokens[index]?.word ?? '');
  let group = begin > index || isPair || isAlone ? 1 : undefined;
  for (let position = to; ; position = to) {
    const joined = group !== undefined && tokens[position]?.word === 'and' ? position + 1 : position;
    const next = addWord(group, tokens[joined]?.word ?? '');
    if (next === undefined) break;
    to = joined + 1;
    total += next.closed;
    group = next.group;
  }
  const isNumber = to > index && group !== undefined;
  return isNumber ? { value: total + (group ?? 0), from: index, to } : undefined;
}

function addWord(
  group: number | undefined,
  word: string,
): { readonly closed: number; readonly group: number } | undefined {
  const small = SMALL_NUMBERS.get(word);
  if (small !== undefined)
    return fits(group, small < 10 ? 10 : 100) ? { closed: 0, group: (group ?? 0) + small } : undefined;
  const tens = TENS.get(word);
  if (tens !== undefined) return fits(group, 100) ? { closed: 0, group: (group ?? 0) + tens } : undefined;
  const by = MULTIPLIERS.get(word);
  if (by === undefined || group === undefined) return undefined;
  return by < 1000 ? { closed: 0, group: group * by } : { closed: group * by, group: 0 };
}

/** `five` fits behind `twenty` and `hundred`, not behind `six`. */
function fits(group: number | undefined, place: number): boolean {
  return group === undefined || group % place === 0;
}

function readHalf(tokens: readonly Token[], index: number): ReadNumber | undefined {
  if (tokens[index]?.word !== 'half' || tokens[index + 1]?.word !== 'a') return undefined;
  const by = multiplierAt(tokens, index + 2);
  return by === undefined ? undefined : { value: by / 2, from: index, to: index + 3 };
}

/** `dozen kids`, `couple of diabetics`: said without an article too. */
const ALONE: ReadonlySet<string> = new Set(['couple', 'pair', 'dozen']);

/** `a dozen`; `couple dozen` needs none. */
function startsWithArticle(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.word;
  return (word === 'a' || word === 'an') && multiplierAt(tokens, index + 1) !== undefined;
}

function multiplierAt(tokens: readonly Token[], index: number): number | undefined {
  return MULTIPLIERS.get(tokens[index]?.word ?? '');
}

/** Away with the error of `2.3 * 1,000,000`. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
