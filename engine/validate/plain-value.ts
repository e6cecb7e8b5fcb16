/** A data tree as the plain value that schemas are held against. Every key becomes a property of its own, whatever its name. */
import type { DataNode } from '../model/index.ts';

export function plainValue(node: DataNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
}
