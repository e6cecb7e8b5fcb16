import { expect, test } from 'vitest';
import { readRows } from '../../../testing/built-tables.ts';
import { openCohortBuilds } from '../../../testing/cohort-builds.ts';

const { build, tree } = await openCohortBuilds();
const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };

const people = `---
name: takers
description: People who take medicines.
type: profile-template
---

\`\`\`yaml profile
profile_name: Takers
count: 200
seed: 5
as_of: 2025-01-01
demographics: { age: { min: 80, max: 85 }, geography: { state: RI } }
conditions: [ { code: I10, prevalence: 1 }, { code: J44.9, prevalence: 0.5 } ]
attributes: { adherence: 0.75 }
medications:
  - { drug: lisinopril, prevalence: 1 }
  - { drug: tiotropium, prevalence: 1, given: "has_condition('J44')" }
coverage: { type: Medicare, plan: Medicare Advantage }
products: [patientsim, membersim, rxmembersim, networksim]
\`\`\`
`;

const order = (id: string, months: number, details: string): string =>
  `      - { id: ${id}, type: prescription, timing: { month: ${months} }, ${details} }`;

const journey = `---
name: renewed
description: Three years of medicines.
type: journey-template
profile: takers
---

\`\`\`yaml journey
journey_name: Renewed
duration: 36 months
start: 2022-01-03
phases:
  - name: Years
    duration: 0-36 months
    events:
${[
  order(
    'quarterly',
    0,
    'medication: metformin, days_supply: 30, refills: 2, recurrence: { every: 3 months, count: 12 }',
  ),
  order(
    'yearly',
    2,
    'medication: semaglutide, days_supply: 28, refills: 12, recurrence: { every: 12 months, count: 3 }',
  ),
  order('once', 1, 'medication: amlodipine, days_supply: 90, refills: 3'),
  order('longer', 6, 'medication: amlodipine, days_supply: 60, refills: 5'),
  order('late', 30, 'medication: amlodipine, days_supply: 60, refills: 5'),
  order('slow', 0, 'medication: rosuvastatin, days_supply: 90, refills: 3'),
  order('faster', 4, 'medication: rosuvastatin, days_supply: 30, refills: 1').replace('month: 4', 'day: 130'),
  order('briefly', 5, 'medication: rosuvastatin, days_supply: 60, refills: 1'),
  order('valid', 0, 'medication: sertraline, days_supply: 30, refills: 11'),
  order('lapsed', 14, 'medication: sertraline, days_supply: 30, refills: 11'),
].join('\n')}
\`\`\`
`;

const files = { 'generation/templates/profiles/takers.md': people };
const profile = await build(await tree(files), { what: 'takers' });
const renewed = await build(await tree({ ...files, 'generation/templates/journeys/renewed.md': journey }), {
  what: 'renewed',
});

/** Paid fills, each with the day of the next of the same medicine. */
const SUPPLIES = `select drug, f.*, lead(filled_on) over (partition by rx_member_id, formulary_id order by filled_on, fill_id) as next
  from rxmembersim.fills f join rxmembersim.formulary using (formulary_id) where status = 'paid'`;

test('what people take is dispensed throughout the year before as_of, to everybody as reliably as they take it', async () => {
  const rows = await readRows(
    profile,
    `select count(*)::int as fills, min(filled_on) between '2024-01-03' and '2024-01-09' as from_first_week, count(distinct filled_on) > 300 as spread
     from (${SUPPLIES}) where drug = 'lisinopril' and rx_member_id in (
       select patient_id from patientsim.conditions where code = 'I10' and onset_date < date '2022-01-01')`,
  );
  const [{ old = 0 } = {}] = await readRows(
    profile,
    "select count(*)::int as old from patientsim.conditions where code = 'I10' and onset_date < date '2022-01-01'",
  );
  expect(rows).toMatchObject([{ from_first_week: true, spread: true }]);
  expect(Math.abs(Number(rows[0]?.['fills']) / Number(old) - 365 / 40)).toBeLessThan(0.1);
});

test('a year of orders is in the chart, with pharmacy and without', async () => {
  const orders = `select name, count(*)::int as orders, count(*) filter (status = 'active')::int as active,
      min(days_supply)::int as days, min(refills)::int as refills
    from patientsim.medication_requests group by all order by all`;
  const rows = await readRows(profile, orders);
  expect(rows).toMatchObject([
    { name: 'lisinopril', active: 200, days: 30, refills: 11 },
    { name: 'tiotropium', days: 30, refills: 11 },
  ]);
  expect(Number(rows[0]?.['orders'])).toBeGreaterThan(350);
  const products = { path: ['products'], value: ['patientsim'], at };
  const chart = await build(await tree(files), { what: 'takers', overrides: [products] });
  expect(await readRows(chart, orders)).toEqual(rows);
});

test('nobody is ordered a medicine before the condition for which the profile gives it', async () => {
  const [early] = await readRows(
    profile,
    `select count(*)::int as orders, min(authored_on::date - onset_date)::int >= 0 as after
     from patientsim.medication_requests m join patientsim.conditions c using (patient_id)
     where m.name = 'tiotropium' and c.code = 'J44.9'`,
  );
  expect(early).toMatchObject({ after: true });
});

