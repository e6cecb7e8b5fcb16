import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import type { Row } from '../testing/built-tables.ts';
import { openBrokenCopy } from '../testing/broken-copy.ts';
import { openCohortBuilds, planOf } from '../testing/cohort-builds.ts';
import type { Loaded } from '../pipeline.ts';

const builds = await openCohortBuilds();
const PROFILE = 'generation/templates/profiles/users-of-care.md';

const FREQUENT = '{ distribution: negative_binomial, mean: 6, dispersion: 1.2 }';

/** A tree with people, some of them born within the year, who use care as often as these counts say. */
async function treeOf(...counts: readonly string[]): Promise<Loaded> {
  const text = profileWith(counts.map((count) => `  ${count}`).join('\n'), '[ { code: I10, prevalence: 0.4 } ]');
  return builds.tree({ [PROFILE]: text, 'generation/templates/journeys/leaving.md': LEAVING });
}

function profileWith(counts: string, conditions: string): string {
  return `---
name: users-of-care
description: People who use care outside of journeys.
type: profile-template
---

\`\`\`yaml
profile_name: Users of care
count: 300
products: [patientsim]
demographics: { age: [0, 40] }
conditions: ${conditions}
utilization:
${counts}
\`\`\`
`;
}

const LEAVING = `---
name: leaving
description: People leave their plan, half of them after a month.
type: journey-template
---

\`\`\`yaml
journey_name: Leaving
duration: 3 months
start: 2024-02-05
events: [ { id: leave, type: disenrollment, timing: { month: 1 }, probability: 0.5 }, { id: later, type: milestone, timing: { month: 2 } } ]
\`\`\`
`;

/** A built cohort of 300 of them. */
async function used(...counts: readonly string[]): Promise<string> {
  return builds.build(await treeOf(...counts), { what: 'users-of-care' });
}

const visits = (file: string, event: string): Promise<readonly object[]> =>
  readRows(
    file,
    `select person_id, occurrence, moment, status from core.timeline where event = '${event}' order by all`,
  );

const COUNTS = [
  `office_visits: { distribution: conditional, rules: [ { if: "has_condition('I10')", distribution: ${FREQUENT} }, { else: 0 } ] }`,
  'er_visits: { distribution: poisson, mean: 1 }',
];
const file = await used(...COUNTS);

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
  const reasons = 'select encounter_id, reason_code::text as reason from patientsim.encounters order by 1';
  const reasonsKept = new Set((await readRows(more, reasons)).map((row) => JSON.stringify(row)));
  const ofEmergencies = (await readRows(file, reasons.replace('order', "where class = 'EMER' order"))).map((row) =>
    JSON.stringify(row),
  );
  expect(ofEmergencies.filter((row) => !reasonsKept.has(row))).toEqual([]);
  const [tested] = await readRows(more, 'select count(*) = count(reason_code) as all from patientsim.orders');
  expect(tested?.['all']).toBe(true);
});

test('each visit is for a reason that people of that age and sex have, or for what the person has by then', async () => {
  const [wrong] = await readRows(
    file,
    `select count(*) filter (reason_code is null)::integer as without,
       count(*) filter (reason_code = 'I10' and not coalesce(onset_date <= start_time, false))::integer as unfounded,
       count(*) filter (reason_code = 'Z00.129' and date_diff('day', birth_date, start_time::date) < 28)::integer as newborn,
       count(*) filter (reason_code = 'I10') > 50 as some, count(distinct reason_code) > 60 as many
     from patientsim.encounters join core.persons on person_id = patient_id
     left join patientsim.conditions c on c.patient_id = person_id and c.code = 'I10'`,
  );
  expect(wrong).toEqual({ without: 0, unfounded: 0, newborn: 0, some: true, many: true });
  const { violations } = await openBrokenCopy(file, planOf(await treeOf(...COUNTS), { what: 'users-of-care' }));
  for (const [rule, code] of [
    ['sex-agrees', 'Z01.419'],
    ['age-agrees', 'Z00.129'],
  ]) {
    const update = `update patientsim.encounters set reason_code = '${code}'`;
    const { before, after } = await violations(`${rule} patientsim.encounters`, update);
    expect([rule, before, after > 0]).toEqual([rule, 0, true]);
  }
});

