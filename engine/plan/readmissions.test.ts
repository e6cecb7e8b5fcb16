import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const PROFILE = 'generation/templates/profiles/people-who-come-back.md';
const JOURNEY = 'generation/templates/journeys/planned-operation.md';
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
  post_acute_home_visits: { after_discharge: home_health, probability: 0.8, within: 1-3 days, times: { min: 2, max: 6 } }
${counts.map((one) => `  ${one}`).join('\n')}
\`\`\`
`;

/** Two days in hospital, which end with a discharge of the journey's own. */
const OPERATION = `---
name: planned-operation
description: An operation that was planned.
type: journey-template
---

\`\`\`yaml
journey_name: Planned operation
duration: 1 month
start: 2024-05-06
phases:
  - name: Hospital
    duration: 30 days
    events:
      - { event: hospital_admission, timing: { day: 0 } }
      - { id: going_home, type: discharge, timing: { after: hospital_admission, days: 2 } }
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
  [JOURNEY]: OPERATION,
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

/** Of the series behind stays the first visits, by when they were to be. */
const FIRSTS = `select person_id, moment, moment::date as day from core.timeline
  where event = 'post_acute_home_visit' and occurrence % 6 = 0`;

test('care at home follows the stays from which people go to it, within days, in a series for one reason that is billed', async () => {
  const [led] = await readRows(
    returning,
    `with firsts as (${FIRSTS}), stays as (select patient_id, end_time from patientsim.encounters
       where discharge_disposition = 'home_health' and end_time < '2024-12-01')
     select count(*) > 40 as some, count(*) filter (followed) / count(*) between 0.65 and 0.95 as mostly
       from (select exists (from firsts where person_id = patient_id and moment >= end_time and day <= end_time::date + 6) as followed from stays)`,
  );
  expect(led).toEqual({ some: true, mostly: true });
  const [unled] = await readRows(
    returning,
    `with firsts as (${FIRSTS} and status = 'happened') select count(*)::int as without from firsts where not exists (from patientsim.encounters
       where patient_id = person_id and discharge_disposition = 'home_health' and moment >= end_time and day <= end_time::date + 6)`,
  );
  expect(unled).toEqual({ without: 0 });
  const [series] = await readRows(
    returning,
    `with visits as (select person_id, occurrence // 6 as series, moment, timeline_id from core.timeline where event = 'post_acute_home_visit' and status = 'happened')
     select max(often)::int <= 6 as bounded, avg(often) > 3 as several, max(reasons)::int <= 2 as for_one_reason, max(days)::int < 32 as within_weeks,
       (select count(*) filter (exists (from membersim.claims where event_id = timeline_id)) > 0.85 * count(*) from visits where moment < '2024-11-01') as billed
       from (select count(*) as often, max(moment::date) - min(moment::date) as days, count(distinct reason_code) as reasons
         from visits join patientsim.encounters on encounter_id = timeline_id group by person_id, series)`,
  );
  expect(series).toEqual({ bounded: true, several: true, for_one_reason: true, within_weeks: true, billed: true });
  const visits = "select timeline_id, moment from core.timeline where event = 'post_acute_home_visit' order by 1";
  expect(await readRows(returning, visits)).toEqual(expect.arrayContaining([...(await readRows(usual, visits))]));
});

test('care at home follows stays of journeys too, from the discharge that they say', async () => {
  const operated = await builds.build(tree, { ...ASK, journeys: ['planned-operation'] });
  const [led] = await readRows(
    operated,
    `with firsts as (${FIRSTS}) select count(*) > 5 as some, count(*) filter (followed) > 3 as mostly
       from (select exists (from firsts where person_id = patient_id and moment >= end_time and day <= end_time::date + 6) as followed
         from patientsim.encounters join core.timeline on timeline_id = encounter_id
         where journey = 'planned-operation' and discharge_disposition = 'home_health')`,
  );
  expect(led).toEqual({ some: true, mostly: true });
  const lyingTwice = await readRows(
    operated,
    `select a.type, a.start_time, b.type, b.start_time from patientsim.encounters a join patientsim.encounters b using (patient_id)
     where a.class in ('IMP', 'NONAC') and b.class in ('IMP', 'NONAC') and a.encounter_id <> b.encounter_id
       and a.start_time <= b.start_time and b.start_time < a.end_time`,
  );
  expect(lyingTwice).toEqual([]);
});

test('a stay that is not over by the day of the data is not asked what follows it', async () => {
  const start = { line: 1, column: 1 };
  const at = { file: '--set', start, end: start };
  const overrides = [
    { path: ['utilization', 'post_acute_home_visits', 'probability'], value: 1, at },
    { path: ['demographics', 'age'], value: [85, 99], at },
  ];
  const dying = await builds.build(tree, { ...ASK, count: 400, overrides, journeys: ['end-of-life'] });
  const lines = await readRows(
    dying,
    "select people > 0 as some, actual from meta.fidelity where quantity = 'post acute home visit' and part = 'follows'",
  );
  expect(lines).toEqual([{ some: true, actual: 1 }]);
});

test('the report holds what follows stays against what is declared of it', async () => {
  const lines = await readRows(
    returning,
    `select part, among, round(target, 6) as target, people > 20 as of_many, abs(z) < 4 as as_declared from meta.fidelity
       where quantity = 'post acute home visit' order by part desc, among`,
  );
  expect(lines).toEqual([
    { part: 'follows', among: 'discharged to home health', target: 0.8, of_many: true, as_declared: true },
    { part: '', among: 'days to the first, discharged to home health', target: 2, of_many: true, as_declared: true },
    { part: '', among: 'times, discharged to home health', target: 4, of_many: true, as_declared: true },
  ]);
});

test.each([
  { times: 3, target: 3 },
  { times: { distribution: 'categorical', weights: { 10: 0.25, 20: 0.75 } }, target: 17.5 },
  { times: { distribution: 'uniform', min: 4, max: 4 }, target: 4 },
  { times: { distribution: 'poisson', mean: 5, max: 40 }, target: 5 },
])('of a series behind stays the report expects as many as are declared: $target', async ({ times, target }) => {
  const at = ['utilization', 'post_acute_home_visits', 'times'];
  const start = { line: 1, column: 1 };
  const overrides = [{ path: at, value: times, at: { file: '--set', start, end: start } }];
  const { declarations } = planOf(tree, { ...ASK, overrides }).fidelity;
  const line = declarations.find(({ among }) => among === 'times, discharged to home health');
  expect(line).toMatchObject({ measure: 'mean', target: expect.closeTo(target, 3) });
});
