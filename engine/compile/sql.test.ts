import { DuckDBInstance, DuckDBListValue } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { createLayers } from './layers.ts';
import { columnName, doubleLiteral, identifier, listLiteral, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

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

test('a list is read back as it was written', async () => {
  const all = [...texts, 'null', 'NULL', ' [1, 2] ', '{}', 'a,b', '\\"', null, '\u00A0', '\r\n'];
  const listOf = async (values: Parameters<typeof listLiteral>[0]): Promise<unknown> => {
    const list = await single(sql`select ${listLiteral(values)}`.text);
    return list instanceof DuckDBListValue ? list.items : list;
  };
  expect(await listOf(all)).toEqual(all);
  expect(await listOf([1.5, -2, null, 5e-324, 1e300])).toEqual([1.5, -2, null, 5e-324, 1e300]);
  expect(await listOf([2 ** 53 - 1, -7, null])).toEqual([BigInt(2 ** 53 - 1), -7n, null]);
  expect(await listOf([true, null, false])).toEqual([true, null, false]);
  expect(await listOf([])).toEqual([]);
  expect(() => listLiteral(['a\0b'])).toThrow('NUL');
});

test('a text with a NUL character and a number without end are refused', () => {
  expect(() => literal('a\0b')).toThrow('NUL');
  expect(() => literal(Number.POSITIVE_INFINITY)).toThrow('Infinity');
  expect(() => identifier('')).toThrow('No SQL name');
});

test('a value that is read twice is one column, and what reads it once stands in its place above', async () => {
  const layers = createLayers();
  const doubled = layers.bind(sql`${columnName('x')} * 2`);
  const again = layers.bind(sql`${columnName('x')} * 2`);
  const squared = layers.bind(sql`${doubled} * ${again}`);
  const query = layers.select([{ name: 'result', value: sql`${squared} + ${columnName('y')}` }], {
    from: sql`(select 3 as x, 6 as y, 9 as z)`,
  });
  expect(again).toEqual(doubled);
  expect(query.text).toBe(
    'select ("_0" * "_0") + "y" as "result" from (select "y", "x" * 2 as "_0" from (select 3 as x, 6 as y, 9 as z))',
  );
  expect(await single(query.text)).toBe(42);
});

test('values that are read twice stand above what they read and below what reads them', async () => {
  const layers = createLayers();
  const twice = (value: Sql): Sql => sql`${layers.bind(value)} + ${layers.bind(value)}`;
  const query = layers.select(
    [
      { name: 'deep', value: twice(twice(columnName('x'))) },
      { name: 'beside', value: twice(sql`${columnName('x')} * 10`) },
    ],
    { from: sql`(select 3 as x)`, where: sql`${columnName('x')} = 3` },
    layers.bind(sql`${columnName('x')} < 4`),
  );
  expect(query.text.match(/select/g)).toHaveLength(3);
  expect(await single(query.text)).toBe(12);
});

test('a value that few others read stands just below them, so that what it reads is not passed on beside it', async () => {
  const layers = createLayers();
  const twice = (value: Sql): Sql => sql`${layers.bind(value)} + ${layers.bind(value)}`;
  const query = layers.select(
    [
      { name: 'deep', value: twice(twice(twice(columnName('x')))) },
      { name: 'late', value: twice(sql`${columnName('x')} * 10`) },
    ],
    { from: sql`(select 3 as x)` },
  );
  expect(query.text).toBe(
    'select "_1" + "_1" as "deep", "_2" + "_2" as "late" from (select "_0" + "_0" as "_1", "x" * 10 as "_2" from ' +
      '(select "x", "x" + "x" as "_0" from (select 3 as x)))',
  );
  expect(await single(query.text)).toBe(24);
});

test('a long row of values, each read once by the next, is no deep expression', async () => {
  const layers = createLayers();
  const sum = Array.from({ length: 200 }, (_, at) => at).reduce<Sql>(
    (before, at) => layers.bind(sql`${before} + ${columnName('x')} * ${literal(at)}`),
    columnName('x'),
  );
  const query = layers.select([{ name: 'sum', value: sum }], { from: sql`(select 1 as x)` });
  expect(query.text).not.toContain('('.repeat(20));
  expect(await single(query.text)).toBe(19_901);
});
