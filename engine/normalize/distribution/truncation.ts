/** Whether a curve has anything between its bounds: beyond eight standard deviations nothing can be drawn in double precision. */
import type { Distribution } from '../../model/index.ts';

const REACH = 8;

export function isEmpty(leaf: Distribution): boolean {
  const { min = -Infinity, max = Infinity } = leaf;
  switch (leaf.kind) {
    case 'normal':
      return outside(leaf.mean, leaf.standardDeviation, min, max);
    case 'log_normal':
      return max <= 0 || outside(leaf.mu, leaf.sigma, Math.log(Math.max(0, min)), Math.log(max));
    case 'exponential':
      return max <= 0 || min / leaf.mean > 30;
    case 'weibull':
      return max <= 0 || (Math.max(0, min) / leaf.scale) ** leaf.shape > 30;
    case 'uniform':
    case 'triangular':
      return min >= leaf.high || max <= leaf.low;
    default:
      return false;
  }
}

function outside(mean: number, deviation: number, min: number, max: number): boolean {
  return min > mean + REACH * deviation || max < mean - REACH * deviation || min === max;
}
