/** Counties by their number, ZIP codes, and states by their postal abbreviation (`TX`), told apart from words that are spelled the same (`in`, `or`, `me`). */
import type { FactBody, Span } from './fact.ts';
import type { Lexicon } from './lexicon.ts';
import { isPeopleWord } from './read-person.ts';
import type { Token } from './tokens.ts';
import { FUNCTION_WORDS, MONTHS_WRITTEN } from './vocabulary.ts';

export function readState(
  tokens: readonly Token[],
  index: number,
  lexicon: Lexicon,
): (Extract<FactBody, { readonly kind: 'state' }> & Span) | undefined {
  const token = tokens[index];
  if (token?.kind !== 'word' || token.text.length !== 2) return undefined;
  const state = lexicon.states.get(token.word);
  const isMeant = state !== undefined && isAbbreviation(tokens, index);
  return isMeant ? { kind: 'state', states: [state], from: index, to: index + 1 } : undefined;
}

/** A county by its FIPS code, where words say that no count of people is meant: `in 48201 and 48113`. */
export function readCounty(
  tokens: readonly Token[],
  index: number,
  lexicon: Lexicon,
): (Extract<FactBody, { readonly kind: 'city' }> & Span) | undefined {
  const places = lexicon.counties.get(tokens[index]?.text ?? '');
  if (places === undefined || isPeopleWord(tokens[index + 1]?.word ?? '')) return undefined;
  const isMeant = isPlaceBefore(tokens, index, lexicon);
  return isMeant ? { kind: 'city', places, isCounty: true, from: index, to: index + 1 } : undefined;
}

const POSTAL_WORDS: ReadonlySet<string> = new Set(['zip', 'zips', 'zipcode', 'zipcodes', 'postal']);

/** A ZIP code by its word, and by its number alone where words say that a place is meant: `ZIP 77002`, `in 77002`. It stands for its county. */
export function readPostalCode(
  tokens: readonly Token[],
  index: number,
  lexicon: Lexicon,
): (Extract<FactBody, { readonly kind: 'city' }> & Span) | undefined {
  let at = index;
  if (POSTAL_WORDS.has(tokens[at]?.word ?? '')) {
    at += 1;
    while (['code', 'codes', ':', '='].includes(tokens[at]?.word ?? '')) at += 1;
  }
  const text = tokens[at]?.text ?? '';
  const places = lexicon.postalCodes.get(text) ?? [];
  const isNamed = at > index && /^\d{5}$/.test(text);
  const isMeant = places.length > 0 && isPlaceBefore(tokens, at, lexicon) && !isPeopleWord(tokens[at + 1]?.word ?? '');
  return isNamed || isMeant ? { kind: 'city', places, isCounty: true, from: index, to: at + 1 } : undefined;
}

const COUNTY_WORDS: ReadonlySet<string> = new Set(['county', 'parish', 'borough']);
const BEFORE_PLACES: ReadonlySet<string> = new Set(['in', 'from', 'near', 'around']);
const LONGEST_NAME = 4;

/** `Nassau County`, `in Fooville`, `in Northern California`: words with a capital that nothing knows, where words say that a place is meant. */
export function readUnknownPlace(
  tokens: readonly Token[],
  index: number,
  isKnown: (at: number) => boolean,
  endOfState: (at: number) => number | undefined,
): (Extract<FactBody, { readonly kind: 'city' }> & Span) | undefined {
  let to = index;
  while (to < index + LONGEST_NAME && isName(tokens[to]) && !isKnown(to)) to += 1;
  if (to === index) return undefined;
  const isCounty = COUNTY_WORDS.has(tokens[to]?.word ?? '');
  if (isCounty) return { kind: 'city', places: [], isCounty, from: index, to: to + 1 };
  const isMeant = BEFORE_PLACES.has(tokens[index - 1]?.word ?? '') && !isPeopleWord(tokens[to]?.word ?? '');
  return isMeant ? { kind: 'city', places: [], from: index, to: endOfState(to) ?? to } : undefined;
}

/** Not all of it capitals, as abbreviations are; no month. */
function isName(token: Token | undefined): boolean {
  return /^\p{Lu}[\p{Ll}'’]+/u.test(token?.text ?? '') && !MONTHS_WRITTEN.has(token?.word ?? '');
}

function isPlaceBefore(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const previous = tokens[index - 1];
  if (previous === undefined) return false;
  if (['in', 'from', 'county', 'counties', 'fips', 'near'].includes(previous.word)) return true;
  if (POSTAL_WORDS.has(previous.word) || ['code', 'codes'].includes(previous.word)) return true;
  if (lexicon.counties.has(previous.text) || lexicon.postalCodes.has(previous.text))
    return isPlaceBefore(tokens, index - 1, lexicon);
  return ['and', 'or', '&', ','].includes(previous.word) && isPlaceBefore(tokens, index - 1, lexicon);
}

function isAbbreviation(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const previous = tokens[index - 1]?.word ?? '';
  const isUpper = token?.text === token?.text.toUpperCase();
  const isCommonWord = FUNCTION_WORDS.has(token?.word ?? '');
  if (isCommonWord) return isUpper && ['in', 'from', ',', 'or', 'and'].includes(previous);
  const isShouted = tokens.every(({ text }) => text === text.toUpperCase());
  return previous === 'in' || previous === 'from' || (isUpper && !isShouted);
}
