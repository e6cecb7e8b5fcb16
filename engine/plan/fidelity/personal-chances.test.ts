import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds } from '../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const journey = `---
name: asked
description: A call that the old get more often, and what depends on whether it happened.
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
      - { event: telehealth_visit, timing: { day: 20 }, probability: { given: "has_event('office_visit')", then: 0.6, else: 0.2 } }
branching:
  - after: telehealth_visit
    branches:
      - { name: again, condition: "has_event('office_visit')", probability: 0.7, events: [ { id: second, event: office_visit, timing: { day: 40 } } ] }
      - { name: enough, else: true, events: [] }
\`\`\`
`;

const loaded = await builds.tree({ 'generation/templates/journeys/asked.md': journey });
const file = await builds.build(loaded, { what: 'asked', count: 400 });

/** What the report says of a part of a quantity, and what the timeline says. */
async function told(section: string, quantity: string, part: string, counted: string) {
  const where = `section = '${section}' and quantity like '%${quantity}%' and part = '${part}'`;
  const [line] = await readRows(file, `from meta.fidelity where ${where}`);
  const [found] = await readRows(file, counted);
  return { line, actual: Number(found?.['actual']), target: Number(found?.['target']), people: found?.['people'] };
}

/** One row a person, with which of their events happened. */
const PEOPLE = `(select person_id, any_value(birth_date) as birth_date,
    coalesce(bool_or(status = 'happened') filter (event = 'office_visit'), false) as visited,
    coalesce(bool_or(status = 'happened') filter (event = 'telehealth_visit'), false) as called,
    coalesce(bool_or(status = 'happened') filter (event = 'second'), false) as again
  from core.timeline join core.persons using (person_id) group by person_id)`;

test.each([
  [
    'events whose probability depends on the person',
    ['events', 'office_visit', 'happens'],
    `avg(visited::integer)::double as actual,
     avg(case when date_sub('year', birth_date, date '2025-01-01') >= 40 then 0.8 else 0.3 end)::double as target from ${PEOPLE}`,
  ],
  [
    'events whose probability depends on what happened before',
    ['events', 'telehealth_visit', 'happens'],
    `avg(called::integer)::double as actual, avg(case when visited then 0.6 else 0.2 end)::double as target from ${PEOPLE}`,
  ],
  [
    'branches whose share depends on what happened before',
    ['branches', 'telehealth_visit', 'again'],
    `avg(again::integer)::double as actual, avg(case when visited then 0.7 else 0 end)::double as target from ${PEOPLE} where called`,
  ],
] as const)('%s are held against the sum of these probabilities', async (_, [section, quantity, part], counted) => {
  const { line, actual, target, people } = await told(section, quantity, part, `select count(*) as people, ${counted}`);
  expect(line).toMatchObject({ people, verdict: 'as declared' });
  expect(line?.['actual']).toBeCloseTo(actual, 9);
  expect(line?.['target']).toBeCloseTo(target, 9);
});

test('chance is judged on those whom it was asked of, and of nobody before they were born', async () => {
  const early = journey
    .replaceAll('asked', 'early')
    .replace('profile: commercial-healthy', 'profile: medicaid-pediatric')
    .replace(
      / {6}- \{ event: office_visit[^\n]*\n/,
      '      - { event: office_visit, timing: { day: -3000 }, probability: 0.5 }\n',
    );
  const tree = await builds.tree({ 'generation/templates/journeys/early.md': early });
  const children = await builds.build(tree, { what: 'early', count: 400 });
  const [line] = await readRows(
    children,
    `select people::int as people, verdict from meta.fidelity where quantity like '%office_visit%' and part = 'happens'`,
  );
  const [unborn] = await readRows(
    children,
    `select count(*)::int as people from core.timeline where event = 'office_visit' and skipped_because = 'not yet born'`,
  );
  expect(Number(unborn?.['people'])).toBeGreaterThan(50);
  expect(line).toEqual({ people: 400 - Number(unborn?.['people']), verdict: 'as declared' });
});
