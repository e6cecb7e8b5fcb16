/** Ages: `65-year-old`, `aged 45 to 64`, `between 40 and 60 years old`, `over 65`, `65+`, `in their 60s`. */
import type { FactBody, Span } from './fact.ts';
import { isPeopleWord } from './read-person.ts';
import { JOINERS, JOINERS_AFTER_BETWEEN, readNumber, readRange } from './read-number.ts';
import { PERCENT } from './read-share.ts';
import type { Token } from './tokens.ts';
import {
  AFTER_COMPARISONS,
  AGE_PEOPLE,
  COMPARISONS,
  DECADES,
  FUNCTION_WORDS,
  HAD_WORDS,
  NEGATIONS,
  PARTS_OF_DECADE,
  SEX_WORDS,
} from './vocabulary.ts';

type ReadAge = Extract<FactBody, { readonly kind: 'age' }> & Span;

interface Numbers extends Span {
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** The words say by themselves that an age is meant. */
  readonly surely: boolean;
}

const AGE_WORDS = new Set(['age', 'aged', 'ages']);
const AFTER_AGE = new Set([
  'group',
  'groups',
  'range',
  'between',
  'of',
  'from',
  'is',
  'are',
  'in',
  'the',
  ':',
  '=',
  'band',
  'bands',
]);
const YEARS = new Set(['year', 'years', 'yr', 'yrs']);
const AVERAGES = new Set(['average', 'avg', 'mean', 'median', 'typical']);
const OLDEST_WRITTEN_WITH_PLUS = 99;

/** `average age of 72`: said of all people together, so of no age that one of them has. */
export function readAverageAge(
  tokens: readonly Token[],
  index: number,
): (Span & { readonly kind: 'unknown' }) | undefined {
  if (!AVERAGES.has(tokens[index]?.word ?? '')) return undefined;
  const start = skipAgeWords(tokens, index + 1);
  const numbers = start > index + 1 ? readAgeNumbers(tokens, start) : undefined;
  return numbers === undefined ? undefined : { kind: 'unknown', from: index, to: skipYears(tokens, numbers.to) };
}

/** `diagnosed at age 50`: of another time than the others. */
export function readAgeThen(
  tokens: readonly Token[],
  index: number,
): (Span & { readonly kind: 'unknown' }) | undefined {
  const [before, at] = [tokens[index - 1], tokens[index]];
  if (at?.word !== 'at' || before?.kind !== 'word' || isPeople(before.word)) return undefined;
  const start = skipAgeWords(tokens, index + 1);
  const numbers = start > index + 1 ? readAgeNumbers(tokens, start) : undefined;
  return numbers === undefined ? undefined : { kind: 'unknown', from: index, to: skipYears(tokens, numbers.to) };
}

function isPeople(word: string): boolean {
  return isPeopleWord(word) || SEX_WORDS.has(word) || AGE_PEOPLE.has(word);
}

/** What an age stands behind. */
export interface AgePlace {
  readonly afterUnknown: boolean;
  /** `diabetics`: people who are called by what they have. */
  readonly afterPeople: boolean;
}

/** The age that begins at `index`. Behind an unknown word a bare number is that word's (`bmi over 35`), not an age. */
export function readAge(tokens: readonly Token[], index: number, place: AgePlace): ReadAge | undefined {
  const start = skipAgeWords(tokens, index);
  const numbers = readAgeNumbers(tokens, start);
  if (numbers === undefined) return undefined;
  const to = skipYears(tokens, numbers.to);
  const said = start > index || numbers.surely || to > numbers.to;
  const end = skipBareYears(tokens, to);
  if (!said && end > to && tokens[index - 1]?.word === 'for') return undefined;
  if (!said && tokens[end]?.word === 'of') return undefined;
  const isByPlace = isAgeByPlace(tokens, index, { ...numbers, to: end }, place.afterPeople);
  if (!said && (place.afterUnknown || !isByPlace)) return undefined;
  return { kind: 'age', low: numbers.low, high: numbers.high, from: index, to: end };
}

function skipAgeWords(tokens: readonly Token[], index: number): number {
  const start = AGE_WORDS.has(tokens[index]?.word ?? '') ? index + 1 : ageWordAfterBetween(tokens, index);
  if (start === undefined) return index;
  let next = start;
  while (next < start + 5 && AFTER_AGE.has(tokens[next]?.word ?? '')) next += 1;
  return next;
}

