/** Bounds of what is measured or counted: `A1c over 9`, `BMI of at least 30 kg/m2`, `eGFR 30-45`, `LDL > 160`. */
import type { BoundEnd, UnitConcept } from '../model/index.ts';
import type { FactBody, Measure, Span } from './fact.ts';
import type { Lexicon } from './lexicon.ts';
import { JOINERS, JOINERS_AFTER_BETWEEN, readNumber, readRange } from './read-number.ts';
import type { Token } from './tokens.ts';
import { AFTER_COMPARISONS, COMPARISONS, FUNCTION_WORDS, UNIT_WORDS } from './vocabulary.ts';

type Reading = Extract<FactBody, { readonly kind: 'measure' | 'otherUnit' }> & Span;

const BETWEEN_NAME_AND_NUMBER = new Set(
  'of is was are level levels value values score scores reading readings has : = a in the range from'.split(' '),
);

/** A number in another unit of the measure is told in its own; in a unit that it has not, it is no bound of it. */
export function readMeasureBound(tokens: readonly Token[], index: number, lexicon: Lexicon): Reading | undefined {
  const named = measureAt(tokens, index, lexicon);
  if (named === undefined) return readCounted(tokens, index, lexicon);
  const [other] = named.others;
  if (other !== undefined) return readBoth(tokens, index, { ...named, other });
  const start = skipIdle(tokens, named.to);
  const bound = readCompared(tokens, start) ?? readSpan(tokens, start) ?? readOpenEnd(tokens, start, named.measure);
  if (bound === undefined) return undefined;
  const { measure } = named;
  const first = skipUnit(tokens, bound.to, measure);
  const both = withOtherEnd(tokens, first.to, bound, measure);
  const end = both === undefined ? first : skipUnit(tokens, both.to, measure);
  const rest = restBehind(tokens, end, measure);
  const { to, low, high } = both ?? bound;
  const span = { from: index, to: Math.max(rest.to, to) };
  if (end.isOther) return { kind: 'otherUnit', measure, ...span };
  const ends = {
    ...(low === undefined ? {} : { low: inOwnUnit(low, end.unit, rest.value) }),
    ...(high === undefined ? {} : { high: inOwnUnit(high, end.unit, rest.value) }),
  };
  const isBare = end.to === to && bound.hasUnit !== true && (low ?? high) !== undefined;
  return { kind: 'measure', measure, ...ends, ...(isBare ? { isBare } : {}), ...span };
}

/** `over 9 but under 11`, `above 7 and at most 9`: the other end of the same measure, where both are in one unit and no age is said. */
function withOtherEnd(tokens: readonly Token[], index: number, bound: Ends, measure: Measure): Ends | undefined {
  const isJoined = ['and', 'but', '&'].includes(tokens[index]?.word ?? '');
  const second = isJoined ? readCompared(tokens, index + 1) : undefined;
  if (second === undefined || !isOneEnd(bound) || (bound.low === undefined) === (second.low === undefined))
    return undefined;
  const { to } = skipUnit(tokens, second.to, measure);
  if (YEARS.has(tokens[to]?.stem ?? '')) return undefined;
  const [low = NOWHERE, high = NOWHERE] = [bound.low ?? second.low, bound.high ?? second.high];
  const isSpan = low.value <= high.value && high.value <= low.value * WIDEST;
  return isSpan ? { ...bound, ...second } : undefined;
}

/** As many times as much as the lower end the upper may be: `A1c over 9 and under 65` says an age. */
const WIDEST = 4;

const YEARS: ReadonlySet<string> = new Set(['year', 'yr', 'yo', 'month']);
const NOWHERE: BoundEnd = { value: NaN, isOpen: true };

function isOneEnd({ low, high, hasUnit }: Ends): boolean {
  return hasUnit !== true && (low === undefined) !== (high === undefined);
}

/** `over 140/90`: of two measures that share their words, one end each. */
function readBoth(
  tokens: readonly Token[],
  index: number,
  { measure, other, to }: { readonly measure: Measure; readonly other: Measure; readonly to: number },
): Reading | undefined {
  const first = readCompared(tokens, skipIdle(tokens, to));
  const [slash, number] = [tokens[first?.to ?? -1], tokens[(first?.to ?? -1) + 1]];
  if (first === undefined || slash?.word !== '/' || number?.kind !== 'number') return undefined;
  const second = { value: Number(number.word), isOpen: (first.low ?? first.high)?.isOpen === true };
  const { to: at, hasUnit: _hasUnit, ...ends } = first;
  const besides = { measure: other, ...(first.low === undefined ? { high: second } : { low: second }) };
  return { kind: 'measure', measure, ...ends, besides, from: index, to: skipUnit(tokens, at + 2, measure).to };
}

