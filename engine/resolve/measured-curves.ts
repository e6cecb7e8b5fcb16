/** The curves that a measure has for a template's people, by rules, and who of them may have no value within the bounds of a request. */
import type { ConditionalRule, Distribution, Expression, Probability } from '../model/index.ts';
import { extentOf, extentOfDistribution } from './age-extent.ts';
import type { Extent } from './age-extent.ts';
import type { FactOf } from './fact.ts';
import { isFact } from './fact.ts';
import type { Laying } from './layer.ts';
import { onlySexOf } from './only-sex.ts';
import type { Sex } from './only-sex.ts';
import { familyOf } from './unit.ts';

export interface Known {
  readonly age: number;
  /** Whether people have what only some of them may have. */
  readonly unless?: boolean;
  /** Where the template has people of both. */
  readonly sex?: Sex;
}

export function isMostlyLost(laying: Laying, measure: FactOf<'measure'>, known: Omit<Known, 'age'>): boolean {
  const ages = agesOf(laying);
  return ages.filter((age) => isLost(laying, measure, { age, ...known })).length * 2 > ages.length;
}

/** Whether somebody of that age may have no value within the bounds. */
export function isLost(laying: Laying, measure: FactOf<'measure'>, known: Known): boolean {
  for (const { given, distribution } of rulesOf(laying, measure)) {
    const holds = given === undefined ? true : truthOf(given, laying, known);
    if (holds !== false && !reaches(distribution, measure)) return true;
    if (holds === true) return false;
  }
  return false;
}

export function rulesOf({ profile, library }: Laying, { measure }: FactOf<'measure'>): readonly ConditionalRule[] {
  const own = profile.attributes.find(({ name }) => name === measure.name)?.distribution;
  const distribution = own ?? library.knowledge.observations.find(({ name }) => name === measure.name)?.baseline;
  if (distribution === undefined) return [];
  return distribution.kind === 'conditional' ? distribution.rules : [{ given: undefined, distribution }];
}

export function agesOf({ profile }: Laying): readonly number[] {
  const { low, high } = extentOf(profile);
  return Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, at) => Math.ceil(low) + at);
}

/** In standard deviations: nobody lies farther from a mean. */
const FARTHEST = 5;

export function limitsOf(distribution: Distribution, deviations: number = FARTHEST): Extent {
  const { low, high } = extentOfDistribution(distribution, { low: -Infinity, high: Infinity });
  if (distribution.kind !== 'normal') return { low, high };
  const reach = deviations * distribution.standardDeviation;
  return { low: Math.max(low, distribution.mean - reach), high: Math.min(high, distribution.mean + reach) };
}

/** In standard deviations: hardly anybody lies farther from a mean. */
const FAR = 3;

/** At how many ages of those of the request some may lie within the bounds, and some beyond. */
export function agesCut(laying: Laying, measure: FactOf<'measure'>): number {
  const said = laying.facts.filter((fact) => isFact(fact, 'age', 'agePeople') && fact.share === undefined);
  const isAsked = (age: number): boolean =>
    said.every((fact) => isFact(fact, 'age', 'agePeople') && (fact.low ?? 0) <= age && age <= (fact.high ?? Infinity));
  return agesOf(laying).filter((age) => isAsked(age) && isCut(laying, measure, { age })).length;
}

function isCut(laying: Laying, measure: FactOf<'measure'>, known: Known): boolean {
  for (const { given, distribution } of rulesOf(laying, measure)) {
    const holds = given === undefined ? true : truthOf(given, laying, known);
    if (holds !== false && liesWithin(distribution, measure)) return true;
    if (holds === true) return false;
  }
  return false;
}

function liesWithin(distribution: Distribution, { low, high }: FactOf<'measure'>): boolean {
  const limits = limitsOf(distribution, FAR);
  return [low, high].some((end) => end !== undefined && limits.low < end.value && end.value < limits.high);
}

