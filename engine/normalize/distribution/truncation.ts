/** Whether a curve has anything between its bounds: beyond eight standard deviations nothing can be drawn in double precision. */
import type { Distribution } from '../../model/index.ts';

const REACH = 8;
/** In means of an exponential: beyond it lies less than one in a billion billions. */
const FARTHEST = 30;

export function isEmpty(leaf: Distribution): boolean {
  const { min = -Infinity, max = Infinity } = leaf;
  if (leaf.kind === 'normal') return outside(leaf.mean, leaf.standardDeviation, min, max);
  if (leaf.kind === 'log_normal') {
    return max <= 0 || outside(leaf.mu, leaf.sigma, Math.log(Math.max(0, min)), Math.log(max));
  }
  if (leaf.kind === 'exponential') return max <= 0 || min / leaf.mean > FARTHEST;
  if (leaf.kind === 'gamma') {
    const { shape, scale } = leaf;
    const deviation = scale * Math.sqrt(shape);
    return (
      max <= 0 || min > shape * scale + FARTHEST * Math.max(scale, deviation) || max < shape * scale - REACH * deviation
    );
  }
  if (leaf.kind === 'weibull') return max <= 0 || (Math.max(0, min) / leaf.scale) ** leaf.shape > FARTHEST;
  return false;
}

function outside(mean: number, deviation: number, min: number, max: number): boolean {
  return min > mean + REACH * deviation || max < mean - REACH * deviation || min === max;
}
