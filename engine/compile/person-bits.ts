/**
 * Keys as bits: those that differ in the person alone share a row, in which each person has a bit. So keys are counted, and held
 * against others, without holding one against another: a third of the time of sorting or joining them.
 */
import { fromSql } from './query.ts';
import type { Query } from './query.ts';
import { identifier, joinSql, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** A bit for each of so many persons: as many as fit into a number, which is or-ed faster than a longer string of bits. */
const PERSONS = 32;

/** The bit of the first of them. The database shifts down without a look at what would be lost. */
const HIGHEST = 2 ** (PERSONS - 1);

const NUMBER = identifier('key:number');
const BIT = identifier('key:bit');
/** What keys that share a row have in common. */
export const ALIKE: Sql = identifier('key:alike');
/** The bits of a row that are set. */
export const BITS: Sql = sql`bit_or(${BIT})`;

/** The keys `of` of the input, of which a person has `each`, as `ALIKE` and what `BITS` reads, with other columns beside them. */
export function keysAsBits(input: Query, of: string, each: number, beside: readonly string[] = []): Sql {
  const [key, keys, others] = [identifier(of), literal(each), beside.map(identifier)];
  const number = sql`(${key} // ${keys}) & ${literal(PERSONS - 1)}`;
  const numbered = sql`select ${joinSql([key, ...others, sql`${number} as ${NUMBER}`], ', ')} from ${fromSql(input)}`;
  const alike = sql`${key} - ${NUMBER} * ${keys} as ${ALIKE}`;
  const bit = sql`${literal(HIGHEST)} >> ${NUMBER} as ${BIT}`;
  return sql`select ${joinSql([alike, bit, ...others], ', ')} from (${numbered})`;
}
