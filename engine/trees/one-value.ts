/** Maps that are one value, so that a part of them means nothing by itself: what is laid over one takes its place. */
import type { DataNode, MapNode } from '../model/index.ts';
import { entryOf } from './nodes.ts';
import { holdsNames, isBareShares, PARAMETERS_KEY, TELLING } from './spellings.ts';

/** When something happens, where people live, shares that make one whole. */
const WHOLE: ReadonlySet<string> = new Set([
  'timing',
  'delay',
  'recurrence',
  'start',
  'geography',
  'household',
  'weights',
  'probabilities',
  'plan',
  'plans',
  'plan_distribution',
  'bands',
  'histogram',
]);

const QUANTITIES: ReadonlySet<string> = new Set(['severity', 'children']);
const OF_QUANTITIES: ReadonlySet<string> = new Set(['demographics', 'attributes', 'labs', 'utilization']);

/** Shares, and a distribution of another kind than the one below it, are values; the parts of one kind are laid one by one. */
export function isOneValue(over: MapNode, base: MapNode, path: readonly string[]): boolean {
  const key = path.at(-1) ?? '';
  if (path.at(-2) === PARAMETERS_KEY) return false;
  if (WHOLE.has(key) && !holdsNames(path.slice(0, -1))) return true;
  if (!QUANTITIES.has(key) && !OF_QUANTITIES.has(path.at(-2) ?? '')) return false;
  const kind = kindOf(over);
  return isShares(over) || isShares(base) || (kind !== undefined && kind !== kindOf(base));
}

/** Before parameters have their values. */
function isShares(map: MapNode): boolean {
  return isBareShares(
    map,
    (value) => typeof value === 'number' || (typeof value === 'string' && value.startsWith('$')),
  );
}

/** As written: `normal`, or by the key that only one kind has. */
function kindOf(map: MapNode): string | undefined {
  const named = ['use', 'distribution', 'type', 'kind'].map((key) => wordAt(map, key)).find((word) => word);
  return named ?? TELLING.find(([key]) => entryOf(map, key) !== undefined)?.[1];
}

function wordAt(map: MapNode, key: string): string | undefined {
  const value: DataNode | undefined = entryOf(map, key)?.value;
  return value?.kind === 'scalar'
    ? String(value.value)
        .trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_')
    : undefined;
}
