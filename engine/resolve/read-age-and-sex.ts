/** Age and sex as charts write them: `62F`, `50M with asthma`, `45 y/o F`; and `F` alone between marks. */
import type { FactBody, Span } from './fact.ts';
import { isPeopleWord } from './read-person.ts';
import type { Token } from './tokens.ts';
import { FUNCTION_WORDS } from './vocabulary.ts';

const SEXES: ReadonlyMap<string, 'F' | 'M'> = new Map([
  ['f', 'F'],
  ['m', 'M'],
]);
const OLDEST = 120;

type Read<Kind extends FactBody['kind']> = Extract<FactBody, { readonly kind: Kind }> & Span;

/** A `50M` is a man before what somebody has, and fifty million before people. */
export function readAgeBeforeSex(
  tokens: readonly Token[],
  index: number,
  isIllness: (index: number) => boolean,
): Read<'age'> | undefined {
  const [number, letter] = [tokens[index], tokens[index + 1]];
  const sex = SEXES.get(letter?.word ?? '');
  if (number?.kind !== 'number' || letter?.glued !== true || sex === undefined) return undefined;
  const age = Number(number.word);
  const isAge = Number.isInteger(age) && age <= OLDEST;
  return isAge && (sex === 'F' || isOfOnePerson(tokens, index + 2, isIllness))
    ? { kind: 'age', low: age, high: age, from: index, to: index + 1 }
    : undefined;
}

function isOfOnePerson(tokens: readonly Token[], index: number, isIllness: (index: number) => boolean): boolean {
  const saysWhat = isIllness(index) || ['with', 'w', 'on'].includes(tokens[index]?.word ?? '');
  const end = tokens.findIndex(({ kind, word }, at) => at >= index && (kind === 'mark' || FUNCTION_WORDS.has(word)));
  const nouns = tokens.slice(index, end < 0 ? tokens.length : end);
  return saysWhat && !nouns.some(({ word, stem }) => isPeopleWord(word) || word !== stem);
}

/** Behind an age, or alone between marks. */
export function readSexBehindAge(tokens: readonly Token[], index: number): Read<'sex'> | undefined {
  const [before, letter, next] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  const sex = SEXES.get(letter?.word ?? '');
  if (letter === undefined || sex === undefined || next?.word === '/') return undefined;
  const isBehindNumber = before?.kind === 'number' && letter.glued && Number(before.word) <= OLDEST;
  const isBehindYears = BEHIND_AGE.has(before?.word ?? '');
  const isAlone = /^[FM]$/.test(letter.text) && [before, next].every((one) => one === undefined || one.kind === 'mark');
  const isSex = isBehindNumber || isBehindYears || (isAlone && tokens.length > 1);
  return isSex ? { kind: 'sex', sex, age: undefined, from: index, to: index + 1 } : undefined;
}

const BEHIND_AGE: ReadonlySet<string> = new Set(['yo', 'o', 'old']);
