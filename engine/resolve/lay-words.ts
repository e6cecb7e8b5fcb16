/** Words that are no fact: those that name the template are understood, the rest is unread. */
import type { Diagnostic } from '../diagnostics/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import { isFact, isShareOfAll, MEANINGFUL } from './fact.ts';
import type { Fact } from './fact.ts';
import { EMPTY, factsOf, textOfFact } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { studySizes } from './study-sizes.ts';
import { rangeOf, textOf } from './tokens.ts';
import { unitOfNumber } from './unit.ts';

export function layWords(laying: Laying): Layer {
  const sizes = studySizes(laying);
  const words = factsOf(laying, 'unknown', 'number', 'negation', 'connector', 'share', 'denied', 'journey').filter(
    (fact) => !sizes.facts.includes(fact),
  );
  const namesTemplate = (fact: Fact): boolean => {
    const stems = laying.tokens.slice(fact.from, fact.to).map(({ stem }) => stem);
    if (isFact(fact, 'journey')) return laying.journeys.length > 0;
    const number = unitOfNumber(laying.facts, laying.facts.indexOf(fact), laying.tokens);
    if (number !== undefined) return laying.units.has(number);
    return isFact(fact, 'unknown', 'number') && stems.every((stem) => laying.words.has(stem));
  };
  const denied = words.filter((fact) => isFact(fact, 'denied')).filter((fact) => isFact(fact.denied, ...MEANINGFUL));
  const undecided = factsOf(laying, 'undecided');
  const [months, abbreviations] = [factsOf(laying, 'months'), factsOf(laying, 'abbreviation')];
  const shares = factsOf(laying, 'share').filter((fact) => !isShareOfAll(fact));
  return {
    ...EMPTY,
    diagnostics: [
      ...sizes.diagnostics,
      ...denied.map((fact) => {
        const at = rangeOf(laying.tokens, fact.from, fact.to);
        return diagnostic('resolve-denial', { text: textOfFact(laying, fact) }, at);
      }),
      ...undecidedDiagnostics(undecided, laying),
      ...months.map((fact) => {
        const params = { text: textOfFact(laying, fact), years: nearYears(fact.years) };
        return diagnostic('resolve-age-months', params, rangeOf(laying.tokens, fact.from, fact.to));
      }),
      ...abbreviations.map((fact) => {
        const params = { text: textOfFact(laying, fact), meanings: fact.meanings };
        return diagnostic('resolve-abbreviation', params, rangeOf(laying.tokens, fact.from, fact.to));
      }),
      ...shares.map((fact) => {
        const at = rangeOf(laying.tokens, fact.from, fact.to);
        return diagnostic('resolve-share-range', { text: textOfFact(laying, fact) }, at);
      }),
    ],
    taken: [
      ...sizes.taken,
      ...words
        .filter((fact) => namesTemplate(fact) && !isFact(fact, 'journey'))
        .map((fact) => ({ fact, meaning: 'names the template' })),
    ],
    unread: [
      ...words.filter((fact) => !namesTemplate(fact)),
      ...undecided,
      ...months,
      ...abbreviations,
      ...sizes.unread,
    ],
  };
}

/** `infant` for those who have not completed a year. */
function nearYears([low, high]: readonly [number, number]): readonly string[] {
  if (high <= 0) return ['infant'];
  return low === high ? [`${low}-year-old`] : [`aged ${low} to ${high}`];
}

/** An `or` that leaves open who is which. */
export function undecidedDiagnostics(
  facts: readonly Fact[],
  { phrase, tokens }: Pick<Laying, 'phrase' | 'tokens'>,
): readonly Diagnostic[] {
  return facts
    .filter((fact) => isFact(fact, 'undecided'))
    .map((fact) => {
      const [text, first, second] = [fact, fact.first, fact.second].map((span) => textOf(phrase, tokens, span));
      const params = { text: text ?? '', first: first ?? '', second: second ?? '' };
      return diagnostic('resolve-either', params, rangeOf(tokens, fact.from, fact.to));
    });
}
