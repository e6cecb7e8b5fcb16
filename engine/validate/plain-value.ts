/** A data tree as the plain value that schemas are held against. Maps have no prototype, so no key means anything by itself. */
import type { DataNode } from '../model/index.ts';

export function plainValue(node: DataNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  const plain: Record<string, unknown> = { __proto__: null };
  for (const { key, value } of node.entries) plain[key] = plainValue(value);
  return plain;
}
