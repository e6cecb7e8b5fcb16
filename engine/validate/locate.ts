/** From a JSON pointer back to the node it means, and to the range of a key. */
import type { DataNode, MapEntry, SourceRange } from '../model/index.ts';

export type Pointer = readonly string[];

export function pointerOf(instancePath: string): Pointer {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The deepest node on the way: never absent, so that every problem has a place. */
export function nodeAt(root: DataNode, pointer: Pointer): DataNode {
  let node = root;
  for (const part of pointer) {
    const next = node.kind === 'list' ? node.items[Number(part)] : entryOf(node, part)?.value;
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

export function keyAt(root: DataNode, pointer: Pointer, key: string): SourceRange {
  const node = nodeAt(root, pointer);
  return entryOf(node, key)?.keyAt ?? node.at;
}

/** The last of its name, as in the plain value. */
export function entryOf(node: DataNode, key: string): MapEntry | undefined {
  return node.kind === 'map' ? node.entries.findLast((entry) => entry.key === key) : undefined;
}

export function textAt(node: DataNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** In the order of one text. */
export function comparePlaces(one: SourceRange | undefined, other: SourceRange | undefined): number {
  const [a, b] = [one?.start, other?.start];
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
