/** How people of a built population come to hospital, for what, and where they go from there, beside what is published of it. */
import { readRows } from './built-tables.ts';
import type { Row } from './built-tables.ts';

/**
 * Stays a year of 1,000 people of 65 to 74 and from 75 on by what they are for: National Inpatient Sample, as reported by KFF (Key Facts About
 * Hospitals, 2025). What is not among the ten most frequent of an age was told of the other alone.
 */
const REASONS_OF_STAYS = [
  { reason: 'sepsis', codes: ['A40', 'A41'], young: 16.92, old: 32.21 },
  { reason: 'heart failure', codes: ['I11.0', 'I13.0', 'I50'], young: 7.55, old: 21.8 },
  { reason: 'arrhythmia', codes: ['I47', 'I48', 'I49'], young: 4.98, old: 10.68 },
  { reason: 'heart attack', codes: ['I21'], young: 4.8, old: 7.49 },
  { reason: 'osteoarthritis', codes: ['M16', 'M17', 'M19'], young: 4.31, old: undefined },
  { reason: 'stroke', codes: ['I63'], young: 4.19, old: 9.27 },
  { reason: 'disorders of the spine', codes: ['M43', 'M47', 'M48', 'M51', 'M54'], young: 3.72, old: undefined },
  { reason: 'diabetes', codes: ['E11'], young: 3.7, old: undefined },
  { reason: 'acute kidney failure', codes: ['N17'], young: 3.69, old: 8.29 },
  { reason: 'broken hip', codes: ['S72.0', 'S72.1'], young: undefined, old: 9.39 },
  { reason: 'urinary infection', codes: ['N10', 'N12', 'N30', 'N39'], young: undefined, old: 8.98 },
  { reason: 'pneumonia', codes: ['J12', 'J13', 'J14', 'J15', 'J18'], young: undefined, old: 7.63 },
] as const;

/** Reasons of stays in a year that are farther from what is published than 30 % and three standard errors of a count. */
export async function unlikePublished(built: string): Promise<readonly string[]> {
  const counts = REASONS_OF_STAYS.map(({ codes }, at) => {
    const isFor = codes.map((code) => `starts_with(code, '${code}')`).join(' or ');
    return `count(*) filter ((${isFor}) and not is_old)::int as young_${at}, count(*) filter ((${isFor}) and is_old)::int as old_${at}`;
  });
  const [found] = await readRows(
    built,
    `with stays as (select reason_code::text as code, date_diff('year', birth_date, start_time) >= 75 as is_old
       from patientsim.encounters join core.persons on person_id = patient_id where class = 'IMP' and year(start_time) = 2024)
     select (select count(*) from core.persons where birth_date > '1949-07-01')::int as young,
       (select count(*) from core.persons where birth_date <= '1949-07-01')::int as old, ${counts.join(', ')} from stays`,
  );
  return REASONS_OF_STAYS.flatMap(({ reason, ...rates }, at) =>
    (['young', 'old'] as const).flatMap((age) => {
      const expected = ((rates[age] ?? 0) * Number(found?.[age])) / 1000;
      const stays = Number(found?.[`${age}_${at}`]);
      const isNear = Math.abs(stays - expected) <= 0.3 * expected + 3 * Math.sqrt(expected);
      return expected === 0 || isNear ? [] : [`${reason}, ${age}: ${stays} for ${expected.toFixed(1)}`];
    }),
  );
}

/**
 * Whether the ten most frequent reasons of stays take up about a third of them, as nationally those of 2018 did (8.9 of 27.7 million beside those of
 * mothers and newborns: AHRQ HCUP Statistical Brief 277), and there are many more; whether operations say what was done.
 */
