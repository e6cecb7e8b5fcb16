/** A file that is changed where an edit asks for it is the file that a fresh build makes. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import type { Override } from './model/index.ts';
import { compileProgram, createProgramCompiler, createStandby, previewBuild } from './pipeline.ts';
import { fingerprints, readRows, readTables } from './testing/built-tables.ts';
import { buildAt, openCohortBuilds, planOf } from './testing/cohort-builds.ts';
import type { BuildOptions, Wishes } from './testing/cohort-builds.ts';
import { rounds } from './testing/soak.ts';

const { folder, tree } = await openCohortBuilds();
const loaded = await tree();

const BASE: Wishes = { what: 'medicare-diabetic', count: 30, journeys: ['diabetic-first-year'] };
const target = join(folder, 'kept-up-to-date.duckdb');
const inRanges = join(folder, 'kept-in-ranges.duckdb');

function set(path: string, value: Override['value']): Override {
  const start = { line: 1, column: 1 };
  return { path: path.split('.'), value, at: { file: '<edit>', start, end: start } };
}

async function rebuilt(overrides: readonly Override[], options: BuildOptions = {}): Promise<readonly string[]> {
  const plan = planOf(loaded, { ...BASE, overrides });
  const report = await buildAt(target, { plan, loaded }, options);
  expect(report.diagnostics).toEqual([]);
  return report.verdicts.filter(({ outcome }) => outcome === 'miss').map(({ name }) => name);
}

test('the same again fills nothing and leaves the file alone', async () => {
  expect(await rebuilt([])).toContain('core.persons');
  const steps: string[] = [];
  expect(await rebuilt([], { onStep: (step) => steps.push(step) })).toEqual([]);
  expect(steps).toEqual(['locked', 'released']);
});

test('an edit fills the tables that it tells in, and no other', async () => {
  await rebuilt([]);
  const missed = await rebuilt([set('conditions.1.prevalence', 0.4)]);
  expect(missed).toContain('patientsim.conditions');
  expect(missed).not.toContain('core.persons');
  expect(missed).not.toContain('core.timeline');
  const kept = `select outcome, count(*)::integer as tables from meta.statements where table_name in ('core.persons', 'core.timeline') group by 1`;
  expect(await readRows(target, kept)).toEqual([{ outcome: 'hit', tables: 2 }]);
  const counted = `select distinct outcome from meta.statements where table_name like 'meta.fidelity of records%' order by 1`;
  expect(await readRows(target, counted)).toEqual([{ outcome: 'hit' }, { outcome: 'miss' }]);
});

test('a file that somebody has changed is made anew', async () => {
  await rebuilt([]);
  const instance = await DuckDBInstance.create(target);
  const connection = await instance.connect();
  await connection.run("update core.persons set family_name = 'Nobody'");
  connection.closeSync();
  instance.closeSync();
  expect(await rebuilt([])).toContain('core.persons');
  expect(await readRows(target, "select * from core.persons where family_name = 'Nobody'")).toEqual([]);
});

test('a preview says what a build would fill and why', async () => {
  await rebuilt([]);
  const plan = planOf(loaded, { ...BASE, overrides: [set('demographics.gender.weights', { M: 0.1, F: 0.9 })] });
  const clock = { milliseconds: () => 0 };
  const { verdicts } = await previewBuild({ plan, loaded, target, force: false, clock, signal: undefined });
  expect(verdicts).toContainEqual({ name: 'core.persons', outcome: 'miss', why: 'reads what changed' });
  expect(verdicts).toContainEqual({ name: 'meta.dictionary', outcome: 'hit', why: 'unchanged' });
});

test('a plan that is compiled after others is the program that it is alone', () => {
  const compile = createProgramCompiler();
  for (const overrides of [[], [set('conditions.1.prevalence', 0.4)], []]) {
    const plan = planOf(loaded, { ...BASE, overrides });
    expect(compile(plan)).toEqual(compileProgram(plan));
  }
});

/** Edits of everything a profile may say, each of which leaves the rest as it was. */
const EDITS: readonly ((chance: Chance) => Override)[] = [
  (chance) => set('demographics.age.mean', chance.between(66, 80)),
  (chance) => set('demographics.gender.weights', shares(chance, ['M', 'F'])),
  (chance) => set('demographics.geography', { state: chance.of(['TX', 'OH', 'CA']) }),
  (chance) => set('conditions.1.prevalence', chance.between(0.1, 0.9)),
  (chance) =>
    set('conditions', [
      { code: 'E11.9', prevalence: 1 },
      { code: 'I10', prevalence: chance.between(0.1, 0.9) },
      ...(chance.below(0.5) ? [{ code: 'E78.5', prevalence: chance.between(0.2, 0.8) }] : []),
    ]),
  (chance) => set('attributes', { smoker: shares(chance, ['yes', 'no']) }),
  (chance) => set('medications', [{ drug: chance.of(['metformin', 'lisinopril']), prevalence: chance.between(0, 1) }]),
  (chance) => set('labs.a1c', { distribution: 'normal', mean: chance.between(6, 9), std_dev: 1, min: 4, max: 14 }),
  (chance) => set('products', chance.of([['patientsim'], ['patientsim', 'membersim']])),
  (chance) => set('sampling', chance.of(['independent', 'stratified'])),
  (chance) => set('seed', Math.floor(chance.between(1, 4))),
  (chance) => set('count', Math.floor(chance.between(20, 40))),
];

