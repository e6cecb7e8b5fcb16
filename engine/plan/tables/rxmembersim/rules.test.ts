import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { compileProgram } from '../../../pipeline.ts';
import { openCohortBuilds, planOf } from '../../../testing/cohort-builds.ts';

const { build, tree } = await openCohortBuilds();
const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
const medicines = ['semaglutide', 'empagliflozin', 'canagliflozin', 'lisinopril', 'spironolactone'].map((drug) => ({
  drug,
  prevalence: 1,
}));
const overrides = Object.entries({
  count: 60,
  products: ['patientsim', 'membersim', 'rxmembersim', 'networksim'],
  demographics: { geography: { state: 'VT' } },
  medications: medicines,
}).map(([path, value]) => ({ path: [path], value, at }));
const ask = { what: 'medicare-diabetic', journeys: ['diabetic-first-year'], overrides };
const loaded = await tree();
const { checks } = compileProgram(planOf(loaded, ask));
const instance = await DuckDBInstance.create(await build(loaded, ask));
const broken = await instance.connect();
afterAll(() => {
  broken.closeSync();
  instance.closeSync();
});

const FIRST_PAID = "where rowid = (select min(rowid) from rxmembersim.fills where status = 'paid')";

/** What breaks the rules that speak of the pharmacy alone. */
const breaches: Readonly<Record<string, string>> = {
  'prescription-before-fill': `update rxmembersim.fills set filled_on = written_on - 1 ${FIRST_PAID}`,
  'whole-money': `update rxmembersim.fills set plan_pay = plan_pay + 0.01 ${FIRST_PAID}`,
  'rejected-with-code': `update rxmembersim.fills set reject_code = '70' ${FIRST_PAID}`,
  'share-within-limit': `update rxmembersim.fills set patient_pay = 2000.01 ${FIRST_PAID}`,
  'fill-with-authorization':
    "update rxmembersim.rx_prior_authorizations set status = 'denied' where status = 'approved'",
  'fill-within-coverage': `update rxmembersim.fills set filled_on = date '1990-01-01' ${FIRST_PAID}`,
  'npi-check-digit': "update networksim.pharmacies set npi = '9000000000' where rowid = 0",
  'npi-never-issued': "update networksim.pharmacies set npi = '1234567893' where rowid = 0",
  'nothing-after-as-of rxmembersim.fills': `update rxmembersim.fills set filled_on = date '2150-01-01' ${FIRST_PAID}`,
  'nothing-after-as-of rxmembersim.prescriptions':
    "update rxmembersim.prescriptions set written_on = date '2150-01-01' where rowid = 0",
  'nothing-before-birth rxmembersim.fills': `update rxmembersim.fills set filled_on = date '1850-01-01' ${FIRST_PAID}`,
  'nothing-before-birth rxmembersim.prescriptions':
    "update rxmembersim.prescriptions set written_on = date '1850-01-01' where rowid = 0",
};

function breach(name: string, table: string): string {
  const [rule, column] = name.split(':');
  if (rule === 'every-person') return `delete from ${table} where rowid = 0`;
  if (rule === 'unique-key') return `insert into ${table} select * from ${table} limit 1`;
  if (rule === 'whole-reference')
    return `update ${table} set ${column} = -1 where rowid = (select min(rowid) from ${table} where ${column} is not null)`;
  return breaches[name] ?? breaches[`${name} ${table}`] ?? 'no way is known to break this rule';
}

async function violations(sql: string): Promise<number> {
  return Number((await broken.runAndReadAll(sql)).getRows()[0]?.[0]);
}

const ours = checks.filter(({ table }) => /^(rxmembersim\.|networksim\.pharmacies$)/.test(table));

test('what people are said to take is authorized, and they have tried what is to come first', async () => {
  const decided = await broken.runAndReadAll(
    `select drug::text, status::text, count(*) > 0 from rxmembersim.rx_prior_authorizations
     join rxmembersim.formulary using (formulary_id) where drug in ('semaglutide', 'canagliflozin') and renewal = 0 group by all`,
  );
  expect(decided.getRows()).toEqual([['semaglutide', 'approved', true]]);
});

test('every table of the pharmacy has rules', () => {
  expect([...new Set(ours.map(({ table }) => table))].toSorted()).toEqual([
    'networksim.pharmacies',
    'rxmembersim.dur_alerts',
    'rxmembersim.fills',
    'rxmembersim.formulary',
    'rxmembersim.prescriptions',
    'rxmembersim.rx_members',
    'rxmembersim.rx_prior_authorizations',
  ]);
});

test.each(ours)('rule $name of $table holds, and is caught when one row breaks it', async ({ name, table, sql }) => {
  expect(await violations(sql)).toBe(0);
  await broken.run('begin');
  try {
    await broken.run(breach(name, table));
    expect(await violations(sql)).toBeGreaterThan(0);
  } finally {
    await broken.run('rollback');
  }
});
