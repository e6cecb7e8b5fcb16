/** Parts of the people: `30%`, `12.5 percent`, `one in five`, `3 out of 10`, `half`, `a third`, `two thirds`. */
import type { Span } from './fact.ts';
import { readNumber } from './read-number.ts';
import type { Token } from './tokens.ts';
import { FRACTIONS } from './vocabulary.ts';

type ReadShare = Span & { readonly kind: 'share'; readonly share: number };

export const PERCENT: ReadonlySet<string> = new Set(['%', 'percent', 'pct']);
const MOST_PARTS = 1000;

/** The share may lie outside of 0 to 1: whoever lays it over a template refuses it then. */
export function readShare(tokens: readonly Token[], index: number): ReadShare | undefined {
  if (tokens[index]?.word === 'half') return share(0.5, index, index + 1);
  const isArticle = tokens[index]?.word === 'a';
  const number = isArticle ? { value: 1, to: index + 1 } : readNumber(tokens, index);
  if (number === undefined) return undefined;
  const parts = FRACTIONS.get(tokens[number.to]?.word ?? '');
  if (parts !== undefined && number.value < parts) return share(number.value / parts, index, number.to + 1);
  if (isArticle) return undefined;
  if (PERCENT.has(tokens[number.to]?.word ?? '')) return share(number.value / 100, index, number.to + 1);
  return readRatio(tokens, index, number);
}

/** `one in five`: of so few that no year or count is meant. */
function readRatio(
  tokens: readonly Token[],
  index: number,
  part: { readonly value: number; readonly to: number },
): ReadShare | undefined {
  const words = [tokens[part.to]?.word, tokens[part.to + 1]?.word];
  const next = words[0] === 'in' ? part.to + 1 : words[0] === 'out' && words[1] === 'of' ? part.to + 2 : undefined;
  const whole = next === undefined ? undefined : readNumber(tokens, next);
  if (whole === undefined || whole.value > MOST_PARTS || part.value < 1 || part.value > whole.value) return undefined;
  return share(part.value / whole.value, index, whole.to);
}

function share(value: number, from: number, to: number): ReadShare {
  return { kind: 'share', share: value, from, to };
}
