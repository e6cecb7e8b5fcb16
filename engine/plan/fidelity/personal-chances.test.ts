import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds } from '../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const journey = `---
name: asked
description: A call that the old get more often.
type: journey-template
profile: commercial-healthy
---

\`\`\`yaml journey
journey_name: Asked
duration: 60 days
start: 2024-03-01
phases:
  - name: All
    duration: 0-60 days
    events:
      - { event: office_visit, timing: { day: 10 }, probability: { given: "age >= 40", then: 0.8, else: 0.3 } }
\`\`\`
`;

test('events whose probability depends on the person are held against the sum of these probabilities', async () => {
  const loaded = await builds.tree({ 'generation/templates/journeys/asked.md': journey });
  const file = await builds.build(loaded, { what: 'asked', count: 400 });
  const [line] = await readRows(file, "from meta.fidelity where section = 'events' and part = 'happens'");
  const [counted] = await readRows(
    file,
    `select avg((status = 'happened')::integer)::double as actual,
      avg(case when date_sub('year', birth_date, date '2025-01-01') >= 40 then 0.8 else 0.3 end)::double as target
     from core.timeline join core.persons using (person_id)`,
  );
  expect(line).toMatchObject({ quantity: 'office_visit', people: '400', verdict: 'as declared' });
  expect(line?.['actual']).toBeCloseTo(Number(counted?.['actual']), 9);
  expect(line?.['target']).toBeCloseTo(Number(counted?.['target']), 9);
});
