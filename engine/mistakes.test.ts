/**
 * Each case of `fixtures/mistakes` beside the sound tree gives the diagnostics of its `expected.txt` and no others, at their
 * places; so do all cases as one tree.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Diagnostic } from './diagnostics/index.ts';
import { createTreeParser, loadTree, nodeFileSystem, readTree, understandTree } from './pipeline.ts';
import type { FileSystem } from './ports/index.ts';

const ROOT = new URL('../fixtures/mistakes', import.meta.url).pathname;
const cases = readdirSync(ROOT)
  .filter((name) => name !== 'sound')
  .toSorted();

/** The tree with these folders of the root alone. */
function only(folders: readonly string[]): FileSystem {
  return {
    ...nodeFileSystem,
    list: async (folder) => {
      const entries = await nodeFileSystem.list(folder);
      return folder === ROOT ? entries.filter(({ name }) => folders.includes(name)) : entries;
    },
  };
}

/** Trees differ in one folder: the sound one is parsed once for all. */
const parseTree = createTreeParser();

async function check(folders: readonly string[]): Promise<readonly string[]> {
  const { diagnostics } = understandTree(await readTree(ROOT, only(folders)), parseTree);
  return diagnostics.map(line).toSorted();
}

function line({ at, code }: Diagnostic): string {
  return `${at?.file}:${at?.start.line}:${at?.start.column} ${code}`;
}

function expected(name: string): readonly string[] {
  return readFileSync(join(ROOT, name, 'expected.txt'), 'utf8')
    .trimEnd()
    .split('\n')
    .toSorted();
}

test.each(cases)('%s is reported once, where it is', async (name) => {
  expect(await check(['sound', name])).toEqual(expected(name));
});

test('the sound tree has no mistake', async () => {
  expect(await check(['sound'])).toEqual([]);
});

test('all mistakes in one tree are reported in one run', async () => {
  const found = await check(['sound', ...cases]);
  expect(found).toEqual(cases.flatMap(expected).toSorted());
  expect(found.length).toBeGreaterThanOrEqual(20);
});

test('a mistake among the defaults is told once, and every file that lacks them says where to begin', async () => {
  const isExecutor = (path: string): boolean => path.endsWith('executors/executor.md');
  const readText: FileSystem['readText'] = async (path) => {
    const text = await nodeFileSystem.readText(path);
    return isExecutor(path) ? text.replace('count: 10', 'count: ten') : text;
  };
  const { diagnostics } = await loadTree(ROOT, { ...only(['sound']), readText });
  const [own, ...others] = diagnostics.toSorted(
    (a, b) => Number(isExecutor(b.at?.file ?? '')) - Number(isExecutor(a.at?.file ?? '')),
  );
  expect(line(own!)).toBe('sound/executors/executor.md:6:10 validate-value-kind');
  expect(new Set(others.map(({ code }) => code))).toEqual(new Set(['validate-cause-elsewhere']));
  expect(others.filter(({ hint }) => hint?.includes('executor.md:6'))).toHaveLength(others.length);
});

test('what only follows from an error elsewhere says where that one is, also in a file that has one of its own', async () => {
  const readText: FileSystem['readText'] = async (path) => {
    const text = await nodeFileSystem.readText(path);
    return path.endsWith('visiting.md') ? text.replace('0-30 days', '0-40 days') : text;
  };
  const { diagnostics } = await loadTree(ROOT, { ...only(['sound', 'cause-elsewhere']), readText });
  expect(diagnostics.map(({ code, hint }) => `${code} ${hint?.match(/`.*:\d+`/)?.[0] ?? ''}`).toSorted()).toEqual([
    'normalize-phase-beyond-duration ',
    'validate-cause-elsewhere `cause-elsewhere/visiting.md:14`',
    'validate-cause-elsewhere `cause-elsewhere/visits.md:11`',
    'validate-value-unknown ',
  ]);
});
