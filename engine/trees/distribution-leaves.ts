/** The distributions inside a distribution: those that draw a value, below the ones that only choose between others. */
import type { Distribution } from '../model/index.ts';

/** The distribution itself, or those that a composite chooses from. */
export function leavesOf(distribution: Distribution): readonly Distribution[] {
  if (distribution.kind === 'mixture') return distribution.components.flatMap((one) => leavesOf(one.distribution));
  if (distribution.kind === 'conditional') return distribution.rules.flatMap((rule) => leavesOf(rule.distribution));
  return [distribution];
}
