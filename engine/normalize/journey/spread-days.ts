/** Days by a distribution, which is cut where they would be less than none. */
import type { DataNode, Distribution } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { extentOf, isNoNumber, problemsOfUse, readDistribution, withLimits } from '../distribution/index.ts';
import { offsetOf } from './offset.ts';
import type { Span } from './span.ts';
import { leavesOf } from '../../trees/index.ts';

export interface SpreadDays extends Span {
  /** In days; evenly over the span where absent. */
  readonly spread?: Distribution;
}

/** A wait that has no end of its own is over after so many days. */
const LONGEST_DAYS = 36_525;

/** `what` is named where its values are no numbers. */
export function readSpreadDays(node: DataNode, what: string, context: Context): SpreadDays | undefined {
  const read = readDistribution(node, what, { ...context, isInTime: true });
  if (read === undefined) return undefined;
  const wrong = leavesOf(read).find(isNoNumber);
  if (wrong !== undefined) {
    const expected = 'a distribution of numbers of days';
    const named = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
    const problems = problemsOfUse(node.at, context);
    return problems.report('normalize-value-kind', { what: named, expected, found: 'other values' }, wrong.at);
  }
  const distribution = withLimits(read, { min: 0 });
  const extents = leavesOf(distribution).map(extentOf);
  const low = Math.min(...extents.map((extent) => extent.low ?? 0));
  const high = Math.max(...extents.map((extent) => extent.high ?? LONGEST_DAYS));
  const span = { earliest: offsetOf(Math.floor(low), 'day'), latest: offsetOf(Math.ceil(high), 'day') };
  return distribution.kind === 'uniform' ? span : { ...span, spread: distribution };
}
