import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { FileSystem } from '../ports/index.ts';
import { makePipe } from '../testing/make-pipe.ts';
import { nodeFileSystem, readTree } from './index.ts';

const workshop = mkdtempSync(join(tmpdir(), 'read-'));
afterAll(() => rmSync(workshop, { recursive: true }));

function tree(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(workshop, 'tree-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

async function read(root: string): Promise<{ paths: readonly string[]; problems: readonly string[] }> {
  const { files, diagnostics } = await readTree(root, nodeFileSystem);
  return {
    paths: files.map(({ path }) => path),
    problems: diagnostics.map(({ code, at }) => `${at?.file ?? ''} ${code}`),
  };
}

test('reads every Markdown file below the root, sorted by path', async () => {
  const root = tree({ 'b.md': '', 'a/z.md': '', 'a.md': '', 'a/data.csv': '', 'C.MD': '' });
  expect(await read(root)).toEqual({ paths: ['C.MD', 'a.md', 'a/z.md', 'b.md'], problems: [] });
});

test('passes over hidden files, dependencies and what editors leave behind', async () => {
  const root = tree({
    'a.md': '',
    '.git/b.md': '',
    '.#a.md': '',
    '#a.md#': '',
    'a.md~': '',
    '~$a.md': '',
    'node_modules/c.md': '',
  });
  expect(await read(root)).toEqual({ paths: ['a.md'], problems: [] });
});

test('takes the digest of the text that is handed on, byte order mark included', async () => {
  const text = '\uFEFF---\r\nname: é\r\n';
  const { files } = await readTree(tree({ 'a.md': text }), nodeFileSystem);
  expect(files).toEqual([{ path: 'a.md', text, digest: createHash('sha256').update(text).digest('hex') }]);
});

test('takes the digest of the very text that is handed on, where a file changes while it is read', async () => {
  let reads = 0;
  const changing = { ...nodeFileSystem, readText: async (): Promise<string> => `text ${(reads += 1)}` };
  const { files } = await readTree(tree({ 'a.md': '' }), changing);
  const [{ text, digest } = { text: '', digest: '' }] = files;
  expect(text).toMatch(/^text \d$/);
  expect(digest).toBe(createHash('sha256').update(text).digest('hex'));
});

test('names a root that does not exist', async () => {
  expect(await read(join(workshop, 'nowhere'))).toEqual({ paths: [], problems: [' read-root-missing'] });
});

test('leaves out files that are not text, and keeps the others', async () => {
  const root = tree({ 'a.md': 'fine', 'latin.md': new Uint8Array([0xe9, 0x20]), 'nul.md': 'a\0b' });
  expect(await read(root)).toEqual({
    paths: ['a.md'],
    problems: ['latin.md read-not-utf8', 'nul.md read-nul-character'],
  });
});

test('leaves out a file above the limit of bytes', async () => {
  const root = tree({ 'big.md': 'x'.repeat(2_000_001), 'just.md': 'x'.repeat(2_000_000) });
  expect(await read(root)).toEqual({ paths: ['just.md'], problems: ['big.md read-too-large'] });
});

test('follows no symbolic link to a file or a folder, and ends on a loop', async () => {
  const outside = tree({ 'secret.md': '' });
  const root = tree({ 'a.md': '' });
  symlinkSync(join(outside, 'secret.md'), join(root, 'file.md'));
  symlinkSync(outside, join(root, 'folder'));
  symlinkSync(root, join(root, 'loop'));
  const { paths, problems } = await read(root);
  expect(paths).toEqual(['a.md']);
  expect(problems.toSorted()).toEqual(['file.md read-not-a-file', 'folder read-not-a-file', 'loop read-not-a-file']);
});

test('refuses to open a file that has become a symbolic link', async () => {
  const root = tree({ 'a.md': '' });
  symlinkSync(join(root, 'a.md'), join(root, 'b.md'));
  await expect(nodeFileSystem.readText(join(root, 'b.md'))).rejects.toMatchObject({ code: 'ELOOP' });
});

test('does not wait for a file that has become a pipe', async () => {
  const pipe = join(tree({}), 'a.md');
  makePipe(pipe);
  const writer = spawn('sh', ['-c', 'sleep 2; echo text > "$0"', pipe]);
  const text = await nodeFileSystem.readText(pipe);
  writer.kill();
  expect(text).toBe('');
});

test('names what disappears between listing and reading', async () => {
  const root = tree({ 'a.md': '' });
  const vanishing = {
    ...nodeFileSystem,
    readText: (path: string): Promise<string> => {
      rmSync(path);
      return nodeFileSystem.readText(path);
    },
  };
  const { files, diagnostics } = await readTree(root, vanishing);
  expect(files).toEqual([]);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['read-unreadable', 'The path cannot be read (ENOENT).'],
  ]);
});

test('reads six folders deep and names what lies deeper', async () => {
  const root = tree({ '1/2/3/4/5/6/a.md': '', '1/2/3/4/5/6/7/b.md': '' });
  expect(await read(root)).toEqual({ paths: ['1/2/3/4/5/6/a.md'], problems: ['1/2/3/4/5/6/7 read-too-deep'] });
});

test('stops at two thousand folders with one diagnostic', async () => {
  const root = tree({ 'a.md': '' });
  for (let index = 0; index < 2100; index += 1) mkdirSync(join(root, `folder-${index}`));
  expect(await read(root)).toEqual({ paths: ['a.md'], problems: [' read-too-many-folders'] });
});

/** Holds what many real file systems cannot. */
function memoryFileSystem(names: Readonly<Record<string, readonly string[]>>): FileSystem {
  return {
    list: async (folder) =>
      (names[folder] ?? []).map((name) => ({ name, kind: name.endsWith('.md') ? 'file' : 'folder', bytes: 0 })),
    readText: async () => '',
  };
}

test('names files that differ only in case or Unicode form', async () => {
  const names = ['Labs.md', 'labs.md', 'caf\u00e9.md', 'cafe\u0301.md', 'strasse.md', 'stra\u00dfe.md'];
  const { diagnostics } = await readTree('skills', memoryFileSystem({ skills: names }));
  expect(diagnostics.map(({ code, at }) => [at?.file, code])).toEqual([
    ['caf\u00e9.md', 'read-same-path'],
    ['labs.md', 'read-same-path'],
    ['stra\u00dfe.md', 'read-same-path'],
  ]);
});

test('names folders that differ only in case, once', async () => {
  const names = { skills: ['Labs', 'labs'], 'skills/Labs': ['a.md'], 'skills/labs': ['b.md', 'c.md'] };
  const { files, diagnostics } = await readTree('skills', memoryFileSystem(names));
  expect(files).toHaveLength(3);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    '`labs` and `Labs` differ only in letter case or Unicode form; many file systems cannot hold both.',
  ]);
});
