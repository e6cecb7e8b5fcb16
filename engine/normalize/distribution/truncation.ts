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

/** The bound at which everything piles up, where only the far tail of a curve lies within its bounds. */
export function edgeOfTail(leaf: Distribution): number | undefined {
  const { min, max } = leaf;
  if (min !== undefined && (scoreOf(leaf, min) ?? 0) > FAR_TAIL) return min;
  return max !== undefined && (scoreOf(leaf, max) ?? 0) < -FAR_TAIL ? max : undefined;
}

/** How many standard deviations a value lies above the middle: of the logarithm, or of the cube root, where that is normal. */
function scoreOf(leaf: Distribution, value: number): number | undefined {
  switch (leaf.kind) {
    case 'normal':
      return (value - leaf.mean) / leaf.standardDeviation;
    case 'log_normal':
      return (Math.log(Math.max(0, value)) - leaf.mu) / leaf.sigma;
    case 'gamma': {
      const [mean, deviation] = [1 - 1 / (9 * leaf.shape), 1 / (3 * Math.sqrt(leaf.shape))];
      return (Math.cbrt(Math.max(0, value) / (leaf.shape * leaf.scale)) - mean) / deviation;
    }
    default:
      return undefined;
  }
}

/** The mean of a curve that has bounds only where they are written. */
export function meanOf(leaf: Distribution): number | undefined {
  switch (leaf.kind) {
    case 'normal':
    case 'exponential':
      return leaf.mean;
    case 'log_normal':
      return Math.exp(leaf.mu + leaf.sigma ** 2 / 2);
    case 'gamma':
      return leaf.shape * leaf.scale;
    default:
      return undefined;
  }
}
