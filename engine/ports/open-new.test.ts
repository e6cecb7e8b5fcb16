import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openNew } from './index.ts';

const root = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  const file = await openNew(path);
  await file.writeFile(text);
  await file.close();
}

test('what was left under the name of a new file makes way for it, and nothing is written through a link', async () => {
  const [notes, path] = [join(root, 'notes.txt'), join(root, 'new.txt')];
  await writeFile(notes, 'my notes');
  await symlink(notes, path);
  await write(path, 'one and a half');
  await write(path, 'two');
  expect([await readFile(path, 'utf8'), await readFile(notes, 'utf8')]).toEqual(['two', 'my notes']);
  expect(await readdir(root)).toEqual(['new.txt', 'notes.txt']);
});

test('where no file can be made, the system says why', async () => {
  await expect(openNew(join(root, 'absent', 'a'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(openNew(root)).rejects.toMatchObject({ code: expect.stringMatching(/^(?:EISDIR|ERR_FS_EISDIR)$/) });
});
