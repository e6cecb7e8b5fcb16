/** What kind of values a distribution yields, and which, as far as they can be listed. */
import type { Distribution, Expression, Scalar, ValueType, WeightedOption } from '../../model/index.ts';
import { leavesOf } from '../../trees/index.ts';

/** Every value, where all of them are named; a formula or a curve has too many. */
export function valuesOf(distribution: Distribution): readonly Scalar[] | undefined {
  const values: Scalar[] = [];
  for (const leaf of leavesOf(distribution)) {
    if (leaf.kind === 'fixed') values.push(leaf.value);
    else if (leaf.kind === 'categorical') values.push(...leaf.options.map(({ value }) => value));
    else return undefined;
  }
  return [...new Set(values)];
}

/** `undefined` where values are of several types or come from a formula. */
export function valueTypeOf(distribution: Distribution): ValueType | undefined {
  const types = new Set(leavesOf(distribution).flatMap(typesOfLeaf));
  const [only] = types;
  return types.size === 1 ? only : undefined;
}

function typesOfLeaf(leaf: Distribution): readonly (ValueType | undefined)[] {
  if (leaf.kind === 'fixed') return [typeOfScalar(leaf.value)];
  if (leaf.kind === 'categorical') return leaf.options.map(({ value }) => typeOfScalar(value));
  return [leaf.kind === 'derived' ? typeOfFormula(leaf.formula) : 'number'];
}

/** As far as the formula itself shows; that of a bare name depends on what it names. */
function typeOfFormula(formula: Expression): ValueType | undefined {
  switch (formula.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return formula.kind;
    case 'name':
      return undefined;
    case 'negate':
      return 'number';
    case 'binary':
      return ['+', '-', '*', '/'].includes(formula.operator) ? 'number' : 'boolean';
    case 'not':
    case 'in':
    case 'between':
      return 'boolean';
    case 'call':
      return ['count_events', 'days_since', 'latest'].includes(formula.name) ? 'number' : 'boolean';
    case 'function':
      return formula.name === 'if' ? typeOfChoice(formula) : 'number';
    case 'moment':
      return typeOfFormula(formula.operand);
    case 'length':
      return undefined;
  }
}

/** That of either value, where one of both shows it. */
function typeOfChoice({
  arguments: [, then, otherwise],
}: Extract<Expression, { kind: 'function' }>): ValueType | undefined {
  return (then && typeOfFormula(then)) ?? (otherwise && typeOfFormula(otherwise));
}

function typeOfScalar(value: Scalar): ValueType | undefined {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return value === null ? undefined : 'text';
}

/** Whether some value that it names is no number. */
export function isNoNumber(leaf: Distribution): boolean {
  if (leaf.kind === 'fixed') return typeof leaf.value !== 'number';
  return leaf.kind === 'categorical' && leaf.options.some(({ value }) => typeof value !== 'number');
}

/** A text among numbers or a number among texts: of what there is less, of texts where there is as much of both. */
export function misfitOf(distribution: Distribution): WeightedOption | undefined {
  const values = leavesOf(distribution).flatMap(namedValuesOf);
  const [texts, numbers] = ['string', 'number'].map((type) => values.filter(({ value }) => typeof value === type));
  if (texts === undefined || numbers === undefined || texts.length === 0 || numbers.length === 0) return undefined;
  return (numbers.length < texts.length ? numbers : texts)[0];
}

/** A curve has numbers, and so does a formula that reckons. */
function namedValuesOf(leaf: Distribution): readonly WeightedOption[] {
  if (leaf.kind === 'fixed') return [{ value: leaf.value, weight: 1, at: leaf.at }];
  if (leaf.kind === 'categorical') return leaf.options;
  return typesOfLeaf(leaf).includes('number') ? [{ value: 0, weight: 1, at: leaf.at }] : [];
}
