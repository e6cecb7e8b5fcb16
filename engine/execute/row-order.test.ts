/** Rows are made in one order, whatever the database knows of the tables that they are made from. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openForFilling } from './database.ts';
import type { Database } from './database.ts';

const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withDatabase<Result>(name: string, work: (database: Database) => Promise<Result>): Promise<Result> {
  const resources = { memoryMegabytes: 500, temporaryMegabytes: 100 };
  const database = await openForFilling(join(folder, name), resources, { isNew: true, people: 1 });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

const FEW = 'create table few as select (7 * range) % 50 as k from range(50)';
const MANY = 'create table many as select 5000 - range as k, range % 10 as part from range(5000)';

test.each(['join', 'left join'])(
  'a %s keeps the order of its left side, however large the right one is',
  async (verb) => {
    const keys = await withDatabase(`${verb}.duckdb`, async (database) => {
      const session = await database.connect();
      await session.run(FEW);
      await session.run(MANY);
      const { rows } = await session.rows(`select few.k from few ${verb} many on few.k = many.k where few.k > 0`);
      return rows.map(([key]) => Number(key));
    });
    expect(keys).toEqual(Array.from({ length: 50 }, (_, at) => (7 * at) % 50).filter((key) => key > 0));
  },
);

test('groups stand in one order, whether or not their rows are committed', async () => {
  const [committed, fresh] = await withDatabase('groups.duckdb', async (database) => {
    const session = await database.connect();
    const groups = async (): Promise<readonly unknown[]> =>
      (await session.rows('select k, part, count(*) from many where part < 5 and k < 300 group by k, part')).rows;
    await session.run('begin');
    await session.run(MANY);
    const before = await groups();
    await session.run('commit');
    await session.run('checkpoint');
    return [await groups(), before];
  });
  expect(committed).toEqual(fresh);
});
