import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const at = { file: '<test>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

test('each infant has the stay of its birth, preterm and ill ones as often, as long and as dear as published', async () => {
  const built = await builds.build(await builds.tree(), {
    what: 'medicaid-pediatric',
    count: 4000,
    overrides: [{ path: ['demographics', 'age'], value: [0, 1], at }],
  });
  const [stays] = await readRows(
    built,
    `with born as (select e.*, birth_date from core.persons left join patientsim.encounters e on patient_id = person_id
         and type::text like 'Birth%' where birth_date > date '2024-01-01')
     select count(*) filter (encounter_id is null or start_time::date <> birth_date or admit_source::text <> 'born')::int as unborn,
       (count(*) - count(distinct patient_id))::int as twice,
       (select count(*) from patientsim.encounters join core.persons on person_id = patient_id
         where type::text like 'Birth%' and birth_date <= date '2024-01-01')::int as older,
       avg((type::text like 'Birth in week%' or type::text like 'Birth before%')::int) as preterm,
       avg((reason_code = 'Z38.01')::int) as cesarean,
       avg(date_diff('day', start_time, end_time)) filter (type = 'Birth') as well,
       avg(date_diff('day', start_time, end_time)) filter (type = 'Birth in weeks 34 to 36') as late,
       avg(date_diff('day', start_time, end_time)) filter (type::text like 'Birth before%' or type = 'Birth in weeks 28 to 31') as early
     from born`,
  );
  expect(stays).toMatchObject({ unborn: 0, twice: 0, older: 0 });
  expect(Math.abs(Number(stays?.['preterm']) - 0.0867)).toBeLessThan(0.02);
  expect(Math.abs(Number(stays?.['cesarean']) - 0.321)).toBeLessThan(0.035);
  expect(Number(stays?.['well'])).toBeLessThan(2.6);
  expect(Number(stays?.['late'])).toBeGreaterThan(4.5);
  expect(Number(stays?.['early'])).toBeGreaterThan(30);
  const [claims] = await readRows(
    built,
    `with told as (select member_id, event, form::text as form, drg::text as drg, principal_diagnosis::text as code, total_allowed,
         diagnosis_2::text as second, diagnosis_3::text as third
       from membersim.claims join core.timeline on timeline_id = event_id where journey = 'birth' and claims.status <> 'denied')
     select bool_and(code in ('Z38.00', 'Z38.01')) as births,
       bool_and(case event when 'newborn_stay' then drg = '795' when 'newborn_problem_stay' then drg = '794'
         when 'newborn_illness_stay' then drg = '793' when 'extremely_preterm_stay' then drg = '790' else drg in ('790', '791', '792') end)
         filter (form = 'institutional') as grouped,
       bool_and(coalesce(second, '') between case event when 'extremely_preterm_stay' then 'P07.22' when 'very_preterm_stay' then 'P07.31'
         when 'moderately_preterm_stay' then 'P07.35' else 'P07.37' end and case event when 'extremely_preterm_stay' then 'P07.26'
         when 'very_preterm_stay' then 'P07.34' when 'moderately_preterm_stay' then 'P07.36' else 'P07.39' end)
         filter (event like '%preterm%') as weeks,
       bool_and(coalesce(second, '') not like 'P%') filter (event = 'newborn_stay') as healthy,
       count(distinct third) filter (event like '%preterm%') as problems,
       (select count(*) from (select 1 from told group by member_id
         having count(distinct coalesce(second, '') || coalesce(third, '')) > 1))::int as apart,
       avg(total_allowed) filter (drg is not null) as stay
     from told`,
  );
  expect(claims).toMatchObject({ births: true, grouped: true, weeks: true, healthy: true, apart: 0 });
  expect(Number(claims?.['problems'])).toBeGreaterThan(4);
  // AHRQ HCUP Statistical Brief 163: a birth stay cost hospitals $3,200 in 2011, some $4,500 of 2024.
  expect(Math.abs(Number(claims?.['stay']) - 4500)).toBeLessThan(2000);
});
