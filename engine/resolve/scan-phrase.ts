/** Tokens as facts, left to right: at each place the reader that takes the longest run of tokens wins. */
import type { Fact, FactBody, Span } from './fact.ts';
import { lookUp } from './lexicon.ts';
import type { Entry, Lexicon } from './lexicon.ts';
import { isPeopleWord } from './read-person.ts';
import { readAge, readAgeThen, readAverageAge } from './read-age.ts';
import { readAgeBeforeSex, readSexBehindAge } from './read-age-and-sex.ts';
import { readAbbreviation, isStateByPlace } from './read-abbreviation.ts';
import { readBorn } from './read-born.ts';
import { readCode } from './read-code.ts';
import { readMeasureBound } from './read-measure.ts';
import { readMonths } from './read-months.ts';
import { JOINERS, JOINERS_AFTER_BETWEEN, readNumber, readRange } from './read-number.ts';
import { readCounty, readPostalCode, readState, readUnknownPlace } from './read-place.ts';
import { readAsOf, readSeed } from './read-setting.ts';
import { readShare } from './read-share.ts';
import type { Token } from './tokens.ts';
import {
  AGE_PEOPLE,
  BEFORE_BUT,
  CONNECTORS,
  FUNCTION_WORDS,
  JOURNEY_WORDS,
  LONG_NEGATIONS,
  NEGATIONS,
  PEOPLE_WORDS,
  PERSON_WORDS,
  PROFILE_WORDS,
  REQUEST_WORDS,
  SEX_WORDS,
  VAGUE_COUNTS,
  WHOLES,
} from './vocabulary.ts';

type Reading = FactBody & Span & { readonly negated?: true };

const SIGNS_OF_NOTHING = new Set(['+', '×', '~', '≈']);

/** Every token belongs to exactly one of the facts, in order. */
export function scanPhrase(
  tokens: readonly Token[],
  lexicon: Lexicon,
  isTemplateWord: (stem: string) => boolean,
): readonly Fact[] {
  const facts: Fact[] = [];
  const isKnown = (at: number): boolean =>
    wordBody(tokens[at]).kind !== 'unknown' ||
    isTemplateWord(tokens[at]?.stem ?? '') ||
    lookUp(lexicon, tokens, at) !== undefined ||
    lexicon.measures.has(tokens[at]?.stem ?? '');
  for (let index = 0; index < tokens.length;) {
    const previous = facts.at(-1);
    const afterUnknown = previous?.kind === 'unknown' && !isTemplateWord(tokens[previous.from]?.stem ?? '');
    const afterPeople = previous?.kind === 'condition' && CALLED_BY.test(tokens[previous.to - 1]?.word ?? '');
    const place = { tokens, index, lexicon, afterUnknown, afterPeople, isKnown };
    const isIll = (at: number): boolean => isIllness(lookUp(lexicon, tokens, at));
    const fact = readAgeBeforeSex(tokens, index, isIll) ?? longest(readingsAt(place));
    facts.push(fact);
    index = fact.to;
  }
  return facts;
}

/** `diabetics`, `hypertensives`, `smokers`: words for people who have something. */
const CALLED_BY = /(?:ics|ives|ers)$/;

/** Where two take equally many tokens, the earlier here wins. */
function readingsAt(place: {
  readonly tokens: readonly Token[];
  readonly index: number;
  readonly lexicon: Lexicon;
  readonly afterUnknown: boolean;
  readonly afterPeople: boolean;
  readonly isKnown: (at: number) => boolean;
}): readonly (Reading | undefined)[] {
  const { tokens, index, lexicon } = place;
  return [
    readSexBehindAge(tokens, index),
    readMonths(tokens, index),
    readAge(tokens, index, place),
    readBorn(tokens, index),
    readAverageAge(tokens, index),
    readAgeThen(tokens, index),
    readMeasureBound(tokens, index, lexicon),
    readSeed(tokens, index),
    readAsOf(tokens, index),
    readShare(tokens, index),
    readSex(tokens[index], index),
    readAbbreviation(tokens, index, lexicon),
    readConcept(place),
    readState(tokens, index, lexicon),
    readCounty(tokens, index, lexicon),
    readPostalCode(tokens, index, lexicon),
    readUnknownPlace(tokens, index, place.isKnown, (at) => endOfState(tokens, at, lexicon)),
    readCode(tokens, index, lexicon),
    readNumberFact(tokens, index),
    readMoney(tokens, index),
    readPair(tokens, index),
    readMeasure(tokens, index),
    readTheirChildren(tokens, index),
    readWith(tokens, index),
    readNoneBut(tokens, index),
    readNothingElse(tokens, index, lexicon),
    readLongNegation(tokens, index),
    readBut(tokens, index, lexicon),
    readWord(tokens[index], index),
  ];
}

