/** Codes in the shape of ICD-10-CM, with the words that only say that they are codes: `ICD-10 E11.9`, `diagnosis code E11`, `dx: I10`. */
import type { FactBody, Span } from './fact.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './tokens.ts';

type ReadCode = Extract<FactBody, { readonly kind: 'code' | 'undecided' }> & Span;

const CODE_WORDS: ReadonlySet<string> = new Set(
  'icd icd10 icd10cm icd9 10 cm dx diagnosis diagnoses code codes of : = #'.split(' '),
);
const MOST_WORDS = 6;

export function readCode(tokens: readonly Token[], index: number, lexicon: Lexicon): ReadCode | undefined {
  let at = index;
  while (at < index + MOST_WORDS && CODE_WORDS.has(tokens[at]?.word ?? '')) at += 1;
  const startsWithWord = tokens[index]?.kind === 'word' && tokens[index]?.word !== 'of';
  const code = at === index || startsWithWord ? codeAt(tokens, at, lexicon) : undefined;
  if (code === undefined) return undefined;
  return readSpan(tokens, index, at, lexicon) ?? { kind: 'code', code, from: index, to: at + 1 };
}

/** Written small, it is one only where the library has its family. `E11.x` is the family. */
function codeAt(tokens: readonly Token[], index: number, lexicon: Lexicon): string | undefined {
  const token = tokens[index];
  if (token?.kind !== 'word' || !/^[a-z]\d[\da-z](?:\.[\da-z]+)?$/.test(token.word)) return undefined;
  const code = token.word.toUpperCase().replace(/\.X+$/, '');
  const isCertain = /^[A-Z]\d\d/.test(token.text);
  const isKnown = lexicon.families.has(code.slice(0, 3));
  return isCertain || isKnown ? code : undefined;
}

/** `E10-E13`: from one code to another, which leaves open who has which. */
function readSpan(tokens: readonly Token[], index: number, at: number, lexicon: Lexicon): ReadCode | undefined {
  const [first, next] = [tokens[at], tokens[at + 1]];
  const isTo = next?.word === 'to' || next?.word === 'through';
  const last = isTo ? at + 2 : at + 1;
  const isJoined = isTo || (first !== undefined && next !== undefined && isDashBetween(first, next));
  if (!isJoined || codeAt(tokens, last, lexicon) === undefined) return undefined;
  const spans = { first: { from: at, to: at + 1 }, second: { from: last, to: last + 1 } };
  return { kind: 'undecided', ...spans, from: index, to: last + 1 };
}

/** One sign lies between them: of marks that become tokens there would be one. */
function isDashBetween(first: Token, next: Token): boolean {
  return next.offset === first.offset + first.text.length + 1 && next.glued;
}
