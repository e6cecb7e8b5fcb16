/** What correlations are solved with, for constants: the standard normal, its quantile, and the normal of two dimensions. */

const DENSITY = 1 / Math.sqrt(2 * Math.PI);
const FARTHEST = 7;

/** P(Z <= z), by the series φ(z)·(z + z³/3 + z⁵/15 + …) about the middle. */
export function normalProbability(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + sum * DENSITY * Math.exp(-0.5 * z * z);
}

export function normalQuantile(probability: number): number {
  return root(normalProbability, probability, { low: -FARTHEST, high: FARTHEST });
}

/** Where a function that never falls reaches `target`, by halving. */
function root(rising: (x: number) => number, target: number, range: { low: number; high: number }): number {
  let { low, high } = range;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (rising(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Pieces of an integral by Simpson's rule. */
const PIECES = 128;

/** P(X <= h, Y <= k) for two standard normals whose correlation is the sine of `angle`. */
export function jointProbability(h: number, k: number, angle: number, pieces: number = PIECES): number {
  const integrand = (at: number): number => {
    const cosine = Math.cos(at);
    return Math.exp(-(h * h + k * k - 2 * h * k * Math.sin(at)) / (2 * cosine * cosine));
  };
  let sum = integrand(0) + integrand(angle);
  for (let piece = 1; piece < pieces; piece += 1) {
    sum += (piece % 2 === 0 ? 2 : 4) * integrand((angle * piece) / pieces);
  }
  return normalProbability(h) * normalProbability(k) + (sum * angle) / (3 * pieces) / (2 * Math.PI);
}

const WIDEST_ANGLE = Math.PI / 2 - 1e-6;

/** The correlation of two normals that, cut at the shares `p` and `q`, have this odds ratio. Nobody and everybody go with nothing. */
export function correlationOfOdds(oddsRatio: number, p: number, q: number): number {
  if (p <= 0 || p >= 1 || q <= 0 || q >= 1) return 0;
  const [h, k] = [normalQuantile(p), normalQuantile(q)];
  const target = shareOfBoth(oddsRatio, p, q);
  const range = { low: -WIDEST_ANGLE, high: WIDEST_ANGLE };
  return Math.sin(root((angle) => jointProbability(h, k, angle), target, range));
}

/** The share of people with both of two conditions (R. Plackett). */
function shareOfBoth(oddsRatio: number, p: number, q: number): number {
  const excess = oddsRatio - 1;
  if (Math.abs(excess) < 1e-9) return p * q;
  const sum = 1 + (p + q) * excess;
  return (sum - Math.sqrt(sum * sum - 4 * oddsRatio * excess * p * q)) / (2 * excess);
}

/** The correlation of two normals whose ranks are so correlated. */
export function correlationOfRanks(rankCorrelation: number): number {
  return 2 * Math.sin((Math.PI * rankCorrelation) / 6);
}

/** No correlation of normals is so strong: what asks for it cannot be. */
const IMPOSSIBLE = 2;

/**
 * The correlation of two normals that, the first cut at the share `p` below, gives this correlation between having fallen
 * below (0 or 1) and the rank of the second. A share p allows none stronger than √(3p(1 - p)). A rank is the chance to
 * lie above another normal, so the share below with it is one of two dimensions.
 */
export function correlationOfShareAndRank(correlation: number, p: number): number {
  if (p <= 0 || p >= 1 || correlation === 0) return 0;
  if (Math.abs(correlation) >= Math.sqrt(3 * p * (1 - p))) return Math.sign(-correlation) * IMPOSSIBLE;
  const h = normalQuantile(p);
  const target = p / 2 + correlation * Math.sqrt((p * (1 - p)) / 12);
  const angle = root((at) => jointProbability(h, 0, at), target, { low: -Math.PI / 4, high: Math.PI / 4 });
  return -Math.SQRT2 * Math.sin(angle);
}
