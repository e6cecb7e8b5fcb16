import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openBrokenCopy } from '../../../testing/broken-copy.ts';
import { readRows } from '../../../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const MEASURES = 'membersim/quality-measures.md';
const written = await readFile(new URL(`../../../../skills/${MEASURES}`, import.meta.url), 'utf8');

/** Two measures more, that a preventive visit and a visit for heart failure meet. */
const more = [
  '| preventive_visit | Preventive visit | 18+ | | | 12 | condition:Z00.0 | | test |',
  '| heart_failure_visit | Visit for heart failure | 18+ | | | 12 | condition:I50 | | test |',
];
const measures = written.replace(/^\| diabetes_a1c_test/m, [...more, '| diabetes_a1c_test'].join('\n'));

const FILES = {
  [MEASURES]: measures,
  'generation/templates/journeys/year.md': `---
name: year
description: A year of care that a test asks for.
type: journey-template
profile: medicare-diabetic
---

\`\`\`yaml
journey_name: Year
duration: 12 months
start: 2024-01-01
phases:
  - name: Year
    duration: 0-365 days
    events:
      - { event: dilated_eye_exam, timing: { day: 40 }, probability: 0.5 }
      - { event: a1c_check, timing: { day: 50 }, recurrence: { every: 90, unit: days, count: 3 } }
      - { event: office_visit, timing: { day: 90 } }
      - { event: influenza_vaccine, timing: { day: 280 }, probability: 0.6 }
      - { event: eye_exam_gap, timing: { day: 20 } }
      - { event: rx_atorvastatin, timing: { day: 60 }, probability: 0.4 }
      - { event: heart_failure_diagnosis, timing: { day: 70 }, probability: 0.5 }
\`\`\`
`,
  'generation/cohorts/measured.md': `---
name: measured
description: Members whose care is measured.
type: cohort
---

\`\`\`yaml cohort
cohort_name: measured
profile: medicare-diabetic
journeys: [year]
count: 80
as_of: 2025-01-01
products: [patientsim, membersim]
\`\`\`
`,
};
const ask = { what: 'measured' };
const loaded = await builds.tree(FILES);
const file = await builds.build(loaded, ask);
const of = async (sql: string): Promise<readonly unknown[]> => readRows(file, sql);
const GAPS = 'membersim.care_gaps g join membersim.quality_measures m using (quality_measure_id)';

test('a gap is closed by the first event of the window that meets the measure', async () => {
  expect(
    await of(
      `select count(*)::int > 30 as many, count(*) filter ((g.status = 'closed') <> (t.timeline_id is not null))::int as wrong,
         count(*) filter (t.event <> 'dilated_eye_exam' or t.moment::date <> closed_date)::int as other
       from ${GAPS} left join core.timeline t on t.timeline_id = closing_event_id
       where m.name = 'diabetes_eye_exam' and found_event_id is null`,
    ),
  ).toEqual([{ many: true, wrong: 0, other: 0 }]);
  expect(
    await of(
      `select count(*)::int as gaps, count(distinct start_date - closed_date)::int > 0 as closes, min(due_date)::text as due
       from membersim.care_gaps join core.timeline t on t.timeline_id = found_event_id where t.event = 'eye_exam_gap'`,
    ),
  ).toEqual([{ gaps: 80, closes: true, due: '2025-01-21' }]);
});

test('a visit whose reason was drawn closes the gap that care for that condition closes', async () => {
  expect(
    await of(
      `select count(*)::int as due, count(*) filter (g.status = 'closed')::int > 0 as some,
         count(*) filter ((g.status = 'closed') <> (e.encounter_id is not null))::int as wrong,
         count(*) filter (g.closing_event_id <> e.encounter_id)::int as other
       from ${GAPS} left join patientsim.encounters e on e.patient_id = g.member_id and e.reason_code = 'Z00.00'
       where m.name = 'preventive_visit'`,
    ),
  ).toEqual([{ due: 80, some: true, wrong: 0, other: 0 }]);
});

test('to be told of a condition is no care for it', async () => {
  expect(
    await of(
      `select (select count(*)::int > 20 from core.timeline where event = 'heart_failure_diagnosis' and status = 'happened') as told,
         count(*)::int as due, count(t.event) filter (t.event = 'heart_failure_diagnosis')::int as closed_by_it
       from ${GAPS} left join core.timeline t on t.timeline_id = closing_event_id where m.name = 'heart_failure_visit'`,
    ),
  ).toEqual([{ told: true, due: 80, closed_by_it: 0 }]);
});

