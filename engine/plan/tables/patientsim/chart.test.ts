/** One build of a journey in which everything is done that a chart may hold. */
import { expect, test } from 'vitest';
import { loadPools } from '../../../pools/index.ts';
import { openBrokenCopy } from '../../../testing/broken-copy.ts';
import { readRows } from '../../../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../../../testing/cohort-builds.ts';
import { yearOfEvents } from '../../../testing/year-of-events.ts';

const builds = await openCohortBuilds();

const EVENTS = [
  '{ id: visit, type: encounter, class: AMB, timing: { day: 1 }, procedures: [electrocardiogram], vaccines: [influenza], observations: [heart_rate] }',
  '{ id: sent, type: referral, timing: { after: visit, days: 2 }, conditions: [primary] }',
  '{ id: seen, type: encounter, class: AMB, timing: { after: sent, days: 20 }, recurrence: { every: 30, unit: days, count: 2 }, probability: 0.5, observations: [weight, systolic] }',
  '{ id: emergency, type: er_visit, class: EMER, timing: { day: 60 }, observations: [heart_rate] }',
  '{ id: stay, type: admission, class: IMP, timing: { after: emergency, hours: 5 } }',
  '{ event: operation, timing: { after: stay, hours: 20 } }',
  '{ id: home, type: discharge, timing: { after: stay, days: 3 } }',
  '{ id: planned, type: admission, class: IMP, timing: { day: 120 } }',
  '{ id: stitches, type: procedure, title: Stitches taken out, timing: { day: 90 }, conditions: [N95.1] }',
  '{ id: cold, type: diagnosis, conditions: [J06.9], timing: { day: 40 }, recurrence: { every: 60, unit: days, count: 2 }, probability: 0.7 }',
  '{ id: infarction, type: diagnosis, conditions: [I21.9], timing: { day: 340 } }',
  '{ event: rx_amoxicillin, timing: { day: 95 }, probability: 0.7 }',
  '{ event: dilated_eye_exam, timing: { day: 100 } }',
  '{ event: a1c_check, timing: { day: 101 }, recurrence: { every: 30, unit: days, count: 2 } }',
  '{ event: care_management_plan, timing: { day: 10 }, recurrence: { every: 100, unit: days, count: 2 } }',
  '{ event: childhood_vaccines, timing: { day: 150 }, recurrence: { every: 60, unit: days, count: 3 } }',
];

const cohort = (name: string, more: string): string => `---
name: ${name}
description: Charts with something of everything.
type: cohort
---

\`\`\`yaml cohort
cohort_name: ${name}
journeys: [care]
as_of: 2025-01-01
products: [patientsim]
${more}
\`\`\`
`;

/** Thousands of times what the reference has for it. */
const FAR_FROM_USUAL =
  'labs: { heart_rate: { distribution: normal, mean: 200000, std_dev: 10, min: 199000, max: 201000 } }';

const loaded = await builds.tree({
  'generation/templates/journeys/care.md': yearOfEvents('care', EVENTS, { start: '2024-01-01' }),
  'generation/cohorts/charted.md': cohort('charted', `profile: medicare-diabetic\ncount: 40\n${FAR_FROM_USUAL}`),
  'generation/cohorts/infants.md': cohort(
    'infants',
    'profile: medicaid-pediatric\ncount: 60\ndemographics: { age: { min: 0, max: 1 } }\nallergies: [ { allergen: peanut, prevalence: 0.5 }, milk ]',
  ),
});
const file = await builds.build(loaded, { what: 'charted' });
const rules = await openBrokenCopy(file, planOf(loaded, { what: 'charted' }));
const of = async (sql: string): Promise<readonly unknown[]> => readRows(file, sql);