function skipIdle(tokens: readonly Token[], index: number): number {
  let start = index;
  while (BETWEEN_NAME_AND_NUMBER.has(tokens[start]?.word ?? '')) start += 1;
  return start;
}

/** `more than 3 ER visits`, `two or more admissions` */
function readCounted(tokens: readonly Token[], index: number, lexicon: Lexicon): Reading | undefined {
  const bound = readCompared(tokens, index) ?? readOpenEnd(tokens, index, undefined) ?? readExact(tokens, index);
  const named = bound && measureAt(tokens, bound.to, lexicon);
  if (bound === undefined || named === undefined || !named.measure.isCount) return undefined;
  const { to: _to, hasUnit: _hasUnit, ...ends } = bound;
  return { kind: 'measure', measure: named.measure, ...ends, from: index, to: named.to };
}

/** `with no ER visits`, `with 2 ER visits`, `exactly 2 ER visits` */
function readExact(tokens: readonly Token[], index: number): Ends | undefined {
  const [word, before] = [tokens[index]?.word ?? '', tokens[index - 1]?.word ?? ''];
  const none = { value: 0, isOpen: false };
  if (word === 'without' || (word === 'no' && HAVING.has(before))) return { high: none, to: index + 1 };
  const isSaid = word === 'exactly';
  const number = isSaid || HAVING.has(before) ? readNumber(tokens, index + Number(isSaid)) : undefined;
  if (number === undefined) return undefined;
  const end = { value: number.value, isOpen: false };
  return number.value === 0 ? { high: none, to: number.to } : { low: end, high: end, to: number.to };
}

const HAVING: ReadonlySet<string> = new Set(['with', 'has', 'have', 'having', 'had']);

interface Ends {
  readonly low?: BoundEnd;
  readonly high?: BoundEnd;
  readonly to: number;
  /** Before the words that say which end it is: `35 kg/m2 or more`. */
  readonly hasUnit?: boolean;
}

function measureAt(
  tokens: readonly Token[],
  index: number,
  { measures }: Lexicon,
): { readonly measure: Measure; readonly others: readonly Measure[]; readonly to: number } | undefined {
  const entries = measures.get(tokens[index]?.stem ?? '') ?? [];
  const found = entries.filter(({ stems }) => stems.every((stem, step) => tokens[index + step]?.stem === stem));
  const [first] = found;
  if (first === undefined) return undefined;
  const alike = found.filter(({ stems }) => stems.length === first.stems.length).map(({ measure }) => measure);
  const others = alike.filter(({ name }) => name !== first.measure.name);
  return { measure: first.measure, others, to: index + first.stems.length };
}

/** `over 9`, `at least 9`, `greater than or equal to 9` */
function readCompared(tokens: readonly Token[], index: number): Ends | undefined {
  const comparison = COMPARISONS.find(
    ({ words, ageOnly }) => !ageOnly && words.every((word, step) => tokens[index + step]?.word === word),
  );
  if (comparison === undefined) return undefined;
  const words = (at: number, count: number): string =>
    tokens
      .slice(at, at + count)
      .map(({ word }) => word)
      .join(' ');
  const behind = index + comparison.words.length;
  const orEqual = ['or equal to', 'or equals'].find((text) => words(behind, text.split(' ').length) === text);
  const number = readNumber(tokens, behind + (orEqual?.split(' ').length ?? 0));
  if (number === undefined) return undefined;
  const end = { value: number.value, isOpen: comparison.shift !== 0 && orEqual === undefined };
  return comparison.bound === 'low' ? { low: end, to: number.to } : { high: end, to: number.to };
}

function readSpan(tokens: readonly Token[], index: number): Ends | undefined {
  const isBetween = tokens[index]?.word === 'between';
  const range = readRange(tokens, index + Number(isBetween), isBetween ? JOINERS_AFTER_BETWEEN : JOINERS);
  if (range === undefined || range.low > range.high) return undefined;
  return { low: { value: range.low, isOpen: false }, high: { value: range.high, isOpen: false }, to: range.to };
}

