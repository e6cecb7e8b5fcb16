/**
 * A list of journeys laid over that of a profile: who names one and says no more takes it as the profile does, with its start, its
 * share and the values of its parameters.
 */
import type { DataNode, MapNode } from '../model/index.ts';
import { listIdentity, nameOfItem } from './identities.ts';
import { entryOf } from './nodes.ts';

const KEY = 'journeys';
const IDENTITY = listIdentity([KEY]);

/** The node, or where it is the whole list of journeys, that list with what the tree says of those that it only names. */
export function asTaken(tree: MapNode, path: readonly string[], node: DataNode): DataNode {
  const before = path.length === 1 && path[0] === KEY ? entryOf(tree, KEY)?.value : undefined;
  if (before?.kind !== 'list' || IDENTITY === undefined) return node;
  const taken = (item: DataNode): DataNode => {
    if (item.kind !== 'scalar') return item;
    const own = before.items.find((one) => one.kind === 'map' && nameOfItem(one, IDENTITY) === item.value);
    return own === undefined ? item : { ...own, at: item.at };
  };
  return node.kind === 'list' ? { ...node, items: node.items.map(taken) } : taken(node);
}
