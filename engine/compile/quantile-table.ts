/**
 * Quantiles of distributions that have no closed inverse, through a table made at compile time: straight lines between
 * knots that stand evenly in normal scores, so that both tails are as finely divided as the middle.
 */
import { normalProbability, normalQuantileSql } from './normal.ts';
import { doubleLiteral, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import type { Bind } from './draw.ts';
import type { Tails } from './special-functions.ts';

/** Beyond these normal scores a probability is 0 or 1 in double precision. */
const REACH = 8.2;
const SEGMENTS = 1280;
const WIDTH = (2 * REACH) / SEGMENTS;
/** Logarithms and logits of what a double can hold. */
const LEAST = -745;
const GREATEST = 710;
const HALVINGS = 70;

/** The quantile at `probability` of what has these tails, where `tails` never falls below as its argument rises. */
export function tabledQuantileSql(tails: (at: number) => Tails, probability: Sql, bind: Bind): Sql {
  const score = normalQuantileSql(probability, bind);
  const place = bind(sql`((${score} + ${doubleLiteral(REACH)}) * ${doubleLiteral(1 / WIDTH)})`);
  const segment = bind(sql`least(greatest(cast(floor(${place}) as integer), 0), ${literal(SEGMENTS - 1)})`);
  const knots = quantilesAtKnots(tails);
  const rises = knots.slice(1).map((knot, index) => knot - (knots[index] ?? knot));
  const start = sql`${listSql(knots)}[${segment} + 1]`;
  const rise = sql`${listSql(rises)}[${segment} + 1]`;
  return bind(sql`(${start} + ${rise} * (${place} - ${segment}))`);
}

/** As one text, which the database reads ten times as fast as so many literals. */
function listSql(values: readonly number[]): Sql {
  return sql`cast(${literal(`[${values.map(String).join(', ')}]`)} as double[])`;
}

function quantilesAtKnots(tails: (at: number) => Tails): readonly number[] {
  return Array.from({ length: SEGMENTS + 1 }, (_, index) => quantile(tails, index * WIDTH - REACH));
}

/** By halving. The smaller tail decides, so that neither loses its digits. */
function quantile(tails: (at: number) => Tails, score: number): number {
  const wanted = normalProbability(-Math.abs(score));
  let low = LEAST;
  let high = GREATEST;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    const { below, above } = tails(middle);
    const isLow = score < 0 ? below < wanted : above > wanted;
    if (isLow) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
