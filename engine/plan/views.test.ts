import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Override } from '../model/index.ts';
import { readRows } from '../testing/built-tables.ts';
import { buildAt, openCohortBuilds, planOf } from '../testing/cohort-builds.ts';

const { folder, tree } = await openCohortBuilds();
const loaded = await tree();
const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
const set = (path: string, value: Override['value']): Override => ({ path: path.split('.'), value, at });
const target = join(folder, 'wide.duckdb');

async function build(...overrides: readonly Override[]): Promise<void> {
  const products = set('products', ['patientsim', 'membersim', 'rxmembersim', 'networksim']);
  const ask = { what: 'medicare-diabetic', journeys: ['diabetic-first-year'] };
  const plan = planOf(loaded, { ...ask, overrides: [set('count', 30), products, ...overrides] });
  expect((await buildAt(target, { plan, loaded })).diagnostics).toEqual([]);
}

const VIEWS = "select schema_name || '.' || view_name as view from duckdb_views() where not internal order by all";

/** Rows of each view beside those of its table, where they differ. */
async function unequal(): Promise<readonly unknown[]> {
  const views = (await readRows(target, VIEWS)).map(({ view }) => (typeof view === 'string' ? view : ''));
  const counts = views.map((view) => {
    const [shown, held] = [view, view.replace(/_wide$/, '')].map((one) => `(select count(*) from (from ${one}))`);
    return `select '${view}' as view where ${shown} <> ${held}`;
  });
  return readRows(target, counts.join(' union all '));
}

await build();

test('every product has views that show its rows with what they refer to', async () => {
  const views = (await readRows(target, VIEWS)).map(({ view }) => (typeof view === 'string' ? view : ''));
  expect(new Set(views.map((view) => view.split('.')[0]))).toEqual(
    new Set(['core', 'patientsim', 'membersim', 'rxmembersim', 'networksim']),
  );
  expect(await unequal()).toEqual([]);
  const [row] = await readRows(
    target,
    `select e.patient_mrn = p.mrn as mrn, e.patient_given_name = n.given_name as name, e.encounter_event is not null as event
     from patientsim.encounters_wide e join patientsim.patients p using (patient_id) join core.persons n using (person_id) limit 1`,
  );
  expect(row).toEqual({ mrn: true, name: true, event: true });
  const [plan] = await readRows(
    target,
    'select plan_name, member_member_number from membersim.enrollments_wide limit 1',
  );
  expect(plan).toMatchObject({
    plan_name: expect.stringContaining('Medicare'),
    member_member_number: expect.stringMatching(/^MBR/),
  });
});

test('each code that the file holds is explained, once and beside it', async () => {
  const [row] = await readRows(
    target,
    `select (select count(*)::int from patientsim.conditions_wide where code_display is null) as conditions,
       (select count(*)::int from patientsim.observations_wide where code_display is null) as observations,
       (select count(*)::int from membersim.claims_wide where principal_diagnosis_display is null) as claims,
       (select display from core.codes where code_system = 'ICD-10-CM' and code = 'E11.9') as diabetes,
       (select count(*)::int from core.codes where code_system = 'ICD-10-CM' and code = 'J44.9') as unused`,
  );
  expect(row).toEqual({
    conditions: 0,
    observations: 0,
    claims: 0,
    diabetes: 'Type 2 diabetes mellitus without complications',
    unused: 0,
  });
});

test('what no column of the file holds is not explained', () => {
  const overrides = [set('products', ['membersim'])];
  const { tables } = planOf(loaded, { what: 'medicare-diabetic', journeys: ['diabetic-first-year'], overrides });
  const codes = JSON.stringify(tables.find(({ name }) => name === 'codes')?.relation);
  expect(codes).toContain('["ICD-10-CM","E11.9",');
  expect(codes).not.toMatch(/LOINC|encounter class/);
});

test('views and what they add are commented, and stand in the dictionary', async () => {
  const bare = `select view_name from duckdb_views() where not internal and comment is null
    union all select column_name from duckdb_columns()
    where table_name = 'encounters_wide' and column_name like 'patient\\_%' escape '\\' and column_name <> 'patient_id' and comment is null`;
  expect(await readRows(target, bare)).toEqual([]);
  const unlisted = `select count(*)::int as columns from duckdb_columns() c anti join meta.dictionary d
      on d.table_name = c.schema_name || '.' || c.table_name and d.column_name = c.column_name
    where not internal and c.database_name = current_database()`;
  expect(await readRows(target, unlisted)).toEqual([{ columns: 0 }]);
});

test('views follow an edit that gives their tables other values', async () => {
  await build(
    set('conditions', [
      { code: 'E11.9', prevalence: 1 },
      { code: 'J45.909', prevalence: 0.5 },
    ]),
  );
  expect(await unequal()).toEqual([]);
  expect(
    await readRows(target, "select count(*)::int > 0 as some from patientsim.conditions_wide where code = 'J45.909'"),
  ).toEqual([{ some: true }]);
});
