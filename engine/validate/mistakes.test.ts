/**
 * Each case of `fixtures/mistakes` beside the sound tree gives the diagnostics of its `expected.txt` and no others, at their
 * places; so do all cases as one tree.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics/index.ts';
import { parseSkill } from '../parse/index.ts';
import { validateTree } from './index.ts';

const ROOT = new URL('../../fixtures/mistakes', import.meta.url).pathname;
const names = readdirSync(ROOT)
  .filter((name) => name !== 'sound')
  .toSorted();

function pathsIn(name: string): readonly string[] {
  const paths = readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => path.endsWith('.md'))
    .map((path) => `${name}/${path}`)
    .toSorted();
}

function check(paths: readonly string[]): readonly string[] {
  const parsed = paths.map((path) => ({
    path,
    ...parseSkill({ path, text: readFileSync(join(ROOT, path), 'utf8'), digest: '' }),
  }));
  const documents = parsed.flatMap(({ document }) => document ?? []);
  const unreadable = parsed.flatMap(({ path, document }) => (document === undefined ? [path] : []));
  const found = [
    ...parsed.flatMap(({ diagnostics }) => diagnostics),
    ...validateTree(documents, unreadable).diagnostics,
  ];
  return found.map(line).toSorted();
}

function line({ at, code }: Diagnostic): string {
  return `${at?.file}:${at?.start.line}:${at?.start.column} ${code}`;
}

/** What later stages report is theirs to hold. */
function expected(name: string): readonly string[] {
  const lines = readFileSync(join(ROOT, name, 'expected.txt'), 'utf8').split('\n');
  return lines.filter((one) => / (parse|validate)-/.test(one)).toSorted();
}

test.each(names)('%s is reported once, where it is', (name) => {
  expect(check([...pathsIn('sound'), ...pathsIn(name)])).toEqual(expected(name));
});

test('the sound tree has no mistake', () => {
  expect(check(pathsIn('sound'))).toEqual([]);
});

test('all mistakes in one tree are reported in one run', () => {
  const all = check(['sound', ...names].flatMap(pathsIn));
  expect(all).toEqual(names.flatMap(expected).toSorted());
  expect(all.length).toBeGreaterThanOrEqual(20);
});