test('providers alone are built for people who use care, and people are seen where no list has a reason for them', async () => {
  const at = { file: '<test>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const laid = (key: string, value: unknown) => ({ path: [key], value, at });
  const networks = await builds.build(await treeOf('office_visits: 2'), {
    what: 'users-of-care',
    count: 20,
    overrides: [laid('products', ['networksim'])],
  });
  const [providers] = await readRows(networks, 'select count(*) > 0 as some from networksim.providers');
  expect(providers?.['some']).toBe(true);

  const lists = { 'patientsim/visit-reasons.md': OWN_REASONS, [PROFILE]: profileWith('  office_visits: 2', '[]') };
  const silent = await builds.build(await builds.tree(lists), { what: 'users-of-care', count: 20 });
  const [visited] = await readRows(silent, 'select count(*) > 20 as often from patientsim.encounters');
  expect(visited?.['often']).toBe(true);
});

const OWN_REASONS = `---
name: visit-reasons
description: Reasons of those who have a condition.
type: reference
tables:
  reason_lists: Lists
  visit_reasons: Reasons
---

## Lists

| reasons | events | same_for | source |
|---|---|---|---|
| office | office_visit | | assumption |

## Reasons

| reasons | code | own | sex | min_age | max_age | per_1000 | source |
|---|---|---|---|---|---|---|---|
| office | I10 | yes | | | | 420 | assumption |
`;

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
    expect(await bodiesOf(built)).toEqual({ men: true, women: true, taller: true, lean: true, pressures: true });
    const [pressures] = await readRows(
      built,
      `select corr(high.value, low.value)::double as together, quantile_cont((high.value - low.value) / high.value, 0.01)::double as narrow,
         (select count(*) from patientsim.conditions join core.persons on person_id = patient_id
          where code = 'I10' and onset_date < birth_date + interval 17 years)::int as children
       from patientsim.observations high join patientsim.observations low using (encounter_id)
       where high.name = 'systolic' and low.name = 'diastolic'`,
    );
    expect(pressures).toMatchObject({ children: 0 });
    expect(Number(pressures?.['together'])).toBeGreaterThan(0.55);
    expect(Number(pressures?.['narrow'])).toBeGreaterThan(0.22);
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
    expect(await afterStaysOf(built)).toEqual({
      nursed: what === 'national-medicare',
      unfounded: 0,
      forgotten: 0,
      short: 0,
      visited: 0,
    });
    const [operations] = await readRows(
      built,
      `select bool_and(drg in ('329', '330', '331')) filter (principal_diagnosis in ('K56.609', 'K57.32')) as bowel,
         count(distinct drg) > count(distinct principal_diagnosis) as several,
         (select count(*) from membersim.claims c join core.timeline t on t.timeline_id = c.event_id
           where t.event = 'operation_stay' and drg in ('981', '982', '983'))::int as unrelated
       from membersim.claims join core.timeline on timeline_id = event_id
       where event = 'operation_stay' and drg is not null`,
    );
    expect(operations).toEqual({ bowel: true, several: true, unrelated: 0 });
    expect(await paymentsOf(built)).toEqual({
      published: true,
      early: what === 'national-medicare',
      misdirected: true,
      told: what === 'national-medicare' ? 1 : 0,
    });
    expect(await vaccinesOf(built)).toEqual({
      young: what === 'national-commercial' ? 'covid influenza' : null,
      tooYoung: 0,
      seasonal: true,
    });
    expect(await reasonsOf(built)).toEqual({
      unexplained: 0,
      unspecified: 0,
      unlike: 0,
      unfounded: 0,
      lasting: true,
      yearly: true,
      prevented: expect.closeTo(what === 'national-medicare' ? 0.13 : 0.18, 1),
      courses: true,
      grouped: true,
      measured: true,
      ordered: true,
    });
  },
);

