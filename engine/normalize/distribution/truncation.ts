/** Whether a curve has anything between its bounds: beyond eight standard deviations nothing can be drawn in double precision. */
import type { Distribution } from '../../model/index.ts';

const REACH = 8;
/** Beyond so many standard deviations lies less than one of five hundred. */
const FAR_TAIL = 2.9;
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

/** The bound at which everything piles up, where only the far tail of a normal curve lies within its bounds. */
export function edgeOfTail(curve: {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly min?: number;
  readonly max?: number;
}): number | undefined {
  const { mean, standardDeviation, min = -Infinity, max = Infinity } = curve;
  if (min > max || outside(mean, standardDeviation, min, max)) return undefined;
  if (min > mean + FAR_TAIL * standardDeviation) return min;
  return max < mean - FAR_TAIL * standardDeviation ? max : undefined;
}
