/** An authored specification in the one layout in which another can be laid over it. */
import type { DataNode, MapNode, SpecificationKind } from '../model/index.ts';
import { canonicalJourneyTree } from './journey-layout.ts';
import type { Reporter } from './lay-overrides.ts';
import { entryOf, mapOf, withEntry, withoutKeys } from './nodes.ts';
import { canonicalProfileTree } from './profile-layout.ts';

export function canonicalTree(data: MapNode, kind: SpecificationKind, problems: Reporter): MapNode {
  if (kind === 'journey') return canonicalJourneyTree(data, problems);
  if (kind === 'profile') return withMedicationList(canonicalProfileTree(data, problems));
  const named = data.entries.filter(({ key }) => OF_COHORTS.includes(key));
  const people = canonicalProfileTree(withoutKeys(data, OF_COHORTS), problems);
  return withMedicationList(mapOf([...named, ...people.entries], data.at));
}

const OF_COHORTS = ['cohort_name', 'name', 'profile', 'journeys'];

function withMedicationList(tree: MapNode): MapNode {
  const entry = entryOf(tree, 'medications');
  if (entry?.value.kind !== 'map') return tree;
  return withEntry(tree, {
    ...entry,
    value: { kind: 'list', items: medicationItems(entry.value), at: entry.value.at },
  });
}

/** Lists by class are joined, and a map of drugs is a list: the class of a drug is no choice of the profile. */
export function medicationItems(node: DataNode): readonly DataNode[] {
  if (node.kind !== 'map') return node.kind === 'list' ? node.items : [node];
  return node.entries.flatMap(({ key, keyAt, value }) => {
    if (value.kind === 'list') return value.items;
    if (value.kind === 'map' && !value.entries.some((entry) => ['prevalence', 'given'].includes(entry.key)))
      return medicationItems(value);
    const drug = { key: 'drug', keyAt, value: { kind: 'scalar', value: key, at: keyAt } } as const;
    if (value.kind === 'scalar' && value.value === null)
      return [mapOf([drug, { ...REMOVE, keyAt, value: { kind: 'scalar', value: true, at: value.at } }], keyAt)];
    const isShare = value.kind === 'scalar' || entryOf(value, 'then') !== undefined;
    const rest = isShare ? [{ key: 'prevalence', keyAt, value }] : value.entries;
    return [mapOf([drug, ...rest], keyAt)];
  });
}

/** What a map says by `null`. */
const REMOVE = { key: 'remove' } as const;
