/** What `verify` finds in a file that somebody changed since it was built. */
import { copyFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { repeatChecks } from './pipeline.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const ASK = { what: 'medicare-diabetic-first-year', count: 30 };
const PERSONS_OF_RANGE = 12;
const { build, tree } = await openCohortBuilds();
const loaded = await tree();

/** In the first range and the last, of what is asked alone and of what is asked with other rules. */
const CHANGES = [
  'insert into patientsim.encounters select * from patientsim.encounters where patient_id = 30 limit 2',
  "update patientsim.conditions set onset_date = '1850-01-01' where patient_id in (1, 30)",
  'update patientsim.procedures set encounter_id = 7 where rowid < 3',
  'update membersim.claims set total_charge = total_charge + 0.01 where rowid = 0',
  'delete from core.persons where person_id = 30',
];

async function rulesBroken(file: string, rangeSize?: number): Promise<Readonly<Record<string, number>>> {
  const { diagnostics, result = [] } = await repeatChecks(file, rangeSize);
  expect(diagnostics).toEqual([]);
  expect(result.length).toBeGreaterThan(30);
  const broken = result.filter(({ violations }) => violations > 0);
  return Object.fromEntries(broken.map(({ name, table, violations }) => [`${name} ${table}`, violations]));
}

/** Of each rule what its own statement says, which the file keeps. */
async function breaking(file: string, changes: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const connection = await (await DuckDBInstance.create(file)).connect();
  for (const change of changes) await connection.run(change);
  const rules = await connection.runAndReadAll('select rule, table_name, sql from meta.violations order by rowid');
  const counts: [string, number][] = [];
  for (const [rule, table, sql] of rules.getRows()) {
    const count = Number((await connection.runAndReadAll(String(sql))).getRows()[0]?.[0]);
    if (count > 0) counts.push([`${String(rule)} ${String(table)}`, count]);
  }
  connection.closeSync();
  return Object.fromEntries(counts);
}

test.each([
  ['at once', undefined],
  ['range by range', PERSONS_OF_RANGE],
])('rules of a file that was changed are counted as each says itself, %s', async (_, rangeSize) => {
  const sound = await build(loaded, ASK, rangeSize === undefined ? {} : { rangeSize });
  expect(await rulesBroken(sound, rangeSize)).toEqual({});
  const changed = `${sound}.changed`;
  await copyFile(sound, changed);
  const expected = await breaking(changed, CHANGES);
  expect(Object.keys(expected)).toEqual(
    expect.arrayContaining(['unique-key patientsim.encounters', 'claim-is-its-lines membersim.claims']),
  );
  expect(await rulesBroken(changed, rangeSize)).toEqual(expected);
});