/** What follows by a formula is for the plan to judge; of a curve, its edge alone is nothing. */
export function reaches(distribution: Distribution, { low, high }: FactOf<'measure'>): boolean {
  if (distribution.kind === 'derived') return true;
  const limits = limitsOf(distribution);
  const isPoint = limits.low === limits.high;
  const isAbove = low === undefined || limits.high > low.value || (isPoint && limits.high === low.value && !low.isOpen);
  const isBelow =
    high === undefined || limits.low < high.value || (isPoint && limits.low === high.value && !high.isOpen);
  return isAbove && isBelow;
}

export function truthOf(expression: Expression, laying: Laying, known: Known): boolean | undefined {
  if (expression.kind === 'binary' && expression.operator === 'and') {
    const sides = new Set([expression.left, expression.right].map((side) => truthOf(side, laying, known)));
    if (sides.has(false)) return false;
    return sides.has(undefined) ? undefined : true;
  }
  if (expression.kind === 'between' && expression.operand.kind === 'name' && expression.operand.name === 'age') {
    const { low, high, negated } = expression;
    if (low.kind !== 'number' || high.kind !== 'number') return undefined;
    return (known.age >= low.value && known.age <= high.value) !== negated;
  }
  const ofAge = ageCompared(expression, known.age);
  if (ofAge !== undefined) return ofAge;
  const ruleSex = sexOfRule(expression);
  const sex = ruleSex && (onlySexOf(laying) ?? known.sex);
  if (ruleSex !== undefined) return sex === undefined ? undefined : sex === ruleSex;
  const code = conditionOf(expression);
  return code === undefined ? undefined : (hasCondition(laying, code) ?? known.unless);
}

function ageCompared(expression: Expression, age: number): boolean | undefined {
  if (expression.kind !== 'binary' || expression.left.kind !== 'name' || expression.left.name !== 'age')
    return undefined;
  const { operator, right } = expression;
  if (right.kind !== 'number') return undefined;
  if (operator === '<') return age < right.value;
  if (operator === '<=') return age <= right.value;
  if (operator === '>') return age > right.value;
  return operator === '>=' ? age >= right.value : undefined;
}

function sexOfRule(expression: Expression): string | undefined {
  if (expression.kind !== 'binary' || expression.operator !== '=') return undefined;
  const { left, right } = expression;
  return left.kind === 'name' && left.name === 'gender' && right.kind === 'text' ? right.value : undefined;
}

/** The beginning of the codes that a rule is about. */
export function conditionOf(expression: Expression): string | undefined {
  if (expression.kind === 'binary' && expression.operator === 'and')
    return conditionOf(expression.left) ?? conditionOf(expression.right);
  const [first] = expression.kind === 'call' && expression.name === 'has_condition' ? expression.arguments : [];
  return first?.kind === 'text' ? first.value : undefined;
}

/** Whether everybody has a condition that begins so, or nobody; `undefined` where some have. */
export function hasCondition(laying: Laying, prefix: string): boolean | undefined {
  if (isSaidAbsent(laying, prefix)) return false;
  const isSaid = laying.facts.some(
    (fact) =>
      isFact(fact, 'condition', 'code') && !fact.negated && fact.share === undefined && codeOf(fact).startsWith(prefix),
  );
  if (isSaid) return true;
  const share = shareOf(laying, prefix);
  return share >= 1 ? true : share > 0 ? undefined : false;
}

export function isSaidAbsent({ facts }: Laying, prefix: string): boolean {
  return facts.some(
    (fact) => isFact(fact, 'condition', 'code') && fact.negated === true && familyOf(prefix) === familyOf(codeOf(fact)),
  );
}

function codeOf(fact: FactOf<'condition' | 'code'>): string {
  return fact.kind === 'code' ? fact.code : fact.condition.code;
}

/** The greatest share of the template's people who have one condition of those; of shares that depend on the person, the middle. */
export function shareOf({ profile }: Laying, prefix: string): number {
  const shares = profile.conditions
    .filter(({ code }) => code.startsWith(prefix))
    .map(({ prevalence }) => middleShare(prevalence));
  return Math.max(0, ...shares);
}

function middleShare(prevalence: Probability): number {
  if (prevalence.kind === 'constant') return prevalence.value;
  return (middleShare(prevalence.holds) + middleShare(prevalence.fails)) / 2;
}