function longest(readings: readonly (Reading | undefined)[]): Reading {
  const found = readings.filter((reading) => reading !== undefined);
  const [first, ...rest] = found;
  if (first === undefined) return { kind: 'unknown', from: 0, to: Number.MAX_SAFE_INTEGER };
  return rest.reduce((best, reading) => (reading.to > best.to ? reading : best), first);
}

function readConcept(place: {
  readonly tokens: readonly Token[];
  readonly index: number;
  readonly lexicon: Lexicon;
}): Reading | undefined {
  const { tokens, index, lexicon } = place;
  const entry = lookUp(lexicon, tokens, index);
  if (entry === undefined) return readContrary(tokens, index, lexicon);
  if (entry.stems.length === 1 && isStateByPlace(tokens, index, lexicon)) return undefined;
  const severalTo = endOfSeveral(tokens, index + entry.stems.length);
  if (severalTo !== undefined) {
    const first = { from: index, to: severalTo - 2 };
    return { kind: 'undecided', first, second: { from: severalTo - 1, to: severalTo }, from: index, to: severalTo };
  }
  const { concept } = entry;
  const isTown = concept.kind === 'city' && concept.isCounty !== true && concept.parts === undefined;
  const isMeant = (): boolean =>
    isCityByPlace(tokens, index) ||
    isBehindPlace(tokens, index, lexicon) ||
    isBeforeState(tokens, index, entry, lexicon);
  if (isTown && !isMeant()) return undefined;
  return { ...entry.concept, from: index, to: index + entry.stems.length };
}

/** `stage 3-5`, `stage 3 or 4`: several things, of which the first is one. */
function endOfSeveral(tokens: readonly Token[], to: number): number | undefined {
  const [last, joiner, next] = [tokens[to - 1], tokens[to], tokens[to + 1]];
  const isSeveral = last?.kind === 'number' && SEVERAL.has(joiner?.word ?? '') && next?.kind === 'number';
  return isSeveral ? to + 2 : undefined;
}

const SEVERAL: ReadonlySet<string> = new Set(['-', '/', 'to', 'through', 'or']);

function isIllness(entry: Entry | undefined): boolean {
  return entry !== undefined && ['condition', 'medication'].includes(entry.concept.kind);
}

/** `w/ diabetes`, `w/o insulin` */
function readWith(tokens: readonly Token[], index: number): Reading | undefined {
  const [first, slash, last] = tokens.slice(index, index + 3);
  if (first?.word !== 'w' || slash?.word !== '/' || !slash.glued) return undefined;
  return last?.word === 'o' && last.glued
    ? { kind: 'negation', from: index, to: index + 3 }
    : { kind: 'filler', from: index, to: index + 2 };
}

/** `free of diabetes`, `don't have diabetes` */
function readLongNegation(tokens: readonly Token[], index: number): Reading | undefined {
  const found = LONG_NEGATIONS.find((words) => words.every((word, place) => tokens[index + place]?.word === word));
  if (found !== undefined) return { kind: 'negation', from: index, to: index + found.length };
  return tokens[index]?.word.endsWith("n't") === true ? { kind: 'negation', from: index, to: index + 1 } : undefined;
}

/** `nobody but smokers`: they alone. */
function readNoneBut(tokens: readonly Token[], index: number): Reading | undefined {
  const found = NONE_BUT.find((words) => words.every((word, place) => tokens[index + place]?.word === word));
  return found && { kind: 'filler', from: index, to: index + found.length };
}

/** `with only diabetes`: that they have nothing else is said of them. */
function readNothingElse(tokens: readonly Token[], index: number, lexicon: Lexicon): Reading | undefined {
  const isSaid = tokens[index]?.word === 'only' && HAVING.has(tokens[index - 1]?.word ?? '');
  const isOfIllness = isSaid && isIllness(lookUp(lexicon, tokens, index + 1));
  return isOfIllness ? { kind: 'unknown', from: index, to: index + 1 } : undefined;
}

