/** What a phrase of a builder does to the chosen template: nothing where it is part of the template's own name. */
import type { Override, PhraseDefinition } from '../model/index.ts';
import type { Extent } from './age-extent.ts';
import type { FactOf } from './fact.ts';
import { factsOf } from './layer.ts';
import type { Laying } from './layer.ts';

/** `healthy` adds nothing to a template that is called so by the same word. */
export function namesTemplate(laying: Laying, { from, to, definition }: FactOf<'phrase'>): boolean {
  const stems = laying.tokens.slice(from, to).map(({ stem }) => stem);
  return definition.covers.length === 0 && stems.every((stem) => laying.words.has(stem));
}

export function laidPhrases(laying: Laying): readonly FactOf<'phrase'>[] {
  return factsOf(laying, 'phrase').filter((fact) => !namesTemplate(laying, fact));
}

/** Ages set as `{ min, max }` bound the template's own, as ages of the request do. */
export function boundsOf({ path, value }: Override): Partial<Extent> | undefined {
  if (path.join('.') !== 'demographics.age' || typeof value !== 'object' || value === null) return undefined;
  const bounds = Object.entries(value);
  if (bounds.length === 0 || !bounds.every(([key, bound]) => isBound(key, bound))) return undefined;
  return Object.fromEntries(bounds.map(([key, bound]) => [key === 'min' ? 'low' : 'high', bound]));
}

function isBound(key: string, bound: unknown): boolean {
  return (key === 'min' || key === 'max') && typeof bound === 'number';
}

/** What else than places a phrase sets of each person in one word, of which a part of the people can be asked for. */
export function partOf({
  set,
  covers,
}: PhraseDefinition): { readonly name: string; readonly value: string } | undefined {
  const [only] = set;
  if (only === undefined || set.length > 1 || covers.length > 0 || typeof only.value !== 'string') return undefined;
  const [group, name = '', ...further] = only.path;
  const isOfPeople = group === 'demographics' && name !== 'geography' && further.length === 0;
  return isOfPeople ? { name, value: only.value } : undefined;
}
