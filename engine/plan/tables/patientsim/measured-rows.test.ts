/** What comes out where something is measured: by what the event is for, by what people take, by what else they have. */
import { expect, test } from 'vitest';
import { readRows } from '../../../testing/built-tables.ts';
import { openCohortBuilds } from '../../../testing/cohort-builds.ts';
import { yearOfEvents } from '../../../testing/year-of-events.ts';

const builds = await openCohortBuilds();

test('what is measured shows what the event is for, of as many people as the reference says and where it says so', async () => {
  const visit = 'conditions: [J18.9], observations: [temperature, heart_rate, systolic, diastolic]';
  const ill = await builds.tree({
    'patientsim/signs-of-illness.md': `---
name: signs-of-illness
description: Signs that a test follows.
type: reference
tables: { signs_of_illness: Signs }
---
## Signs

| name | reasons | class | share | mean | sd | min | max |
|---|---|---|---|---|---|---|---|
| temperature | J | | 1 | 9 | 0.1 | 8 | 10 |
| temperature | J18 | | 0.5 | 3 | 0.1 | 2.8 | 3.2 |
| heart_rate | J18 | EMER | 0.8 | 100 | 5 | 80 | 120 |
| systolic | J18 | EMER | 1 | -200 | 5 | -210 | -190 |
`,
    'generation/templates/journeys/pneumonia.md': yearOfEvents(
      'pneumonia',
      [
        `{ id: emergency, type: er_visit, class: EMER, timing: { day: 10 }, ${visit} }`,
        `{ id: office, type: encounter, class: AMB, timing: { day: 30 }, ${visit} }`,
      ],
      { start: '2024-01-01' },
    ),
    'generation/cohorts/ill.md': `---
name: ill
description: People with pneumonia.
type: cohort
---

\`\`\`yaml cohort
cohort_name: ill
profile: medicare-diabetic
journeys: [pneumonia]
as_of: 2025-01-01
products: [patientsim]
count: 200
\`\`\`
`,
  });
  const rows = await readRows(
    await builds.build(ill, { what: 'ill' }),
    `with measured as (pivot (select encounter_id, class::text as class, name::text as name, value
         from patientsim.observations join patientsim.encounters using (encounter_id)) on name using max(value))
     select class, avg((temperature > 38.5)::int) between 0.4 and 0.6 as half, max(temperature) < 42 as nearest,
       avg((heart_rate > 130)::int)::double between 0.72 and 0.88 as fast, count_if(temperature > 38.5 and heart_rate < 120)::int as calm,
       count_if(systolic <= diastolic)::int as crossed from measured group by class order by class`,
  );
  expect(rows).toEqual([
    { class: 'AMB', half: true, nearest: true, fast: false, calm: expect.any(Number), crossed: 0 },
    { class: 'EMER', half: true, nearest: true, fast: true, calm: 0, crossed: 0 },
  ]);
});

test('who takes a medicine has the values of the reference, lower by its share, and who takes it may follow from what is measured', async () => {
  const profile = (name: string, medications: string): readonly [string, string] => [
    `generation/templates/profiles/${name}.md`,
    `---
name: ${name}
description: People with lipids that a test follows.
type: profile-template
---
\`\`\`yaml profile
profile_name: Lipids
count: 300
demographics: { age: { min: 40, max: 60 } }
conditions: [{ code: E78.5, prevalence: 0.5 }]
${medications}
labs: { ldl: usual }
products: [patientsim]
\`\`\`
`,
  ];
  const drug = (more: string): string => `medications: [{ drug: atorvastatin, ${more} }]`;
  const tree = await builds.tree(
    Object.fromEntries([
      profile('lipids', drug('prevalence: 0.5')),
      profile('lipids-by-test', drug(`prevalence: 1, given: "ldl > 130"`)),
    ]),
  );
  const [treated, byTest] = [
    await builds.build(tree, { what: 'lipids' }),
    await builds.build(tree, { what: 'lipids-by-test' }),
  ];
  const lipids = `with lipids as (select number::double as ldl, exists (from patientsim.medication_requests where patient_id = patients.patient_id) as takes,
      exists (from patientsim.conditions where patient_id = patients.patient_id and code = 'E78.5') as has
    from core.attributes join patientsim.patients using (person_id) where name = 'ldl')`;
  expect(
    await readRows(
      treated,
      `${lipids} select has, avg(ldl) filter (takes) / avg(ldl) filter (not takes) between 0.55 and 0.7 as lower from lipids group by has order by has`,
    ),
  ).toEqual([
    { has: false, lower: true },
    { has: true, lower: true },
  ]);
  expect(
    await readRows(
      byTest,
      `${lipids} select min(ldl) filter (takes) > 130 as high, max(ldl) filter (not takes) <= 130 as low from lipids`,
    ),
  ).toEqual([{ high: true, low: true }]);
  expect(await readRows(treated, `select quantity from meta.fidelity where verdict = 'off'`)).toEqual([]);
});

test('tests of one person tell the same, and no score leaves its scale', async () => {
  const tree = await builds.tree({
    'generation/templates/profiles/tested.md': `---
name: tested
description: People whose tests go together.
type: profile-template
---
\`\`\`yaml profile
profile_name: Tested
count: 400
demographics: { age: { min: 40, max: 60 } }
conditions: [{ code: E11.9, prevalence: 1 }, { code: F32.A, prevalence: 1 }]
labs: { a1c: usual, glucose: usual, egfr: usual, creatinine: usual, phq9: usual }
products: [patientsim]
utilization: { depression_screenings: { distribution: fixed, value: 12 } }
\`\`\`
`,
  });
  const rows = await readRows(
    await builds.build(tree, { what: 'tested' }),
    `with wide as (pivot (select person_id, name::text as name, number from core.attributes) on name in ('a1c', 'glucose', 'egfr', 'creatinine') using max(number))
     select corr(a1c, glucose) > 0.6 as sugar, corr(egfr, creatinine) < -0.7 as kidneys,
       (select max(value) <= 27 and count(*) > 300 from patientsim.observations where name = 'phq9') as scale from wide`,
  );
  expect(rows).toEqual([{ sugar: true, kidneys: true, scale: true }]);
});
