/** What is laid over an authored tree, and the laying: what it does not speak of stays as it was. */
import type { DataNode, ListNode, MapNode, SourceRange } from '../model/index.ts';
import { itemAsMap, nameOfItem } from './identities.ts';
import type { ListIdentity } from './identities.ts';
import { emptyMap, entryOf, mapOf, withoutKeys } from './nodes.ts';
import { spellingsOf } from './spellings.ts';

export type Overlay =
  /** It takes the place of whatever stands there. */
  { readonly kind: 'put'; readonly node: DataNode } | { readonly kind: 'remove'; readonly at: SourceRange } | Within;

/** `at` is where the outcome stands, for diagnostics; where absent, it stands where what it is laid over does. */
interface Within {
  readonly kind: 'within';
  readonly steps: readonly Step[];
  readonly identity: ListIdentity | undefined;
  readonly at?: SourceRange;
}

/** Into the entry of a map, or the item of a list that is called so. */
export interface Step {
  readonly key: string;
  readonly keyAt: SourceRange;
  readonly overlay: Overlay;
  /** What a list gets behind its last item where none is called so. */
  readonly added?: DataNode;
}

/** Nothing is called so in the map or list. */
export interface Refusal {
  readonly name: string;
  readonly within: 'map' | 'list';
  readonly known: readonly string[];
  readonly at: SourceRange;
}

export type Refuse = (refusal: Refusal) => void;

/** `undefined` where nothing is left. */
export function lay(node: DataNode | undefined, overlay: Overlay, refuse: Refuse): DataNode | undefined {
  if (overlay.kind === 'put') return overlay.node;
  if (overlay.kind === 'remove') return undefined;
  const { steps, identity } = overlay;
  if (node?.kind === 'list') {
    const list = { ...node, at: overlay.at ?? node.at };
    return steps.reduce((laid, step) => layItem(laid, step, identity ?? NUMBERED, refuse), list);
  }
  const at = overlay.at ?? node?.at ?? steps[0]?.keyAt;
  if (at === undefined) return node;
  const map = node?.kind === 'map' ? mapOf(node.entries, at) : emptyMap(at);
  return steps.reduce((laid, step) => layEntry(laid, step, refuse), map);
}

/** However the map spells the key: a second spelling of it does not come to stand beside the first. */
function layEntry(map: MapNode, { key, keyAt, overlay }: Step, refuse: Refuse): MapNode {
  const before = [key, ...spellingsOf(key)].map((one) => entryOf(map, one)).find((one) => one !== undefined);
  const value = lay(before?.value, overlay, refuse);
  if (before === undefined) {
    if (overlay.kind === 'remove')
      refuse({ name: key, within: 'map', known: map.entries.map((one) => one.key), at: overlay.at });
    return value === undefined ? map : mapOf([...map.entries, { key, keyAt, value }], map.at);
  }
  if (value === undefined) return withoutKeys(map, [before.key]);
  const others = spellingsOf(key).filter((one) => one !== before.key);
  const entries = withoutKeys(map, others).entries;
  return mapOf(
    entries.map((one) => (one === before ? { key, keyAt, value } : one)),
    map.at,
  );
}

/** Lists without names in them. */
const NUMBERED: ListIdentity = { keys: [], bare: '' };

function layItem(list: ListNode, step: Step, identity: ListIdentity, refuse: Refuse): ListNode {
  const found = findItem(list, step, identity);
  const item = list.items[found?.index ?? -1];
  if (found === undefined || item === undefined) {
    if (step.added !== undefined) return { ...list, items: [...list.items, step.added] };
    const known = list.items.flatMap((one) => nameOfItem(one, identity) ?? []);
    refuse({
      name: step.key,
      within: 'list',
      known,
      at: step.overlay.kind === 'remove' ? step.overlay.at : step.keyAt,
    });
    return list;
  }
  const { index, overlay } = found;
  const laid = lay(overlay.kind === 'within' ? itemAsMap(item, identity) : item, overlay, refuse);
  return { ...list, items: laid === undefined ? list.items.toSpliced(index, 1) : list.items.with(index, laid) };
}

interface FoundItem {
  readonly index: number;
  readonly overlay: Overlay;
}

/** An item is called by its name or by its number from 0. A name may hold the dot that parts the path of an override. */
function findItem(list: ListNode, { key, overlay }: Step, identity: ListIdentity): FoundItem | undefined {
  const [next, ...others] = overlay.kind === 'within' ? overlay.steps : [];
  const joined = next === undefined || others.length > 0 ? -1 : indexOf(list, `${key}.${next.key}`, identity);
  if (joined !== -1 && next !== undefined) return { index: joined, overlay: next.overlay };
  const index = indexOf(list, key, identity);
  return index === -1 ? undefined : { index, overlay };
}

function indexOf(list: ListNode, name: string, identity: ListIdentity): number {
  const byName = list.items.findIndex((item) => nameOfItem(item, identity)?.toLowerCase() === name.toLowerCase());
  if (byName !== -1 || !/^\d+$/.test(name)) return byName;
  return Number(name) < list.items.length ? Number(name) : -1;
}
