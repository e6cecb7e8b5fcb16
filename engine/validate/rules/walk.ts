/** Every map entry of a data tree, from the outside in. */
import type { DataNode, MapEntry } from '../../model/index.ts';

export function* entriesOf(node: DataNode): Generator<MapEntry> {
  if (node.kind === 'list') for (const item of node.items) yield* entriesOf(item);
  if (node.kind !== 'map') return;
  for (const entry of node.entries) {
    yield entry;
    yield* entriesOf(entry.value);
  }
}