/** `between the ages of …` */
function ageWordAfterBetween(tokens: readonly Token[], index: number): number | undefined {
  const words = [0, 1, 2].map((step) => tokens[index + step]?.word ?? '');
  if (words[0] !== 'between' && words[0] !== 'from') return undefined;
  const at = words[1] === 'the' ? 2 : 1;
  return AGE_WORDS.has(words[at] ?? '') ? index + at + 1 : undefined;
}

function readAgeNumbers(tokens: readonly Token[], index: number): Numbers | undefined {
  return (
    readCompared(tokens, index) ?? readBetween(tokens, index) ?? readDecades(tokens, index) ?? readPlain(tokens, index)
  );
}

function readCompared(tokens: readonly Token[], index: number): Numbers | undefined {
  const comparison = COMPARISONS.find(({ words }) => words.every((word, step) => tokens[index + step]?.word === word));
  if (comparison === undefined) return undefined;
  const start = index + comparison.words.length;
  const words = ['the age of', 'age of', 'age'].find((text) =>
    text.split(' ').every((word, step) => tokens[start + step]?.word === word),
  );
  const number = readNumber(tokens, start + (words?.split(' ').length ?? 0));
  if (number === undefined) return undefined;
  const bound = number.value + comparison.shift;
  const limits = comparison.bound === 'low' ? { low: bound, high: undefined } : { low: undefined, high: bound };
  const isPlural = tokens[number.to]?.word === 's' && tokens[number.to]?.glued === true;
  const surely = comparison.ageOnly || words !== undefined || isPlural;
  return { ...limits, from: index, to: number.to + Number(isPlural), surely };
}

function readBetween(tokens: readonly Token[], index: number): Numbers | undefined {
  const between = tokens[index]?.word === 'between' ? 1 : 0;
  const previous = tokens[index - 1]?.word;
  const joiners = between > 0 || previous === 'between' || previous === 'of' ? JOINERS_AFTER_BETWEEN : JOINERS;
  const range = readRange(tokens, index + between, joiners);
  return range === undefined ? undefined : { ...range, from: index, surely: false };
}

/** `in their 40s and 50s` is one range. */
function readDecades(tokens: readonly Token[], index: number): Numbers | undefined {
  const first = readDecade(tokens, index);
  const joiner = tokens[first?.to ?? -1]?.word ?? '';
  const isJoined = JOINERS_AFTER_BETWEEN.has(joiner) || joiner === 'or';
  const second = first && isJoined ? readDecade(tokens, first.to + 1, true) : undefined;
  if (first?.high === undefined || second?.low === undefined) return first;
  const isNext = JOINERS.has(joiner) ? second.low > first.high : second.low === first.high + 1;
  return isNext ? { ...first, high: second.high, to: second.to } : first;
}

/** `60s`, said of people in their sixties; `mid-forties`. */
function readDecade(tokens: readonly Token[], index: number, isSecond = false): Numbers | undefined {
  const part = PARTS_OF_DECADE.get(tokens[index]?.word ?? '');
  const named = DECADES.get(tokens[part === undefined ? index : index + 1]?.word ?? '');
  if (named !== undefined) {
    const [from, to] = part ?? [0, 9];
    return { low: named + from, high: named + to, from: index, to: index + (part === undefined ? 1 : 2), surely: true };
  }
  const [number, ending] = [tokens[index], tokens[index + 1]];
  if (number?.kind !== 'number' || ending?.word !== 's' || !ending.glued) return undefined;
  const decade = Number(number.word);
  const said = isSecond || ['their', 'his', 'her'].includes(tokens[index - 1]?.word ?? '');
  if (!said || decade % 10 !== 0) return undefined;
  return { low: decade, high: decade + 9, from: index, to: index + 2, surely: true };
}

function readPlain(tokens: readonly Token[], index: number): Numbers | undefined {
  const number = readNumber(tokens, index);
  if (number === undefined) return undefined;
  const years = skipBareYears(tokens, skipYears(tokens, number.to));
  const isHad = HAVING.has(tokens[index - 1]?.word ?? '');
  const end = tokens[years + 1]?.word ?? '';
  const openEnd = AFTER_COMPARISONS.get(end);
  if (openEnd !== undefined && ['and', 'or'].includes(tokens[years]?.word ?? '')) {
    if (isHad && OF_ANY_NUMBER.has(end)) return undefined;
    const limits = openEnd === 'low' ? { low: number.value, high: undefined } : { low: undefined, high: number.value };
    return { ...limits, from: index, to: years + 2, surely: !OF_ANY_NUMBER.has(end) };
  }
  if (tokens[number.to]?.word === '+' && tokens[number.to]?.glued === true) {
    if (isHad || countsPeople(tokens, number) || countsHad(tokens, number.to + 1)) return undefined;
    const surely = number.value <= OLDEST_WRITTEN_WITH_PLUS;
    return { low: number.value, high: undefined, from: index, to: number.to + 1, surely };
  }
  return { low: number.value, high: number.value, from: index, to: number.to, surely: false };
}

