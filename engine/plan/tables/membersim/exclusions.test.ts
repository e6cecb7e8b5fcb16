/** Diagnoses that never stand on one claim. */
import { expect, test } from 'vitest';
import { readRows } from '../../../testing/built-tables.ts';
import { openCohortBuilds } from '../../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const files = (conditions: string): Readonly<Record<string, string>> => ({
  'generation/templates/profiles/told.md': `---
name: told
description: People of a commercial plan.
type: profile-template
---

\`\`\`yaml profile
profile_name: Told
count: 60
seed: 7
as_of: 2025-01-01
demographics: { age: [40, 60] }
conditions: [ ${conditions} ]
coverage: { type: Commercial }
\`\`\`
`,
  'generation/templates/journeys/year.md': `---
name: year
description: A year of care.
type: journey-template
profile: told
---

\`\`\`yaml journey
journey_name: Year
duration: 12 months
start: 2024-01-02
events:
  - { event: office_visit, conditions: [E11.65], timing: { day: 5 } }
  - { id: heart, event: office_visit, conditions: [I13.0], timing: { day: 35 } }
  - { id: eyes, event: office_visit, conditions: [H40.9], timing: { day: 65 } }
\`\`\`
`,
});

test.each([
  ['{ code: E11.9, prevalence: 1 }, { code: I10, prevalence: 1 }'],
  ['{ code: E11.9, prevalence: 1 }, { code: E11.65, prevalence: 1 }, { code: I10, prevalence: 1 }'],
])('a claim gives nothing beside its principal diagnosis that this excludes, and all else: %s', async (conditions) => {
  const built = await builds.build(await builds.tree(files(conditions)), { what: 'year' });
  const given = await readRows(
    built,
    `select principal_diagnosis::text as code, list_sort([c for c in [diagnosis_2, diagnosis_3, diagnosis_4] if c is not null]) as beside
     from membersim.claims group by all order by all`,
  );
  const known = conditions.includes('E11.65') ? ['E11.65', 'E11.9'] : ['E11.9'];
  expect(given.map(({ code, beside }) => [code, Array.isArray(beside) ? beside.map(String) : []])).toEqual(
    expect.arrayContaining([
      ['E11.65', ['I10']],
      ['I13.0', known],
      ['H40.9', [...known, 'I10']],
    ]),
  );
  const [chart] = await readRows(built, 'select count(distinct code) as codes from patientsim.conditions');
  expect(Number(chart?.codes)).toBe(known.length + 1);
});
