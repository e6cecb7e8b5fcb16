/** What is laid over an authored tree, and the laying: what it does not speak of stays as it was. */
import type { DataNode, ListNode, MapEntry, MapNode, SourceRange } from '../model/index.ts';
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
  /** It is a name that an author gave, which has no other spelling. */
  readonly isName?: boolean;
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
  if (node?.kind === 'list')
    return layList({ ...node, at: overlay.at ?? node.at }, steps, identity ?? NUMBERED, refuse);
  const at = overlay.at ?? node?.at ?? steps[0]?.keyAt;
  if (at === undefined) return node;
  const map = node?.kind === 'map' ? mapOf(node.entries, at) : emptyMap(at);
  return steps.reduce((laid, step) => layEntry(laid, step, refuse), map);
}

/** However the map spells the key: a second spelling of it does not come to stand beside the first. */
function layEntry(map: MapNode, step: Step, refuse: Refuse): MapNode {
  const { key, keyAt, overlay } = step;
  const before = spelled(map, step);
  const value = lay(before?.value, overlay, refuse);
  if (before === undefined) {
    if (overlay.kind === 'remove')
      refuse({ name: key, within: 'map', known: map.entries.map((one) => one.key), at: overlay.at });
    return value === undefined ? map : mapOf([...map.entries, { key, keyAt, value }], map.at);
  }
  if (value === undefined) return withoutKeys(map, [before.key]);
  const others = spellingsOfStep(step).filter((one) => one !== before.key);
  const entries = withoutKeys(map, others).entries;
  return mapOf(
    entries.map((one) => (one === before ? { key, keyAt, value } : one)),
    map.at,
  );
}

/** The entry of that key, however the map spells it. */
export function spelled(map: MapNode, step: Pick<Step, 'key' | 'isName'>): MapEntry | undefined {
  return spellingsOfStep(step)
    .map((one) => entryOf(map, one))
    .find((one) => one !== undefined);
}

function spellingsOfStep({ key, isName }: Pick<Step, 'key' | 'isName'>): readonly string[] {
  return isName === true ? [key] : [key, ...spellingsOf(key)];
}

/** Lists without names in them. */
const NUMBERED: ListIdentity = { keys: [], bare: '' };

function layList(list: ListNode, steps: readonly Step[], identity: ListIdentity, refuse: Refuse): ListNode {
  const items: (DataNode | undefined)[] = [...list.items];
  const places = placesByName(list, identity);
  for (const step of steps) {
    const found = findItem({ places, length: list.items.length }, step);
    const item = found === undefined ? undefined : items[found.index];
    if (found !== undefined && item !== undefined) {
      const { overlay } = found;
      items[found.index] = lay(overlay.kind === 'within' ? itemAsMap(item, identity) : item, overlay, refuse);
    } else if (step.added !== undefined) items.push(step.added);
    else {
      const known = list.items.flatMap((one) => nameOfItem(one, identity) ?? []);
      const at = step.overlay.kind === 'remove' ? step.overlay.at : step.keyAt;
      refuse({ name: step.key, within: 'list', known, at });
    }
  }
  return { ...list, items: items.filter((item) => item !== undefined) };
}

/** In small letters; of several items of one name the first. */
function placesByName(list: ListNode, identity: ListIdentity): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [index, item] of list.items.entries()) {
    const name = nameOfItem(item, identity)?.toLowerCase();
    if (name !== undefined && !places.has(name)) places.set(name, index);
  }
  return places;
}

interface Places {
  readonly places: ReadonlyMap<string, number>;
  readonly length: number;
}

interface FoundItem {
  readonly index: number;
  readonly overlay: Overlay;
}

/** An item is called by its name or by its number from 0. A name may hold the dot that parts the path of an override. */
function findItem(within: Places, { key, overlay }: Step): FoundItem | undefined {
  const [next, ...others] = overlay.kind === 'within' ? overlay.steps : [];
  const joined = next === undefined || others.length > 0 ? undefined : indexOf(within, `${key}.${next.key}`);
  if (joined !== undefined && next !== undefined) return { index: joined, overlay: next.overlay };
  const index = indexOf(within, key);
  return index === undefined ? undefined : { index, overlay };
}

function indexOf({ places, length }: Places, name: string): number | undefined {
  const byName = places.get(name.toLowerCase());
  if (byName !== undefined || !/^\d+$/.test(name)) return byName;
  return Number(name) < length ? Number(name) : undefined;
}
