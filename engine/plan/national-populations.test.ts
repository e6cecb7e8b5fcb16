import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import type { Row } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';
import { afterStaysOf, plannedCareOf, staysOf, unlikePublished } from '../testing/stays-as-published.ts';

const builds = await openCohortBuilds();

const NATIONAL = [
  { what: 'national-commercial', ages: [18, 44], visits: 1.73, within: 0.2 },
  { what: 'national-medicare', ages: [65, 100], visits: 5.5, within: 0.3 },
] as const;

/** Stays of 1,000 people of 65 and over, 2019: 290,130 of 54.1 million (J Aging Health 2023;35:345). */
const BROKEN_HIPS = 5.4;

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
    const [births] = await readRows(
      built,
      `with done as (select drg::text in ('786', '787', '788') as cesarean, name::text as name
         from patientsim.encounters e left join patientsim.procedures using (encounter_id)
         left join membersim.claims c on event_id = e.encounter_id and drg is not null where type::text = 'Delivery')
       select (select count(*) from patientsim.encounters where type::text = 'Delivery'
           and discharge_disposition::text in ('skilled_nursing', 'rehabilitation'))::int as nursed,
         count(*) filter (name is null or (name = 'cesarean') <> cesarean)::int as untold,
         (select count(*) from (select patient_id, count(*) filter (type::text like 'Delivery%') as births, count(*) filter (type = 'Prenatal visit') as visits,
             min(start_time) filter (type::text like 'Delivery%') < max(start_time) filter (type = 'Prenatal visit') as late
             from patientsim.encounters where type::text like 'Delivery%' or type = 'Prenatal visit' group by 1)
           where births <> 1 or visits < 5 or late)::int as unprepared
       from done`,
    );
    expect(births).toEqual({ nursed: 0, untold: 0, unprepared: 0 });
    expect(await plannedCareOf(built)).toEqual({
      untimely: 0,
      urgent: true,
      orders: 0,
      courses: true,
      renewed: true,
      cesareans: what === 'national-commercial',
      speaking: true,
      traces: true,
      repeated: 0,
      tested: true,
      together: true,
    });
    expect(await storyOf(built)).toEqual({ crowded: 0, outcomes: true, treated: true, unfounded: 0, feverish: true });
    expect(await hoursOf(built)).toEqual({ home: true, early: true, awake: true, reversed: 0 });
    const [found] = await readRows(
      built,
      `select avg(number) as rate from core.attributes join core.persons using (person_id)
       where name = 'office_visits' and date_diff('year', birth_date, date '2024-12-31') between ${ages[0]} and ${ages[1]}`,
    );
    expect(Math.abs(Number(found?.rate) - published)).toBeLessThan(within);
    expect(await seenOf(built)).toEqual({ men: true, women: true });
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
      `select part, actual, standard_error, verdict from meta.fidelity where measure = 'concentration' order by rowid`,
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
      `with operated as (select drg::text as drg, principal_diagnosis::text as code from membersim.claims join core.timeline on timeline_id = event_id
           where event in ('operation_stay', 'planned_operation_stay') and drg is not null)
       select bool_and(if(code like 'K35%', drg in ('397', '398', '399'), drg in ('329', '330', '331')))
           filter (code like 'K35%' or code in ('K56.609', 'K57.20', 'K57.32', 'K63.1', 'C18.2', 'C18.7', 'D12.2')) as bowel,
         (select max(groups) > 1 from (select count(distinct drg) as groups from operated group by code)) as several,
         count(*) filter (drg in ('981', '982', '983'))::int as unrelated
       from operated`,
    );
    expect(operations).toEqual({ bowel: true, several: true, unrelated: 0 });
    const [hips] = await readRows(
      built,
      `select count(*)::int / 5.0 as stays, avg((discharge_disposition::text in ('skilled_nursing', 'rehabilitation'))::int) as facilities
       from patientsim.encounters where type = 'Hospital stay for a broken hip'`,
    );
    const inPublished = Math.abs(Number(hips?.['stays']) - BROKEN_HIPS) < 3.1 && Number(hips?.['facilities']) > 0.6;
    expect(inPublished).toBe(what === 'national-medicare');
    expect(await paymentsOf(built)).toEqual({
      published: true,
      early: what === 'national-medicare',
      misdirected: true,
      told: what === 'national-medicare' ? 1 : 0,
    });
    expect(await vaccinesOf(built)).toEqual({
      young: what === 'national-commercial' ? 'covid influenza' : null,
      tooYoung: 0,
      tooSoon: 0,
      seasonal: true,
    });
    expect(what === 'national-medicare' ? await unlikePublished(built) : []).toEqual([]);
    expect(await staysOf(built)).toEqual({ spread: true, various: true, done: true, several: 0, unsaid: true });
    expect(await deathsOf(built)).toEqual({
      untold: 0,
      afterwards: 0,
      covered: 0,
      published: true,
      cared: true,
      nursed: true,
      costly: true,
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

test('people with Medicaid owe nothing, come to emergency departments and give birth as often as published, and are treated for what the mind and substances do', async () => {
  const built = await builds.build(await builds.tree(), {
    what: 'Medicaid members with pharmacy claims',
    count: 4000,
  });
  const [found] = await readRows(
    built,
    `with people as (select person_id, sex, date_diff('year', birth_date, date '2024-12-31') as age from core.persons),
       seen as (select * from patientsim.encounters join people on person_id = patient_id),
       ill as (select distinct patient_id, left(code::text, 3) as code from patientsim.conditions),
       filled as (select rx_member_id as patient_id, list(distinct drug::text) as drugs from rxmembersim.fills
         join rxmembersim.formulary using (formulary_id) where status = 'paid' group by 1),
       treated as (select ill.code, coalesce(drugs, []) as drugs, patient_id in (
           select patient_id from seen where type = 'Week of treatment with methadone') as methadone
         from ill left join filled using (patient_id))
     select (select max(age) < 65 and abs(avg((age < 19)::int) - 0.46) < 0.03 from people) as ages,
       (select sum(member_paid) + (select sum(patient_pay) from rxmembersim.fills) from membersim.claims)::double as owed,
       (select count(*) filter (type = 'Emergency department visit' and age >= 19) from seen)
         / (select count(*) from people where age >= 19) as emergencies,
       (select count(*) filter (type::text like 'Delivery%') from seen)
         / (select count(*) from people where sex = 'F' and age between 18 and 44) as births,
       (select bool_and(left(reason_code::text, 1) = 'F') and count(*) > 20 from seen
         where type = 'Hospital stay for mental illness or substance use') as behavioral,
       (select bool_and(case principal_diagnosis::text when 'O80' then diagnosis_3::text between 'Z3A.37' and 'Z3A.42'
           when 'O60.14X0' then diagnosis_3::text between 'Z3A.28' and 'Z3A.36' else diagnosis_3::text like 'Z3A.%' end)
         from membersim.claims where diagnosis_2 = 'Z37.0') as weeks,
       (select avg((methadone or list_has_any(drugs, ['buprenorphine', 'naltrexone']))::int) from treated where code = 'F11') as opioids,
       (select avg(list_has_any(drugs, ['paliperidone', 'risperidone', 'olanzapine', 'aripiprazole', 'quetiapine', 'haloperidol'])::int)
         from treated where code = 'F20') as schizophrenia`,
  );
  expect(found).toMatchObject({ ages: true, owed: 0, behavioral: true, weeks: true });
  expect(Math.abs(Number(found?.['emergencies']) - 0.947)).toBeLessThan(0.15);
  expect(Math.abs(Number(found?.['births']) - 0.094)).toBeLessThan(0.02);
  expect(Math.abs(Number(found?.['opioids']) - 0.667)).toBeLessThan(0.14);
  expect(Math.abs(Number(found?.['schizophrenia']) - 0.85)).toBeLessThan(0.13);
});

/**
 * Days with two appointments of a person, whether all claims of deliveries tell how they came out, medicines against cancer of people
 * who do not have it, and whether those have a fever who have what gives one.
 */
async function storyOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `with outcomes as (select diagnosis_2 = 'Z37.0' as told from membersim.claims join core.timeline on timeline_id = event_id
       where event in ('delivery_stay', 'planned_cesarean_stay')),
     cancer as (select member_id, principal_diagnosis::text as code from membersim.claims where claim_id in (
       select claim_id from membersim.claim_lines where service = 'cancer_medicine'))
     select (select count(*) from (select 1 from patientsim.encounters where class = 'AMB'
         group by patient_id, start_time::date having count(*) > 1))::int as crowded,
       coalesce((select bool_and(told) from outcomes), true) as outcomes,
       (select count(*) > 10 from cancer) as treated,
       (select count(*) from cancer where not exists (select 1 from patientsim.conditions
         where patient_id = member_id and code = cancer.code and code like 'C%'))::int as unfounded,
       (select avg((value >= 38)::int) filter (reason_code::text in ('J10.1', 'J18.9')) between 0.35 and 0.85
           and avg((value >= 38)::int) filter (left(reason_code::text, 1) in ('M', 'S')) < 0.01
         from patientsim.observations join patientsim.encounters using (encounter_id) where name = 'temperature') as feverish`,
  );
  return found;
}

