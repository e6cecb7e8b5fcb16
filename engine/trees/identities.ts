/** Lists whose items are called something, so that a value can be laid over one of them and the others stay. */
import type { DataNode } from '../model/index.ts';
import { entryOf, mapOf } from './nodes.ts';

export interface ListIdentity {
  /** An item is called what stands under the first of these that it has; one that is no map is its own name. */
  readonly keys: readonly string[];
  /** The key that an item which is no map stands for. */
  readonly bare: string;
}

/** Of profiles and cohorts. Lists of the same name elsewhere, such as the conditions of an event, are one value each. */
const TOP: Readonly<Record<string, ListIdentity>> = {
  conditions: { keys: ['code'], bare: 'code' },
  medications: { keys: ['drug', 'name', 'medication'], bare: 'drug' },
  allergies: { keys: ['allergen', 'name'], bare: 'allergen' },
  journeys: { keys: ['journey', 'name'], bare: 'journey' },
  correlations: { keys: ['between'], bare: 'between' },
};

const ANYWHERE: Readonly<Record<string, ListIdentity>> = {
  phases: { keys: ['name'], bare: 'name' },
  events: { keys: ['id', 'event', 'name', 'journey'], bare: 'event' },
  branching: { keys: ['name', 'after'], bare: 'name' },
  branching_rules: { keys: ['name', 'after'], bare: 'name' },
  branches: { keys: ['name', 'id'], bare: 'name' },
  transitions: { keys: ['to'], bare: 'to' },
  arms: { keys: ['code', 'name'], bare: 'code' },
  treatments: { keys: ['treatment', 'name'], bare: 'treatment' },
};

/** `undefined` for a list that is one value. */
export function listIdentity(path: readonly string[]): ListIdentity | undefined {
  const key = path.at(-1) ?? '';
  if (path.length === 1 && Object.hasOwn(TOP, key)) return TOP[key];
  return Object.hasOwn(ANYWHERE, key) ? ANYWHERE[key] : undefined;
}

export function nameOfItem(item: DataNode, { keys }: ListIdentity): string | undefined {
  if (item.kind === 'list') return undefined;
  const node = item.kind === 'scalar' ? item : keys.map((key) => entryOf(item, key)?.value).find((one) => one);
  return node && textOf(node);
}

/** A pair is the same whichever of it comes first. */
function textOf(node: DataNode): string | undefined {
  if (node.kind === 'scalar') return node.value === null ? undefined : String(node.value);
  if (node.kind === 'map') return undefined;
  return node.items
    .map((item) => textOf(item) ?? '')
    .toSorted()
    .join(' and ');
}

/** `- I10` and `- diabetic-first-year` say in short what a map says at length. */
export function itemAsMap(item: DataNode, { bare }: ListIdentity): DataNode {
  return item.kind === 'scalar' ? mapOf([{ key: bare, keyAt: item.at, value: item }], item.at) : item;
}
