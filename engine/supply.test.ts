/** What the program is made of: nothing that runs text as code, nothing that reaches out, nothing that is not pinned. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
}

const packages: Readonly<Record<string, LockedPackage>> = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
).packages;
const locked = Object.entries(packages).filter(([path]) => path !== '');
const sources = readdirSync('engine', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('testing'))
  .map((path) => ({ path, text: readFileSync(join('engine', path), 'utf8') }));

function filesWith(pattern: RegExp): readonly string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

test('every package is pinned by its content, also those of other platforms', () => {
  const loose = locked.filter(
    ([, one]) =>
      !/^\d+\.\d+\.\d+/.test(one.version ?? '') ||
      one.integrity?.startsWith('sha512-') !== true ||
      (one.resolved !== undefined && !one.resolved.startsWith('https://registry.npmjs.org/')),
  );
  expect(locked.length).toBeGreaterThan(100);
  expect(loose.map(([path]) => path)).toEqual([]);
});

test('no package is there that runs front matter as code, and none that was ever tampered with', () => {
  const names = locked.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`);
  expect(names.filter((name) => /^gray-matter@|^(?:@duckdb\/.*|duckdb)@1\.3\.3$/.test(name))).toEqual([]);
});

test('no package that the program needs runs a script when it is installed', () => {
  const scripted = locked.filter(([, one]) => 'hasInstallScript' in one && !('dev' in one) && !('optional' in one));
  expect(scripted.map(([path]) => path)).toEqual([]);
});

test('no text is run as code', () => {
  expect(filesWith(/\beval\s*\(|\bnew Function\b|\bFunction\s*\(|from 'node:vm'|\bimport\(\s*[a-z]/)).toEqual([]);
});

test('no other program is started, and no way leads to a network', () => {
  expect(
    filesWith(/['"`](?:node:)?(?:child_process|cluster|worker_threads|net|tls|dgram|dns|https?|http2)(?:\/\w+)?['"`]/),
  ).toEqual([]);
  expect(filesWith(/\bfetch\(|\bWebSocket\b|\bXMLHttpRequest\b/)).toEqual([]);
});
