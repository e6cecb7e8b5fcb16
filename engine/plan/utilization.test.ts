import { readFile } from 'node:fs/promises';
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
  const text = profileWith(counts.map((count) => `  ${count}`).join('\n'), '[ { code: I10, prevalence: 0.4 } ]');
  return builds.tree({ [PROFILE]: text, ...JOURNEYS });
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

const WEEKLY = `---
name: weekly
description: People come every week.
type: journey-template
---

\`\`\`yaml
journey_name: Weekly
duration: 3 months
start: 2024-02-05
events: [ { event: follow_up_visit, recurrence: weekly } ]
\`\`\`
`;

const JOURNEYS = {
  'generation/templates/journeys/leaving.md': LEAVING,
  'generation/templates/journeys/weekly.md': WEEKLY,
};

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

  const lists = { ...OWN_LISTS, [PROFILE]: profileWith('  office_visits: 2', '[]') };
  const silent = await builds.build(await builds.tree(lists), { what: 'users-of-care', count: 20 });
  const [visited] = await readRows(silent, 'select count(*) > 20 as often from patientsim.encounters');
  expect(visited?.['often']).toBe(true);
});

test('a time for which visits have one reason means nothing where they come by chance, and is named', async () => {
  const lists = {
    ...OWN_LISTS,
    'patientsim/visit-reasons.md': OWN_REASONS.replace('office_visit | |', 'office_visit | 8 weeks |'),
  };
  const { diagnostics } = await builds.tree(lists, ['normalize-without-effect']);
  expect(diagnostics[0]?.message).toContain('office_visit does not say how far `apart` it comes');
});

test('nothing is ordered anew at what is no visit, and it is named', async () => {
  const lists = {
    ...OWN_LISTS,
    'patientsim/visit-reasons.md': OWN_REASONS.replace(
      '| same_for | source |\n|---|---|---|---|\n| office | office_visit | |',
      '| renews | source |\n|---|---|---|---|\n| office | office_visit; imaging_study | yes |',
    ),
  };
  const { diagnostics } = await builds.tree(lists, ['normalize-without-effect']);
  expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('imaging_study has no `class`')]);
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

const OWN_PRESCRIPTIONS = `---
name: visit-prescriptions
description: What is prescribed at visits of those who have a condition.
type: reference
tables:
  visit_prescriptions: Prescriptions
---

## Prescriptions

| reasons | code | prescription | share | source |
|---|---|---|---|---|
| office | I10 | rx_omeprazole | 0.5 | assumption |
`;

const OWN_LISTS = {
  'patientsim/visit-reasons.md': OWN_REASONS,
  'patientsim/visit-prescriptions.md': OWN_PRESCRIPTIONS,
};

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

test('what cannot be of a series behind stays is named', async () => {
  const behind = (key: string): string => `  admissions: 2\n  home_visits: { after_discharge: home, ${key} }`;
  for (const [key, code] of [
    ['probability: 2', 'normalize-value-range'],
    ['within: soon', 'validate-value-form'],
    ['within: -3 to -1 days', 'normalize-value-range'],
    ['times: 101', 'normalize-value-kind'],
    ['times: { distribution: poisson, mean: 5 }', 'normalize-value-kind'],
  ] as const) {
    await builds.tree({ [PROFILE]: profileWith(behind(key), '[]') }, [code]);
  }
  const stays = '  admissions: 2\n  nursing_facility_stays: { after_discharge: skilled_nursing, times: 2 }';
  const { diagnostics } = await builds.tree({ [PROFILE]: profileWith(stays, '[]') }, ['normalize-without-effect']);
  expect(diagnostics[0]?.message).toContain('a stay begins with the discharge');
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

test('what makes no visit has a day of its own as well, so that nobody is examined twice at a time', async () => {
  const [seen] = await readRows(
    await builds.build(await treeOf('imaging_studies: 60'), { what: 'users-of-care', count: 100 }),
    `select count(*)::int > 4000 as many, count(distinct (patient_id, performed_time::date)) = count(*) as apart from patientsim.procedures`,
  );
  expect(seen).toEqual({ many: true, apart: true });
});

test('nobody has two appointments a day, whether a profile counts them or a journey has them', async () => {
  const use = await builds.build(await treeOf('office_visits: 40', 'therapy_visits: 12'), {
    what: 'users-of-care',
    count: 60,
    journeys: ['weekly'],
  });
  const [days] = await readRows(
    use,
    `select count(*)::int as twice, (select count(*) > 300 from core.timeline where journey = 'weekly' and status = 'happened') as has_journey
     from (select 1 from patientsim.encounters where class = 'AMB' group by patient_id, start_time::date having count(*) > 1)`,
  );
  expect(days).toEqual({ twice: 0, has_journey: true });
  const [apart] = await readRows(
    use,
    `with visits as (select moment::date - lag(moment::date) over (partition by person_id order by occurrence) as days
       from core.timeline where event = 'office_visit' and occurrence < 2)
     select count(distinct abs(days)) > 40 as differ, max(abs(days)) > 200 as far, min(abs(days)) < 30 as near from visits`,
  );
  expect(apart).toEqual({ differ: true, far: true, near: true });
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
  const [courses] = await readRows(
    await builds.build(await treeOf('therapy_visits: 57'), { ...ask, count: 150 }),
    `with visits as (select patient_id, reason_code, row_number() over (partition by patient_id order by occurrence) as turn,
         reason_code is distinct from lag(reason_code) over (partition by patient_id order by occurrence) as other
       from patientsim.encounters join core.timeline on timeline_id = encounter_id)
     select count(*) filter (other and turn % 19 <> 1) > 0 as cut_short, count(*) filter (other and turn % 19 <> 1) < 200 as seldom,
       count(*) filter (other and turn % 19 = 1) > 330 as another from visits`,
  );
  expect(courses).toEqual({ cut_short: true, seldom: true, another: true });
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
    'specialist_referral during a stay',
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