/** Whether adults weigh and have the pressures that are published, men more than women, and only the obese are so by both measures. */
async function bodiesOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `with measured as (select name, sex, value, encounter_id, patient_id in (select patient_id from patientsim.conditions where code = 'E66.9') as obese,
       patient_id in (select patient_id from patientsim.conditions where code in ('E11.9', 'I10')) as other
       from patientsim.observations join core.persons on person_id = patient_id where birth_date < '2004-01-01'),
     both_of as (select w.value / (h.value / 100) ^ 2 as bmi, h.value as height, sex, obese, other from measured w
       join (select encounter_id, value from measured where name = 'height') h using (encounter_id) where w.name = 'weight')
     select avg(value) filter (name = 'weight' and sex = 'M') between 86 and 94 as men,
       avg(value) filter (name = 'weight' and sex = 'F') between 73 and 81 as women,
       (select coalesce(avg(height) filter (sex = 'M') - avg(height) filter (sex = 'F') between 12 and 16, true) from both_of) as taller,
       (select coalesce(max(bmi) filter (not obese and not other) < 31 and min(bmi) filter (obese) > 29, true) from both_of) as lean,
       avg(value) filter (name = 'systolic') between 119 and 134 and avg(value) filter (name = 'diastolic') between 68 and 76 as pressures
     from measured`,
  );
  return found;
}

/** Stays in nursing facilities, those that no stay of three days led to on its day, discharges that led nowhere, and home visits that share a day. */
async function afterStaysOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `with stays as (select patient_id, discharge_disposition::text as went, start_time::date as began, end_time::date as ended
       from patientsim.encounters where class = 'IMP'),
     nursed as (select patient_id, start_time::date as began from patientsim.encounters where type::text = 'Stay in a skilled nursing facility')
     select (select count(*) from nursed) between 150 and 400 as nursed,
       (select count(*) from nursed anti join stays on stays.patient_id = nursed.patient_id and went = 'skilled_nursing'
         and stays.ended = nursed.began and stays.ended - stays.began >= 3)::int as unfounded,
       (select count(*) from stays anti join nursed using (patient_id) where went = 'skilled_nursing' and ended < date '2025-01-01'
         and exists (select 1 from nursed))::int as forgotten,
       (select count(*) from stays where went = 'skilled_nursing' and ended - began < 3 and exists (select 1 from nursed))::int as short,
       (select count(*) - count(distinct (patient_id, start_time::date)) from patientsim.encounters where class = 'HH')::int as visited`,
  );
  return found;
}

/** Whether as many claims are denied as payers publish, and whether what came before coverage is mostly no claim. */
async function paymentsOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `select count(*) filter (claims.status = 'denied') / count(*)
         between if(any_value(payer) = 'Medicare', 0.06, 0.1) and if(any_value(payer) = 'Medicare', 0.09, 0.17) as published,
       count(*) filter (service_from < start_date) > 0 as early,
       count(*) filter (service_from < start_date) <= 0.3 * any_value(events) as misdirected,
       (select count(*) from meta.fidelity where quantity = 'sent here' and people > 50 and verdict = 'as declared')::int as told
     from membersim.claims join membersim.plans using (plan_id) join membersim.enrollments using (member_id)
     cross join (select count(*) filter (moment < start_date and timeline.status = 'happened') as events
       from core.timeline join membersim.enrollments on member_id = person_id)`,
  );
  return found;
}

/** Vaccines of those who have them within two years of life besides the schedule, too early ones, and when influenza's are given. */
async function vaccinesOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `select string_agg(distinct vaccine::text, ' ' order by vaccine::text)
         filter (dose_number is null and birth_date > occurrence_time - interval 2 years) as young,
       count(*) filter (dose_number is null and birth_date > occurrence_time - interval 6 months)::int as "tooYoung",
       bool_and(month(occurrence_time) in (8, 9, 10, 11, 12, 1)) filter (vaccine = 'influenza') as seasonal
     from patientsim.immunizations join core.persons on person_id = patient_id`,
  );
  return found;
}

