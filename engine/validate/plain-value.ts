/** A data tree as the plain value that schemas are held against. Maps have no prototype, so no key means anything by itself. */
import type { DataNode } from '../model/index.ts';

export function plainValue(node: DataNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainValue);
    case 'map': {
      const plain = Object.create(null) as Record<string, unknown>;
      for (const { key, value } of node.entries) plain[key] = plainValue(value);
      return plain;
    }
  }
}
