import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const PROFILE = `---
name: allocated
description: People who are randomized in blocks.
type: profile-template
---

\`\`\`yaml profile
profile_name: Allocated
count: 150
seed: 5
as_of: 2025-01-01
demographics: { age: { min: 40, max: 70 }, gender: { F: 0.6, M: 0.4 } }
conditions: [ { code: I10, prevalence: 1 } ]
attributes: { smoker: { distribution: conditional, rules: [ { if: "gender == 'F'", value: never }, { else: { now: 0.5, never: 0.5 } } ] } }
products: [patientsim, trialsim]
\`\`\`
`;

const JOURNEY = `---
name: in-blocks
description: A trial in which few leave at first and many later.
type: journey-template
profile: allocated
---

\`\`\`yaml journey
journey_name: In blocks
pattern: protocol
duration: 200 days
start: 2024-02-08
study:
  id: T-2
  phase: 2
  indication: High blood pressure
  sponsor: Nobody
  screening_failure: 0.3
  randomization: { block: 6, stratify_by: [gender, smoker] }
  dropout: { pieces: [ { until: 30 days, rate: 0 }, { until: 60 days, share: 0.5 }, { rate: 0 } ] }
  arms:
    A: { allocation: 2, treatments: { treatment: drug, dose: 1, unit: mg, days: 28 } }
    B: { allocation: 1, treatments: { treatment: placebo, dose: 0, unit: mg, days: 28 } }
phases:
  - name: Screening
    duration: 0-20 days
    events:
      - { event: trial_screening, timing: { day: 0 } }
      - { event: trial_randomization, timing: { after: trial_screening, days: 10 } }
  - name: Treatment
    duration: 20-188 days
    cycle: { length: 28 days, count: 6 }
    events: [ { event: study_dose, timing: { day: 0, any_day: true } } ]
\`\`\`
`;

const loaded = await builds.tree({
  'generation/templates/profiles/allocated.md': PROFILE,
  'generation/templates/journeys/in-blocks.md': JOURNEY,
  'generation/templates/profiles/severe.md': PROFILE.replace('name: allocated', 'name: severe')
    .replace('Allocated', 'Severe')
    .replace('prevalence: 1', 'prevalence: 0.7, severity: { mild: 0.5, severe: 0.5 }'),
  'generation/templates/journeys/by-severity.md': JOURNEY.replace('name: in-blocks', 'name: by-severity')
    .replace('profile: allocated', 'profile: severe')
    .replace('[gender, smoker]', '[severity]'),
  'generation/templates/profiles/families.md': PROFILE.replace('name: allocated', 'name: families')
    .replace('Allocated', 'Families')
    .replace('min: 40, max: 70', 'min: 20, max: 70')
    .replace('demographics: {', 'demographics: { household: { couple: 0.5, family: 0.5 },'),
});
const file = await builds.build(loaded, { what: 'in-blocks' });

test('each full block of each stratum has every arm as often as it is allocated, and the subjects follow the list', async () => {
  const blocks = await readRows(
    file,
    `select count(*) filter (where arm = 'A')::integer as a, count(*)::integer as size, stratum
     from core.randomization group by stratum, block`,
  );
  const full = blocks.filter(({ size }) => size === 6);
  expect(new Set(blocks.map(({ stratum }) => stratum)).size).toBe(3);
  expect(full.length).toBeGreaterThan(10);
  expect(full.filter(({ a }) => a !== 4)).toEqual([]);
  const [orders] = await readRows(
    file,
    `select count(distinct arms)::integer as kinds from (
       select string_agg(arm, '' order by number) as arms from core.randomization group by stratum, block having count(*) = 6)`,
  );
  expect(Number(orders?.kinds)).toBeGreaterThan(3);
  const [subjects] = await readRows(
    file,
    `select count(*)::integer as randomized, count(*) filter (where r.arm = a.armcd)::integer as alike
     from trialsim.subjects s join trialsim.arms a using (arm_id) left join core.randomization r using (person_id)`,
  );
  expect(subjects?.randomized).toBeGreaterThan(80);
  expect(subjects?.alike).toBe(subjects?.randomized);
});