/** Visits and claims without a reason, claims unlike the visit whose reason was drawn, visits for what somebody else has; and how reasons are spread. */
async function reasonsOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `select count(*) filter (e.reason_code is null)::integer as unexplained,
       (select count(*) from membersim.claims where principal_diagnosis = 'R69')::integer as unspecified,
       (select count(*) from membersim.claims c join patientsim.encounters v on v.encounter_id = c.event_id
         where c.principal_diagnosis::text <> v.reason_code::text and v.type in ('Office visit', 'Emergency department visit', 'Therapy visit', 'Hospital admission'))::integer as unlike,
       count(*) filter (e.reason_code::text in (select code::text from patientsim.conditions) and o.code is null)::integer as unfounded,
       (count(*) filter (e.type = 'Office visit' and o.code is not null and date_diff('year', birth_date, start_time) > 18)
         / count(*) filter (e.type = 'Office visit' and date_diff('year', birth_date, start_time) > 18)) between 0.28 and 0.52 as lasting,
       (select max(visits) = 1 and count(*) > 500 from (select count(*) as visits from patientsim.encounters
         where type = 'Office visit' and reason_code in ('Z00.00', 'Z01.419') group by patient_id)) as yearly,
       (count(*) filter (e.type = 'Office visit' and e.reason_code in ('Z00.00', 'Z01.419', 'Z12.11', 'Z30.9')
           and date_diff('year', birth_date, start_time) > 18)
         / count(*) filter (e.type = 'Office visit' and date_diff('year', birth_date, start_time) > 18))::double as prevented,
       (select avg(reasons) < 1.2 from (select count(distinct reason_code) as reasons from patientsim.encounters
         where type = 'Therapy visit' group by patient_id)) as courses,
       (select count(distinct quality_measure_id) >= 9 from membersim.care_gaps where status = 'closed') as measured,
       (select count(distinct name) >= 5 from patientsim.medication_requests) as ordered,
       (select bool_and(drg in ('689', '690')) and count(*) > 0 from membersim.claims
         where principal_diagnosis = 'N39.0' and drg is not null) as grouped
     from patientsim.encounters e join core.persons on person_id = e.patient_id
     left join patientsim.conditions o on o.patient_id = e.patient_id and o.code = e.reason_code`,
  );
  return found;
}

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

test('what follows a discharge to which no stay of the profile comes is named, and a season that it cannot keep', async () => {
  const text = profileWith('  nursing_facility_stays: { after_discharge: skilled_nursing }', '[]');
  const asking = text.replace(
    '[]',
    '[ { code: I10, prevalence: { given: nursing_facility_stays > 0, then: 1, else: 0 } } ]',
  );
  await builds.tree({ [PROFILE]: asking }, ['normalize-without-effect', 'normalize-expression-name']);
  const tree = await builds.tree({ [PROFILE]: text }, ['normalize-without-effect']);
  expect(tree.diagnostics[0]?.message).toContain('counts no stays in hospital');
  const counts = `  admissions: 2
  nursing_facility_stays: { after_discharge: hospital }
  influenza_vaccine: { after_discharge: home }`;
  const twice = ['normalize-without-effect', 'normalize-without-effect'];
  const { diagnostics } = await builds.tree({ [PROFILE]: profileWith(counts, '[]') }, twice);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('no stay that this profile counts ends with discharge to hospital'),
    expect.stringContaining('in season or not'),
  ]);
});

test('a readmission that no stay of the profile leads to is named', async () => {
  const counts = '  nursing_facility_stays: 1\n  readmission_stays: { after_discharge: readmission }';
  const { diagnostics } = await builds.tree({ [PROFILE]: profileWith(counts, '[]') }, ['normalize-without-effect']);
  expect(diagnostics[0]?.message).toContain('no stay that this profile counts leads to a readmission');
});

