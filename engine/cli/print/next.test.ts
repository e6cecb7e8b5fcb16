import { expect, test } from 'vitest';
import type { BuildReport } from '../../pipeline.ts';
import { nextCommand } from './next.ts';

function reportOf(file: string | undefined): BuildReport {
  const tables = [{ name: 'core.persons', outcome: 'miss', rows: 1, milliseconds: 0 }] as const;
  const milliseconds = { generate: 0, verify: 0, swap: 0 };
  return { file, tables, checks: [], fidelity: [], verdicts: [], unchanged: false, milliseconds, diagnostics: [] };
}

test.each([
  ['out/a-1.duckdb', 'out/a-1.duckdb'],
  ['out/my people.duckdb', "'out/my people.duckdb'"],
  ['out/$(id)`id`;".duckdb', "'out/$(id)`id`;\".duckdb'"],
  ["it's.duckdb", String.raw`'it'\''s.duckdb'`],
])('the file %j is one word of the command to try next', (file, word) => {
  expect(nextCommand(reportOf(file))).toBe(`npx healthsim query ${word} "select * from core.persons limit 5"`);
});

test('where nothing was built, there is nothing to try', () => {
  expect(nextCommand(reportOf(undefined))).toBeUndefined();
});
