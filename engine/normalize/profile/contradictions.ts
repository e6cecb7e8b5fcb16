/** What is valid alone and cannot be true together: ages that a payer does not cover, conditions of the other sex, one of several drawn apart. */
import type { ConditionDefinition, Distribution, PayerConcept, Probability, Profile } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { extentOf } from '../distribution/index.ts';
import { greatestShare, withConditions } from './truth.ts';
import { leavesOf } from '../../trees/index.ts';

export function checkContradictions(profile: Profile, context: Context): void {
  checkPayerAges(profile, context);
  checkSexes(profile, context);
  checkAlternatives(profile, context);
}

/** Conditions of one category whose shares come to exactly everybody, and which nothing lets depend on each other. */
function checkAlternatives({ conditions, correlations }: Profile, { problems }: Context): void {
  const categories = new Set(conditions.map(({ code }) => code.slice(0, CATEGORY)));
  for (const category of categories) {
    const of = conditions.filter(({ code }) => code.startsWith(category));
    const shares = of.map(({ prevalence }) => (prevalence.kind === 'constant' ? prevalence.value : Number.NaN));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const [, second] = of;
    if (second === undefined || !(Math.abs(total - 1) < 1e-9) || shares.some((share) => share <= 0)) continue;
    const codes = of.map(({ code }) => code);
    if (codes.some((code) => codes.some((other) => other !== code && other.startsWith(code)))) continue;
    if (correlations.some(({ between }) => codes.filter((code) => between.includes(code)).length > 1)) continue;
    problems.report('normalize-alternatives-apart', { codes, shares }, second.at);
  }
}

/** Characters of a code that name its category. */
const CATEGORY = 3;

/** People whom a condition entitles may be of any age. */
function checkPayerAges(profile: Profile, { payers, problems }: Context): void {
  const payer = payers.find(({ name }) => name === profile.coverage?.payer.value);
  const age = profile.attributes.find(({ name }) => name === 'age');
  if (payer === undefined || age === undefined || isEntitled(profile, payer)) return;
  const { minAge = 0, maxAge = Infinity } = payer;
  const isOutside = leavesOf(age.distribution).some((leaf) => {
    const { low = minAge, high = maxAge } = extentOf(leaf);
    return low < minAge || high > maxAge;
  });
  if (!isOutside) return;
  const ages = payer.maxAge === undefined ? `${minAge} and over` : `${minAge} to ${maxAge}`;
  const { display, exemptConditions = [] } = payer;
  problems.report('normalize-age-payer', { payer: display, ages, exempt: exemptConditions }, age.at);
}

function isEntitled({ conditions }: Profile, { exemptConditions = [] }: PayerConcept): boolean {
  return conditions.some(
    ({ code, prevalence }) => leastShare(prevalence) >= 1 && exemptConditions.some((exempt) => code.startsWith(exempt)),
  );
}

function leastShare(probability: Probability): number {
  return probability.kind === 'constant'
    ? probability.value
    : Math.min(leastShare(probability.holds), leastShare(probability.fails));
}

function checkSexes(profile: Profile, { knowledge, problems }: Context): void {
  const present = sexesOf(profile);
  for (const condition of profile.conditions) {
    const sex = knowledge.conditions.find(({ code }) => code === condition.code)?.sex;
    const others = present.filter((one) => sex !== undefined && one !== sex);
    if (sex === undefined || !others.some((other) => mayHave(condition, other, profile))) continue;
    problems.report('normalize-condition-sex', { code: condition.code, sex }, condition.at);
  }
}

/** Those that some of the people have. */
function sexesOf(profile: Profile): readonly string[] {
  const gender = distributionOf('gender', profile);
  return (gender === undefined ? [] : leavesOf(gender)).flatMap((leaf) => {
    if (leaf.kind === 'fixed') return [String(leaf.value)];
    if (leaf.kind !== 'categorical') return [];
    return leaf.options.filter(({ weight }) => weight > 0).map(({ value }) => String(value));
  });
}

function mayHave({ prevalence }: ConditionDefinition, gender: string, { conditions }: Profile): boolean {
  const known = { value: (name: string) => (name === 'gender' ? gender : undefined) };
  return greatestShare(prevalence, withConditions(known, conditions)) > 0;
}

function distributionOf(name: string, { attributes }: Profile): Distribution | undefined {
  return attributes.find((one) => one.name === name)?.distribution;
}
