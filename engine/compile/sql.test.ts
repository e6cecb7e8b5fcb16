import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { createLayers } from './layers.ts';
import { columnName, doubleLiteral, identifier, literal, sql } from './sql.ts';

async function single(query: string): Promise<unknown> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const prepared = await connection.prepare(query);
  const reader = await prepared.runAndReadAll();
  return reader.getRows()[0]?.[0];
}

const texts = [
  "O'Brien",
  "'; drop table persons; --",
  '"quoted"',
  'back\\slash',
  'line\nbreak\ttab',
  '$1',
  '%_',
  '🩺é',
  '',
  "''''",
];

test.each(texts)('the text %j is read back as it was written', async (text) => {
  expect(await single(sql`select ${literal(text)}`.text)).toBe(text);
});

test.each(texts.filter((text) => text !== ''))('the name %j is a name and nothing else', async (name) => {
  expect(await single(sql`select ${identifier(name)} from (select 7 as ${identifier(name)})`.text)).toBe(7);
});

test.each([0, -1, 1.5, -2.25e-7, 1e300, 5e-324, 2 ** 53 - 1])(
  'the number %d is read back as it was written',
  async (value) => {
    expect(Number(await single(sql`select ${literal(value)}`.text))).toBe(value);
    expect(await single(sql`select ${doubleLiteral(value)}`.text)).toBe(value);
  },
);

test('a text with a NUL character and a number without end are refused', () => {
  expect(() => literal('a\0b')).toThrow('NUL');
  expect(() => literal(Number.POSITIVE_INFINITY)).toThrow('Infinity');
  expect(() => identifier('')).toThrow('No SQL name');
});

test('a value bound twice is one column, and what reads it stands a layer above that passes on no more than is read', async () => {
  const layers = createLayers();
  const doubled = layers.bind(sql`${columnName('x')} * 2`);
  const again = layers.bind(sql`${columnName('x')} * 2`);
  const squared = layers.bind(sql`${doubled} * ${again}`);
  const query = layers.project(sql`select 3 as x`, [{ name: 'result', value: sql`${squared} + ${doubled}` }]);
  expect(again).toEqual(doubled);
  expect(query.text).toBe(
    'select "_1" + "_0" as "result" from (select "_0", "_0" * "_0" as "_1" from (select "x" * 2 as "_0" from (select 3 as x)))',
  );
  expect(await single(query.text)).toBe(42);
});
