import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const PROFILE = 'generation/templates/profiles/people-who-come-back.md';
const STAYS = 'patientsim/stays.md';
const ASK = { what: 'people-who-come-back', count: 60 };

const profileWith = (...counts: readonly string[]): string => `---
name: people-who-come-back
description: Old people who are in hospital often.
type: profile-template
---

\`\`\`yaml
profile_name: People who come back
products: [patientsim, membersim]
demographics: { age: [70, 90] }
conditions: [ { code: I10, prevalence: 0.5 } ]
coverage: { type: Medicare }
utilization:
  admissions: { distribution: poisson, mean: 3 }
  sepsis_stays: 1
  nursing_facility_stays: { after_discharge: skilled_nursing }
  hospital_return_stays: { after_discharge: hospital }
${counts.map((one) => `  ${one}`).join('\n')}
\`\`\`
`;

/** Most of them come back. */
async function stays(): Promise<string> {
  const text = await readFile(new URL(`../../skills/${STAYS}`, import.meta.url), 'utf8');
  const often = text.replace('| 0-120 | 0.1 | 30 | 1 | 30 |', '| 0-120 | 0.8 | 30 | 1 | 30 |');
  expect(often).not.toBe(text);
  return often.replace('## Readmissions', '## Readmissions\n');
}

const usual = await builds.build(await builds.tree({ [PROFILE]: profileWith(), [STAYS]: await stays() }), ASK);
const tree = await builds.tree({
  [PROFILE]: profileWith('readmission_stays: { after_discharge: readmission }'),
  [STAYS]: await stays(),
});
const returning = await builds.build(tree, ASK);

const stayRows = (file: string): Promise<readonly object[]> =>
  readRows(
    file,
    `select encounter_id, start_time, end_time, reason_code, admit_source from patientsim.encounters
       where class in ('IMP', 'NONAC') order by encounter_id`,
  );

test('people come back to hospital within thirty days of a stay, for a reason, and are billed for it', async () => {
  const [back] = await readRows(
    returning,
    `select count(*) > 20 as some, bool_and(reason_code is not null) as for_a_reason, bool_and(days between 1 and 30) as in_time,
         bool_and(exists (from membersim.claims where event_id = encounter_id and drg is not null)) as billed
       from (select b.encounter_id, b.reason_code, min(date_diff('day', a.end_time::date, b.start_time::date)) as days
         from patientsim.encounters b join patientsim.encounters a on a.patient_id = b.patient_id and a.end_time <= b.start_time and a.class = 'IMP'
         where b.type = 'Readmission to hospital' and b.end_time < '2024-08-01' group by all)`,
  );
  expect(back).toEqual({ some: true, for_a_reason: true, in_time: true, billed: true });
});

test('a readmission moves no other stay, and overlaps none', async () => {
  const [before, after] = [await stayRows(usual), await stayRows(returning)];
  expect(before.length).toBeGreaterThan(100);
  expect(after).toEqual(expect.arrayContaining([...before]));
  const overlapping = await readRows(
    returning,
    `select 1 from patientsim.encounters a join patientsim.encounters b on a.patient_id = b.patient_id and a.encounter_id < b.encounter_id
       and a.start_time < b.end_time and b.start_time < a.end_time
       where a.class in ('IMP', 'NONAC') and b.class in ('IMP', 'NONAC') and 'Readmission to hospital' in (a.type, b.type)`,
  );
  expect(overlapping).toEqual([]);
  const givingWay = await readRows(
    returning,
    "select 1 from core.timeline where event::text like 'readmission%' and skipped_because = 'during a stay' limit 1",
  );
  expect(givingWay).toHaveLength(1);
});

test('whoever goes to a nursing facility has a stay there, and nobody goes to one behind which nothing can follow', async () => {
  const [seen] = await readRows(
    returning,
    `select count(*) filter (type = 'Return to hospital from a nursing facility') > 5 as returned,
         count(*) filter (discharge_disposition = 'skilled_nursing') > 20 as nursed,
         count(*) filter (discharge_disposition = 'skilled_nursing' and not exists (from patientsim.encounters b
           where b.patient_id = a.patient_id and b.class = 'NONAC' and b.start_time = a.end_time))::int as nowhere
       from patientsim.encounters a where class = 'IMP'`,
  );
  expect(seen).toEqual({ returned: true, nursed: true, nowhere: 0 });
});

test('the report holds the share of stays that lead back against the one that is declared', async () => {
  const lines = await readRows(
    returning,
    "select round(target, 6) as target, people > 50 as of_many, abs(z) < 4 as as_declared from meta.fidelity where quantity = 'readmission'",
  );
  expect(lines).toEqual([{ target: 0.8, of_many: true, as_declared: true }]);
});
