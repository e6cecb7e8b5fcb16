/**
 * Of what each person is to have at least one, how likely each is: as it is among those of the template's people who have one of them. The
 * first by its part of these, each further one surely where none before it is had, and else as often as the template says.
 */
import type { ConditionConcept, Probability } from '../model/index.ts';
import { OLDEST_POSSIBLE } from './age-extent.ts';
import { diagnosisOf, medicineOf } from './diagnosis.ts';
import type { Fact, FactOf } from './fact.ts';
import { isFact } from './fact.ts';
import { factsOf } from './layer.ts';
import type { Laying } from './layer.ts';
import { truthOf } from './measured-curves.ts';
import type { Sex } from './only-sex.ts';
import { familyOf } from './unit.ts';

export interface Alternative {
  readonly fact: Fact;
  /** The code of the condition, or the name of the medicine. */
  readonly name: string;
  /** Shares of people, in the language of a profile. */
  readonly prevalence: unknown;
  readonly meaning: string;
}

/** One of several, before it is known how likely it is. */
interface Option {
  readonly fact: FactOf<'condition' | 'code' | 'medication'>;
  readonly name: string;
  /** In words. */
  readonly title: string;
  readonly condition: ConditionConcept | undefined;
  readonly own: Probability | undefined;
}

/** What is had at an age and by a sex. */
type Share = (age: number, sex: Sex) => number;

export function alternativesOf(laying: Laying): readonly Alternative[] {
  const facts = factsOf(laying, 'condition', 'code', 'medication').filter(({ either }) => either !== undefined);
  const groups = new Map<number | undefined, Option[]>();
  for (const fact of facts) {
    const option = optionOf(fact, laying);
    const group = groups.get(fact.either) ?? [];
    groups.set(fact.either, option === undefined ? group : [...group, option]);
  }
  return [...groups.values()].flatMap((group) => groupOf(group, laying));
}

/** Of people of an age, how many have one of these, as far as the template says; of both sexes alike. */
export function chanceOfOne(facts: readonly Option['fact'][], laying: Laying): (age: number) => number {
  const shares = facts
    .map((fact) => optionOf(fact, laying))
    .flatMap((one) => (one === undefined ? [] : [shareOf(one, laying)]));
  const noneOf = (age: number, sex: Sex): number => shares.reduce((none, share) => none * (1 - share(age, sex)), 1);
  return (age) => 1 - (noneOf(age, 'F') + noneOf(age, 'M')) / 2;
}

function optionOf(fact: Option['fact'], laying: Laying): Option | undefined {
  const { conditions, medications } = laying.profile;
  if (isFact(fact, 'medication')) {
    const held = medications.map(({ drug }) => drug);
    const name = medicineOf(fact, held);
    const own = medications.find(({ drug }) => drug === name)?.prevalence;
    return { fact, name, title: name, condition: undefined, own };
  }
  const condition = diagnosisOf(fact, laying);
  if (condition === undefined) return undefined;
  const { code } = condition;
  const held =
    conditions.find((one) => one.code === code) ??
    conditions.find((one) => familyOf(one.code) === familyOf(code) && fact.kind === 'condition');
  return { fact, name: code, title: `${code} (${condition.display})`, condition, own: held?.prevalence };
}

/** Conditions first: medicines follow from them, never the other way. */
function groupOf(group: readonly Option[], laying: Laying): readonly Alternative[] {
  const sorted = [...group.filter(({ condition }) => condition), ...group.filter(({ condition }) => !condition)];
  const options = sorted.filter(({ name }, at) => sorted.findIndex((one) => one.name === name) === at);
  const shares = options.map((option) => shareOf(option, laying));
  const isSaid =
    shares.every((share) => everywhere(share).some((value) => value > 0)) ||
    shares.some((share) => everywhere(share).every((value) => value === 1));
  const isPossible = options.map(possibilityOf);
  const meaning = meaningOf(options, isSaid);
  const alternatives = options.map((option, at): Alternative => {
    const first: Share = (age, sex) => {
      const can = isPossible.map((is) => is(age, sex));
      const isLast = at === options.length - 1;
      // What nobody of that age and sex can have is left for the profile to tell.
      if (can[at] === false) return isLast && !can.includes(true) ? 1 : 0;
      const rest = shares.slice(at).map((share, step) => (can[at + step] === true ? share(age, sex) : 0));
      return partOf(rest, { isSaid, left: can.slice(at).filter(Boolean).length });
    };
    const before = options.slice(0, at);
    return {
      fact: option.fact,
      name: option.name,
      meaning,
      prevalence: prevalenceOf(option, before, first, shares[at]),
    };
  });
  return sorted.map((option) => {
    const own = alternatives.find(({ name }) => name === option.name);
    return { fact: option.fact, name: option.name, meaning, prevalence: own?.prevalence };
  });
}

