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

export interface Tabled {
  /** Its kind and parameters, by which it is known. */
  readonly name: string;
  /** The part below never falls as the argument rises. */
  readonly tails: (at: number) => Tails;
}

/** The quantile at `probability`. */
export function tabledQuantileSql(of: Tabled, probability: Sql, bind: Bind): Sql {
  const score = normalQuantileSql(probability, bind);
  const place = bind(sql`((${score} + ${doubleLiteral(REACH)}) * ${doubleLiteral(1 / WIDTH)})`);
  const segment = bind(sql`least(greatest(cast(floor(${place}) as integer), 0), ${literal(SEGMENTS - 1)})`);
  const { knots, rises } = tableOf(of);
  return bind(sql`(${knots}[${segment} + 1] + ${rises}[${segment} + 1] * (${place} - ${segment}))`);
}

interface Table {
  readonly knots: Sql;
  readonly rises: Sql;
}

const tables = new Map<string, Table>();
const MOST_TABLES = 100;

/** Each takes some 20 ms, and templates are compiled again and again: the last ones stay. */
function tableOf({ name, tails }: Tabled): Table {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const knots = quantilesAtKnots(tails);
  const rises = knots.slice(1).map((knot, index) => knot - (knots[index] ?? knot));
  const made = { knots: listSql(knots), rises: listSql(rises) };
  const [oldest] = tables.keys();
  if (oldest !== undefined && tables.size >= MOST_TABLES) tables.delete(oldest);
  tables.set(name, made);
  return made;
}

/** As one text, which the database reads ten times as fast as so many literals. */
function listSql(values: readonly number[]): Sql {
  return sql`cast(${literal(`[${values.map(String).join(', ')}]`)} as double[])`;
}

function quantilesAtKnots(tails: Tabled['tails']): readonly number[] {
  return Array.from({ length: SEGMENTS + 1 }, (_, index) => quantile(tails, index * WIDTH - REACH));
}

/** By halving. The smaller tail decides, so that neither loses its digits. */
function quantile(tails: Tabled['tails'], score: number): number {
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
