/** Everything a request says about age, as one kind of wish: numbers, words for people, phrases of builders. */
import { agesOfSex, extentOf, isCuttable, OLDEST_POSSIBLE, overlap } from './age-extent.ts';
import type { Extent } from './age-extent.ts';
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import { diagnosisOf } from './diagnosis.ts';
import { agesOfMeasure } from './implied.ts';
import { hadByAll, likelyAges } from './likely-ages.ts';
import { factsOf, factsOfAll } from './layer.ts';
import type { Laying } from './layer.ts';
import { boundsOf, laidPhrases } from './phrase-effect.ts';
import { unitOfAges } from './unit.ts';

export const ANYBODY: Extent = { low: 0, high: OLDEST_POSSIBLE };

export interface AgeWish {
  readonly fact: Fact;
  readonly extent: Extent;
  /** Both ends were said in numbers. */
  readonly closed: boolean;
  /** Nobody said it: it follows from what people have, and gives way to what is said. */
  readonly follows?: true;
}

/** Numbers first: what they say outright, words only narrow where an end is open. */
export function ageWishes(laying: Laying): readonly AgeWish[] {
  const numbers = factsOfAll(laying, 'age').filter(isPossible).map(wishOfNumbers);
  const sexes = factsOfAll(laying, 'age').length > 0 ? [] : factsOf(laying, 'sex').flatMap(wishesOfSex);
  const people = factsOfAll(laying, 'agePeople').filter((fact) => !isTemplatePeople(laying, fact));
  return [
    ...numbers,
    ...people.map((fact) => wish(fact, { low: fact.low, high: fact.high })),
    ...wishesOfPhrases(laying),
    ...sexes,
    ...wishesOfConditions(laying),
    ...wishesOfAlternatives(laying),
    ...wishesOfLikelyAges(laying),
    ...wishesOfMeasures(laying),
    ...wishesOfPayers(laying),
  ];
}

/** What everybody has, everybody can have: `pregnant women` are of an age for it. A part of them says nothing of the others, unless they are counted. */
function wishesOfConditions(laying: Laying): readonly AgeWish[] {
  if (!isCuttable(laying.profile)) return [];
  return factsOf(laying, 'condition', 'code').flatMap((fact) => {
    const ages = diagnosisOf(fact, laying)?.ages;
    const isOfAll = fact.negated !== true && ((fact.share ?? 1) === 1 || fact.exact === true);
    if (ages === undefined || !isOfAll) return [];
    const follows: AgeWish = { ...wish(fact, { low: ages.from, high: ages.to }), follows: true };
    return overlap(extentOf(laying.profile), follows.extent) === undefined ? [] : [follows];
  });
}

/** Ages at which one of several can be had. */
function wishesOfAlternatives(laying: Laying): readonly AgeWish[] {
  if (!isCuttable(laying.profile)) return [];
  const facts = factsOf(laying, 'condition', 'code', 'medication').filter(({ either }) => either !== undefined);
  const spans = facts.map((fact) => (isFact(fact, 'medication') ? undefined : diagnosisOf(fact, laying)?.ages));
  return facts.flatMap((fact, at): readonly AgeWish[] => {
    const own = spans.filter((_, other) => facts[other]?.either === fact.either);
    const low = Math.min(...own.map((span) => span?.from ?? ANYBODY.low));
    const high = Math.max(...own.map((span) => span?.to ?? ANYBODY.high));
    const isFirst = facts.findIndex(({ either }) => either === fact.either) === at;
    return isFirst && overlap(extentOf(laying.profile), { low, high }) !== undefined
      ? [{ ...wish(fact, { low, high }), follows: true }]
      : [];
  });
}

/** Ages at which the template's people have all that everybody is to have. */
function wishesOfLikelyAges(laying: Laying): readonly AgeWish[] {
  const [fact] = hadByAll(laying);
  const all = extentOf(laying.profile);
  const bands = likelyAges(laying, all);
  if (fact === undefined || bands === undefined) return [];
  const [low, high] = [bands[0]?.min, bands.at(-1)?.max];
  const open = { low: low === all.low ? undefined : low, high: high === all.high ? undefined : high };
  return [{ ...wish(fact, open), follows: true }];
}

/** Where not all ages have what everybody is to measure. */
function wishesOfMeasures(laying: Laying): readonly AgeWish[] {
  if (!isCuttable(laying.profile)) return [];
  return factsOfAll(laying, 'measure').flatMap((fact) => {
    const extent = agesOfMeasure(laying, fact);
    return extent === undefined
      ? []
      : [{ ...wish(fact, { low: extent.low, high: extent.high }), follows: true as const }];
  });
}

/** Members of another payer than the template's are of its ages. */
function wishesOfPayers(laying: Laying): readonly AgeWish[] {
  const { profile } = laying;
  if (!isCuttable(profile)) return [];
  return factsOf(laying, 'payer').flatMap((fact) => {
    const { name, minAge, maxAge } = fact.payer;
    if (name === profile.coverage?.payer.value || minAge === undefined || maxAge === undefined) return [];
    const follows: AgeWish = { ...wish(fact, { low: minAge, high: maxAge }), follows: true };
    return overlap(extentOf(profile), follows.extent) === undefined ? [] : [follows];
  });
}

/** Whether the words for people stand in the template's own name. */
export function isTemplatePeople(laying: Laying, fact: FactOf<'agePeople'>): boolean {
  return laying.units.has(unitOfAges(fact));
}

export function isPossible({ low, high }: FactOf<'age'>): boolean {
  const { low: from, high: to } = { low: low ?? ANYBODY.low, high: high ?? ANYBODY.high };
  const inside = [from, to].every((end) => Number.isInteger(end) && end >= ANYBODY.low && end <= ANYBODY.high);
  return inside && from <= to;
}

function wishOfNumbers(fact: FactOf<'age'>): AgeWish {
  return { ...wish(fact, fact), closed: fact.low !== undefined && fact.high !== undefined };
}

/** Girls and boys are children, women and men are not. */
function wishesOfSex(fact: FactOf<'sex'>): readonly AgeWish[] {
  const limits = agesOfSex(fact);
  return limits === undefined ? [] : [wish(fact, limits)];
}

function wishesOfPhrases(laying: Laying): readonly AgeWish[] {
  return laidPhrases(laying).flatMap((fact) => {
    const bounds = fact.definition.set.map(boundsOf).find((found) => found !== undefined);
    return bounds === undefined ? [] : [wish(fact, { low: bounds.low, high: bounds.high })];
  });
}

function wish(
  fact: Fact,
  { low, high }: { readonly low: number | undefined; readonly high: number | undefined },
): AgeWish {
  return { fact, extent: { low: low ?? ANYBODY.low, high: high ?? ANYBODY.high }, closed: false };
}

/** In the words of a reading. */
export function wordsForAges({ low, high }: Extent): string {
  if (low === high) return `age ${low}`;
  if (high === ANYBODY.high) return low === ANYBODY.low ? 'any age' : `age ${low} and over`;
  return low === ANYBODY.low ? `age ${high} and under` : `age ${low} to ${high}`;
}
