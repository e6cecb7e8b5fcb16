/** The sex that all people of a request have: by its words, by a condition that one sex alone has, or by the template. */
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import { factsOf } from './layer.ts';
import type { Laying } from './layer.ts';

export type Sex = 'F' | 'M';

/** `undefined` where there are both. */
export function onlySexOf(laying: Laying): Sex | undefined {
  const said = factsOf(laying, 'sex');
  const sexes = new Set(said.length > 0 ? said.map(sexSaid) : confined(laying).map(({ sex }) => sex));
  if (sexes.size === 0) return onlySexOfTemplate(laying);
  const [only] = sexes;
  return sexes.size === 1 ? only : undefined;
}

/** Conditions that only one sex has, asked for all; of several that people have one of, where all of these are so. */
export function confined(laying: Laying): readonly { readonly fact: Fact; readonly sex: Sex }[] {
  const facts = factsOf(laying, 'condition', 'code', 'medication');
  return factsOf(laying, 'condition').flatMap((fact) => {
    const { sex } = fact.condition;
    const others = facts.filter(({ either }) => fact.either !== undefined && either === fact.either);
    const isOfAll = others.length > 0 ? others.every((other) => sexOf(other) === sex) : fact.share === undefined;
    return sex === undefined || fact.negated || !isOfAll ? [] : [{ fact, sex }];
  });
}

function sexOf(fact: Fact): Sex | undefined {
  return isFact(fact, 'condition') ? fact.condition.sex : undefined;
}

function sexSaid(fact: Fact): Sex | undefined {
  return isFact(fact, 'sex') && (fact.share ?? 1) === 1 ? fact.sex : undefined;
}

function onlySexOfTemplate({ profile }: Laying): Sex | undefined {
  const gender = profile.attributes.find(
    ({ name, role }) => name === 'gender' && role === 'demographics',
  )?.distribution;
  if (gender?.kind === 'fixed') return sexNamed(gender.value);
  const had = gender?.kind === 'categorical' ? gender.options.filter(({ weight }) => weight > 0) : [];
  return had.length === 1 ? sexNamed(had[0]?.value) : undefined;
}

function sexNamed(value: unknown): Sex | undefined {
  return value === 'F' || value === 'M' ? value : undefined;
}