/** Whether people leave hospital by day, before noon one of seven, come to emergency departments when they are awake, and end nothing before it begins. */
async function hoursOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `with told as (select class::text as class, start_time, end_time, hour(end_time) as ends, hour(start_time) as begins,
       class::text in ('IMP', 'NONAC') and end_time::date is distinct from death_date::date as left_alive
       from patientsim.encounters join core.persons on person_id = patient_id)
     select avg((ends >= 22 or ends < 7)::int) filter (left_alive) < 0.06 as home,
       abs(avg((ends < 12)::int) filter (left_alive) - 0.13) < 0.05 as early,
       avg((begins between 6 and 17)::int) filter (class = 'EMER') between 0.6 and 0.68 and
         avg((begins between 3 and 5)::int) filter (class = 'EMER') < 0.06 as awake,
       count(*) filter (end_time < start_time)::int as reversed
     from told`,
  );
  return found;
}

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

/**
 * Whether as many die as by the life table, where and with what care as published from 65 on, and cost more than others; bands of age and
 * sex that are far from the table, what lies behind a death, and coverage that does not end with it.
 */
async function deathsOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `with people as (select person_id, death_date, date_diff('year', birth_date, date '2025-01-01') as age from core.persons),
       stays as (select * from patientsim.encounters join people on person_id = patient_id where death_date is not null and class in ('IMP', 'HH')),
       spent as (select person_id, any_value(death_date) as death_date, coalesce(sum(plan_paid), 0) as paid
         from people left join membersim.claims on member_id = person_id group by person_id)
     select (select count(*) from meta.fidelity where quantity = 'end-of-life' and people > 0
         and verdict not in ('as declared', 'exact', 'too few to tell'))::int as untold,
       ((select count(*) from patientsim.encounters join people on person_id = patient_id where end_time::date > death_date)
         + (select count(*) from membersim.claims join people on person_id = member_id where service_to > death_date)
         + (select count(*) from patientsim.medication_requests join people on person_id = patient_id
           where authored_on::date > death_date or (death_date is not null and status = 'active')))::int as afterwards,
       (select count(*) from membersim.enrollments join people on person_id = member_id
         where end_date is distinct from death_date)::int as covered,
       (select avg((death_date is not null)::int) filter (age >= 65) between 0.036 and 0.05
         or avg((death_date is not null)::int) filter (age < 65) between 0.0015 and 0.0045 from people) as published,
       (select count(distinct person_id) filter (type = 'Hospital stay until death') / any_value(died) between 0.13 and 0.27
         and count(distinct person_id) filter (type = 'Hospice care') / any_value(died) between 0.4 and 0.58
         and count(*) filter (class = 'IMP' and start_time > death_date - 182) / any_value(died) between 0.8 and 1.25
         and count(distinct person_id) filter (class = 'IMP' and start_time > death_date - 182) / any_value(died) between 0.47 and 0.67
         from stays cross join (select nullif(count(death_date), 0) as died, any_value(age) as age from people where age >= 65)) as cared,
       (select count(*) filter (class = 'NONAC' and discharge_disposition = 'expired')
         between 0.05 * count(distinct person_id) and 0.15 * count(distinct person_id)
         from patientsim.encounters join people on person_id = patient_id where death_date is not null and age >= 65) as nursed,
       (select avg(paid) filter (death_date is not null) > 1.5 * avg(paid) filter (death_date is null) from spent) as costly`,
  );
  return { ...found, cared: found?.['cared'] ?? true };
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

