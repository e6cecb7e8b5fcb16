/** Values with their shares, in every accepted spelling, to options whose weights sum to 1. */
import type { DataNode, Scalar, SourceRange, WeightedOption } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../../trees/index.ts';
import type { Problems } from '../problems.ts';
import { readNumberWhere } from '../scalars.ts';

const TOLERANCE = 0.001;

/** A map of shares, or a list of values, or of `{ value, weight }`. Values without weights have equal ones. */
export function readOptions(
  node: DataNode,
  what: string,
  { problems }: Context,
): readonly WeightedOption[] | undefined {
  if (node.kind === 'map') return readShares(node, what, problems);
  if (node.kind === 'list' && node.items.length > 0) return readValues(node, what, problems);
  return problems.report(
    'normalize-value-kind',
    { what, expected: 'values with their shares', found: 'none' },
    node.at,
  );
}

function readShares(
  node: Extract<DataNode, { kind: 'map' }>,
  what: string,
  problems: Problems,
): readonly WeightedOption[] | undefined {
  const values = valuesOfKeys(node.entries.map(({ key }) => key));
  const options = node.entries.map(({ value, keyAt }, index) => {
    const weight = readWeight(value, what, problems);
    return weight === undefined ? undefined : { value: values[index] ?? null, weight, at: keyAt };
  });
  return normalized(options, node.at, problems);
}

/** Keys are texts in YAML. Where all of them are numbers, or all truth values, that is what is meant. */
function valuesOfKeys(keys: readonly string[]): readonly Scalar[] {
  if (keys.every((key) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(key))) return keys.map(Number);
  if (keys.every((key) => key === 'true' || key === 'false')) return keys.map((key) => key === 'true');
  return keys;
}

function readValues(
  node: Extract<DataNode, { kind: 'list' }>,
  what: string,
  problems: Problems,
): readonly WeightedOption[] | undefined {
  const equal = 1 / node.items.length;
  const options = node.items.map((item) => readValue(item, { what, equal }, problems));
  return normalized(options, node.at, problems);
}

function readValue(
  item: DataNode,
  { what, equal }: { readonly what: string; readonly equal: number },
  problems: Problems,
): WeightedOption | undefined {
  if (item.kind === 'scalar') return { value: item.value, weight: equal, at: item.at };
  const value = item.kind === 'map' ? entryOf(item, 'value')?.value : undefined;
  const weight = item.kind === 'map' ? entryOf(item, 'weight')?.value : undefined;
  if (item.kind !== 'map' || value?.kind !== 'scalar' || (weight === undefined) !== (item.entries.length === 1)) {
    return problems.report(
      'normalize-value-kind',
      { what, expected: 'a value, or `{ value, weight }`', found: `a ${item.kind}` },
      item.at,
    );
  }
  const share = weight === undefined ? equal : readWeight(weight, what, problems);
  return share === undefined ? undefined : { value: value.value, weight: share, at: value.at };
}

export function readWeight(node: DataNode, what: string, problems: Problems): number | undefined {
  return readNumberWhere(
    node,
    { what: `A weight of ${what}`, expected: '0 or more', holds: (value) => value >= 0 },
    problems,
  );
}

function normalized(
  options: readonly (WeightedOption | undefined)[],
  at: SourceRange,
  problems: Problems,
): readonly WeightedOption[] | undefined {
  const present = options.filter((option) => option !== undefined);
  if (present.length < options.length || present.length === 0) return undefined;
  const repeated = present.find(({ value }, index) => present.findIndex((other) => other.value === value) < index);
  if (repeated !== undefined) {
    return problems.report('normalize-duplicate', { what: 'value', name: String(repeated.value) }, repeated.at);
  }
  const ordered = inOrderOfValue(present);
  const shares = sharesOf(ordered, ({ value }) => String(value), at, problems);
  return shares && ordered.map(({ value, at: place }, index) => ({ value, weight: shares[index] ?? 0, at: place }));
}

/** The order in which a draw passes over the values: that of the values themselves, so that moving a line moves nobody. */
export function inOrderOfValue(options: readonly WeightedOption[]): readonly WeightedOption[] {
  return options.toSorted(({ value: one }, { value: other }) => {
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    if (String(one) === String(other)) return 0;
    return String(one) < String(other) ? -1 : 1;
  });
}

/** Weights that sum to exactly 1; a sum further from 1 than rounding explains is reported, with what it should be. */
export function sharesOf<Item extends { readonly weight: number }>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  at: SourceRange,
  problems: Problems,
): readonly number[] | undefined {
  const sum = items.reduce((total, { weight }) => total + weight, 0);
  if (Math.abs(sum - 1) <= TOLERANCE) return items.map(({ weight }) => weight / sum);
  const normalizedNames =
    sum > 0 ? items.map((item) => `${nameOf(item)}: ${Number((item.weight / sum).toFixed(4))}`) : [];
  return problems.report('normalize-weights', { sum, normalized: normalizedNames }, at);
}
