/** Conditions that cannot be had at every age: named where a profile gives them to others, who then do not have them. */
import type {
  AgeBounds,
  ConditionDefinition,
  Distribution,
  Expression,
  Probability,
  Profile,
} from '../../model/index.ts';
import type { Context } from '../context.ts';
import { extentOf } from '../distribution/index.ts';
import { greatestShare, withConditions } from './truth.ts';
import type { Known } from './truth.ts';
import { leavesOf } from '../../trees/index.ts';

const OLDEST = 120;

/** The profile with the prevalence of such conditions confined to ages at which they can be had. */
export function withinAges(profile: Profile, context: Context): Profile {
  const ages = agesOf(profile);
  const conditions: ConditionDefinition[] = [...profile.conditions];
  for (const [at, one] of conditions.entries()) conditions[at] = confined(one, { ages, conditions }, context);
  return { ...profile, conditions };
}

/** The completed years that people of the profile can have; one beyond what a normal curve gives to hardly anybody is none. */
function agesOf({ attributes, household }: Profile): readonly number[] {
  const distribution = attributes.find(({ name }) => name === 'age')?.distribution;
  const leaves = distribution === undefined ? [] : leavesOf(distribution);
  const hasChildren = household?.kinds.some(({ children }) => children > 0) ?? false;
  const extents = [...leaves.map(extentWithin), ...(hasChildren ? [{ low: 0, high: household?.childTo }] : [])];
  const isOne = (age: number): boolean => extents.some(({ low = 0, high = OLDEST }) => low <= age && age <= high);
  return Array.from({ length: OLDEST + 1 }, (_, age) => age).filter(isOne);
}

/** So many standard deviations off there is one of thirty thousand people. */
const FAR = 4;

function extentWithin(leaf: Distribution): Extent {
  const { low, high } = extentOf(leaf);
  if (leaf.kind !== 'normal') return { low, high };
  const far = FAR * leaf.standardDeviation;
  return { low: Math.max(low ?? 0, leaf.mean - far), high: Math.min(high ?? OLDEST, leaf.mean + far) };
}

type Extent = ReturnType<typeof extentOf>;

function ofAge(age: number): Known {
  return { value: (name) => (name === 'age' ? age : undefined) };
}

/** `conditions`: those before it are confined already. */
function confined(
  condition: ConditionDefinition,
  { ages, conditions }: { readonly ages: readonly number[]; readonly conditions: readonly ConditionDefinition[] },
  context: Context,
): ConditionDefinition {
  const { code, prevalence, at } = condition;
  const bounds = context.knowledge.conditions.find((one) => one.code === code)?.ages;
  if (bounds === undefined) return condition;
  const holders = ages.filter((age) => greatestShare(prevalence, withConditions(ofAge(age), conditions)) > 0);
  const isPossible = (age: number): boolean => (bounds.from ?? 0) <= age && age <= (bounds.to ?? OLDEST);
  if (holders.every(isPossible)) return condition;
  const isNobody = !holders.some(isPossible);
  context.problems.report(
    isNobody ? 'normalize-condition-age' : 'normalize-condition-ages',
    { code, ages: wordsFor(bounds) },
    at,
  );
  const nobody: Probability = { kind: 'constant', value: 0, at: prevalence.at };
  const given = conditionOf(bounds, prevalence.at);
  return { ...condition, prevalence: { kind: 'given', given, holds: prevalence, fails: nobody, at: prevalence.at } };
}

function wordsFor({ from, to }: AgeBounds): string {
  if (to === undefined) return from === 1 ? '1 year and over' : `${from} years and over`;
  return (from ?? 0) === to ? `${to} years` : `${from ?? 0} to ${to} years`;
}

function conditionOf({ from, to }: AgeBounds, at: Expression['at']): Expression {
  const side = (operator: '>=' | '<=', value: number): Expression => ({
    kind: 'binary',
    operator,
    left: { kind: 'name', name: 'age', at },
    right: { kind: 'number', value, at },
    at,
  });
  const sides = [...(from === undefined ? [] : [side('>=', from)]), ...(to === undefined ? [] : [side('<=', to)])];
  return sides.reduce((left, right) => ({ kind: 'binary', operator: 'and', left, right, at }));
}
