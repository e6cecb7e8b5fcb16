/** An authored specification in the one layout in which another can be laid over it. */
import type { DataNode, MapEntry, MapNode, SpecificationKind } from '../model/index.ts';
import { canonicalJourneyTree } from './journey-layout.ts';
import type { Reporter } from './lay-overrides.ts';
import { entryOf, mapOf, withEntry, withoutKeys } from './nodes.ts';
import { canonicalProfileTree } from './profile-layout.ts';

export function canonicalTree(data: MapNode, kind: SpecificationKind, problems: Reporter): MapNode {
  if (kind === 'journey') return canonicalJourneyTree(data, problems);
  if (kind === 'profile') return withLists(canonicalProfileTree(data, problems));
  const named = data.entries.filter(({ key }) => OF_COHORTS.includes(key));
  const people = canonicalProfileTree(withoutKeys(data, OF_COHORTS), problems);
  return withLists(mapOf([...named, ...people.entries], data.at));
}

const OF_COHORTS = ['cohort_name', 'name', 'profile', 'journeys'];

/** What may be a map of names is a list of items. */
function withLists(tree: MapNode): MapNode {
  return [['conditions', conditionItems] as const, ['medications', medicationItems] as const].reduce(
    (laid, [key, itemsOf]) => {
      const entry = entryOf(laid, key);
      if (entry?.value.kind !== 'map') return laid;
      return withEntry(laid, { ...entry, value: { kind: 'list', items: itemsOf(entry.value), at: entry.value.at } });
    },
    tree,
  );
}

/** `I10: 0.72`, or `I10: { prevalence: 0.72, … }`. */
export function conditionItems(node: DataNode): readonly DataNode[] {
  if (node.kind !== 'map') return node.kind === 'list' ? node.items : [node];
  return node.entries.map((entry) => {
    const { value } = entry;
    const isItem = value.kind === 'map' && entryOf(value, 'given') === undefined;
    return itemOf('code', entry, isItem ? value.entries : [{ key: 'prevalence', keyAt: entry.keyAt, value }]);
  });
}

/** Lists by class are joined, and a map of drugs is a list: the class of a drug is no choice of the profile. */
export function medicationItems(node: DataNode): readonly DataNode[] {
  if (node.kind !== 'map') return node.kind === 'list' ? node.items : [node];
  return node.entries.flatMap((entry) => {
    const { keyAt, value } = entry;
    if (value.kind === 'list') return value.items;
    if (value.kind === 'map' && !value.entries.some(({ key }) => ['prevalence', 'given'].includes(key)))
      return medicationItems(value);
    const isShare = value.kind === 'scalar' || entryOf(value, 'then') !== undefined;
    return [itemOf('drug', entry, isShare ? [{ key: 'prevalence', keyAt, value }] : value.entries)];
  });
}

/** An entry as the item of a list; `null` takes away in both. */
function itemOf(name: string, { key, keyAt, value }: MapEntry, says: readonly MapEntry[]): MapNode {
  const named: MapEntry = { key: name, keyAt, value: { kind: 'scalar', value: key, at: keyAt } };
  const isRemoval = value.kind === 'scalar' && value.value === null;
  const remove: MapEntry = { key: 'remove', keyAt, value: { kind: 'scalar', value: true, at: value.at } };
  return mapOf([named, ...(isRemoval ? [remove] : says)], keyAt);
}
