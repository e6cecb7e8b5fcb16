/** Two capital letters that are a state and something else besides: `MA`, `MS`, `VA`. What stands before them decides, or nothing does. */
import type { FactBody, Span } from './fact.ts';
import type { Concept } from './fact.ts';
import { lookUp } from './lexicon.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './tokens.ts';

type ReadAbbreviation = Extract<FactBody, { readonly kind: 'abbreviation' }> & Span;

/** Before the name of a place, or between it and its state. */
const BEFORE_PLACES: ReadonlySet<string> = new Set(['in', 'from', 'near', 'around', 'state']);
/** Before what people have, take or are members of. */
const BEFORE_OTHERS: ReadonlySet<string> = new Set('with has have having on taking a an through under by'.split(' '));

/** Behind a preposition, a town or another state: `in MA`, `Boston, MA`, `TX or MS`. */
export function isStateByPlace(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  if (!lexicon.states.has(tokens[index]?.word ?? '')) return false;
  const before = tokens[index - 1]?.word ?? '';
  if (BEFORE_PLACES.has(before)) return true;
  const isJoined = [',', '/', 'and', 'or', '&'].includes(before);
  return isPlaceAt(tokens, isJoined ? index - 2 : index - 1, lexicon);
}

function isPlaceAt(tokens: readonly Token[], last: number, lexicon: Lexicon): boolean {
  const token = tokens[last];
  const isNamed = /^\p{Lu}/u.test(token?.text ?? '');
  if (isNamed && lexicon.states.has(token?.word ?? '')) return true;
  return [0, 1, 2].some((back) => {
    const entry = isNamed ? lookUp(lexicon, tokens, last - back) : undefined;
    return entry?.stems.length === back + 1 && ['city', 'state'].includes(entry.concept.kind);
  });
}

export function readAbbreviation(
  tokens: readonly Token[],
  index: number,
  lexicon: Lexicon,
): ReadAbbreviation | undefined {
  const token = tokens[index];
  const state = lexicon.states.get(token?.word ?? '');
  const entry = lookUp(lexicon, tokens, index);
  if (state === undefined || entry?.stems.length !== 1 || !/^\p{Lu}{2}$/u.test(token?.text ?? '')) return undefined;
  if (isStateByPlace(tokens, index, lexicon) || BEFORE_OTHERS.has(tokens[index - 1]?.word ?? '')) return undefined;
  return { kind: 'abbreviation', meanings: [state.name, nameOf(entry.concept)], from: index, to: index + 1 };
}

function nameOf(concept: Concept): string {
  switch (concept.kind) {
    case 'condition':
      return concept.condition.display;
    case 'medication':
      return concept.medications[0]?.display ?? '';
    case 'payer':
      return concept.payer.display;
    case 'plan':
      return concept.plans[0]?.name ?? '';
    case 'state':
      return concept.region ?? '';
    case 'city':
      return concept.places[0]?.city ?? '';
    case 'phrase':
      return concept.definition.phrases[0] ?? '';
  }
}