const HAVING: ReadonlySet<string> = new Set(['with', 'has', 'have', 'having']);

const NONE_BUT = ['nobody but', 'none but', 'no one but'].map((text) => text.split(' '));

/** How far behind `all` a `but` still takes away from it. */
const REACH_OF_ALL = 4;

/** `all but smokers`, `anyone but those with diabetes` */
function readBut(tokens: readonly Token[], index: number, lexicon: Lexicon): Reading | undefined {
  const before = tokens.slice(Math.max(0, index - REACH_OF_ALL), index);
  if (tokens[index]?.word !== 'but' || !before.some(({ word }) => BEFORE_BUT.has(word))) return undefined;
  let next = index + 1;
  while (FUNCTION_WORDS.has(tokens[next]?.word ?? '') && !WHOLES.has(tokens[next]?.word ?? '')) next += 1;
  const isTakenAway = isIllness(lookUp(lexicon, tokens, next)) || readCode(tokens, next, lexicon) !== undefined;
  return isTakenAway ? { kind: 'negation', from: index, to: index + 1 } : undefined;
}

/** `adults with two kids`: whom they have says nothing of who they are; behind other words (`a file with 20 kids`) these are the people. */
function readTheirChildren(tokens: readonly Token[], index: number): Reading | undefined {
  if (tokens[index]?.word !== 'with' || !isPeopleWord(tokens[index - 1]?.word ?? '')) return undefined;
  const first = tokens[index + 1]?.word ?? '';
  const at = readNumber(tokens, index + 1)?.to ?? index + (first === 'a' || VAGUE_COUNTS.has(first) ? 2 : 1);
  const who = tokens[at]?.word ?? '';
  const isAChild = SEX_WORDS.get(who)?.age === 'child' || AGE_PEOPLE.get(who)?.high !== undefined;
  return isAChild ? { kind: 'unknown', from: index, to: at + 1 } : undefined;
}

/** `nonsmokers`, `nondiabetic` */
function readContrary(tokens: readonly Token[], index: number, lexicon: Lexicon): Reading | undefined {
  const token = tokens[index];
  const stem = /^non(?=\p{L}{4})/u.test(token?.stem ?? '') ? (token?.stem ?? '').slice(3) : undefined;
  const entry = stem === undefined ? undefined : lexicon.entries.get(stem)?.find(({ stems }) => stems.length === 1);
  if (entry?.concept.kind !== 'condition') return undefined;
  return { ...entry.concept, negated: true, from: index, to: index + 1 };
}

/** Towns share their names with common words: one is meant where a preposition and a capital say so. */
function isCityByPlace(tokens: readonly Token[], index: number): boolean {
  const isNamed = /^\p{Lu}/u.test(tokens[index]?.text ?? '');
  return isNamed && ['in', 'from', 'near', 'around', 'of', 'at'].includes(tokens[index - 1]?.word ?? '');
}

/** `Houston, TX`, `Miami Florida`: the state says that the town is meant. */
function isBeforeState(tokens: readonly Token[], index: number, { concept, stems }: Entry, lexicon: Lexicon): boolean {
  const behind = index + stems.length;
  const at = tokens[behind]?.word === ',' ? behind + 1 : behind;
  const named = lookUp(lexicon, tokens, at)?.concept;
  const states = named?.kind === 'state' ? named.states : (readState(tokens, at, lexicon)?.states ?? []);
  const isNamed = /^\p{Lu}/u.test(tokens[index]?.text ?? '');
  return (
    isNamed && concept.kind === 'city' && concept.places.some((one) => states.some(({ code }) => code === one.state))
  );
}

function endOfState(tokens: readonly Token[], index: number, lexicon: Lexicon): number | undefined {
  const entry = lookUp(lexicon, tokens, index);
  return entry?.concept.kind === 'state' ? index + entry.stems.length : undefined;
}

/** `in Houston and Dallas` */
function isBehindPlace(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const isNamed = /^\p{Lu}/u.test(tokens[index]?.text ?? '');
  const isJoined = ['and', 'or', ',', '&'].includes(tokens[index - 1]?.word ?? '');
  if (!isNamed || !isJoined) return false;
  return [2, 3, 4].some((back) => {
    const entry = lookUp(lexicon, tokens, index - back);
    const ends = entry?.concept.kind === 'city' && entry.stems.length === back - 1;
    return ends && (isCityByPlace(tokens, index - back) || isBehindPlace(tokens, index - back, lexicon));
  });
}

