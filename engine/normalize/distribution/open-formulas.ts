/** Formulas without a `max` that may come to more than what is allowed, as far as it is known what values can be. */
import type { Distribution } from '../../model/index.ts';
import { extentOfFormula } from './pitfalls.ts';
import type { Extents } from './pitfalls.ts';
import { leavesOf } from '../../trees/index.ts';

/** Where nothing is known of what a formula reads, it may come to anything. */
export function openFormulas(distribution: Distribution, extents: Extents, most: number): readonly Distribution[] {
  return leavesOf(distribution).filter((leaf) => {
    if (leaf.kind !== 'derived' || leaf.max !== undefined) return false;
    const extent = extentOfFormula(leaf.formula, extents);
    return extent === undefined || extent.high > most;
  });
}
