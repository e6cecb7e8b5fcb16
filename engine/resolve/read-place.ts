/** States by their postal abbreviation (`TX`), told apart from words that are spelled the same (`in`, `or`, `me`). */
import type { FactBody, Span } from './fact.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './tokens.ts';
import { FUNCTION_WORDS } from './vocabulary.ts';

export function readState(
  tokens: readonly Token[],
  index: number,
  lexicon: Lexicon,
): (Extract<FactBody, { readonly kind: 'state' }> & Span) | undefined {
  const token = tokens[index];
  if (token?.kind !== 'word' || token.text.length !== 2) return undefined;
  const state = lexicon.states.get(token.word);
  const isMeant = state !== undefined && isAbbreviation(tokens, index);
  return isMeant ? { kind: 'state', state, from: index, to: index + 1 } : undefined;
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