test('who is due is of the age and sex, and has the condition that the measure asks for', async () => {
  const rows = await of(
    `select m.name, min(date_diff('year', birth_date, date '2025-01-01'))::int as youngest, list(distinct p.sex::text order by p.sex::text) as sexes,
       count(*)::int > 0 as some
     from ${GAPS} join core.persons p on person_id = member_id
     where m.name in ('breast_cancer_screening', 'well_child_visit', 'pneumococcal_vaccine') group by all order by all`,
  );
  expect(rows).toMatchObject([
    { name: 'breast_cancer_screening', sexes: ['F'] },
    { name: 'pneumococcal_vaccine', sexes: ['F', 'M'] },
  ]);
});

test('a control closes the gap of those whose last value lies within the limit', async () => {
  const rows = await of(
    `with last as (select patient_id, arg_max(value, effective_time) as value from patientsim.observations where name = 'a1c' group by 1)
     select count(*)::int > 30 as many, count(*) filter ((status = 'closed') <> (value < 8))::int as wrong
     from ${GAPS} left join last on patient_id = member_id where m.name = 'diabetes_a1c_control'`,
  );
  expect(rows).toEqual([{ many: true, wrong: 0 }]);
  const pressures = await of(
    `with last as (select patient_id, arg_max(value, effective_time) filter (name = 'systolic') < 140 as systolic,
         arg_max(value, effective_time) filter (name = 'diastolic') < 90 as diastolic from patientsim.observations group by 1)
     select bool_or(systolic <> diastolic) as one_alone, count(*) filter ((status = 'closed') <> (systolic and diastolic))::int as wrong
     from ${GAPS} join last on patient_id = member_id where m.name = 'blood_pressure_control'`,
  );
  expect(pressures).toEqual([{ one_alone: true, wrong: 0 }]);
});

test('a medicine closes its gap whether an event prescribed it or the profile gave it', async () => {
  const rows = await of(
    `with taken as (select distinct patient_id from patientsim.medication_requests where name like '%statin')
     select count(*) filter ((status = 'closed') <> (patient_id is not null))::int as wrong,
       count(closing_event_id)::int > 0 as prescribed
     from ${GAPS} left join taken on patient_id = member_id where m.name = 'diabetes_statin'`,
  );
  expect(rows).toEqual([{ wrong: 0, prescribed: true }]);
});

test('a measure that is changed in the skill changes who is due and what closes the gap', async () => {
  const row = written.split('\n').find((line) => line.startsWith('| influenza_vaccine')) ?? '';
  const changed = row
    .replace('| 12 | vaccine:influenza |', '| 1 | vaccine:influenza |')
    .replace(
      /^\| influenza_vaccine \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|/,
      "| influenza_vaccine |$1|$2| F | has_condition('I50') |",
    );
  const other = await builds.tree({ ...FILES, [MEASURES]: written.replace(row, changed) });
  const rebuilt = await builds.build(other, ask);
  const summary = `select count(*)::int as due, count(*) filter (status = 'closed')::int as closed,
      count(*) filter (p.sex = 'M')::int as men from ${GAPS} join core.persons p on person_id = member_id
    where m.name = 'influenza_vaccine'`;
  const [before] = await of(summary);
  const [after] = await readRows(rebuilt, summary);
  expect(before).toMatchObject({ due: 80 });
  expect(Number(after?.['due'])).toBeGreaterThan(5);
  expect(Number(after?.['due'])).toBeLessThan(40);
  expect(after).toMatchObject({ closed: 0, men: 0 });
});

test('gaps are the same without the chart beside them', async () => {
  const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const alone = await builds.build(loaded, { ...ask, overrides: [{ path: ['products'], value: ['membersim'], at }] });
  const all = 'select * from membersim.care_gaps order by care_gap_id';
  expect(await readRows(alone, all)).toEqual(await readRows(file, all));
});

test('the rules of care gaps hold, and each is caught when a row breaks it', async () => {
  const { violations } = await openBrokenCopy(file, planOf(loaded, ask));
  const first = 'where rowid = (select min(rowid) from membersim.care_gaps where closing_event_id is not null)';
  const breaches = {
    'closed-in-time membersim.care_gaps': `update membersim.care_gaps set closed_date = start_date - 1 ${first}`,
    'closed-with-date membersim.care_gaps': `update membersim.care_gaps set status = 'open' ${first}`,
    'closed-by-own-event membersim.care_gaps': `update membersim.care_gaps set closing_event_id =
      (select min(timeline_id) from core.timeline where person_id <> member_id) ${first}`,
    'whole-reference:closing_event_id membersim.care_gaps': `update membersim.care_gaps set closing_event_id = 1 ${first}`,
    'whole-reference:quality_measure_id membersim.care_gaps': `update membersim.care_gaps set quality_measure_id = 1 ${first}`,
    'nothing-before-birth membersim.care_gaps': `update membersim.care_gaps set closed_date = '1850-01-01' ${first}`,
  };
  for (const [rule, sql] of Object.entries(breaches)) {
    const { before, after } = await violations(rule, sql);
    expect({ rule, before, caught: after > 0 }).toEqual({ rule, before: 0, caught: true });
  }
});
