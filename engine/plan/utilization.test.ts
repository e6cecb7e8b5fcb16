import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const PROFILE = 'generation/templates/profiles/users-of-care.md';

const FREQUENT = '{ distribution: negative_binomial, mean: 6, dispersion: 1.2 }';

/** A built cohort of 300 people, some of them born within the year, with these counts. */
async function used(...counts: readonly string[]): Promise<string> {
  const text = `---
name: users-of-care
description: People who use care outside of journeys.
type: profile-template
---

\`\`\`yaml
profile_name: Users of care
count: 300
products: [patientsim]
demographics: { age: [0, 40] }
conditions: [ { code: I10, prevalence: 0.4 } ]
utilization:
${counts.map((count) => `  ${count}`).join('\n')}
\`\`\`
`;
  return builds.build(await builds.tree({ [PROFILE]: text }), { what: 'users-of-care' });
}

const visits = (file: string, event: string): Promise<readonly object[]> =>
  readRows(
    file,
    `select person_id, occurrence, moment, status from core.timeline where event = '${event}' order by all`,
  );

const file = await used(
  `office_visits: { distribution: conditional, rules: [ { if: "has_condition('I10')", distribution: ${FREQUENT} }, { else: 0 } ] }`,
  'er_visits: { distribution: poisson, mean: 1 }',
);

test('each person uses care as often as their count says, and only those whom the rules give a count', async () => {
  const wrong = await readRows(
    file,
    `select * from core.attributes as counted
     left join (select person_id, event, count(*) as n from core.timeline group by all) as seen
       on seen.person_id = counted.person_id
       and seen.event = case counted.name when 'office_visits' then 'office_visit' else 'emergency_visit' end
     where counted.number <> coalesce(seen.n, 0)`,
  );
  const [ill] = await readRows(
    file,
    `select count(*) as n from core.timeline where event = 'office_visit'
       and person_id not in (select person_id from patientsim.conditions)`,
  );
  expect(wrong).toEqual([]);
  expect(Number(ill?.n)).toBe(0);
});

test('use is spread over the year before `as_of`, office visits over its working days and hours', async () => {
  const [seen] = await readRows(
    file,
    `select min(moment)::date::varchar as first, max(moment)::date::varchar as last, count(distinct month(moment)) as months,
       count(distinct isodow(moment)) as weekdays, max(isodow(moment)) as latest, min(hour(moment)) as opens
     from core.timeline where event = 'office_visit'`,
  );
  const [year] = await readRows(file, `select count(*) as n from core.timeline where year(moment) <> 2024`);
  expect(Number(year?.n)).toBe(0);
  expect(Object.values(seen ?? {}).map(String)).toEqual(['2024-01-02', '2024-12-31', '12', '5', '5', '8']);
});

test('what falls before a birth does not happen, and an encounter stands in the chart for all else', async () => {
  const [unborn] = await readRows(
    file,
    `select count(*) as n from core.timeline join core.persons using (person_id)
     where moment < birth_date and status = 'happened'`,
  );
  const [chart] = await readRows(
    file,
    `select (select count(*) from patientsim.encounters) = count(*) as same
    from core.timeline where status = 'happened'`,
  );
  expect(Number(unborn?.n)).toBe(0);
  expect(chart?.same).toBe(true);
});

test('more use adds occurrences and moves none, and other use moves nothing', async () => {
  const more = await used('lab_panels: 2', 'er_visits: { distribution: poisson, mean: 1.5 }');
  const [before, after] = [await visits(file, 'emergency_visit'), await visits(more, 'emergency_visit')];
  const kept = new Set(after.map((row) => JSON.stringify(row)));
  expect(after.length).toBeGreaterThan(before.length);
  expect(before.filter((row) => !kept.has(JSON.stringify(row)))).toEqual([]);
});

test('people of the national templates visit offices as often as published for their ages', async () => {
  const loaded = await builds.tree();
  const rates = async (what: string, ages: readonly [number, number]): Promise<number> => {
    const built = await builds.build(loaded, { what, count: 6000 });
    const [found] = await readRows(
      built,
      `select avg(number) as rate from core.attributes join core.persons using (person_id)
       where name = 'office_visits' and date_diff('year', birth_date, date '2024-12-31') between ${ages[0]} and ${ages[1]}`,
    );
    return Number(found?.rate);
  };
  expect(Math.abs((await rates('national-commercial', [18, 44])) - 1.73)).toBeLessThan(0.2);
  expect(Math.abs((await rates('national-medicare', [65, 100])) - 5.5)).toBeLessThan(0.3);
});
