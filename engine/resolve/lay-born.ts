/** Years of birth as the ages that they come to on the day of the data, where that day begins or ends a year. */
import type { FactOf } from './fact.ts';
import { EMPTY, factsOf } from './layer.ts';
import type { Layer, Laying } from './layer.ts';

/** The request with the ages that its years of birth come to. */
export function withAgesOfBirth(laying: Laying): Laying {
  const ages = factsOf(laying, 'born').flatMap((fact) => {
    const years = agesOf(laying, fact);
    return years === undefined ? [] : [{ kind: 'age' as const, ...years, from: fact.from, to: fact.to }];
  });
  return { ...laying, facts: [...laying.facts, ...ages] };
}

export function layBorn(laying: Laying): Layer {
  const facts = factsOf(laying, 'born');
  const known = facts.filter((fact) => agesOf(laying, fact) !== undefined);
  const taken = known.map((fact) => ({ fact, meaning: wordsFor(fact, isNewYear(asOf(laying))) }));
  return { ...EMPTY, taken, unread: facts.filter((fact) => !known.includes(fact)) };
}

/** Completed years of who is born in these; `undefined` where a year of age is no year of birth. */
function agesOf(
  laying: Laying,
  { low, high }: FactOf<'born'>,
): { readonly low: number | undefined; readonly high: number | undefined } | undefined {
  const day = asOf(laying);
  if (!isNewYear(day) && !day.endsWith('-12-31')) return undefined;
  const last = Number(day.slice(0, 4)) - Number(isNewYear(day));
  const ages = { low: high === undefined ? undefined : last - high, high: low === undefined ? undefined : last - low };
  return [ages.low ?? 0, ages.high ?? 0].every((age) => age >= 0) ? ages : undefined;
}

function asOf(laying: Laying): string {
  return factsOf(laying, 'as_of')[0]?.date ?? laying.profile.asOf.value;
}

function isNewYear(day: string): boolean {
  return day.endsWith('-01-01');
}

/** On the first of January, who is born on it has completed the year. */
function wordsFor({ low, high }: FactOf<'born'>, onNewYear: boolean): string {
  const from = low === undefined ? '' : ` from ${low}-01-0${onNewYear ? 2 : 1}`;
  const to = high === undefined ? '' : ` until ${onNewYear ? `${high + 1}-01-01` : `${high}-12-31`}`;
  return `born${from}${to}`;
}