test('a length of what nobody stays for is named', async () => {
  const path = 'patientsim/stays.md';
  const text = await readFile(new URL(`../../skills/${path}`, import.meta.url), 'utf8');
  const longer = text.replace('| sepsis_stay |', '| sepsis_stay; influenza_vaccine |');
  const { diagnostics } = await builds.tree({ [path]: longer }, ['normalize-without-effect']);

  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('influenza_vaccine is no encounter, so nobody stays for it'),
  ]);
});

test('of what comes once a day each has a working day of its own, which one more does not move', async () => {
  const ask = { what: 'users-of-care', count: 12 };
  const days = `select timeline_id, moment from core.timeline where event = 'home_visit' order by timeline_id`;
  const [some, more] = [
    await readRows(await builds.build(await treeOf('home_visits: 120'), ask), days),
    await readRows(await builds.build(await treeOf('home_visits: 235'), ask), days),
  ];
  expect(some).toHaveLength(12 * 120);
  expect(more).toEqual(expect.arrayContaining([...some]));
  const [seen] = await readRows(
    await builds.build(await treeOf('home_visits: 235'), ask),
    `select count(*)::int as visits, count(distinct (person_id, moment::date))::int as days, min(moment)::date::text as first,
       max(moment)::date::text as last, max(isodow(moment))::int as weekday, count(*) filter (moment::date in ('2024-07-04', '2024-11-28'))::int as off
     from core.timeline where event = 'home_visit'`,
  );
  const all = { visits: 12 * 235, days: 12 * 235, first: '2024-01-02', last: '2024-12-31', weekday: 5, off: 0 };
  expect(seen).toEqual(all);
});

test('what comes in a series comes so far apart, from any working day on and for everybody alike', async () => {
  const ask = { what: 'users-of-care', count: 400 };
  const series = await builds.build(await treeOf('therapy_visits: 6', 'a1c_checks: 5'), ask);
  const [apart] = await readRows(
    series,
    `with days as (select *, lead(moment::date) over (partition by person_id order by moment) - moment::date as apart from core.timeline
       where event = 'therapy_visit' and person_id in (select person_id from core.timeline where event = 'therapy_visit'
         group by 1 having max(moment) - min(moment) < interval 100 day))
     select count(*)::int > 2000 as many, min(apart)::int as least, max(apart)::int as most, max(isodow(moment))::int as weekday from days`,
  );
  expect(apart).toEqual({ many: true, least: 2, most: 5, weekday: 5 });
  const [checks] = await readRows(
    series,
    `with days as (select *, lead(moment::date) over (partition by person_id order by moment) - moment::date as apart
       from core.timeline where event = 'a1c_check')
     select min(apart)::int between 40 and 50 as split, max(apart)::int between 85 and 100 as quarterly from days`,
  );
  expect(checks).toEqual({ split: true, quarterly: true });
  const months = await readRows(
    series,
    `select month(moment)::int as month, count(*)::int as visits from core.timeline where event = 'therapy_visit' group by 1 order by 1`,
  );
  expect(months).toHaveLength(12);
  expect(months.filter(({ visits: found }) => Number(found) < 130 || Number(found) > 270)).toEqual([]);
});

test('what is to lie further apart than there is room for lies as far apart as it can, and that is named', async () => {
  const yearly = profileWith('  yearly_checks: 2', '[]').replace(
    /$/,
    '\n```yaml events\nevents:\n  yearly_check: { type: encounter, class: AMB, apart: 12 months }\n```\n',
  );
  const tree = await builds.tree({ [PROFILE]: yearly }, ['normalize-without-effect']);
  expect(tree.diagnostics.map(({ message }) => message)).toEqual([
    '`apart` has no effect: two uses of yearly_check have no room within 365 days from wherever the first is, and lie as far apart as they can.',
  ]);
  const rows = await readRows(
    await builds.build(tree, { what: 'users-of-care', count: 60 }),
    `select min(apart)::int between 175 and 190 as least, max(apart)::int between 175 and 190 as most from (
       select moment::date - lag(moment::date) over (partition by person_id order by moment) as apart from core.timeline)`,
  );
  expect(rows).toEqual([{ least: true, most: true }]);
});

