import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openBrokenCopy } from '../testing/broken-copy.ts';
import { openCohortBuilds, planOf } from '../testing/cohort-builds.ts';
import type { Loaded } from '../pipeline.ts';

const builds = await openCohortBuilds();
const PROFILE = 'generation/templates/profiles/users-of-care.md';

const FREQUENT = '{ distribution: negative_binomial, mean: 6, dispersion: 1.2 }';

/** A tree with people, some of them born within the year, who use care as often as these counts say. */
async function treeOf(...counts: readonly string[]): Promise<Loaded> {
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
  return builds.tree({ [PROFILE]: text });
}

/** A built cohort of 300 of them. */
async function used(...counts: readonly string[]): Promise<string> {
  return builds.build(await treeOf(...counts), { what: 'users-of-care' });
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

const NATIONAL = [
  { what: 'national-commercial', ages: [18, 44], visits: 1.73, within: 0.2 },
  { what: 'national-medicare', ages: [65, 100], visits: 5.5, within: 0.3 },
] as const;

test.each(NATIONAL)(
  'people of $what visit offices as often as published, and few of them, with operations among others, cost most',
  async ({ what, ages, visits: published, within }) => {
    const built = await builds.build(await builds.tree(), { what, count: 5000 });
    const [children] = await readRows(
      built,
      `select coalesce(max(value) filter (name = 'weight' and birth_date > '2023-01-01'), 0)::double as heaviest,
         count(*) filter (relationship = 'self' and birth_date > '2007-01-01')::integer as holders
       from membersim.members join patientsim.observations on patient_id = member_id`,
    );
    expect(children?.['heaviest']).toBeLessThan(20);
    expect(children?.['holders']).toBe(0);
    const [found] = await readRows(
      built,
      `select avg(number) as rate from core.attributes join core.persons using (person_id)
       where name = 'office_visits' and date_diff('year', birth_date, date '2024-12-31') between ${ages[0]} and ${ages[1]}`,
    );
    expect(Math.abs(Number(found?.rate) - published)).toBeLessThan(within);
    const spent = await readRows(
      built,
      `select coalesce(sum(total_allowed), 0)::double as spent from membersim.members
       left join membersim.claims using (member_id) group by member_id`,
    );
    const amounts = spent.map((row) => Number(row.spent));
    const outside = PUBLISHED.filter(({ top, low, high }) => {
      const { share, error } = shareOfTop(top, amounts);
      return share < low - 2 * error || share > high + 2 * error;
    });
    expect(outside).toEqual([]);
    const reported = await readRows(
      built,
      `select part, actual, standard_error, verdict from meta.fidelity where section = 'spending' order by rowid`,
    );
    const counted = PUBLISHED.map(({ people, top }) => ({ people, ...shareOfTop(top, amounts) }));
    expect(reported.map(({ part }) => part)).toEqual(PUBLISHED.map(({ people }) => people));
    for (const [at, { people, share, error }] of counted.entries()) {
      const line = reported[at];
      expect(line?.verdict).toBe('as declared');
      expect(Number(line?.actual)).toBeCloseTo(people.startsWith('bottom') ? 1 - share : share, 3);
      expect(Number(line?.standard_error)).toBeCloseTo(error, 3);
    }
    const operations = await readRows(
      built,
      `select distinct drg::varchar as drg from membersim.claims join core.timeline on timeline_id = event_id
       where event = 'operation_stay' and drg is not null order by 1`,
    );
    expect(operations.map(({ drg }) => drg)).toEqual(['981', '982', '983']);
  },
);

/** Medical Expenditure Panel Survey: the top 1 and 5 % of people, and what the bottom half leaves. */
const PUBLISHED = [
  { people: 'top 1 %', top: 0.01, low: 0.19, high: 0.25 },
  { people: 'top 5 %', top: 0.05, low: 0.45, high: 0.53 },
  { people: 'bottom 50 %', top: 0.5, low: 0.96, high: 0.98 },
];

/** The share of all that those at the top hold, with its standard error from the influence of each one. */
function shareOfTop(top: number, amounts: readonly number[]): { readonly share: number; readonly error: number } {
  const cut = amounts.toSorted((one, other) => other - one)[Math.floor(top * amounts.length)] ?? 0;
  const mean = amounts.reduce((sum, one) => sum + one, 0) / amounts.length;
  const above = amounts.map((one) => Math.max(0, one - cut) + top * cut);
  const share = above.reduce((sum, one) => sum + one, 0) / amounts.length / mean;
  const squares = above.reduce((sum, one, at) => sum + ((one - share * (amounts[at] ?? 0)) / mean) ** 2, 0);
  return { share, error: Math.sqrt(squares) / amounts.length };
}

test('use that hardly anybody has can be declared', async () => {
  const rare = await used('sepsis_stays: { distribution: poisson, mean: 0.002 }');
  const [line] = await readRows(rare, `select measure from meta.fidelity where quantity = 'sepsis_stays'`);
  expect(line?.measure).toBe('mean');
});

test('nobody is cared for elsewhere during a stay, and the timeline says why not', async () => {
  const tree = await treeOf('admissions: { distribution: poisson, mean: 8 }', `office_visits: ${FREQUENT}`);
  const ask = { what: 'users-of-care', count: 40 };
  const stays = await builds.build(tree, ask);
  const missed = await readRows(
    stays,
    "select distinct event::text as event, status::text as status from core.timeline where skipped_because = 'during a stay' order by event desc",
  );
  expect(missed).toEqual([
    { event: 'office_visit', status: 'skipped' },
    { event: 'hospital_admission', status: 'skipped' },
  ]);
  const { violations } = await openBrokenCopy(stays, planOf(tree, ask));
  const longer = "update patientsim.encounters set start_time = start_time - interval 300 days where class = 'IMP'";
  const { before, after } = await violations('outside-stays patientsim.encounters', longer);
  expect([before, after > 0]).toEqual([0, true]);
});
