/** Files of few people are small, and read by older databases; whatever stands is opened as it was laid out. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openForFilling } from './database.ts';

const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What DuckDB calls each form that its version 1.1 reads; the next one is that of 1.2. */
const FORM = 'v1.0.0+';

/** As the file is after something was written. */
async function layoutOf(people: number, isNew: boolean): Promise<unknown> {
  const resources = { memoryMegabytes: 500, temporaryMegabytes: 100 };
  const database = await openForFilling(join(folder, `${people}.duckdb`), resources, { isNew, people });
  try {
    const session = await database.connect();
    await session.run('create or replace table build.main.numbers as select range from range(10)');
    await session.run('checkpoint build');
    const { rows } = await session.rows(
      `select block_size, tags['storage_version'] from pragma_database_size() join duckdb_databases() using (database_name)
       where database_name = 'build'`,
    );
    return rows[0];
  } finally {
    database.close();
  }
}

test.each([
  [1, 65_536],
  [100_000, 65_536],
  [100_001, 262_144],
])(
  'a file of %d people has blocks of %d bytes and is read by DuckDB 1.1, as it is when it is opened again',
  async (people, bytes) => {
    expect(await layoutOf(people, true)).toEqual([bytes, FORM]);
    expect(await layoutOf(people, false)).toEqual([bytes, FORM]);
  },
);