export async function staysOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `with stays as (select *, left(reason_code::text, 3) as family from patientsim.encounters
       where class = 'IMP' and type::text not like 'Delivery%' and type::text not like 'Birth%'),
     families as (select family, count(*) as stays from stays group by 1),
     done as (select encounter_id, count(*) as procedures, bool_or(name = 'operation') as unsaid
       from patientsim.procedures join stays using (encounter_id) where stays.type::text like 'Hospital stay with another%' group by 1)
     select (select sum(stays) from (from families order by stays desc limit 10)) / (select count(*) from stays) between 0.2 and 0.42 as spread,
       (select count(distinct reason_code) from stays) > if((select min(birth_date) < '1945-01-01' from core.persons), 200, 90) as various,
       (select count(distinct code) > 20 from patientsim.procedures where code_system = 'ICD-10-PCS') as done,
       (select count(*) from done where procedures > 1)::int as several,
       (select avg(unsaid::int) < 0.12 from done) as unsaid`,
  );
  return found;
}

/**
 * Whether planned stays and orders of medicines keep days and hours that others do not; whether as many births as published are by cesarean and grouped
 * so; whether most who speak Chinese are Asian; whether no laboratory says that somebody has no bilirubin, as many people are tested as
 * published, and what is drawn at once comes together.
 */
export async function plannedCareOf(built: string): Promise<Row | undefined> {
  const [found] = await readRows(
    built,
    `with stays as (select *, type::text in ('Hospital stay with another planned operation',
         'Hospital stay for the replacement of a joint', 'Delivery by planned cesarean') as planned,
         dayofweek(start_time) in (0, 6) or hour(start_time) not between 5 and 14
           or strftime(start_time, '%m-%d') in ('01-01', '07-04', '12-25') as closed
       from patientsim.encounters where class = 'IMP'),
     births as (select distinct claim_id, drg in ('786', '787', '788') as cesarean from membersim.claims
       join patientsim.encounters using (encounter_id) where type::text like 'Delivery%' and drg is not null)
     select count(*) filter (planned and closed)::int as untimely,
       avg(closed::int) filter (not planned) > 0.5 as urgent,
       (select count(*) from patientsim.medication_requests
        where encounter_id is null and (dayofweek(authored_on) in (0, 6) or hour(authored_on) not between 8 and 16))::int as orders,
       (select count(*) > 100 and bool_and(e.patient_id = m.patient_id and e.reason_code = m.reason_code
          and authored_on::date in (start_time::date, end_time::date) and (start_time::date = end_time::date or authored_on = end_time))
        from patientsim.medication_requests m left join patientsim.encounters e using (encounter_id) where days_supply < 28) as courses,
       (select avg((encounter_id is not null)::int) > 0.8 and bool_and(m.reason_code is not null) and bool_and(coalesce(authored_on = start_time, true))
        from patientsim.medication_requests m left join patientsim.encounters e using (encounter_id)
        where days_supply = 30 and authored_on > date '2024-01-08' and m.patient_id in (select patient_id from patientsim.encounters where type = 'Office visit')) as renewed,
       (select coalesce(avg(cesarean::int) between 0.2 and 0.45, false) from births) as cesareans,
       (select count(*) filter (race = 'Asian') > 0.8 * count(*) from core.persons where language = 'Chinese') as speaking,
       (select min(value) > 0 from patientsim.observations where name = 'bilirubin') as traces,
       (select count(*) - count(distinct (patient_id, type, authored_on::date)) from patientsim.orders
        where category = 'laboratory')::int as repeated,
       (select count(distinct orders.patient_id) / count(distinct persons.person_id)
           between if(min(birth_date) < '1945-01-01', 0.78, 0.5) and if(min(birth_date) < '1945-01-01', 0.88, 0.68)
         from core.persons left join patientsim.orders on patient_id = person_id and category = 'laboratory') as tested,
       (select count(*) filter (name = 'tsh') = count(*) filter (name = 'ldl')
           and count(*) filter (name = 'hemoglobin') between 2 * count(*) filter (name = 'tsh') and count(*) filter (name = 'sodium')
         from patientsim.observations) as together
     from stays`,
  );
  return found;
}

/** Stays in nursing facilities, those that no stay of three days led to on its day, discharges that led nowhere, and home visits that share a day. */
export async function afterStaysOf(built: string): Promise<Row | undefined> {
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
       (select count(*) - count(distinct (patient_id, start_time::date)) from patientsim.encounters where type::text like 'Home health visit%')::int as visited`,
  );
  return found;
}
