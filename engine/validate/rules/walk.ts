/** Every map entry of a data tree, from the outside in, found once a tree however many rules ask. */
import type { DataNode, MapEntry } from '../../model/index.ts';

const found = new WeakMap<DataNode, readonly MapEntry[]>();

export function entriesOf(node: DataNode): readonly MapEntry[] {
  const before = found.get(node);
  if (before !== undefined) return before;
  const entries: MapEntry[] = [];
  collect(node, entries);
  found.set(node, entries);
  return entries;
}

function collect(node: DataNode, entries: MapEntry[]): void {
  if (node.kind === 'list') for (const item of node.items) collect(item, entries);
  if (node.kind !== 'map') return;
  for (const entry of node.entries) {
    entries.push(entry);
    if (entry.value.kind !== 'scalar') collect(entry.value, entries);
  }
}
