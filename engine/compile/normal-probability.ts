/** The probability below a standard normal value in SQL: monotone, relative error below 1.2e-7, never 0 or 1. */
import type { Bind } from './draw.ts';
import { doubleLiteral, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** Chebyshev coefficients of the logarithm of the scaled complementary error function (W. Press et al., "erfcc"). */
const COEFFICIENTS = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  -1.26551223,
];
/** The least draw there is is half of this. */
const LEAST = 2 ** -32;

export function normalProbabilitySql(value: Sql, bind: Bind): Sql {
  const z = bind(value);
  const t = bind(sql`1::double / (1::double + ${doubleLiteral(0.5 / Math.SQRT2)} * abs(${z}))`);
  const exponent = COEFFICIENTS.map((one) => doubleLiteral(one)).reduce((sum, one) => sql`(${sum} * ${t} + ${one})`);
  const tail = bind(sql`0.5::double * ${t} * exp(${exponent} - 0.5::double * ${z} * ${z})`);
  const below = sql`case when ${z} < 0 then ${tail} else 1::double - ${tail} end`;
  return bind(sql`greatest(${doubleLiteral(LEAST)}, least(${doubleLiteral(1 - LEAST)}, ${below}))`);
}