test('nothing is dispensed again before the supply at home is used up', async () => {
  for (const file of [profile, renewed]) {
    const [found] = await readRows(
      file,
      `select count(*)::int > 1000 as many, count(*) filter (next < filled_on + days_supply::int)::int as early from (${SUPPLIES})`,
    );
    expect(found).toEqual({ many: true, early: 0 });
  }
});

test('a renewal goes on with the supply of the prescription that it replaces, whose refills are void', async () => {
  const [found] = await readRows(
    renewed,
    `select count(distinct prescription_id) / count(distinct rx_member_id) as orders,
       count(*) filter (next > filled_on + 50)::int as late, max(fill_number)::int as last
     from (${SUPPLIES}) where drug = 'metformin'`,
  );
  expect(found).toEqual({ orders: 12, late: 0, last: 2 });
});

test('a renewal after the supply is used up is dispensed on the day it is written', async () => {
  const rows = await readRows(
    renewed,
    `select written_on::text as written, min(filled_on)::text as first, max(filled_on)::text as last, count(distinct rx_member_id)::int as people
     from (${SUPPLIES}) where drug = 'amlodipine' group by rx_member_id, written_on order by all`,
  );
  const ofOrder = (written: string) => rows.filter((row) => row['written'] === written);
  const starts = (written: string) => new Set(ofOrder(written).map((row) => row['first']));
  expect([...starts('2022-02-03')]).toEqual(['2022-02-03']);
  expect([...starts('2024-07-03')]).toEqual(['2024-07-03']);
});

test('what is ordered again of one medicine moves no fill of another', async () => {
  const fills = `select * from (${SUPPLIES}) where drug in ('lisinopril', 'tiotropium') order by fill_id`;
  const before = await readRows(profile, fills);
  expect(before.length).toBeGreaterThan(1000);
  expect(await readRows(renewed, fills)).toEqual(before);
});

test('who has run out is dispensed a renewal on the day it is written, whatever could have been had before', async () => {
  const rows = await readRows(
    renewed,
    `with prescribed as (
       select drug, rx_member_id, written_on, min(filled_on) as first, max(filled_on + days_supply::int) as ends
       from (${SUPPLIES}) group by all)
     select drug, written_on::text as written, count(*)::int > 10 as several, bool_and(first = written_on) as at_once
     from (select *, lag(ends) over (partition by rx_member_id, drug order by written_on) as ended from prescribed)
     where ended < written_on and drug in ('rosuvastatin', 'sertraline') group by all order by all`,
  );
  expect(rows).toEqual([
    { drug: 'rosuvastatin', written: '2022-05-13', several: true, at_once: true },
    { drug: 'sertraline', written: '2023-03-03', several: true, at_once: true },
  ]);
});

test('an authorization is renewed as often as it runs out while the medicine is prescribed, and a denied one never', async () => {
  const rows = await readRows(
    renewed,
    `with answers as (select rx_member_id, a.status, count(*) as times, min(decided_on) as first, max(valid_to) as last,
         max(valid_to - decided_on)::int as days, bool_and(written_on <= requested_on) as prescribed
       from rxmembersim.rx_prior_authorizations a join rxmembersim.prescriptions using (prescription_id, rx_member_id) group by all),
     paid as (select rx_member_id, count(*) as fills, min(filled_on) as earliest, max(filled_on) as latest from (${SUPPLIES})
       where drug = 'semaglutide' group by all)
     select answers.status::text as status, times::int as times, days, bool_and(prescribed) as prescribed, count(*) > 20 as many,
       sum(fills)::int > 0 as filled, bool_and(earliest >= first and latest <= last) as valid
     from answers left join paid using (rx_member_id) group by all order by all`,
  );
  expect(rows).toEqual([
    { status: 'approved', times: 3, days: 365, prescribed: true, many: true, filled: true, valid: true },
    { status: 'denied', times: 1, days: null, prescribed: true, many: true, filled: null, valid: null },
  ]);
});

test('what is ordered before coverage goes on with no supply of then', async () => {
  const young = people.replace('{ min: 80, max: 85 }', '{ min: 65, max: 65 }').replace('count: 200', 'count: 60');
  const monthly = order('monthly', 0, 'medication: lisinopril, days_supply: 30, refills: 0, recurrence: monthly');
  const early = journey
    .replace('36 months', '12 months')
    .replace('0-36', '0-12')
    .replace('2022-01-03', '2024-01-03')
    .replace(/events:\n[\s\S]*?\n```/, `events:\n${monthly}\n\`\`\``);
  const skills = {
    'generation/templates/profiles/takers.md': young,
    'generation/templates/journeys/renewed.md': early,
  };
  const [found] = await readRows(
    await build(await tree(skills), { what: 'renewed' }),
    `select count(*) filter (reject_code = '65') > 100 as refused, count(*) > 100 as paid,
       count(*) filter (fills.status = 'paid' and filled_on < start_date)::int as uncovered
     from rxmembersim.fills join membersim.enrollments on member_id = rx_member_id`,
  );
  expect(found).toEqual({ refused: true, paid: true, uncovered: 0 });
});
