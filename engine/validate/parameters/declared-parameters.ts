/** The parameters of a front matter in one layout: each a map, a bare value its default. */
import type { MapNode } from '../../model/index.ts';
import { mapOf } from '../../trees/index.ts';
import { entryOf } from '../locate.ts';

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
