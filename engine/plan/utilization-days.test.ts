/** On which days care is used that is counted, and what does not come together: appointments, series, stays. */
import { expect, test } from 'vitest';
import { openBrokenCopy } from '../testing/broken-copy.ts';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../testing/cohort-builds.ts';
import { PROFILE, profileWith, usersOfCare } from '../testing/users-of-care.ts';
import type { Loaded } from '../pipeline.ts';

const builds = await openCohortBuilds();
const treeOf = (...counts: readonly string[]): Promise<Loaded> => builds.tree(usersOfCare(...counts));

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
