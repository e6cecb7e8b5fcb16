/** Changing what draws a value inside a distribution, below what only chooses between others. */
import type { Distribution, Scalar, SourceRange } from '../../model/index.ts';
import { inOrderOfValue } from './weights.ts';

export function changeLeaves(distribution: Distribution, change: (leaf: Distribution) => Distribution): Distribution {
  if (distribution.kind === 'mixture') {
    const components = distribution.components.map(({ weight, distribution: part }) => ({
      weight,
      distribution: changeLeaves(part, change),
    }));
    return { ...distribution, components };
  }
  if (distribution.kind === 'conditional') {
    const rules = distribution.rules.map((rule) => ({
      ...rule,
      distribution: changeLeaves(rule.distribution, change),
    }));
    return { ...distribution, rules };
  }
  return change(distribution);
}

/** The distribution with every value that it names changed. */
export function changeValues(
  distribution: Distribution,
  change: (value: Scalar, at: SourceRange) => Scalar,
): Distribution {
  return changeLeaves(distribution, (leaf) => {
    if (leaf.kind === 'fixed') return { ...leaf, value: change(leaf.value, leaf.at) };
    if (leaf.kind !== 'categorical') return leaf;
    const options = leaf.options.map(({ value, weight, at }) => ({ value: change(value, at), weight, at }));
    return { ...leaf, options: inOrderOfValue(options) };
  });
}
