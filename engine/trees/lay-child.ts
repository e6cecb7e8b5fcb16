/**
 * A specification laid over the one that it extends: maps key by key, lists whose items are called something item by item, all
 * else replaced. `null` takes a key away, `remove: true` an item, `remove: all` what the list had.
 */
import type { DataNode, ListNode, MapEntry, MapNode } from '../model/index.ts';
import { listIdentity, nameOfItem } from './identities.ts';
import type { ListIdentity } from './identities.ts';
import { entryOf } from './nodes.ts';
import { isOneValue } from './one-value.ts';
import { lay, spelled } from './overlay.ts';
import type { Overlay, Refuse, Step } from './overlay.ts';
import { holdsNames, PARAMETERS_KEY } from './spellings.ts';

export function layChild(base: MapNode, child: MapNode, refuse: Refuse): MapNode {
  return layMap(base, child, [], refuse);
}

/** Parameters as a skill declares them, laid over those of the skill that it extends. */
export function layParameters(base: MapNode, child: MapNode, refuse: Refuse): MapNode {
  return layMap(base, child, [PARAMETERS_KEY], refuse);
}

function layMap(base: MapNode, child: MapNode, path: Path, refuse: Refuse): MapNode {
  const laid = lay(base, overMap(child, base, path), refuse);
  return laid?.kind === 'map' ? laid : child;
}

type Path = readonly string[];

function overlayOf(over: DataNode, base: DataNode | undefined, path: Path): Overlay {
  if (over.kind === 'scalar' && over.value === null) return { kind: 'remove', at: over.at };
  if (over.kind === 'map' && base?.kind === 'map' && !isOneValue(over, base, path)) return overMap(over, base, path);
  const identity = listIdentity(path);
  if (over.kind === 'list' && base?.kind === 'list' && identity !== undefined)
    return overList(over, base, { identity, path });
  return { kind: 'put', node: over };
}

function overMap(over: MapNode, base: MapNode, path: Path): Overlay {
  const steps = over.entries.map(({ key, keyAt, value }) => {
    const isName = holdsNames(path);
    const below = spelled(base, { key, isName });
    return { key, keyAt, isName, overlay: overlayOf(value, below?.value, [...path, key]) };
  });
  return { kind: 'within', steps, identity: undefined, at: over.at };
}

interface Listed {
  readonly identity: ListIdentity;
  readonly path: Path;
}

function overList(over: ListNode, base: ListNode, { identity, path }: Listed): Overlay {
  const own = over.items.filter((item) => removalIn(item) !== 'all');
  if (own.length < over.items.length) return { kind: 'put', node: { ...over, items: own } };
  const said = new Set<string>();
  const belows = new Map(
    base.items.toReversed().map((item) => [nameOfItem(item, identity)?.toLowerCase(), item] as const),
  );
  const steps = over.items.flatMap((item): readonly Step[] => {
    const name = nameOfItem(item, identity);
    if (name !== undefined && removalIn(item) === 'one')
      return [{ key: name, keyAt: item.at, overlay: { kind: 'remove', at: item.at } }];
    const below = name === undefined ? undefined : belows.get(name.toLowerCase());
    if (name === undefined || below === undefined || said.has(name.toLowerCase()))
      return [{ key: NAMELESS, keyAt: item.at, overlay: { kind: 'put', node: item }, added: item }];
    said.add(name.toLowerCase());
    if (item.kind === 'scalar') return [];
    return [{ key: name, keyAt: item.at, overlay: overlayOf(item, asMap(below), [...path, ITEM]), added: item }];
  });
  return { kind: 'within', steps, identity, at: over.at };
}

/** Nothing is called so: what has it comes behind the last. */
const NAMELESS = '\n';
/** In the path of what an item holds: what it is called is no key. */
const ITEM = '\n';

/** A name alone has nothing that could be kept but itself. */
function asMap(node: DataNode): DataNode {
  return node.kind === 'scalar' ? { kind: 'map', entries: [], at: node.at } : node;
}

function removalIn(item: DataNode): 'one' | 'all' | undefined {
  if (item.kind !== 'map') return undefined;
  const value = entryOf(item, 'remove')?.value;
  if (value?.kind !== 'scalar') return undefined;
  if (value.value === 'all' && item.entries.length === 1) return 'all';
  return value.value === true && hasNothingElse(item.entries) ? 'one' : undefined;
}

/** What is taken away is named, and nothing else is said of it. */
function hasNothingElse(entries: readonly MapEntry[]): boolean {
  return entries.length === 2;
}
