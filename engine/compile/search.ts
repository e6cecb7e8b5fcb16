/** Which piece of (0, 1) a uniform number lies in, by comparing it with few of their ends. */
import { wholeFrom } from './draw.ts';
import type { Bind, Uniform } from './draw.ts';
import { doubleLiteral, joinSql, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface Piece {
  readonly upTo: number;
  readonly value: Sql;
}

/** The value of the first piece whose `upTo` lies above the uniform. */
export function searchSql(pieces: readonly Piece[], u: Uniform, bind: Bind): Sql {
  const last = pieces.at(-1);
  if (last === undefined) return literal(null);
  return pieces.length === 1 ? last.value : among(pieces, comparison(u, pieces.length, bind));
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

/** So many are asked one after the other; of more, first in which part they are, of which there are as many as pieces in each. */
const FEW_PIECES = 16;

/** One expression with many branches costs the database less to make ready than one within the other. */
function among(pieces: readonly Piece[], isBelow: IsBelow): Sql {
  const last = pieces.at(-1);
  if (last === undefined || pieces.length === 1) return last?.value ?? literal(null);
  const size = pieces.length <= FEW_PIECES ? 1 : Math.ceil(Math.sqrt(pieces.length));
  const parts = Array.from({ length: Math.ceil(pieces.length / size) }, (_, at) =>
    pieces.slice(at * size, (at + 1) * size),
  );
  const branches = parts
    .slice(0, -1)
    .map((part) => sql`when ${isBelow(part.at(-1)?.upTo ?? 1)} then ${among(part, isBelow)}`);
  return sql`case ${joinSql(branches, ' ')} else ${among(parts.at(-1) ?? [], isBelow)} end`;
}
