/**
 * Keys as bits: those that differ in the person alone share a row, in which each person has a bit. So keys are counted, and held
 * against others, without holding one against another: less than half the time of sorting or joining them.
 */
import { fromSql } from './query.ts';
import type { Query } from './query.ts';
import { identifier, joinSql, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** A bit for each of so many persons. */
const PERSONS = 1024;

const BIT = identifier('key:bit');
/** What keys that share a row have in common. */
export const ALIKE: Sql = identifier('key:alike');
/** The bits of a row that are set. */
export const BITS: Sql = sql`bitstring_agg(${BIT}, 0, ${literal(PERSONS - 1)})`;

/** The keys `of` of the input, of which a person has `each`, as `ALIKE` and what `BITS` reads, with other columns beside them. */
export function keysAsBits(input: Query, of: string, each: number, beside: readonly string[] = []): Sql {
  const [key, keys, others] = [identifier(of), literal(each), beside.map(identifier)];
  const person = sql`cast((${key} // ${keys}) & ${literal(PERSONS - 1)} as integer)`;
  const numbered = sql`select ${joinSql([key, ...others, sql`${person} as ${BIT}`], ', ')} from ${fromSql(input)}`;
  return sql`select ${joinSql([sql`${key} - ${BIT} * ${keys} as ${ALIKE}`, BIT, ...others], ', ')} from (${numbered})`;
}
