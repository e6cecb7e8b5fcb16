import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { queryFile, readPerson } from './index.ts';
import { makePipe } from '../testing/make-pipe.ts';
import { inspectTarget } from './target.ts';

const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = join(folder, 'notes.duckdb');
const instance = await DuckDBInstance.create(file);
const connection = await instance.connect();
await connection.run('create table notes as select 1 as id');
connection.closeSync();
instance.closeSync();

const refused = [
  "select * from read_text('/etc/hostname')",
  "copy notes to 'stolen.csv'",
  "attach 'other.duckdb'",
  'install httpfs',
  'set enable_external_access = true',
  'drop table notes',
  'select 1; select 2',
  "export database 'elsewhere'",
];

test.each(refused)('the statement "%s" is refused', async (sql) => {
  const { result, diagnostics } = await queryFile(file, sql);
  expect(result).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(['execute-query-failed']);
});

test('a file without people is said not to be one of ours where a person is asked for, and is not replaced', async () => {
  const { diagnostics } = await readPerson(file, 1);
  expect(diagnostics.map(({ code }) => code)).toEqual(['execute-record-missing']);
  expect((await inspectTarget(file, false)).refusal?.code).toBe('execute-target-foreign');
});

test('a wrong name is told with the right ones, without a caret that would point at nothing', async () => {
  const { diagnostics } = await queryFile(file, 'select\n  txt from notes');
  expect(diagnostics[0]?.message).toMatch(/"txt" not found[^]*"id"$/);
  expect(diagnostics[0]?.hint).toMatch(/`healthsim show --tables`/);
});

test('a query that takes long is stopped whenever it is told to, and no other query of the file with it', async () => {
  const endless = 'select count(*) from range(1000000) a, range(1000000) b where a.range % 7 = b.range % 11';
  const other = 'select sum(a.range % 7) from range(3000) a, range(3000) b';
  const signals = [AbortSignal.abort(), ...[0, 1, 2, 4, 8, 16, 100].map((wait) => AbortSignal.timeout(wait))];
  const [beside, ...stopped] = await Promise.all([
    queryFile(file, other),
    ...signals.map((signal) => queryFile(file, endless, signal)),
  ]);
  expect(stopped.map(({ diagnostics }) => diagnostics.map(({ code }) => code))).toEqual(
    signals.map(() => ['execute-stopped']),
  );
  expect(beside.result?.rows).toHaveLength(1);
});

test('values are those of JSON, and columns of one name are told apart', async () => {
  const { result } = await queryFile(
    file,
    "select 1 as a, 2.50 as a, [1, 2] as list, {'x': date '2024-01-02'} as pair",
  );
  expect(result).toEqual({ columns: ['a', 'a:1', 'list', 'pair'], rows: [[1, 2.5, [1, 2], { x: '2024-01-02' }]] });
});

test('a file that is not there is named, and so is what is no file; a pipe is not waited for', async () => {
  const pipe = join(folder, 'pipe.duckdb');
  makePipe(pipe);
  for (const path of [join(folder, 'nowhere.duckdb'), folder, pipe]) {
    const { diagnostics } = await queryFile(path, 'select 1');
    expect(diagnostics.map(({ code }) => code)).toEqual(['execute-file-missing']);
  }
  const loop = join(folder, 'loop.duckdb');
  await symlink(loop, loop);
  const { diagnostics } = await queryFile(loop, 'select 1');
  expect(diagnostics[0]?.message).toMatch(/loop\.duckdb cannot be read: too many symbolic links encountered\.$/);
});

test.each([
  ['opened', 'select 1'],
  ['written to, in a log beside it', 'create table more as select 1 as id'],
])('a file that another program has %s is named with that program, and is not replaced', async (_, sql) => {
  const program = `const { DuckDBInstance } = await import(${JSON.stringify(import.meta.resolve('@duckdb/node-api'))});
    const held = await DuckDBInstance.create(${JSON.stringify(file)}); const connection = await held.connect();
    await connection.run(${JSON.stringify(sql)}); console.log('held'); setInterval(() => [held, connection], 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program]);
  try {
    await once(holder.stdout, 'data');
    const { diagnostics } = await queryFile(file, 'select 1');
    expect(diagnostics.map(({ code }) => code)).toEqual(['execute-file-held']);
    expect(diagnostics[0]?.message).toContain(`PID ${holder.pid}`);
    expect((await inspectTarget(file, false)).refusal?.code).toBe('execute-file-held');
  } finally {
    holder.kill();
  }
});