test('the report holds arms against what the blocks leave to chance, which is less than drawing would', async () => {
  const [line] = await readRows(
    file,
    `with placed as (select count(s.person_id) as come from core.randomization r
         left join (from trialsim.subjects where arm_id is not null) s using (person_id) group by stratum, block)
     select (select count(*) from trialsim.subjects where arm_id is not null)::double as randomized,
       (select sum(come * (6 - come) / 5.0 * 2 / 9) from placed)::double as variance,
       standard_error::double as error, verdict from meta.fidelity where quantity = 'arm' and part = 'A'`,
  );
  const randomized = Number(line?.['randomized']);
  const left = (Number(line?.['error']) * randomized) ** 2;
  expect(line?.['verdict']).toBe('as declared');
  expect(left / Number(line?.['variance'])).toBeGreaterThan(0.5);
  expect(left / Number(line?.['variance'])).toBeLessThan(2);
  expect(left).toBeLessThan((randomized * 2) / 9 / 4);
});

test('a place in the list depends on the people with lower numbers alone', async () => {
  const fewer = await builds.build(loaded, { what: 'in-blocks', persons: { from: 20, to: 60 } });
  const select = 'select * from core.randomization where person_id between 20 and 60 order by person_id';
  expect(await readRows(fewer, select)).toEqual(await readRows(file, select));
});

test('how severe the first condition is stratifies as attributes do, and who has it not is a stratum', async () => {
  const severe = await builds.build(loaded, { what: 'by-severity' });
  const rows = await readRows(
    severe,
    `select distinct stratum, coalesce(c.severity::text, 'none') as severity from core.randomization
     left join patientsim.patients using (person_id) left join patientsim.conditions as c using (patient_id) order by all`,
  );
  expect(rows).toEqual(['mild', 'none', 'severe'].map((severity) => ({ stratum: `severity ${severity}`, severity })));
});

test('people who live together are randomized by the same list, which knows them as they are', async () => {
  const ask = { what: 'families', journeys: ['in-blocks'] };
  const families = await builds.build(loaded, { ...ask, count: 80 });
  const [row] = await readRows(
    families,
    `select count(*)::integer as listed, count(distinct household_id)::integer as homes,
       count(*) filter (contains(stratum, 'gender ' || sex) and contains(stratum, 'smoker ' || t.text))::integer as known,
       count(*) filter (s.person_id is not null)::integer as randomized, count(*) filter (r.arm = a.armcd)::integer as alike
     from core.randomization r join core.persons using (person_id) join core.attributes t on t.person_id = r.person_id and t.name = 'smoker'
     left join trialsim.subjects s on s.person_id = r.person_id left join trialsim.arms a using (arm_id)`,
  );
  const listed = Number(row?.['listed']);
  expect(listed).toBeGreaterThan(40);
  expect(Number(row?.['homes'])).toBeLessThan(listed);
  expect([row?.['known'], row?.['alike']]).toEqual([listed, row?.['randomized']]);
  const part = await builds.build(loaded, { ...ask, persons: { from: 21, to: 40 } });
  const select = 'select * from core.randomization where person_id between 21 and 40 order by person_id';
  expect(await readRows(part, select)).toEqual(await readRows(families, select));
});

test('people leave when the piece of the hazard says', async () => {
  const [left] = await readRows(
    file,
    `select count(*)::integer as people, min(days)::integer as first, max(days)::integer as last
     from (select date_diff('day', d.moment, w.moment) as days from core.timeline w join core.timeline d using (person_id)
           where w.event = 'dropout' and w.status = 'happened' and d.event = 'study_dose' and d.occurrence = 0)`,
  );
  expect(left?.people).toBeGreaterThan(30);
  expect(left?.first).toBeGreaterThanOrEqual(29);
  expect(left?.last).toBeLessThanOrEqual(61);
  const lines = await readRows(
    file,
    "select verdict, target from meta.fidelity where quantity = 'dropout' and section = 'study'",
  );
  expect(lines).toEqual([{ verdict: 'as declared', target: 0.5 }]);
});
