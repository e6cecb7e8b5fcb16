/** What an expression is for all people of a profile alike, as far as its conditions tell. */
import type { Distribution, Expression, ObservationConcept, Profile } from '../model/index.ts';

export function settledTruth(expression: Expression, profile: Profile): boolean | undefined {
  const settled = (one: Expression): boolean | undefined => settledTruth(one, profile);
  switch (expression.kind) {
    case 'boolean':
      return expression.value;
    case 'not': {
      const inner = settled(expression.operand);
      return inner === undefined ? undefined : !inner;
    }
    case 'between': {
      const [low, high] = [numberOf(expression.low), numberOf(expression.high)];
      const within = low === undefined || high === undefined ? undefined : { low, high };
      const truth =
        isAge(expression.operand) && within !== undefined ? isWithin(agesOfPeople(profile), within) : undefined;
      return truth === undefined ? undefined : truth !== expression.negated;
    }
    case 'binary': {
      if (expression.operator !== 'and' && expression.operator !== 'or')
        return comparedAge(expression, profile) ?? comparedText(expression, profile);
      const sides = new Set([settled(expression.left), settled(expression.right)]);
      const decisive = expression.operator === 'or';
      if (sides.has(decisive)) return decisive;
      return sides.has(undefined) ? undefined : !decisive;
    }
    case 'call': {
      const [first] = expression.arguments;
      return expression.name === 'has_condition' && first?.kind === 'text'
        ? hasCondition(first.value, profile)
        : undefined;
    }
    default:
      return undefined;
  }
}

type Comparison = Extract<Expression, { kind: 'binary' }>;

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Of ages against a number, which stand on the left. */
function comparedAge({ left, operator, right }: Comparison, profile: Profile): boolean | undefined {
  const number = numberOf(right);
  if (!isAge(left) || number === undefined) return undefined;
  const within: Partial<Record<Comparison['operator'], Extent>> = {
    '<': { low: -Infinity, high: Math.ceil(number) - 1 },
    '<=': { low: -Infinity, high: number },
    '>': { low: Math.floor(number) + 1, high: Infinity },
    '>=': { low: number, high: Infinity },
    '=': { low: number, high: number },
  };
  const extent = within[operator];
  return extent === undefined ? undefined : isWithin(agesOfPeople(profile), extent);
}

/** Of what the people are, such as `gender`, against a text, which stands on the right. */
function comparedText({ left, operator, right }: Comparison, profile: Profile): boolean | undefined {
  if (left.kind !== 'name' || right.kind !== 'text' || !['=', '!='].includes(operator)) return undefined;
  const values = valuesOf(left.name, profile);
  if (values === undefined) return undefined;
  const isSaid = values.includes(right.value);
  if (isSaid && values.length > 1) return undefined;
  return isSaid === (operator === '=');
}

/** Those that anybody has; `undefined` where the profile lists none, and where families have adults and others. */
function valuesOf(name: string, { attributes, household }: Profile): readonly unknown[] | undefined {
  const own = attributes.find((one) => one.name === name && one.role === 'demographics')?.distribution;
  if (household !== undefined || own === undefined) return undefined;
  if (own.kind === 'fixed') return [own.value];
  return own.kind === 'categorical'
    ? own.options.filter(({ weight }) => weight > 0).map(({ value }) => value)
    : undefined;
}

function isWithin(all: Extent | undefined, { low, high }: Extent): boolean | undefined {
  if (all === undefined) return undefined;
  if (all.low >= low && all.high <= high) return true;
  return all.high < low || all.low > high ? false : undefined;
}

function isAge(expression: Expression): boolean {
  return expression.kind === 'name' && expression.name === 'age';
}

function numberOf(expression: Expression): number | undefined {
  return expression.kind === 'number' ? expression.value : undefined;
}

/** The ages of all people of the profile, in whole years, as far as it bounds them. */
export function agesOfPeople({ attributes, household }: Profile): Extent | undefined {
  const age = attributes.find(({ name, role }) => name === 'age' && role === 'demographics');
  const own = age === undefined ? undefined : extentOf(age.distribution);
  const hasChildren = household?.kinds.some(({ children, weight }) => children > 0 && weight > 0) === true;
  return own === undefined || !hasChildren ? own : { low: 0, high: own.high };
}

function extentOf(distribution: Distribution): Extent | undefined {
  switch (distribution.kind) {
    case 'fixed':
      return typeof distribution.value === 'number' ? { low: distribution.value, high: distribution.value } : undefined;
    case 'uniform':
    case 'triangular':
    case 'beta':
      return { low: distribution.low, high: distribution.high };
    case 'age_bands':
      return hullOf(distribution.bands.map(({ from, to }) => ({ low: from, high: to })));
    case 'mixture':
      return hullOf(distribution.components.map((one) => extentOf(one.distribution)));
    case 'conditional':
      return hullOf(distribution.rules.map((rule) => extentOf(rule.distribution)));
    default:
      return distribution.min === undefined || distribution.max === undefined
        ? undefined
        : { low: distribution.min, high: distribution.max };
  }
}

function hullOf(extents: readonly (Extent | undefined)[]): Extent | undefined {
  const known = extents.filter((one) => one !== undefined);
  if (known.length < extents.length) return undefined;
  return { low: Math.min(...known.map(({ low }) => low)), high: Math.max(...known.map(({ high }) => high)) };
}

function hasCondition(prefix: string, { conditions }: Profile): boolean | undefined {
  const shares = conditions
    .filter(({ code }) => code.startsWith(prefix))
    .map(({ prevalence }) => (prevalence.kind === 'constant' ? prevalence.value : 0.5));
  if (shares.some((share) => share >= 1)) return true;
  return shares.every((share) => share <= 0) ? false : undefined;
}

/** What the reference says of an observation of the profile's people. */
export function usualDistribution({ name, baseline }: ObservationConcept, { usual = [] }: Profile): Distribution {
  return usual.find((one) => one.name === name)?.baseline ?? baseline;
}

/** The distribution without the rules that nobody of the profile falls under. */
export function fittingRules(distribution: Distribution, profile: Profile): Distribution {
  if (distribution.kind !== 'conditional') return distribution;
  const taken = new Set(profile.medications.map(({ drug }) => drug));
  const possible = distribution.rules.filter(
    ({ given, medicines }) =>
      medicines?.some((drug) => taken.has(drug)) !== false &&
      (given === undefined || settledTruth(given, profile) !== false),
  );
  const last = possible.findIndex(({ given }) => given === undefined || settledTruth(given, profile) === true);
  const rules = (last < 0 ? possible : possible.slice(0, last + 1)).map((rule, at) => ({
    given: at === last ? undefined : rule.given,
    distribution: fittingRules(rule.distribution, profile),
  }));
  const [only] = rules;
  return only !== undefined && only.given === undefined ? only.distribution : { ...distribution, rules };
}