/** Tables, views, columns, types and comments. */
const SHAPE = `select table_name, null as "column", comment, sql from duckdb_tables()
  union all select view_name, null, comment, sql from duckdb_views() where not internal
  union all select table_name, column_name, comment, data_type from duckdb_columns() where not internal order by all`;

const CI = 3;
const SOAK = 200;

const PATIENCE = rounds({ ci: 180_000, soak: 3_600_000 });

test('after any edits the file has the rows of a fresh build, in the same order', { timeout: PATIENCE }, async () => {
  const chance = chanceOf(20_251_125);
  const said = new Map<string, Override>();
  const { count: _, ...base } = BASE;
  const standby = await createStandby();
  for (let round = 0; round < rounds({ ci: CI, soak: SOAK }); round += 1) {
    const edit = chance.of(EDITS)(chance);
    said.set(edit.path.join('.'), edit);
    if (edit.path.join('.') === 'conditions') said.delete('conditions.1.prevalence');
    const plan = planOf(loaded, { ...base, overrides: [set('count', 30), ...said.values()] });
    const fresh = join(folder, `fresh-${round}.duckdb`);
    const options = { rangeSize: round % 2 === 0 ? 30 : 16 };
    const at = round % 2 === 0 ? target : inRanges;
    const reports = [
      await buildAt(at, { plan, loaded }, { ...options, standby }),
      await buildAt(fresh, { plan, loaded }, options),
    ];
    expect(reports.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    const [kept, made] = [await readTables(at), await readTables(fresh)];
    expect(fingerprints(kept), `round ${round}: ${edit.path.join('.')}`).toEqual(fingerprints(made));
    expect(await readRows(at, SHAPE)).toEqual(await readRows(fresh, SHAPE));
    const recorded = 'select table_name, fingerprint from meta.statements order by all';
    expect(await readRows(at, recorded)).toEqual(await readRows(fresh, recorded));
  }
  await standby.close();
});

interface Chance {
  readonly between: (low: number, high: number) => number;
  readonly below: (share: number) => boolean;
  readonly of: <Value>(values: readonly Value[]) => Value;
}

/** The same on every run. */
function chanceOf(seed: number): Chance {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    between: (low, high) => Math.round((low + next() * (high - low)) * 100) / 100,
    below: (share) => next() < share,
    of: (values) => {
      const value = values[Math.floor(next() * values.length)];
      if (value === undefined) throw new Error('nothing to choose from');
      return value;
    },
  };
}

function shares(chance: Chance, names: readonly [string, string]): Readonly<Record<string, number>> {
  const first = chance.between(0.1, 0.9);
  return { [names[0]]: first, [names[1]]: Math.round((1 - first) * 100) / 100 };
}
