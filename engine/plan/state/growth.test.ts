/** Children who are measured again and again over a year. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const JOURNEY = `---
name: growing
description: A year of visits of children.
type: journey-template
profile: medicaid-pediatric
---

\`\`\`yaml
journey_name: Growing
duration: 12 months
start: 2024-01-02
phases:
  - name: Year
    duration: 0-365 days
    events:
      - { event: well_child_visit, timing: { day: 5 }, recurrence: { every: 60, unit: days, count: 6 } }
\`\`\`
`;
const loaded = await builds.tree({ 'generation/templates/journeys/growing.md': JOURNEY });
const file = await builds.build(loaded, { what: 'growing', count: 150 });

const GROWTH = `with measured as (
    select patient_id, name::text as name, value::double as value, effective_time::date as day, birth_date,
      value / lag(value) over (partition by patient_id, name order by effective_time) as ratio,
      date_diff('day', lag(effective_time) over (partition by patient_id, name order by effective_time), effective_time) as days,
      date_diff('day', birth_date, effective_time::date) as lived
    from patientsim.observations join core.persons on person_id = patient_id
    where name in ('weight', 'height') and encounter_id is not null)`;

test('a child grows from visit to visit, and leaps on no birthday', async () => {
  const [heights] = await readRows(
    file,
    `${GROWTH} select count(*) > 300 as some, min(ratio) > 0.985 as kept, max(ratio)::double < 1.04 as steady,
       avg(ratio) filter (lived < 5000)::double > 1.004 as grown
     from measured where name = 'height' and lived > 1000 and days < 90`,
  );
  expect(heights).toEqual({ some: true, kept: true, steady: true, grown: true });
});

test('a newborn gains weight within a journey as the growth charts say', async () => {
  const [newborn] = await readRows(
    file,
    `${GROWTH} select count(*) > 0 as some,
       (avg(value) filter (lived < 60))::double as first, (avg(value) filter (lived between 150 and 220))::double as later
     from measured where name = 'weight' and birth_date > '2023-11-01'`,
  );
  expect(newborn?.['some']).toBe(true);
  expect(Number(newborn?.['first'])).toBeLessThan(5.6);
  expect(Number(newborn?.['later'])).toBeGreaterThan(6.2);
  expect(Number(newborn?.['later'])).toBeLessThan(9.2);
});

test('a child with obesity weighs more than others of its age, and less than a grown-up', async () => {
  const [weights] = await readRows(
    file,
    `select avg(value) filter (c.code is not null)::double / avg(value) filter (c.code is null)::double as more, max(value)::double as most
     from patientsim.observations o join core.persons on person_id = o.patient_id
     left join patientsim.conditions c on c.patient_id = person_id and c.code = 'E66.9'
     where name = 'weight' and date_diff('year', birth_date, effective_time) between 3 and 8`,
  );
  expect(Number(weights?.['more'])).toBeGreaterThan(1.2);
  expect(Number(weights?.['most'])).toBeLessThan(60);
});

test('grown people are measured as before, and their plan knows no growth', () => {
  const grown = JSON.stringify(planOf(loaded, { what: 'medicare-diabetic-first-year', count: 20 }).tables);
  const young = JSON.stringify(planOf(loaded, { what: 'growing', count: 20 }).tables);
  expect([grown.includes('step:weight'), young.includes('step:weight')]).toEqual([false, true]);
});

test.each([
  ['bmi * weight', 'normalize-expression-name'],
  ['bmi * (height', 'normalize-expression-syntax'],
] as const)(
  'a faulty formula of an observation is told once, and whoever measures it stands: `%s`',
  async (faulty, code) => {
    const path = 'patientsim/observations.md';
    const text = await readFile(`skills/${path}`, 'utf8');
    const { library } = await builds.tree({ [path]: text.replace('bmi * height', faulty) }, [code]);
    expect(library.profiles.map(({ id }) => id)).toContain('commercial-healthy');
  },
);
