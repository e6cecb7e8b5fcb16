/** Every rule that a build checks is broken once in a finished file. */
import { copyFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { compileProgram } from './pipeline.ts';
import { violationsOf } from './testing/broken-copy.ts';
import { openCohortBuilds, planOf } from './testing/cohort-builds.ts';

const ASK = { what: 'medicare-diabetic-first-year', count: 40 };
const { build, tree } = await openCohortBuilds();
const loaded = await tree();
const plan = planOf(loaded, ASK);
const sound = await build(loaded, ASK);
const program = compileProgram(plan);
const { checks } = program;

const broken = await openCopy(sound);
afterAll(() => broken.closeSync());

async function openCopy(file: string): Promise<DuckDBConnection> {
  const copy = `${file}.copy`;
  await copyFile(file, copy);
  const instance = await DuckDBInstance.create(copy);
  const connection = await instance.connect();
  instance.closeSync();
  return connection;
}

/** What breaks the rules of time, by rule and table. */
const misdated: Readonly<Record<string, string>> = {
  'birth-before-death core.persons': 'update core.persons set death_date = birth_date - 1',
  'start-before-end patientsim.encounters':
    'update patientsim.encounters set end_time = start_time - interval 1 minute',
  'below:systolic patientsim.observations': `update patientsim.observations set name = 'diastolic', value = 900,
    encounter_id = (select min(encounter_id) from patientsim.observations where name = 'systolic')`,
  'within-encounter patientsim.procedures':
    "update patientsim.procedures set encounter_id = (select min(encounter_id) from patientsim.encounters), performed_time = '1990-01-01'",
  'age-agrees patientsim.conditions': "update patientsim.conditions set code = 'E11.9', onset_date = '1850-01-01'",
  'valid-before-end core.identities': 'update core.identities set valid_to = valid_from - 1',
  'onset-before-abatement patientsim.conditions': 'update patientsim.conditions set abatement_date = onset_date - 1',
  'start-before-end membersim.enrollments': 'update membersim.enrollments set end_date = start_date - 1',
  'closed-in-time membersim.care_gaps': 'update membersim.care_gaps set closed_date = start_date - 1',
  'closed-with-date membersim.care_gaps':
    'update membersim.care_gaps set closed_date = case when closed_date is null then due_date end',
  'closed-by-own-event membersim.care_gaps':
    'update membersim.care_gaps set closing_event_id = (select min(timeline_id) from core.timeline where person_id <> member_id)',
  'one-plan-at-a-time membersim.enrollments':
    'insert into membersim.enrollments select enrollment_id + 1, * exclude (enrollment_id) from membersim.enrollments',
};

/** What breaks the rules of claims, by rule and table. */
const misbilled: Readonly<Record<string, string>> = {
  'nothing-before-birth membersim.claims': "update membersim.claims set service_from = '1850-01-01'",
  'days-in-order membersim.claims': 'update membersim.claims set received_date = service_to - 1',
  'whole-money membersim.claims': 'update membersim.claims set member_paid = member_paid + 0.01',
  'paid-alone-pays membersim.claims': "update membersim.claims set status = 'denied', total_allowed = 1",
  'claim-is-its-lines membersim.claims': 'update membersim.claims set total_charge = total_charge + 0.01',
  'claim-within-coverage membersim.claims':
    "update membersim.claims set service_from = '1990-01-01', total_allowed = 1",
  'diagnosis-known membersim.claims':
    "update membersim.claims set service_from = '1900-01-01', principal_diagnosis = 'E11.9'",
  'whole-money membersim.claim_lines': 'update membersim.claim_lines set plan_paid = plan_paid + 0.01',
  'remittance-is-its-claim membersim.remittances': 'update membersim.remittances set amount = amount + 0.01',
  'within-plan membersim.accumulators':
    'update membersim.accumulators set out_of_pocket_used = out_of_pocket_limit + 1',
  'whole-money membersim.accumulators': 'update membersim.accumulators set plan_paid = plan_paid + 0.01',
  'accumulator-is-its-claims membersim.accumulators':
    'update membersim.accumulators set out_of_pocket_used = out_of_pocket_used + 0.01',
};

/** One row of the table breaks the rule. */
function breach(name: string, table: string, statement: string): string | undefined {
  const [rule, column] = name.split(':');
  if (rule === 'unique-key') return `insert into ${table} select * from ${table} limit 1`;
  if (rule === 'every-person') return `delete from ${table} where rowid = 0`;
  if (rule === 'nothing-before-birth') {
    const moment = /^No (\w+) lies before/.exec(statement)?.[1];
    return `update ${table} set ${moment} = '1850-01-01' where rowid = 0`;
  }
  if (rule === 'nothing-after-as-of') {
    const moment = /^No (\w+) lies after/.exec(statement)?.[1];
    const first =
      table === 'core.timeline'
        ? 'timeline_id = (select min(timeline_id) from core.timeline where skipped_because is null)'
        : 'rowid = 0';
    return `update ${table} set ${moment} = '2150-01-01' where ${first}`;
  }
  if (rule === 'whole-reference') return `update ${table} set ${column} = -1 where rowid = 0`;
  const update = misdated[`${name} ${table}`] ?? misbilled[`${name} ${table}`];
  return update === undefined ? undefined : `${update} where rowid = 0`;
}

test('every rule of the plan is checked', () => {
  expect(checks.map(({ name, table }) => `${name} ${table}`)).toEqual(
    plan.invariants.map(({ name, table }) => `${name} ${table}`),
  );
  expect(checks.length).toBeGreaterThan(30);
});

test('the plan has a rule for each key, each reference, each day that something happened on, and all that claims must hold', () => {
  const kept = plan.tables.filter(({ fill }) => fill === 'person' || fill === 'reference');
  const references = kept.flatMap(({ schema, name, columns }) =>
    columns.filter((one) => one.references !== undefined).map((one) => `whole-reference:${one.name} ${schema}.${name}`),
  );
  const wanted = [
    ...kept.map(({ schema, name }) => `unique-key ${schema}.${name}`),
    ...references,
    ...Object.keys(misdated),
    ...Object.keys(misbilled),
  ];
  const rules = new Set(checks.map(({ name, table }) => `${name} ${table}`));
  expect(wanted.filter((rule) => !rules.has(rule))).toEqual([]);
  expect([kept.length, references.length].map((count) => count > 15)).toEqual([true, true]);
  const tablesOf = (rule: string): readonly string[] =>
    checks.filter(({ name }) => name === rule).map(({ table }) => table);
  expect(tablesOf('every-person')).toMatchInlineSnapshot(`
    [
      "core.persons",
      "patientsim.patients",
      "membersim.members",
    ]
  `);
  expect(tablesOf('nothing-after-as-of')).toMatchInlineSnapshot(`
    [
      "core.timeline",
      "patientsim.encounters",
      "patientsim.conditions",
      "patientsim.observations",
      "patientsim.medication_requests",
      "patientsim.orders",
      "patientsim.procedures",
      "patientsim.allergies",
      "membersim.enrollments",
      "membersim.claims",
      "membersim.care_gaps",
    ]
  `);
  expect(tablesOf('nothing-before-birth')).toEqual(tablesOf('nothing-after-as-of'));
});

test.each(checks)('rule $name of $table holds, and is caught when one row breaks it', async (check) => {
  const { name, table, statement } = check;
  expect(await violationsOf(broken, check, program)).toBe(0);
  await broken.run('begin');
  try {
    await broken.run(breach(name, table, statement) ?? 'no way is known to break this rule');
    expect(await violationsOf(broken, check, program)).toBeGreaterThan(0);
  } finally {
    await broken.run('rollback');
  }
});