/** `9 or higher`, `35 kg/m2 or more`, `30+` */
function readOpenEnd(tokens: readonly Token[], index: number, measure: Measure | undefined): Ends | undefined {
  const number = readNumber(tokens, index);
  if (number === undefined) return undefined;
  const plain = { value: number.value, isOpen: false };
  if (tokens[number.to]?.word === '+' && tokens[number.to]?.glued === true) return { low: plain, to: number.to + 1 };
  const { to: at, isOther, unit } = skipUnit(tokens, number.to, measure);
  const end = inOwnUnit(plain, unit);
  const isJoined = ['or', 'and'].includes(tokens[at]?.word ?? '');
  const side = isJoined ? AFTER_COMPARISONS.get(tokens[at + 1]?.word ?? '') : undefined;
  if (side === undefined || isOther) return undefined;
  const hasUnit = at > number.to;
  return side === 'low' ? { low: end, to: at + 2, hasUnit } : { high: end, to: at + 2, hasUnit };
}

/** `rest`: what a smaller unit adds. */
function inOwnUnit(end: BoundEnd, unit: UnitConcept | undefined, rest = 0): BoundEnd {
  if (unit === undefined) return end;
  return { ...end, value: Number((end.value * unit.times + unit.plus + rest).toPrecision(6)) };
}

/** `5 feet 10 inches`: what stands behind in a smaller unit of the same. */
function restBehind(
  tokens: readonly Token[],
  { to, unit }: UnitEnd,
  measure: Measure,
): { readonly to: number; readonly value: number } {
  const number = unit === undefined ? undefined : readNumber(tokens, to);
  const end = number && skipUnit(tokens, number.to, measure);
  const isSmaller = end?.unit !== undefined && unit !== undefined && end.unit.times < unit.times;
  return isSmaller ? { to: end.to, value: (number?.value ?? 0) * (end.unit?.times ?? 0) } : { to, value: 0 };
}

const LONGEST_UNIT = 8;

interface UnitEnd {
  readonly to: number;
  readonly isOther: boolean;
  /** Another than the measure's own. */
  readonly unit?: UnitConcept;
}

/** Past the unit, in so many of its parts as stand there; what is no unit of the measure is another number. */
function skipUnit(tokens: readonly Token[], index: number, measure: Measure | undefined): UnitEnd {
  const { unit = '', units = [] } = measure ?? {};
  const own = endOfUnit(tokens, index, unit);
  if (own !== undefined) return { to: own, isOther: false };
  const [other] = units
    .flatMap((one) => one.words.map((word) => ({ unit: one, to: endOfUnit(tokens, index, word), isOther: false })))
    .flatMap(({ to, ...end }) => (to === undefined ? [] : [{ ...end, to }]))
    .toSorted((a, b) => b.to - a.to);
  if (other !== undefined) return other;
  const next = tokens[index];
  if (next?.word === '%' || next?.word === 'percent') return { to: index + 1, isOther: unit !== '%' };
  const isGlued = next?.kind === 'word' && next.glued;
  const isOther = isGlued || UNIT_WORDS.has(next?.word ?? '');
  if (!isOther) return { to: index, isOther };
  let to = index + 1;
  while (tokens[to]?.word === '/' || (tokens[to - 1]?.word === '/' && tokens[to]?.kind === 'word')) to += 1;
  return { to, isOther };
}

function endOfUnit(tokens: readonly Token[], index: number, unit: string): number | undefined {
  const own = plainUnit(unit);
  let text = '';
  for (let to = index; to < index + LONGEST_UNIT && to < tokens.length; to += 1) {
    text += plainUnit(tokens[to]?.text ?? '');
    if (text !== '' && text === own) return isOtherWord(tokens, index, to + 1) ? undefined : to + 1;
  }
  return undefined;
}

/** `over 70 in Texas`: a common word is a unit only where nothing follows. */
function isOtherWord(tokens: readonly Token[], from: number, to: number): boolean {
  return to === from + 1 && FUNCTION_WORDS.has(tokens[from]?.word ?? '') && tokens[to]?.kind === 'word';
}

/** `mm[Hg]` as people write it; the one-third square meters of `mL/min/{1.73_m2}` are left unsaid. */
function plainUnit(unit: string): string {
  return unit
    .replaceAll(/\/?\{[^}]*\}/g, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
