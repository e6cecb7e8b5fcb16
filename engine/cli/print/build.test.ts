import { expect, test } from 'vitest';
import type { BuildReport } from '../../pipeline.ts';
import { formatBuild, formatBuildAmongOthers } from './build.ts';

const rows = { 'meta.dictionary': 500, 'core.persons': 1000, 'core.identities': 3000, 'patientsim.patients': 1000 };
const report: BuildReport = {
  file: 'out/few.duckdb',
  tables: Object.entries(rows).map(([name, count]) => ({ name, outcome: 'miss', rows: count, milliseconds: 0 })),
  checks: [],
  fidelity: [],
  verdicts: [],
  unchanged: false,
  milliseconds: { generate: 310, verify: 20, swap: 0 },
  diagnostics: [],
};
const shown = { width: 80, wrap: (text: string) => text };

test('a build shows its tables', () => {
  expect(formatBuild(report, shown)).toMatchInlineSnapshot(`
    "table                 rows
    ───────────────────  ─────
    core.persons         1,000
    core.identities      3,000
    patientsim.patients  1,000

    5,000 rows in 330 ms (generate 310 ms, verify 20 ms)
    out/few.duckdb"
  `);
});

test('one of several builds shows its products', () => {
  expect(formatBuildAmongOthers(report, shown)).toMatchInlineSnapshot(`
    "core 4,000 · patientsim 1,000
    5,000 rows in 330 ms (generate 310 ms, verify 20 ms)
    out/few.duckdb"
  `);
});