/** `2 or more` of anything; `65 or older` is an age by itself. */
const OF_ANY_NUMBER: ReadonlySet<string> = new Set(['more', 'less', 'higher', 'lower', 'greater']);
/** Behind these stands what people have, of which there may be a number: `with 3+ diagnoses`. */
const HAVING: ReadonlySet<string> = new Set(['with', 'has', 'have', 'having', 'had', 'on', 'take', 'taking']);

/** `20+ patients`: so many of them or more, unless others count them (`100 20+ patients`) or people are told by that age: `65+ members`. */
function countsPeople(tokens: readonly Token[], { value, from, to }: Span & { readonly value: number }): boolean {
  const isTold = [...AGE_PEOPLE.values()].some(({ low }) => low === value);
  return isPeopleWord(tokens[to + 1]?.word ?? '') && tokens[from - 1]?.kind !== 'number' && !isTold;
}

/** `3+ comorbidities`, `5+ chronic conditions`: of what people have. */
export function countsHad(tokens: readonly Token[], index: number): boolean {
  return [0, 1].some((step) => HAD_WORDS.has(tokens[index + step]?.word ?? ''));
}

/** Past a `years` that can only be said of an age. */
function skipBareYears(tokens: readonly Token[], index: number): number {
  const isYears = YEARS.has(tokens[index]?.word ?? '');
  return isYears && tokens[index + 1]?.word !== 'of' ? index + 1 : index;
}

/** Past `years old`, `year-olds`, `yo`, `years of age`. A bare `years` is a length of time. */
function skipYears(tokens: readonly Token[], index: number): number {
  const words = [0, 1, 2].map((step) => tokens[index + step]?.word ?? '');
  if (words[0] === 'yo' || words[0] === 'yos') return index + 1;
  if (words[0] === 'y' && words[1] === '/' && words[2] === 'o') return index + 3;
  if (!YEARS.has(words[0] ?? '')) return index;
  if (words[1] === 'old' || words[1] === 'olds') return index + 2;
  return words[1] === 'of' && words[2] === 'age' ? index + 3 : index;
}

/** `a man of 45`; a range or comparison without a unit is an age right behind people, or at the end of what is said about them. */
function isAgeByPlace(tokens: readonly Token[], index: number, numbers: Numbers, afterPeople: boolean): boolean {
  const next = tokens[numbers.to];
  const ends = next === undefined || next.kind === 'mark' || FUNCTION_WORDS.has(next.word) || NEGATIONS.has(next.word);
  if (!ends) return false;
  if (numbers.low === numbers.high) {
    const isOf = tokens[index - 1]?.word === 'of' && isPeople(tokens[index - 2]?.word ?? '');
    return (isOf || isBesideSex(tokens, index, numbers.to)) && (numbers.low ?? 0) <= OLDEST_WRITTEN_WITH_PLUS;
  }
  if (numbers.low === undefined || numbers.high === undefined) return true;
  if (afterPeople || PERCENT.has(tokens[index - 1]?.word ?? '')) return true;
  const isJoined = tokens[index - 1]?.kind === 'mark' || tokens[index - 1]?.word === 'of';
  const previous = tokens[isJoined ? index - 2 : index - 1];
  return previous !== undefined && (isPeopleWord(previous.word) || /^[FM]$/.test(previous.text));
}

/** `male, 45`, `45, female`, as charts begin. */
function isBesideSex(tokens: readonly Token[], index: number, to: number): boolean {
  const before = tokens[index - 1]?.word === ',' ? index - 2 : index - 1;
  const isJoined = JOINED.has(tokens[before - 1]?.word ?? '');
  const isFirst = [undefined, 'mark'].includes(tokens[index - 1]?.kind);
  const isBehind = isFirst && tokens[to]?.word === ',' && isOneOfSex(tokens[to + 1]);
  return (isOneOfSex(tokens[before]) && !isJoined) || isBehind;
}

/** Two sexes, and no one person of either. */
const JOINED: ReadonlySet<string> = new Set(['and', 'or', '/', '&']);

/** In the singular. */
function isOneOfSex(token: Token | undefined): boolean {
  return token !== undefined && (/^[FM]$/.test(token.text) || (SEX_WORDS.has(token.word) && !PLURAL.test(token.word)));
}

const PLURAL = /s$|men$/;
