/** Statements that must fail on the very connections that the engine works with, on a file that is built and on one that is read. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { letGo, openForFilling, openFile } from './database.ts';
import type { Database } from './database.ts';

const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = join(folder, 'cohort.duckdb');
const beside = join(folder, 'secret.csv');
await writeFile(beside, 'a,b\n1,2\n');

const resources = { memoryMegabytes: 500, temporaryMegabytes: 100 };
const database = await openForFilling(file, resources, { isNew: true, people: 1 });
const session = await database.connect();
await session.run('create table notes as select 1 as id');
await session.run('checkpoint');

const forbidden: readonly string[] = [
  "select * from read_text('/etc/hostname')",
  `select * from read_text('${beside}')`,
  `select * from read_blob('${beside}')`,
  `select * from read_csv('${beside}')`,
  `select * from '${beside}'`,
  `select * from sniff_csv('${beside}')`,
  "select * from read_json('/etc/hostname')",
  "select * from read_parquet('/etc/hostname')",
  "select * from glob('/etc/*')",
  `copy notes to '${join(folder, 'stolen.csv')}'`,
  `copy notes to '${join(folder, 'stolen.parquet')}' (format parquet)`,
  `copy notes from '${beside}'`,
  `attach '${join(folder, 'other.duckdb')}'`,
  `attach '${join(folder, 'other.duckdb')}' as x (read_only)`,
  `export database '${join(folder, 'elsewhere')}'`,
  `import database '${join(folder, 'elsewhere')}'`,
  'install httpfs',
  'load httpfs',
  `load '${join(folder, 'evil.duckdb_extension')}'`,
  "create secret s (type s3, key_id 'x', secret 'y')",
  'set enable_external_access = true',
  "set allowed_directories = ['/']",
  'set lock_configuration = false',
  'set autoinstall_known_extensions = true',
  'set allow_unsigned_extensions = true',
  "set temp_directory = '/'",
  "set memory_limit = '1TB'",
  'select 1; select 2',
  "select 'x'; create table pwned (a integer)",
  "select * from 'https://example.org/a.csv'",
];

/** Each closes a way of its own, also where another one is closed already. */
async function settingsOf(on: Database): Promise<Readonly<Record<string, unknown>>> {
  const names = ['enable_external_access', 'lock_configuration', 'memory_limit', 'max_temp_directory_size'];
  const extensions = ['autoinstall_known_extensions', 'autoload_known_extensions', 'allow_community_extensions'];
  const wanted = [...names, ...extensions, 'allow_unsigned_extensions', 'temp_directory'].map((name) => `'${name}'`);
  const connection = await on.connect();
  const { rows } = await connection.rows(`select name, value from duckdb_settings() where name in (${wanted.join()})`);
  return Object.fromEntries(rows);
}

const SHUT = {
  enable_external_access: 'false',
  lock_configuration: 'true',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  allow_unsigned_extensions: 'false',
};

async function refused(on: Database, sql: string): Promise<boolean> {
  const connection = await on.connect();
  try {
    await connection.rows(sql);
    return false;
  } catch {
    return true;
  }
}

test('a connection that builds reads and writes its own file and nothing else', async () => {
  expect(await settingsOf(database)).toEqual({
    ...SHUT,
    temp_directory: `${file}.tmp`,
    memory_limit: '476.8 MiB',
    max_temp_directory_size: '95.3 MiB',
  });
  const passed: string[] = [];
  for (const sql of forbidden) if (!(await refused(database, sql))) passed.push(sql);
  expect(passed).toEqual([]);
  const { rows } = await session.rows("select table_name from duckdb_tables() where database_name = 'build'");
  expect(rows).toEqual([['notes']]);
  await session.run('insert into notes values (2)');
  await session.run('checkpoint');
  database.close();
  expect(readdirSync(folder).toSorted()).toEqual(['cohort.duckdb', 'secret.csv']);
});

test('a database that is kept beside a file opens that file again and nothing else', async () => {
  const first = await openForFilling(file, resources, { isNew: false, people: 1 });
  await letGo(await first.connect());
  const { bench, close } = first.leave(new Map());
  close();
  const again = await openForFilling(file, resources, { isNew: false, people: 1, bench: Promise.resolve(bench) });
  expect(await settingsOf(again)).toMatchObject({ ...SHUT, temp_directory: `${file}.tmp` });
  const more = [`attach '${beside}'`, `attach '${file}-other'`, `copy notes to '${file}.csv'`];
  const passed: string[] = [];
  for (const sql of [...forbidden, ...more]) if (!(await refused(again, sql))) passed.push(sql);
  expect(passed).toEqual([]);
  const { rows } = await (await again.connect()).rows('select count(*) from notes');
  expect(rows).toEqual([[2]]);
  again.close();
  expect(readdirSync(folder).toSorted()).toEqual(['cohort.duckdb', 'secret.csv']);
});

test('a connection that reads changes nothing and reaches nothing', async () => {
  const reading = await openFile(file);
  expect(await settingsOf(reading)).toMatchObject({ ...SHUT, temp_directory: `${file}.tmp-${process.pid}` });
  const passed: string[] = [];
  const more = ['drop table notes', 'insert into notes values (3)', 'create table pwned (a integer)', 'checkpoint'];
  for (const sql of [...forbidden, ...more]) if (!(await refused(reading, sql))) passed.push(sql);
  const { rows } = await (await reading.connect()).rows('select count(*) from notes');
  reading.close();
  expect(passed.filter((sql) => sql !== 'checkpoint')).toEqual([]);
  expect(rows).toEqual([[2]]);
  expect(readdirSync(folder).toSorted()).toEqual(['cohort.duckdb', 'secret.csv']);
});
