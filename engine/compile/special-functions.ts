/**
 * Probabilities of the gamma and the beta distribution, on both sides of a value, so that neither tail loses its digits.
 * Series and continued fractions as in Abramowitz and Stegun, Handbook of Mathematical Functions, 6.5.29, 6.5.31, 26.5.8.
 */

export interface Tails {
  readonly below: number;
  readonly above: number;
}

const PRECISION = 1e-16;
const STEPS = 100_000;
const TINY = 1e-300;

/** Of the gamma distribution with scale 1; `shape` above 0, `x` from 0. */
export function gammaTails(shape: number, x: number): Tails {
  if (x <= 0) return { below: 0, above: 1 };
  if (x === Infinity) return { below: 1, above: 0 };
  const factor = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  if (x < shape + 1) {
    const below = Math.min(1, factor * risingSeries(shape, x));
    return { below, above: 1 - below };
  }
  const above = Math.min(1, factor / gammaFraction(shape, x));
  return { below: 1 - above, above };
}

function risingSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < STEPS && term > sum * PRECISION; n += 1) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

/** x + 1 - a - 1(1-a)/(x + 3 - a - 2(2-a)/(x + 5 - a - …)). */
function gammaFraction(shape: number, x: number): number {
  return continuedFraction(x + 1 - shape, (n) => ({ over: -n * (n - shape), add: x + 2 * n + 1 - shape }));
}

/** Of the beta distribution between 0 and 1; `x` and `rest` sum to 1, each exact where it is small. */
export function betaTails(alpha: number, beta: number, x: number, rest: number): Tails {
  if (x <= 0) return { below: 0, above: 1 };
  if (rest <= 0) return { below: 1, above: 0 };
  if (x > (alpha + 1) / (alpha + beta + 2)) {
    const { below, above } = betaTails(beta, alpha, rest, x);
    return { below: above, above: below };
  }
  const logBeta = logGamma(alpha) + logGamma(beta) - logGamma(alpha + beta);
  const factor = Math.exp(alpha * Math.log(x) + beta * Math.log(rest) - logBeta) / alpha;
  const below = Math.min(1, factor / betaFraction(alpha, beta, x));
  return { below, above: 1 - below };
}

function betaFraction(alpha: number, beta: number, x: number): number {
  return continuedFraction(1, (n) => {
    const m = Math.floor(n / 2);
    const over =
      n % 2 === 0
        ? (m * (beta - m) * x) / ((alpha + 2 * m - 1) * (alpha + 2 * m))
        : (-(alpha + m) * (alpha + beta + m) * x) / ((alpha + 2 * m) * (alpha + 2 * m + 1));
    return { over, add: 1 };
  });
}

/** first + over₁/(add₁ + over₂/(add₂ + …)), by Lentz's method. */
function continuedFraction(
  first: number,
  part: (n: number) => { readonly over: number; readonly add: number },
): number {
  let value = first === 0 ? TINY : first;
  let numerator = value;
  let denominator = 0;
  for (let n = 1; n < STEPS; n += 1) {
    const { over, add } = part(n);
    denominator = 1 / nonZero(add + over * denominator);
    numerator = nonZero(add + over / numerator);
    const change = numerator * denominator;
    value *= change;
    if (Math.abs(change - 1) < PRECISION * 8) break;
  }
  return value;
}

function nonZero(value: number): number {
  return value === 0 ? TINY : value;
}

/** Stirling's series, from 10 upwards; below, through Γ(x) = Γ(x + 1) / x. */
export function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at += 1) shift += Math.log(at);
  const inverse = 1 / (at * at);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
