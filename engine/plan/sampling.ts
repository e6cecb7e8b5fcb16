/** Distributions and probabilities to terms: composites are taken apart, what is left has a quantile function of its own. */
import type {
  ColumnType,
  Distribution,
  ElementaryDistribution,
  Limits,
  Probability,
  Scalar,
  Term,
} from '../model/index.ts';
import { expressionTerm } from './expressions.ts';
import type { Scope } from './expressions.ts';
import { boolean, call, cast, double, integer, literal } from './terms.ts';

/** A value of the distribution at `uniform`. */
export function sampleTerm(distribution: Distribution, uniform: Term, type: ColumnType, scope: Scope): Term {
  switch (distribution.kind) {
    case 'conditional':
      return conditionalTerm(distribution, uniform, type, scope);
    case 'derived':
      return cast(limited(expressionTerm(distribution.formula, scope), distribution), type);
    case 'mixture':
      return mixtureTerm(distribution, uniform, type, scope);
    default:
      return { kind: 'sample', distribution, uniform, type };
  }
}

/** Whether it has a quantile function of its own. */
export function isElementary(distribution: Distribution): distribution is ElementaryDistribution {
  return distribution.kind !== 'conditional' && distribution.kind !== 'derived' && distribution.kind !== 'mixture';
}

/** A formula has no tail to cut: what goes beyond a bound is the bound. What it lacks stays lacking. */
function limited(value: Term, { min, max, decimals, integer: whole }: Limits): Term {
  const branches = [
    ...(min === undefined ? [] : [{ when: call('less', value, literal(min, double)), then: literal(min, double) }]),
    ...(max === undefined ? [] : [{ when: call('greater', value, literal(max, double)), then: literal(max, double) }]),
  ];
  const held: Term = branches.length === 0 ? value : { kind: 'case', branches, otherwise: value };
  if (whole === true) return call('floor', call('add', held, literal(0.5, double)));
  return decimals === undefined ? held : call('round', cast(held, double), decimals);
}

type Of<Kind extends Distribution['kind']> = Extract<Distribution, { kind: Kind }>;

function conditionalTerm({ rules }: Of<'conditional'>, uniform: Term, type: ColumnType, scope: Scope): Term {
  const otherwise = rules.find((rule) => rule.given === undefined);
  const branches = rules.flatMap(({ given, distribution }) =>
    given === undefined
      ? []
      : [{ when: expressionTerm(given, scope), then: sampleTerm(distribution, uniform, type, scope) }],
  );
  return {
    kind: 'case',
    branches,
    otherwise: otherwise === undefined ? literal(null) : sampleTerm(otherwise.distribution, uniform, type, scope),
  };
}

/** One draw chooses the component and, stretched over the component's share, its quantile. */
function mixtureTerm({ components }: Of<'mixture'>, uniform: Term, type: ColumnType, scope: Scope): Term {
  const total = components.reduce((sum, one) => sum + one.weight, 0);
  let below = 0;
  const parts = components.map(({ weight, distribution }) => {
    const from = below;
    below += weight / total;
    const within = call('divide', call('subtract', uniform, literal(from, double)), literal(weight / total, double));
    const inside = call('least', call('greatest', within, literal(2 ** -33, double)), literal(1 - 2 ** -33, double));
    return { when: call('less', uniform, literal(below, double)), then: sampleTerm(distribution, inside, type, scope) };
  });
  const last = parts.at(-1)?.then ?? literal(null);
  return { kind: 'case', branches: parts.slice(0, -1), otherwise: last };
}

export function probabilityTerm(probability: Probability, scope: Scope): Term {
  if (probability.kind === 'constant') return literal(probability.value, double);
  return {
    kind: 'case',
    branches: [{ when: expressionTerm(probability.given, scope), then: probabilityTerm(probability.holds, scope) }],
    otherwise: probabilityTerm(probability.fails, scope),
  };
}

/** Every value that a distribution names; `undefined` where it is a range of numbers. */
export function namedValues(distribution: Distribution): readonly Scalar[] | undefined {
  switch (distribution.kind) {
    case 'fixed':
      return [distribution.value];
    case 'categorical':
      return distribution.options.map((option) => option.value);
    case 'conditional':
      return allNamed(distribution.rules.map((rule) => rule.distribution));
    case 'mixture':
      return allNamed(distribution.components.map((component) => component.distribution));
    default:
      return undefined;
  }
}

function allNamed(distributions: readonly Distribution[]): readonly Scalar[] | undefined {
  const named = distributions.map(namedValues);
  return named.some((values) => values === undefined) ? undefined : named.flatMap((values) => values ?? []);
}

/** The column type of a number or truth value; `undefined` where the values are texts. */
export function plainType(distribution: Distribution): ColumnType | undefined {
  const values = namedValues(distribution)?.filter((value) => value !== null);
  if (values === undefined) return isWhole(distribution) ? integer : double;
  if (values.length === 0) return double;
  if (values.every((value) => typeof value === 'boolean')) return boolean;
  if (values.every((value) => typeof value === 'number')) return values.every(Number.isSafeInteger) ? integer : double;
  return undefined;
}

/** Kinds whose values are whole numbers by themselves. */
const WHOLE: ReadonlySet<Distribution['kind']> = new Set(['age_bands', 'poisson', 'negative_binomial', 'zipf']);

function isWhole(distribution: Distribution): boolean {
  if (distribution.integer === true || WHOLE.has(distribution.kind)) return true;
  if (distribution.kind === 'conditional') return distribution.rules.every((rule) => isWhole(rule.distribution));
  if (distribution.kind === 'mixture') return distribution.components.every((one) => isWhole(one.distribution));
  return distribution.kind === 'fixed' && Number.isSafeInteger(distribution.value);
}
