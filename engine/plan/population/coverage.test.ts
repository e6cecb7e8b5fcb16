/** When coverage begins. */
import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds } from '../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const loaded = await builds.tree({
  'generation/cohorts/covered-early.md': `---
name: covered-early
description: People whom kidney failure brings to Medicare before the age of 65.
type: cohort
---

\`\`\`yaml cohort
cohort_name: covered-early
profile: medicare-diabetic
count: 30
as_of: 2025-01-01
products: [membersim]
demographics: { age: { distribution: uniform, min: 60, max: 64 } }
conditions: [ { code: N18.6, prevalence: 1 } ]
\`\`\`
`,
});

test('who is younger than the payer asks for is covered by the day of the data, as the profile says', async () => {
  const file = await builds.build(loaded, { what: 'covered-early' });
  expect(
    await readRows(
      file,
      "select min(start_date)::varchar as first, count(*) filter (start_date > date '2025-01-01')::int as later from membersim.enrollments",
    ),
  ).toEqual([{ first: '2022-01-01', later: 0 }]);
});

test('coverage reaches back to the beginning of a journey of ten years, for those who were old enough', async () => {
  const file = await builds.build(loaded, {
    what: 'medicare-diabetic',
    journeys: ['diabetes-lifecycle'],
    count: 12,
  });
  expect(
    await readRows(
      file,
      `select count(*) > 100 as has_claims,
              count(*) filter (service_from < start_date and service_from > birth_date + interval 65 years)::int as outside
       from membersim.claims join membersim.enrollments using (member_id) join core.persons on person_id = member_id`,
    ),
  ).toEqual([{ has_claims: true, outside: 0 }]);
});
