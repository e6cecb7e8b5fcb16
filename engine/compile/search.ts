/** Which piece of (0, 1) a uniform number lies in, by comparing it with few of their ends. */
import { wholeFrom } from './draw.ts';
import type { Bind, Uniform } from './draw.ts';
import { doubleLiteral, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface Piece {
  readonly upTo: number;
  readonly value: Sql;
}

/** The value of the first piece whose `upTo` lies above the uniform, halving the chance that is left at each step. */
export function searchSql(pieces: readonly Piece[], u: Uniform, bind: Bind): Sql {
  const last = pieces.at(-1);
  if (last === undefined) return literal(null);
  return pieces.length === 1 ? last.value : among(pieces, 0, comparison(u, pieces.length, bind));
}

type IsBelow = (share: number) => Sql;

/** From so many pieces on it pays to make a whole number of a uniform that is none. */
const MANY_PIECES = 4;
/** Finer than doubles are below 1. */
const GRID = 2 ** 53;

/** Whole numbers are compared many times as fast as doubles. */
function comparison(u: Uniform, pieces: number, bind: Bind): IsBelow {
  const { whole } = u;
  if (whole !== undefined) return (share) => sql`${whole} < ${literal(wholeFrom(share))}`;
  if (pieces < MANY_PIECES) return (share) => sql`${u} < ${doubleLiteral(share)}`;
  const place = bind(sql`cast(${u} * ${doubleLiteral(GRID)} as bigint)`);
  return (share) => sql`${place} < ${literal(Math.round(share * GRID))}`;
}

function among(pieces: readonly Piece[], from: number, isBelow: IsBelow): Sql {
  const [first] = pieces;
  if (first === undefined || pieces.length === 1) return first?.value ?? literal(null);
  const cut = middleOf(pieces, from);
  const upTo = pieces[cut - 1]?.upTo ?? 1;
  const [before, behind] = [among(pieces.slice(0, cut), from, isBelow), among(pieces.slice(cut), upTo, isBelow)];
  return sql`case when ${isBelow(upTo)} then ${before} else ${behind} end`;
}

/** How many pieces make about half of the chance that all of these have. */
function middleOf(pieces: readonly Piece[], from: number): number {
  const middle = (from + (pieces.at(-1)?.upTo ?? 1)) / 2;
  const distance = (at: number): number => Math.abs((pieces[at - 1]?.upTo ?? 1) - middle);
  let cut = 1;
  while (cut + 1 < pieces.length && distance(cut + 1) < distance(cut)) cut += 1;
  return cut;
}