/** Vaccines of those who have them within two years of life besides the schedule, too early ones, and when influenza's are given. Doses are four weeks apart. */
async function vaccinesOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `select string_agg(distinct vaccine::text, ' ' order by vaccine::text)
         filter (dose_number is null and birth_date > occurrence_time - interval 2 years) as young,
       count(*) filter (dose_number is null and birth_date > occurrence_time - interval 6 months)::int as "tooYoung",
       (select count(*) from patientsim.immunizations a join patientsim.immunizations b using (patient_id, vaccine)
         where a.dose_number is null and a.occurrence_time < b.occurrence_time
           and b.occurrence_time::date - a.occurrence_time::date < 28)::int as "tooSoon",
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
       (select avg(reasons) filter (visits < 20) < 1.25 and avg(reasons) filter (visits > 40) > 1.5 and count(*) between 500 and 1000
         from (select count(distinct reason_code) as reasons, count(*) as visits from patientsim.encounters
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

/** Whether about as many of the youngest adults, or of the old, see a doctor in a year as say so: National Health Interview Survey, 2015. */
async function seenOf(built: string): Promise<Row | undefined> {
  const [seen] = await readRows(
    built,
    `with years as (select person_id, sex, date_diff('year', birth_date, date '2024-12-31') as age, age >= 65 as old from core.persons),
       seen as (select distinct patient_id from patientsim.encounters where class::text in ('AMB', 'EMER', 'IMP')
         and type::text not in ('Therapy visit', 'Visit to a dentist for pain, an infection or an extraction')),
       counted as (select sex, old, avg((patient_id is not null)::int) as share from years left join seen on patient_id = person_id
         where old or age between 18 and 29 group by 1, 2)
     select bool_and(abs(share - if(old, 0.932, 0.631)) < 0.08) filter (sex = 'M') as men,
       bool_and(abs(share - if(old, 0.943, 0.824)) < 0.09) filter (sex = 'F') as women from counted`,
  );
  return seen;
}
