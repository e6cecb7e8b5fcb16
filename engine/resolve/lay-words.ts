/** Words that are no fact: those that name the template are understood, the rest is unread. */
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import { EMPTY, factsOf } from './layer.ts';
import type { Layer, Laying } from './layer.ts';

export function layWords(laying: Laying): Layer {
  const words = factsOf(laying, 'unknown', 'number', 'negation', 'connector', 'share');
  const namesTemplate = (fact: Fact): boolean => {
    const stems = laying.tokens.slice(fact.from, fact.to).map(({ stem }) => stem);
    return isFact(fact, 'unknown', 'number') && stems.every((stem) => laying.words.has(stem));
  };
  return {
    ...EMPTY,
    taken: words.filter(namesTemplate).map((fact) => ({ fact, meaning: `names the template` })),
    unread: words.filter((fact) => !namesTemplate(fact)),
  };
}
