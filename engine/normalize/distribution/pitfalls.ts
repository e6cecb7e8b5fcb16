/** What formulas do that not all numbers allow (to divide by 0, a broken power of what is below 0), as far as it is known what values can be: whoever has it so has no value. */
import type { Distribution, Expression, SourceRange } from '../../model/index.ts';
import { leavesOf, namesIn } from '../../trees/index.ts';
import { allParts, divisorsIn } from '../expression/index.ts';
import { extentOf } from './limits.ts';

interface Extent {
  readonly low: number;
  readonly high: number;
}

/** `undefined` where it is not known. */
export type Extents = (name: string) => Extent | undefined;

/** Between what the values lie that go by a name, each by its distribution. */
export function extentsOf(distributionOf: (name: string) => Distribution | undefined): Extents {
  const known = new Map<string, Extent | undefined>();
  const extents: Extents = (name) => {
    if (known.has(name)) return known.get(name);
    known.set(name, undefined);
    const distribution = distributionOf(name);
    const found = distribution && hullOf(leavesOf(distribution).map((leaf) => extentOfLeaf(leaf, extents)));
    known.set(name, found);
    return found;
  };
  return extents;
}

/** What can be a number that the formula has no value of. */
export interface Pitfall {
  readonly does: 'divides' | 'raises';
  readonly at: SourceRange;
}

/** Where a rule asks about what one is made of, it is left to the rule. */
export function pitfallsOf(
  distribution: Distribution,
  extents: Extents,
  asked: readonly string[] = [],
): readonly Pitfall[] {
  switch (distribution.kind) {
    case 'derived': {
      const isAsked = (one: Expression): boolean => namesIn(one).some((name) => asked.includes(name));
      return [
        ...divisorsIn(distribution.formula)
          .filter((divisor) => !isAsked(divisor) && canBeZero(divisor, extents))
          .map(({ at }) => ({ does: 'divides' as const, at })),
        ...raisedOf(distribution.formula)
          .filter(({ base, exponent }) => !isAsked(base) && canHaveNoPower(base, exponent, extents))
          .map(({ base: { at } }) => ({ does: 'raises' as const, at })),
      ];
    }
    case 'mixture':
      return distribution.components.flatMap((one) => pitfallsOf(one.distribution, extents, asked));
    case 'conditional': {
      const known = [
        ...asked,
        ...distribution.rules.flatMap(({ given }) => (given === undefined ? [] : namesIn(given))),
      ];
      return distribution.rules.flatMap((one) => pitfallsOf(one.distribution, extents, known));
    }
    default:
      return [];
  }
}

interface Raised {
  readonly base: Expression;
  readonly exponent: Expression;
}

function raisedOf(formula: Expression): readonly Raised[] {
  return allParts(formula).flatMap((part) => {
    const [base, exponent] = part.kind === 'function' && part.name === 'power' ? part.arguments : [];
    return base === undefined || exponent === undefined ? [] : [{ base, exponent }];
  });
}

/** A broken power of less than 0, or one below 0 of 0 itself. */
function canHaveNoPower(base: Expression, exponent: Expression, extents: Extents): boolean {
  const [of, by] = [extentOfFormula(base, extents), extentOfFormula(exponent, extents)];
  if (of === undefined || by === undefined) return false;
  const isWhole = by.low === by.high && Number.isInteger(by.low);
  return (of.low < 0 && !isWhole) || (of.low <= 0 && of.high >= 0 && by.low < 0);
}

function canBeZero(divisor: Expression, extents: Extents): boolean {
  const extent = extentOfFormula(divisor, extents);
  return extent !== undefined && extent.low <= 0 && extent.high >= 0;
}

export function extentOfFormula(expression: Expression, extents: Extents): Extent | undefined {
  switch (expression.kind) {
    case 'number':
      return { low: expression.value, high: expression.value };
    case 'name':
      return extents(expression.name);
    case 'negate': {
      const of = extentOfFormula(expression.operand, extents);
      return of && { low: -of.high, high: -of.low };
    }
    case 'binary': {
      const [left, right] = [extentOfFormula(expression.left, extents), extentOfFormula(expression.right, extents)];
      return left && right && combined(expression.operator, left, right);
    }
    case 'function':
      return extentOfFunction(expression, extents);
    default:
      return undefined;
  }
}

function extentOfFunction(
  { name, arguments: given }: Extract<Expression, { kind: 'function' }>,
  extents: Extents,
): Extent | undefined {
  if (name === 'if') return hullOf(given.slice(1).map((one) => extentOfFormula(one, extents)));
  const known = given.map((one) => extentOfFormula(one, extents)).filter((extent) => extent !== undefined);
  if (known.length < given.length) return undefined;
  if (name === 'power') return extentOfPower(known);
  const choose = name === 'least' ? Math.min : Math.max;
  return { low: choose(...known.map(({ low }) => low)), high: choose(...known.map(({ high }) => high)) };
}

/** Of what is above 0 it lies at the corners. */
function extentOfPower([base, exponent]: readonly Extent[]): Extent | undefined {
  if (base === undefined || exponent === undefined || base.low < 0 || (base.low === 0 && exponent.low < 0))
    return undefined;
  const ends = [base.low, base.high].flatMap((one) => [exponent.low, exponent.high].map((other) => one ** other));
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

type Operator = Extract<Expression, { kind: 'binary' }>['operator'];

function combined(operator: Operator, left: Extent, right: Extent): Extent | undefined {
  const corners = (of: (one: number, other: number) => number): Extent | undefined =>
    hullOf(
      [left.low, left.high]
        .flatMap((one) => [right.low, right.high].map((other) => of(one, other)))
        .flatMap((end) => (Number.isNaN(end) ? [] : [{ low: end, high: end }])),
    );
  switch (operator) {
    case '+':
      return corners((one, other) => one + other);
    case '-':
      return corners((one, other) => one - other);
    case '*':
      return corners((one, other) => one * other);
    case '/':
      return right.low <= 0 && right.high >= 0 ? undefined : corners((one, other) => one / other);
    default:
      return undefined;
  }
}

function hullOf(extents: readonly (Extent | undefined)[]): Extent | undefined {
  const known = extents.filter((extent) => extent !== undefined);
  if (known.length < extents.length || known.length === 0) return undefined;
  return { low: Math.min(...known.map(({ low }) => low)), high: Math.max(...known.map(({ high }) => high)) };
}

/** So many standard deviations off there is one of a thousand million people. */
const FAR = 6;

function extentOfLeaf(leaf: Distribution, extents: Extents): Extent | undefined {
  if (leaf.kind === 'derived') return extentOfFormula(leaf.formula, extents);
  const { low, high } = extentOf(leaf);
  const usual = usualExtent(leaf);
  const [from, to] = [low ?? usual?.low, high ?? usual?.high];
  return from === undefined || to === undefined ? undefined : { low: from, high: to };
}

/** Where its author set no bounds. */
function usualExtent(leaf: Distribution): Extent | undefined {
  switch (leaf.kind) {
    case 'normal':
      return { low: leaf.mean - FAR * leaf.standardDeviation, high: leaf.mean + FAR * leaf.standardDeviation };
    case 'poisson':
    case 'negative_binomial':
      return { low: 0, high: Infinity };
    case 'zipf':
      return { low: 1, high: leaf.highest };
    default:
      return undefined;
  }
}
