/** The normal distribution: its probabilities in TypeScript for constants, its quantile in SQL for rows. */
import { doubleLiteral, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import type { Bind } from './draw.ts';

/** P(Z <= z), absolute error below 1e-15. Series near the middle, continued fraction in the tails. */
export function normalProbability(z: number): number {
  if (z === -Infinity) return 0;
  if (z === Infinity) return 1;
  const magnitude = Math.abs(z);
  const upper = magnitude < 4 ? 0.5 - centralArea(magnitude) : upperTail(magnitude);
  return z < 0 ? upper : 1 - upper;
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** P(0 < Z < z) by the series φ(z)·(z + z³/3 + z⁵/15 + …). */
function centralArea(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 400; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return sum * density(z);
}

/** P(Z > z) by the continued fraction φ(z)/(z + 1/(z + 2/(z + …))). */
function upperTail(z: number): number {
  let fraction = z;
  for (let n = 100; n > 0; n -= 1) fraction = z + n / fraction;
  return density(z) / fraction;
}

/** Coefficients of P. J. Acklam's rational approximation; relative error below 1.15e-9. */
const CENTRAL_TOP = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const CENTRAL_BOTTOM = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
];
const TAIL_TOP = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BOTTOM = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
const TAIL_BEGINS = 0.02425;

/** The standard normal quantile at `probability`, monotone. Logarithms and roots are taken for the few in the tails only. */
export function normalQuantileSql(probability: Sql, bind: Bind): Sql {
  const p = bind(probability);
  const fromMiddle = bind(sql`(${p} - 0.5::double)`);
  const square = bind(sql`(${fromMiddle} * ${fromMiddle})`);
  const isCentral = sql`abs(${fromMiddle}) <= ${doubleLiteral(0.5 - TAIL_BEGINS)}`;
  const distance = bind(
    sql`case when ${isCentral} then null else sqrt(-2::double * ln(least(${p}, 1::double - ${p}))) end`,
  );
  const central = sql`${polynomial(CENTRAL_TOP, square)} * ${fromMiddle} / ${polynomial(CENTRAL_BOTTOM, square)}`;
  const tail = sql`${polynomial(TAIL_TOP, distance)} / ${polynomial(TAIL_BOTTOM, distance)}`;
  return bind(sql`case when ${isCentral} then ${central} when ${fromMiddle} < 0 then ${tail} else -(${tail}) end`);
}

/** Horner's scheme: each coefficient once, the argument once a degree. */
function polynomial(coefficients: readonly number[], x: Sql): Sql {
  return coefficients
    .map((one) => doubleLiteral(one))
    .reduce((sum, coefficient) => sql`(${sum} * ${x} + ${coefficient})`);
}
