import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { roundedSql } from './rounding.ts';
import { columnName, literal, sql } from './sql.ts';

test.each([0, 1, 2, 5])('rounding to %i decimals gives the very doubles of the database', async (decimals) => {
  const value = columnName('value');
  const values = sql`(select ("range" - 20000) * 0.0173205::double as "value" from range(40000) union all select ("range" - 500) / 8::double from range(1000))`;
  const differs = sql`select count(*) from ${values} where ${roundedSql(value, decimals)} <> round(${value}, ${literal(decimals)})`;
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  expect((await connection.runAndReadAll(differs.text)).getRows()).toEqual([[0n]]);
});
