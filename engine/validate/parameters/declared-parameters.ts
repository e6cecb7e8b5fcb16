/** The parameters of a front matter in one layout: each a map, a bare value its default. */
import type { MapNode } from '../../model/index.ts';
import { mapOf, withEntry } from '../../trees/index.ts';
import { entryOf } from '../locate.ts';
import { kindOfValue } from './read-definition.ts';

export function declaredParameters(frontMatter: MapNode): MapNode | undefined {
  const written = entryOf(frontMatter, 'parameters')?.value;
  if (written?.kind !== 'map') return undefined;
  const entries = written.entries.map((entry) => {
    const { value } = entry;
    if (value.kind !== 'scalar' || value.value === null) return entry;
    return { ...entry, value: mapOf([{ key: 'default', keyAt: value.at, value }], value.at) };
  });
  return mapOf(entries, written.at);
}

/** Each says of what kind it is, so that a default laid over it has to be of that kind. */
export function withKinds(declared: MapNode): MapNode {
  const entries = declared.entries.map((entry) => {
    const { value } = entry;
    const usual = entryOf(value, 'default')?.value;
    if (value.kind !== 'map' || usual?.kind !== 'scalar' || entryOf(value, 'type') !== undefined) return entry;
    const kind = { kind: 'scalar', value: kindOfValue(usual.value), at: usual.at } as const;
    return { ...entry, value: withEntry(value, { key: 'type', keyAt: usual.at, value: kind }) };
  });
  return mapOf(entries, declared.at);
}

/** The front matter without the parameters that it takes away from what it inherits. */
export function withoutRemovals(frontMatter: MapNode): MapNode {
  const entry = entryOf(frontMatter, 'parameters');
  if (entry?.value.kind !== 'map') return frontMatter;
  const kept = entry.value.entries.filter(({ value }) => value.kind !== 'scalar' || value.value !== null);
  return withEntry(frontMatter, { ...entry, value: mapOf(kept, entry.value.at) });
}
