import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from './index.ts';

const root = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(root, { recursive: true, force: true }));

test('a folder is made with those above it, by several at once', async () => {
  const folder = join(root, 'a', 'b', 'c');
  await Promise.all([makeFolder(folder), makeFolder(folder), makeFolder(join(root, 'a', 'd'))]);
  expect((await stat(folder)).isDirectory()).toBe(true);
});

test('where no folder can be made, trying ends', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(makeFolder(join(root, 'file', 'below'))).rejects.toThrow('file');
  await expect(makeFolder('/proc/absent/below')).rejects.toThrow('mkdir');
});