/** Of those who have one of the rest, how many have the first of it; where the template says nothing of some, as many as of any other. */
function partOf(
  shares: readonly number[],
  { isSaid, left }: { readonly isSaid: boolean; readonly left: number },
): number {
  const [first = 0] = shares;
  const none = shares.reduce((product, share) => product * (1 - share), 1);
  return isSaid && left > 1 && none < 1 ? first / (1 - none) : 1 / left;
}

function prevalenceOf(option: Option, before: readonly Option[], first: Share, own: Share | undefined): unknown {
  const alone = treeOf(first);
  if (before.length === 0) return alone;
  const alike = before.filter(({ name }) => option.condition !== undefined && familyOf(name) === familyOf(option.name));
  const others = before.filter((one) => !alike.includes(one));
  const besides = others.length === 0 ? alone : { given: hasOne(others), then: treeOf(own ?? (() => 0)), else: alone };
  return alike.length === 0 ? besides : { given: hasOne(alike), then: 0, else: besides };
}

function hasOne(options: readonly Option[]): string {
  return options
    .map(({ name, condition }) => `${condition === undefined ? 'has_medication' : 'has_condition'}('${name}')`)
    .join(' or ');
}

function meaningOf(options: readonly Option[], isSaid: boolean): string {
  const titles = options.map(({ title }) => title);
  const [only] = titles;
  if (titles.length === 1) return `everyone has ${only}`;
  const how = isSaid ? 'each as often beside the others as in the template' : 'in equal parts';
  return `everyone has at least one of ${titles.join(', ')}, ${how}`;
}

function shareOf({ own }: Option, laying: Laying): Share {
  if (own === undefined) return () => 0;
  return (age, sex) => chanceOf(own, laying, age, sex);
}

/** Where it depends on what is not known of the people, the middle. */
function chanceOf(share: Probability, laying: Laying, age: number, sex: Sex): number {
  if (share.kind === 'constant') return share.value;
  const truth = truthOf(share.given, laying, { age, sex });
  const [holds, fails] = [share.holds, share.fails].map((one) => chanceOf(one, laying, age, sex));
  if (truth === undefined) return ((holds ?? 0) + (fails ?? 0)) / 2;
  return (truth ? holds : fails) ?? 0;
}

function possibilityOf({ condition }: Option): (age: number, sex: Sex) => boolean {
  const { from = 0, to = OLDEST_POSSIBLE } = condition?.ages ?? {};
  return (age, sex) => from <= age && age <= to && (condition?.sex ?? sex) === sex;
}

const AGES: readonly number[] = Array.from({ length: OLDEST_POSSIBLE + 1 }, (_, age) => age);

function everywhere(share: Share): readonly number[] {
  return AGES.flatMap((age) => [share(age, 'F'), share(age, 'M')]);
}

/** By age, and by sex where that makes a difference. */
function treeOf(share: Share): unknown {
  const [women, men] = [runsOf((age) => share(age, 'F')), runsOf((age) => share(age, 'M'))];
  if (JSON.stringify(women) === JSON.stringify(men)) return women;
  return { given: "gender == 'F'", then: women, else: men };
}

function runsOf(shareAt: (age: number) => number): unknown {
  const values = AGES.map((age) => Number(shareAt(age).toPrecision(6)));
  const ends = AGES.filter((age) => age === OLDEST_POSSIBLE || values[age] !== values[age + 1]);
  return ends.reduceRight<unknown>(
    (rest, end) => (rest === undefined ? values[end] : { given: `age <= ${end}`, then: values[end], else: rest }),
    undefined,
  );
}