test('acute conditions are over so many days after they were diagnosed last, and chronic ones stay', async () => {
  const rows = await readRows(
    file,
    `select c.code::text as code, c.clinical_status::text as status, count(*)::integer as people,
       min(date_diff('day', t.last, c.abatement_date))::integer as low, max(date_diff('day', t.last, c.abatement_date))::integer as high
     from patientsim.conditions c left join (
       select person_id, case event::text when 'cold' then 'J06.9' else 'I21.9' end as code, max(moment::date) as last
       from core.timeline where event::text in ('cold', 'infarction') and status = 'happened' group by all) t
       on t.person_id = c.patient_id and t.code = c.code::text
     where c.code in ('E11.9', 'J06.9', 'I21.9') group by all order by code`,
  );
  const [chronic, infarction, cold] = rows;
  expect(rows).toHaveLength(3);
  expect(chronic).toMatchObject({ status: 'active', low: null });
  // Its four weeks are not over on the last day.
  expect(infarction).toMatchObject({ code: 'I21.9', status: 'active', people: 40, low: null });
  expect(cold).toMatchObject({ status: 'resolved' });
  expect(Number(cold?.low)).toBeGreaterThanOrEqual(5);
  expect(Number(cold?.high)).toBeLessThanOrEqual(14);
});

test('no order, procedure, referral or plan of care is for what only people of the other sex or of other ages can have', async () => {
  expect(
    await of(
      `select sex::text as sex, o.reason_code::text as order_for, p.reason_code::text as done_for
       from patientsim.procedures p join patientsim.orders o using (order_id) join core.persons on person_id = o.patient_id
       where name = 'stitches' group by all order by all`,
    ),
  ).toEqual([
    { sex: 'F', order_for: 'N95.1', done_for: 'N95.1' },
    { sex: 'M', order_for: null, done_for: null },
  ]);
  for (const table of ['orders', 'procedures', 'referrals', 'care_plans']) {
    const changed = `update patientsim.${table} set reason_code = 'N95.1'`;
    const bySex = await rules.violations(`sex-agrees patientsim.${table}`, changed);
    expect([table, bySex.before, bySex.after > 0]).toEqual([table, 0, true]);
    const young = "update core.persons set birth_date = '2010-01-01'";
    const byAge = await rules.violations(`age-agrees patientsim.${table}`, `${changed}; ${young}`);
    expect([table, byAge.before, byAge.after > 0]).toEqual([table, 0, true]);
  }
});

test('each stay ends with the discharge that follows it, and by its class where none does', async () => {
  expect(
    await of(
      `select t.event::varchar as event, min(date_diff('day', start_time, end_time))::int between 2 and 4 as as_long,
              bool_and(end_time > start_time) and bool_and(end_time < start_time + interval 60 days) as plausible
       from patientsim.encounters e join core.timeline t on t.timeline_id = e.encounter_id
       where t.event in ('stay', 'planned') group by all order by all`,
    ),
  ).toEqual([
    { event: 'planned', as_long: expect.any(Boolean), plausible: true },
    { event: 'stay', as_long: true, plausible: true },
  ]);
});

test('what has no reference range is neither within nor outside of one', async () => {
  expect(
    await of(
      `select name, bool_and((interpretation is null) = (name = 'weight')) as truthful
       from patientsim.observations where name in ('weight', 'systolic') group by all order by all`,
    ),
  ).toEqual([
    { name: 'systolic', truthful: true },
    { name: 'weight', truthful: true },
  ]);
});

