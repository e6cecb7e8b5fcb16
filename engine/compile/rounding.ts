/** Rounding to decimals, to the same doubles as the database's own, which takes twice as long. */
import { doubleLiteral, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** Beyond so many digits a power of ten is no double, and the database's own says what is meant. */
const EXACT_DIGITS = 22;

export function roundedSql(value: Sql, decimals: number): Sql {
  if (decimals < 0 || decimals > EXACT_DIGITS) return sql`round(${value}, ${literal(decimals)})`;
  if (decimals === 0) return sql`round(${value})`;
  const scale = doubleLiteral(10 ** decimals);
  return sql`(round((${value}) * ${scale}) / ${scale})`;
}
