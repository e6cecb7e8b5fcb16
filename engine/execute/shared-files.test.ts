import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { openFile } from './database.ts';
import { createSharing } from './shared-files.ts';

const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a file that is open is not opened again, and is closed with its last user', async () => {
  const calls: string[] = [];
  const share = createSharing();
  const open = async (): Promise<{ close: () => void }> => {
    calls.push('open');
    return { close: () => void calls.push('close') };
  };
  const [one, other] = await Promise.all([share('a', open), share('a', open)]);
  one.close();
  one.close();
  expect(calls).toEqual(['open']);
  other.close();
  expect(calls).toEqual(['open', 'close']);
  await share('a', open);
  expect(calls).toEqual(['open', 'close', 'open']);
});

test('what cannot be opened is tried again by the next who asks', async () => {
  const share = createSharing();
  await expect(share('a', () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
  await expect(share('a', () => Promise.resolve({ close: () => undefined }))).resolves.toBeDefined();
});

/** What a process of its own hears that opens the file for writing. */
function openElsewhere(file: string): Promise<string> {
  const program = `const { DuckDBInstance } = require('@duckdb/node-api');
    DuckDBInstance.create(process.argv[1]).then(() => console.log('opened'), (error) => console.log(error.message));`;
  return new Promise((resolve) => {
    execFile(process.execPath, ['-e', program, file], (_error, told) => resolve(told));
  });
}

test('a reader goes on after another of its process has closed the same file by another name, which nobody may write to meanwhile', async () => {
  const file = join(folder, 'notes.duckdb');
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run('create table notes as select 7 as id');
  connection.closeSync();
  instance.closeSync();
  const link = join(folder, 'link.duckdb');
  await symlink(file, link);
  const [one, other] = [await openFile(link), await openFile(file)];
  const session = await other.connect();
  one.close();
  expect((await session.rows('select id from notes')).rows).toEqual([[7]]);
  expect(await openElsewhere(file)).toContain('Conflicting lock is held');
  other.close();
});