/** A range where one number was to stand has no value. */
function readNumberFact(tokens: readonly Token[], index: number): Reading | undefined {
  const between = tokens[index]?.word === 'between' ? 1 : 0;
  const range = readRange(tokens, index + between, between > 0 ? JOINERS_AFTER_BETWEEN : JOINERS);
  if (range !== undefined) return { kind: 'number', value: NaN, from: index, to: range.to };
  const number = readNumber(tokens, index);
  if (number === undefined) return undefined;
  if (isPartOfWord(tokens, index)) return { kind: 'unknown', from: index, to: number.to };
  return { kind: 'number', value: number.value, from: index, to: number.to };
}

/** `HIV-1`: a dash ties it to the word before. */
function isPartOfWord(tokens: readonly Token[], index: number): boolean {
  const [before, number] = [tokens[index - 1], tokens[index]];
  if (before?.kind !== 'word' || number?.kind !== 'number') return false;
  return number.glued && number.offset > before.offset + before.text.length;
}

/** `$500` counts no people. */
function readMoney(tokens: readonly Token[], index: number): Reading | undefined {
  const number = /^\p{Sc}$/u.test(tokens[index]?.text ?? '') ? readNumber(tokens, index + 1) : undefined;
  return number === undefined ? undefined : { kind: 'unknown', from: index, to: number.to };
}

/** `140/90`, `1:1`: neither counts people by itself. */
function readPair(tokens: readonly Token[], index: number): Reading | undefined {
  const [first, sign, second] = tokens.slice(index, index + 3);
  const isPair = first?.kind === 'number' && second?.kind === 'number' && sign?.glued === true && second.glued;
  return isPair && ['/', ':'].includes(sign.word) ? { kind: 'unknown', from: index, to: index + 3 } : undefined;
}

/** `500mg` counts no people; `20members` does. */
function readMeasure(tokens: readonly Token[], index: number): Reading | undefined {
  const number = readNumber(tokens, index);
  const [last, unit] = [tokens[(number?.to ?? 0) - 1], tokens[number?.to ?? -1]];
  if (number === undefined || last?.kind !== 'number' || unit?.kind !== 'word') return undefined;
  const isGlued = unit.offset === last.offset + last.text.length && !isPeopleWord(unit.word);
  return isGlued ? { kind: 'unknown', from: index, to: number.to + 1 } : undefined;
}

/** Before the library's words, because shares, counts and `men and women` need the grammar. */
function readSex(token: Token | undefined, index: number): Reading | undefined {
  const sex = SEX_WORDS.get(token?.word.replace(/'s?$/, '') ?? '');
  return sex === undefined ? undefined : { kind: 'sex', sex: sex.sex, age: sex.age, from: index, to: index + 1 };
}

function readWord(token: Token | undefined, index: number): Reading {
  return { ...wordBody(token), from: index, to: index + 1 };
}

/** Whether a request understands it without any skill, as a number, a person, or what joins others. */
export function isOwnWord(token: Token): boolean {
  return token.kind === 'number' || SEX_WORDS.has(token.word) || wordBody(token).kind !== 'unknown';
}

function wordBody(token: Token | undefined): FactBody {
  const word = token?.word ?? '';
  if (token?.kind === 'mark') return { kind: 'mark' };
  const ages = AGE_PEOPLE.get(word);
  if (ages !== undefined) return { kind: 'agePeople', low: ages.low, high: ages.high };
  if (PERSON_WORDS.has(word)) return { kind: 'person', singular: true };
  if (PEOPLE_WORDS.has(word)) return { kind: 'person', singular: false };
  if (JOURNEY_WORDS.has(word)) return { kind: 'journey' };
  if (PROFILE_WORDS.has(word)) return { kind: 'profile' };
  if (NEGATIONS.has(word)) return { kind: 'negation' };
  if (CONNECTORS.has(word)) return { kind: 'connector' };
  if (FUNCTION_WORDS.has(word) || REQUEST_WORDS.has(word) || SIGNS_OF_NOTHING.has(word)) return { kind: 'filler' };
  return { kind: 'unknown' };
}
