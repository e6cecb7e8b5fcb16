/** Bounds hold for the rounded value: where they are finer than the rounding, the nearest value between them that it leaves is the bound. */
import type { Distribution } from '../../model/index.ts';
import { changeLeaves } from './leaves.ts';
import { extentOf } from './limits.ts';

/** The distribution within bounds that its rounding keeps; unchanged where it keeps none. */
export function withinRounding(distribution: Distribution): Distribution {
  return changeLeaves(distribution, (leaf) => heldLeaf(leaf) ?? leaf);
}

/** Whether rounding leaves a value between the bounds of each of its parts. */
export function isRoundable(distribution: Distribution): boolean {
  return heldLeaf(distribution) !== undefined;
}

/** Values that are named are rounded where they stand, and counts and ages are whole. */
const UNBOUNDED: ReadonlySet<Distribution['kind']> = new Set([
  'fixed',
  'categorical',
  'age_bands',
  'poisson',
  'negative_binomial',
  'zipf',
  'mixture',
  'conditional',
]);

function heldLeaf(leaf: Distribution): Distribution | undefined {
  const places = leaf.integer === true ? 0 : leaf.decimals;
  if (places === undefined || UNBOUNDED.has(leaf.kind)) return leaf;
  const { low = -Infinity, high = Infinity } = extentOf(leaf);
  // Bounds that run backwards are told by themselves.
  if (low > high) return leaf;
  const [min, max] = [atLeast(low, places), atMost(high, places)];
  if (min > max) return undefined;
  return { ...leaf, ...(min === low ? {} : { min }), ...(max === high ? {} : { max }) };
}

/** The nearest number of so many decimals that is no greater. */
function atMost(value: number, places: number): number {
  if (!Number.isFinite(value)) return value;
  const nearest = Number(value.toFixed(places));
  return nearest <= value ? nearest : Number((nearest - 10 ** -places).toFixed(places));
}

function atLeast(value: number, places: number): number {
  return 0 - atMost(0 - value, places);
}
