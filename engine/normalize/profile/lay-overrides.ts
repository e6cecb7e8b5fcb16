/**
 * Overrides laid over an authored tree: the value at the path is replaced, `null` takes it away, and all else stays. What
 * comes from an override stands, for diagnostics, where the override stands.
 */
import type { DataNode, ListNode, MapNode, Override, SourceRange } from '../../model/index.ts';
import { emptyMap, entryOf, nodeOf, plainOf, withEntry, withoutKeys } from '../data-node.ts';
import { spellingsOf } from '../distribution/index.ts';
import type { Problems } from '../problems.ts';

export function layOverrides(tree: MapNode, overrides: readonly Override[], problems: Problems): MapNode {
  return overrides.reduce((laid, override) => layOverride(laid, override, problems), tree);
}

function layOverride(tree: MapNode, override: Override, problems: Problems): MapNode {
  const { path, at } = override;
  if (path.length === 0 || path.some((part) => part === '')) {
    problems.report('normalize-override-path', { path: path.join('.'), reason: 'a part of the path is empty' }, at);
    return tree;
  }
  const refuse = (reason: string): undefined =>
    problems.report('normalize-override-path', { path: path.join('.'), reason }, at);
  if (isUnwritable(override.value)) {
    refuse('its value holds a character that no text can hold');
    return tree;
  }
  const laid = replaceAt(tree, path, { value: nodeOf(override.value, at), at, refuse });
  return laid?.kind === 'map' ? laid : tree;
}

/** Controls and halves of characters, which no text of a skill can hold. */
const UNWRITABLE = /(?![\t\n])[\p{Cc}\p{Cs}]/u;

function isUnwritable(value: unknown): boolean {
  if (typeof value === 'string') return UNWRITABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => UNWRITABLE.test(key) || isUnwritable(inner));
}

interface Replacement {
  readonly value: DataNode;
  readonly at: SourceRange;
  readonly refuse: (reason: string) => undefined;
}

function replaceAt(
  node: DataNode | undefined,
  path: readonly string[],
  replacement: Replacement,
): DataNode | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return replacement.value;
  if (node?.kind === 'list') return replaceInList(node, path, replacement);
  const map = node?.kind === 'map' ? node : emptyMap(replacement.at);
  if (rest.length === 0 && replacement.value.kind === 'scalar' && replacement.value.value === null)
    return withoutKeys(map, [key]);
  const spelling = spellingIn(map, key);
  const inner = replaceAt(entryOf(map, spelling)?.value, rest, replacement);
  return inner && withEntry(map, { key: spelling, keyAt: replacement.at, value: inner });
}

/** How the map already spells the key, so that a second spelling of it does not stand beside the first. */
function spellingIn(map: MapNode, key: string): string {
  const group = SAME.find((spellings) => spellings.includes(key)) ?? spellingsOf(key);
  return group.find((spelling) => entryOf(map, spelling) !== undefined) ?? key;
}

const SAME: readonly (readonly string[])[] = [
  ['plans', 'plan_distribution'],
  ['profile_name', 'name'],
];

/** An item is named by its code, drug or journey, or by its number from 0. A code may hold the dot that parts a path. */
function replaceInList(list: ListNode, path: readonly string[], replacement: Replacement): DataNode | undefined {
  const [first = '', second] = path;
  const names = [first, ...(second === undefined ? [] : [`${first}.${second}`])];
  const found = names
    .map((name, index) => ({ item: indexOf(list, name), used: index + 1 }))
    .findLast(({ item }) => item !== -1);
  if (found === undefined) return replacement.refuse(`nothing in the list is called \`${first}\``);
  const inner = replaceAt(asMap(list.items[found.item]), path.slice(found.used), replacement);
  return inner && { ...list, items: list.items.with(found.item, inner) };
}

function indexOf(list: ListNode, name: string): number {
  const byName = list.items.findIndex((item) => IDENTITIES.some((key) => nameOf(item, key) === name.toLowerCase()));
  if (byName !== -1 || !/^\d+$/.test(name)) return byName;
  return Number(name) < list.items.length ? Number(name) : -1;
}

const IDENTITIES = ['code', 'drug', 'journey'];

function nameOf(item: DataNode, key: string): string | undefined {
  const node = item.kind === 'map' ? entryOf(item, key)?.value : item;
  return node?.kind === 'scalar' ? String(plainOf(node)).toLowerCase() : undefined;
}

/** `- I10` and `- diabetic-first-year` say in short what a map says at length. */
function asMap(item: DataNode | undefined): DataNode | undefined {
  if (item?.kind !== 'scalar') return item;
  const key = typeof item.value === 'string' && /^[A-Za-z]\d[0-9A-Za-z](\.|$)/.test(item.value) ? 'code' : 'journey';
  return { kind: 'map', entries: [{ key, keyAt: item.at, value: item }], at: item.at };
}
