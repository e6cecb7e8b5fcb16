/** Small operations on data trees; every result keeps the positions of what it was made from. */
import type { DataNode, MapEntry, MapNode, SourceRange } from '../model/index.ts';

export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

export function mapOf(entries: readonly MapEntry[], at: SourceRange): MapNode {
  return { kind: 'map', entries, at };
}

export function emptyMap(at: SourceRange): MapNode {
  return mapOf([], at);
}

/** The map with one entry put in the place of its namesake, or at the end. */
export function withEntry(map: MapNode, entry: MapEntry): MapNode {
  const index = map.entries.findIndex(({ key }) => key === entry.key);
  return mapOf(index === -1 ? [...map.entries, entry] : map.entries.with(index, entry), map.at);
}

export function withoutKeys(map: MapNode, keys: readonly string[]): MapNode {
  return mapOf(
    map.entries.filter(({ key }) => !keys.includes(key)),
    map.at,
  );
}

/** A plain value as a tree all of which stands at one place. What is no data counts as nothing. */
export function nodeOf(value: unknown, at: SourceRange): DataNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => nodeOf(item, at)), at };
  if (typeof value === 'object' && value !== null) {
    return mapOf(
      Object.entries(value).map(([key, inner]) => ({ key, keyAt: at, value: nodeOf(inner, at) })),
      at,
    );
  }
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', value, at };
  }
  return { kind: 'scalar', value: null, at };
}

export function plainOf(node: DataNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
  }
}

/** The node in words, for a message that says what was found. */
export function wordsFor(node: DataNode): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a map';
  if (node.value === null) return 'nothing';
  return typeof node.value === 'string' ? `the text '${node.value}'` : `${node.value}`;
}

/** The tree as a part of a skill that inherits it: each place says so. */
export function inheritedBy(node: DataNode, heir: string): DataNode {
  const at = { ...node.at, heir };
  switch (node.kind) {
    case 'scalar':
      return { ...node, at };
    case 'list':
      return { ...node, items: node.items.map((item) => inheritedBy(item, heir)), at };
    case 'map': {
      const entries = node.entries.map(({ key, keyAt, value }) => ({
        key,
        keyAt: { ...keyAt, heir },
        value: inheritedBy(value, heir),
      }));
      return mapOf(entries, at);
    }
  }
}