test('procedures are those that events list, within the visit or stay that they belong to', async () => {
  expect(
    await of(
      `select name, code, code_system, type as encounter, count(*)::int as rows
       from patientsim.procedures p left join patientsim.encounters e using (encounter_id) group by all order by all`,
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "code": "S3000",
        "code_system": "HCPCS",
        "encounter": null,
        "name": "dilated_eye_exam",
        "rows": 40,
      },
      {
        "code": "HS-ECG",
        "code_system": "local",
        "encounter": "Visit",
        "name": "electrocardiogram",
        "rows": 40,
      },
      {
        "code": "0FT44ZZ",
        "code_system": "ICD-10-PCS",
        "encounter": "Stay",
        "name": "gallbladder_removal",
        "rows": 40,
      },
      {
        "code": null,
        "code_system": null,
        "encounter": null,
        "name": "stitches",
        "rows": 40,
      },
    ]
  `);
});

test('a referral is completed by the first visit that follows it', async () => {
  expect(
    await of(
      `select distinct r.status, e.type, e.start_time::date - authored_on::date >= 20 as later,
         exists (select 1 from patientsim.encounters o where o.patient_id = e.patient_id and o.type = e.type and o.start_time < e.start_time) as again
       from patientsim.referrals r left join patientsim.encounters e using (encounter_id) order by all`,
    ),
  ).toEqual([
    { status: 'active', type: null, later: null, again: false },
    { status: 'completed', type: 'Seen', later: true, again: false },
  ]);
  expect(
    await of(
      "select max(visits)::int as most from (select count(*) as visits from patientsim.encounters where type = 'Seen' group by patient_id)",
    ),
  ).toEqual([{ most: 2 }]);
});

test('men have names of men, and women those of women', async () => {
  const pool = loadPools().find(({ name }) => name === 'given_names');
  for (const [sex, column] of [
    ['F', 'female'],
    ['M', 'male'],
  ]) {
    const names = new Set<unknown>(pool?.columns.find(({ name }) => name === column)?.values);
    const borne = await readRows(file, `select given_name from core.persons where sex = '${sex}'`);
    expect(borne.length).toBeGreaterThan(10);
    expect(borne.filter((row) => !names.has(row['given_name']))).toEqual([]);
  }
});

test('an order is what its results refer to', async () => {
  expect(
    await of(
      `select category, o.type, count(distinct o.order_id)::int as orders, count(distinct r.observation_id)::int as results,
         count(distinct p.procedure_id)::int as procedures
       from patientsim.orders o left join patientsim.observations r using (order_id)
         left join patientsim.procedures p using (order_id) group by all order by all`,
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "category": "laboratory",
        "orders": 80,
        "procedures": 0,
        "results": 80,
        "type": "Hemoglobin A1c",
      },
      {
        "category": "screening",
        "orders": 40,
        "procedures": 40,
        "results": 0,
        "type": "Dilated eye examination",
      },
      {
        "category": "procedure",
        "orders": 40,
        "procedures": 40,
        "results": 0,
        "type": "Laparoscopic removal of the gallbladder",
      },
      {
        "category": "procedure",
        "orders": 40,
        "procedures": 40,
        "results": 0,
        "type": "Stitches taken out",
      },
    ]
  `);
});

test('a stay says where the patient came from and went to, a visit does not', async () => {
  expect(
    await of("select display from core.codes where code_system = 'admission source' and code = 'referral'"),
  ).toEqual([{ display: 'Referral by a physician' }]);
  expect(
    await of(
      `select type, admit_source, count(discharge_disposition)::int as dispositions, count(distinct discharge_disposition) > 1 as several
       from patientsim.encounters group by all order by all`,
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "admit_source": null,
        "dispositions": 0,
        "several": false,
        "type": "Visit",
      },
      {
        "admit_source": null,
        "dispositions": 0,
        "several": false,
        "type": "Seen",
      },
      {
        "admit_source": null,
        "dispositions": 0,
        "several": false,
        "type": "Emergency",
      },
      {
        "admit_source": "emergency",
        "dispositions": 40,
        "several": true,
        "type": "Stay",
      },
      {
        "admit_source": "referral",
        "dispositions": 40,
        "several": true,
        "type": "Planned",
      },
    ]
  `);
});

test('a care plan stands until the next of its kind', async () => {
  expect(
    await of(
      `select title, status, period_start::text as made, period_end::text as ended
       from patientsim.care_plans where patient_id = 1 order by made`,
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "ended": "2024-04-22",
        "made": "2024-01-11",
        "status": "completed",
        "title": "Care management plan",
      },
      {
        "ended": null,
        "made": "2024-04-22",
        "status": "active",
        "title": "Care management plan",
      },
    ]
  `);
});

test('vaccines that an event names are given at it, those of the schedule to nobody who is too old', async () => {
  expect(
    await of(
      `select vaccine, vaccine_code, dose_number, encounter_id is not null as at_visit, count(*)::int as doses
       from patientsim.immunizations group by all`,
    ),
  ).toEqual([{ vaccine: 'influenza', vaccine_code: '140', dose_number: null, at_visit: true, doses: 40 }]);
});