test('nobody is cared for elsewhere during a stay or another visit, and the timeline says why not', async () => {
  const tree = await treeOf(
    'admissions: { distribution: poisson, mean: 8 }',
    'nursing_facility_stays: { after_discharge: home }',
    'hospital_return_stays: { after_discharge: hospital }',
    'specialist_referrals: { after_discharge: home }',
    'office_visits: 250',
    'er_visits: 20',
    'home_visits: 265',
  );
  const ask = { what: 'users-of-care', count: 40 };
  const stays = await builds.build(tree, ask);
  const missed = await readRows(
    stays,
    `select distinct event || ' ' || skipped_because as missed, skipped_because from core.timeline
       where skipped_because in ('during a stay', 'during another visit', 'another was due on its day') order by skipped_because, missed`,
  );
  expect(missed.map((one) => one['missed'])).toEqual([
    'emergency_visit during a stay',
    'home_visit during a stay',
    'hospital_admission during a stay',
    'hospital_return_stay_after_nursing_facility_stay_after_hospital_admission during a stay',
    'nursing_facility_stay_after_hospital_admission during a stay',
    'office_visit during a stay',
    'specialist_referral_after_hospital_admission during a stay',
    'specialist_referral_after_hospital_return_stay_after_nursing_facility_stay_after_hospital_admission during a stay',
    'specialist_referral_after_nursing_facility_stay_after_hospital_admission during a stay',
    'home_visit another was due on its day',
    'emergency_visit during another visit',
    'home_visit during another visit',
    'office_visit during another visit',
  ]);
  const overlapping = await readRows(
    stays,
    `select 1 from patientsim.encounters a join patientsim.encounters b on a.patient_id = b.patient_id and a.encounter_id < b.encounter_id
       and a.start_time < b.end_time and b.start_time < a.end_time and 'IMP' not in (a.class, b.class) and 'NONAC' not in (a.class, b.class)`,
  );
  expect(overlapping).toEqual([]);
  const [back] = await readRows(
    stays,
    `select count(*) > 5 as some, count(b.encounter_id) = count(*) as all_are, bool_and(b.admit_source = 'nursing_facility') as as_such
       from patientsim.encounters a left join patientsim.encounters b
         on b.patient_id = a.patient_id and b.start_time = a.end_time and b.type like 'Return to hospital%'
       where a.class = 'NONAC' and a.discharge_disposition = 'hospital'`,
  );
  expect(back).toEqual({ some: true, all_are: true, as_such: true });
  const lying = await readRows(
    stays,
    `select distinct status::text as status, end_time >= '2025-01-01' as ends_later, discharge_disposition is null as has_not_left
       from patientsim.encounters where class in ('IMP', 'NONAC') order by status`,
  );
  expect(lying).toEqual([
    { status: 'finished', ends_later: false, has_not_left: false },
    { status: 'in-progress', ends_later: true, has_not_left: true },
  ]);
  const free = await readRows(
    stays,
    `select 1 from core.timeline t where skipped_because = 'during another visit' and event = 'office_visit' and not exists (
       from patientsim.encounters where patient_id = person_id and end_time > moment and start_time < moment + interval 90 minutes)`,
  );
  expect(free).toEqual([]);
  const leaving = await builds.build(tree, { ...ask, count: 20, journeys: ['leaving'] });
  const why = await readRows(leaving, 'select distinct skipped_because::text as why from core.timeline order by why');
  expect(why.map((one) => one['why'])).toEqual(expect.arrayContaining(['after disenrollment', 'during a stay']));
  const { violations } = await openBrokenCopy(stays, planOf(tree, ask));
  const longer = "update patientsim.encounters set start_time = start_time - interval 300 days where class = 'IMP'";
  const { before, after } = await violations('outside-stays patientsim.encounters', longer);
  expect([before, after > 0]).toEqual([0, true]);
});
