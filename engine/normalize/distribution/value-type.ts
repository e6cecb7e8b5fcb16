/** What kind of values a distribution yields, and which, as far as they can be listed. */
import type { Distribution, Scalar, ValueType } from '../../model/index.ts';
import { leavesOf } from './limits.ts';

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
  switch (leaf.kind) {
    case 'fixed':
      return [typeOfScalar(leaf.value)];
    case 'categorical':
      return leaf.options.map(({ value }) => typeOfScalar(value));
    case 'derived':
      return [undefined];
    default:
      return ['number'];
  }
}

function typeOfScalar(value: Scalar): ValueType | undefined {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return value === null ? undefined : 'text';
}