test('how much measurements of one person vary is told of what lies far from what is usual as well', async () => {
  expect(
    await of(
      `select round(actual, 2)::double as found, verdict from meta.fidelity where section = 'measurements' and quantity = 'heart_rate'`,
    ),
  ).toEqual([{ found: 0.06, verdict: 'as declared' }]);
});

test('infants get each dose of the schedule once, at their age', async () => {
  const infants = await builds.build(loaded, { what: 'infants' });
  const rows = await readRows(
    infants,
    `select count(*)::int > 50 as many, count(*) filter (given > 1)::int as twice from (
       select count(*) as given from patientsim.immunizations where dose_number is not null group by patient_id, vaccine, dose_number)`,
  );
  expect(rows).toEqual([{ many: true, twice: 0 }]);
  const wrong = await readRows(
    infants,
    `select count(*)::int as wrong from patientsim.immunizations join patientsim.patients using (patient_id)
     where vaccine = 'mmr' and dose_number = 1
       and (occurrence_time < birth_date + interval 12 month or occurrence_time >= birth_date + interval 16 month)`,
  );
  expect(wrong).toEqual([{ wrong: 0 }]);
  expect(
    await readRows(
      infants,
      'select substance, count(*)::int between 15 and 45 as half, count(*)::int as people from patientsim.allergies group by all order by all',
    ),
  ).toMatchObject([
    { substance: 'milk', people: 60 },
    { substance: 'peanut', half: true },
  ]);
});

test('charts have the allergies of the reference by their shares', async () => {
  const rows = await of(
    `select count(distinct substance)::int >= 5 as several, count(*)::int between 5 and 60 as usual,
       count(*) filter (onset_date < birth_date)::int as early
     from patientsim.allergies join patientsim.patients using (patient_id)`,
  );
  expect(rows).toEqual([{ several: true, usual: true, early: 0 }]);
});

test('nobody is allergic to what they were ordered, others are', async () => {
  expect(
    await of(
      `select count(distinct m.patient_id)::int > 15 as ordered, count(a.substance)::int as allergic,
         (select count(*)::int > 0 from patientsim.allergies where substance = 'penicillin' and display = 'Penicillins') as others
       from patientsim.medication_requests m
       left join patientsim.allergies a on a.patient_id = m.patient_id and a.substance = 'penicillin' where m.name = 'amoxicillin'`,
    ),
  ).toEqual([{ ordered: true, allergic: 0, others: true }]);
});

const FIRST = 'where rowid = (select min(rowid) from';

test.each([
  [
    'within-encounter patientsim.procedures',
    "update patientsim.procedures set performed_time = '2020-01-01' where name = 'electrocardiogram'",
  ],
  ['within-encounter patientsim.immunizations', 'update patientsim.immunizations set patient_id = patient_id % 40 + 1'],
  ['visit-after-referral patientsim.referrals', "update patientsim.referrals set authored_on = '2024-12-31'"],
  ['start-before-end patientsim.care_plans', 'update patientsim.care_plans set period_end = period_start - 1'],
  ...[
    ['orders', 'authored_on'],
    ['procedures', 'performed_time'],
    ['immunizations', 'occurrence_time'],
    ['referrals', 'authored_on'],
    ['care_plans', 'period_start'],
    ['allergies', 'onset_date'],
  ].flatMap(([name, moment]) => [
    [
      `nothing-before-birth patientsim.${name}`,
      `update patientsim.${name} set ${moment} = '1850-01-01' ${FIRST} patientsim.${name})`,
    ],
    [
      `nothing-after-as-of patientsim.${name}`,
      `update patientsim.${name} set ${moment} = '2150-01-01' ${FIRST} patientsim.${name})`,
    ],
  ]),
  ...['encounter_id patientsim.procedures', 'order_id patientsim.procedures', 'order_id patientsim.observations'].map(
    (reference) => {
      const [name = '', place = ''] = reference.split(' ');
      return [
        `whole-reference:${name} ${place}`,
        `update ${place} set ${name} = 1 ${FIRST} ${place} where ${name} is not null)`,
      ];
    },
  ),
])('the rule %s holds, and is caught when a row breaks it', async (rule = '', sql = '') => {
  const { before, after } = await rules.violations(rule, sql);
  expect(before).toBe(0);
  expect(after).toBeGreaterThan(0);
});
