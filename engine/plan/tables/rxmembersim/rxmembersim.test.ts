import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { readRows, readTables } from '../../../testing/built-tables.ts';
import type { Row } from '../../../testing/built-tables.ts';
import { answerTo, openCohortBuilds } from '../../../testing/cohort-builds.ts';
import { planRequest, readRecord } from '../../../pipeline.ts';

const builds = await openCohortBuilds();
const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
const PRODUCTS = 'products: [patientsim, membersim, rxmembersim, networksim]';

const takers = (more: string): string => `---
name: takers
description: People who take medicines.
type: profile-template
---

\`\`\`yaml profile
profile_name: Takers
count: 3000
seed: 5
as_of: 2025-01-01
demographics: { age: { min: 70, max: 80 }, gender: { F: 0.5, M: 0.5 }, geography: { state: [RI, DE] } }
conditions: [ { code: I10, prevalence: 1 } ]
coverage: { type: Medicare, plan: Medicare Advantage }
${more}
\`\`\`
`;

const order = (id: string, day: number, details: string): string =>
  `      - { id: ${id}, type: prescription, timing: { day: ${day} }, ${details} }`;

const journey = `---
name: treatment
description: A year of medicines.
type: journey-template
profile: takers
---

\`\`\`yaml journey
journey_name: Treatment
duration: 12 months
start: 2024-01-02
phases:
  - name: Year
    duration: 0-365 days
    events:
${[
  order('metformin', 0, 'medication: metformin, days_supply: 30, refills: 11'),
  order('simvastatin', 0, 'medication: simvastatin, days_supply: 90, refills: 3'),
  order('again', 200, 'medication: simvastatin, days_supply: 90, refills: 3'),
  order('amlodipine', 30, 'medication: amlodipine, days_supply: 90, refills: 3, probability: 0.5'),
  order('semaglutide', 60, 'medication: semaglutide, days_supply: 90, refills: 0'),
  order('canagliflozin', 60, 'medication: canagliflozin, days_supply: 30, refills: 2'),
  order('apixaban', 90, 'medication: apixaban, days_supply: 30, refills: 5'),
  order('sildenafil', 90, 'medication: sildenafil, days_supply: 30, refills: 0'),
].join('\n')}
      - { id: death, type: death, timing: { day: 250 }, probability: 0.1 }
\`\`\`
`;

const FILES = {
  'generation/templates/profiles/takers.md': takers(PRODUCTS),
  'generation/templates/journeys/treatment.md': journey,
};
let file = '';
beforeAll(async () => {
  file = await builds.build(await builds.tree(FILES), { what: 'treatment' });
}, 60_000);

async function one(sql: string, of = file): Promise<Row> {
  return (await readRows(of, sql))[0] ?? {};
}

/** Days covered by a fill among those from the first fill to the end of the prescription. */
const PDC = `
  with days as (
    select prescription_id, min(filled_on) as first, sum(days_supply) as supplied, max(filled_on + days_supply::int) as last
    from rxmembersim.fills where status = 'paid' group by all),
  lives as (
    select rx_member_id, valid_until, days.*, valid_until - first as length
    from rxmembersim.prescriptions join days using (prescription_id) join rxmembersim.formulary using (formulary_id)
    where drug = 'metformin')
  select a.number as adherence, (supplied - greatest(0, last - valid_until)) / length as covered
  from lives join core.attributes a on a.person_id = rx_member_id and a.name = 'adherence'
  where length between 200 and 365`;

test('people have their medicine on the share of days that is declared', async () => {
  const { people, gap, spread, adherent } = await one(`
    select count(*)::int as people, avg(covered - adherence) as gap, stddev(covered - adherence) as spread,
      avg((adherence >= 0.8)::int) as adherent
    from (${PDC})`);
  expect(Number(people)).toBeGreaterThan(2500);
  expect(Math.abs(Number(gap))).toBeLessThan(0.01);
  expect(Number(spread)).toBeLessThan(0.04);
  expect(Math.abs(Number(adherent) - 0.87)).toBeLessThan(3 * Math.sqrt((0.87 * 0.13) / Number(people)));
});

test("a profile's own adherence is kept to the day", async () => {
  const skills = {
    ...FILES,
    'generation/templates/profiles/takers.md': takers(`attributes: { adherence: 0.75 }\n${PRODUCTS}`),
  };
  const own = await builds.build(await builds.tree(skills), { what: 'treatment' });
  const { apart } = await one(
    `with paid as (select f.*, row_number() over (partition by prescription_id order by filled_on) as place
       from rxmembersim.fills f join rxmembersim.formulary using (formulary_id)
       where status = 'paid' and drug = 'apixaban'),
     runs as (select prescription_id, max(filled_on) - min(filled_on) as length, count(*) as fills from paid group by 1)
     select count(*) filter (length < 30 * (fills - 1) or length > 40 * fills - 30)::int as apart from runs`,
    own,
  );
  expect(apart).toBe(0);
});

test('fills of a prescription never overlap, and end when it is replaced or the person dies', async () => {
  const found = await one(`
    with paid as (select *, lead(filled_on) over (partition by prescription_id order by fill_number) as next
      from rxmembersim.fills where status = 'paid')
    select count(*) filter (next < filled_on + paid.days_supply::int)::int as overlapping,
      count(*) filter (filled_on >= p.valid_until)::int as late,
      count(*) filter (fill_number > refills or paid.days_supply <> p.days_supply or paid.quantity <> p.quantity)::int as beyond
    from paid join rxmembersim.prescriptions p using (prescription_id)`);
  expect(found).toEqual({ overlapping: 0, late: 0, beyond: 0 });
  const replaced = await one(`
    with statins as (select p.* from rxmembersim.prescriptions p join rxmembersim.formulary using (formulary_id)
      where drug = 'simvastatin')
    select count(*)::int > 2000 as many, count(*) filter (old.valid_until <> new.written_on)::int as off
    from statins old join statins new using (rx_member_id)
    where old.status = 'replaced' and new.status <> 'replaced'`);
  expect(replaced).toEqual({ many: true, off: 0 });
});

test('every cent is paid by the member or the plan, as the tier of the medicine says', async () => {
  const rows = await readRows(
    file,
    `select distinct drug, f.days_supply as days, quantity::double as units, ingredient_cost::double as cost,
       dispensing_fee::double as fee, patient_pay::double as member, plan_pay::double as plan
     from rxmembersim.fills f join rxmembersim.formulary using (formulary_id)
     where status = 'paid' and drug in ('metformin', 'simvastatin', 'apixaban', 'canagliflozin') order by drug`,
  );
  expect(rows).toEqual([
    { drug: 'apixaban', days: 30, units: 60, cost: 576, fee: 1, member: 47, plan: 530 },
    { drug: 'canagliflozin', days: 30, units: 30, cost: 570, fee: 1, member: 228.4, plan: 342.6 },
    { drug: 'metformin', days: 30, units: 60, cost: 1.42, fee: 1, member: 0, plan: 2.42 },
    { drug: 'simvastatin', days: 90, units: 90, cost: 2.7, fee: 1, member: 0, plan: 3.7 },
  ]);
});

test('what a member pays for medicines in a year stops on the day of the limit of the card, to the cent', async () => {
  const text = await readFile(new URL('../../../../skills/rxmembersim/formulary.md', import.meta.url), 'utf8');
  const formulary = text.replace('| 1 | 2000 |', '| 1 | 300.5 |');
  const loaded = await builds.tree({ ...FILES, 'rxmembersim/formulary.md': formulary });
  const limited = await builds.build(loaded, { what: 'treatment' });
  const sums = `select rx_member_id, filled_on, sum(sum(patient_pay)) over until_then as member,
      sum(sum(plan_pay + patient_pay)) over until_then as total
    from rxmembersim.fills where status = 'paid' group by rx_member_id, filled_on
    window until_then as (partition by rx_member_id, year(filled_on) order by filled_on)`;
  const shares = async (from: string): Promise<readonly Row[]> =>
    readRows(
      from,
      `select least(member, 300.5)::double as member, total::double as total from (${sums}) order by rx_member_id, filled_on`,
    );
  const [before, after] = [await shares(file), await shares(limited)];
  expect(after).toEqual(before);
  expect(await one(`select max(member)::double as most from (${sums})`, limited)).toEqual({ most: 300.5 });
});

test('claims are rejected for what the formulary says, with the code of the skill', async () => {
  const rows = await readRows(
    file,
    `select drug, reject_code as code, count(*)::int as claims from rxmembersim.fills join rxmembersim.formulary using (formulary_id)
     where status = 'rejected' and reject_code <> '79' group by all order by drug`,
  );
  expect(rows).toEqual([
    { drug: 'canagliflozin', code: '608', claims: 3000 },
    { drug: 'semaglutide', code: '75', claims: 3000 },
    { drug: 'sildenafil', code: '70', claims: 3000 },
  ]);
  const { uncovered } = await one(`select count(*)::int as uncovered from rxmembersim.fills
    join rxmembersim.formulary using (formulary_id) where status = 'paid' and not covered`);
  expect(uncovered).toBe(0);
});

test('orders outside coverage are rejected, and nothing is dispensed outside it', async () => {
  const late = journey.replace(
    '      - { id: death',
    '      - { id: joins, type: enrollment, timing: { day: 20 } }\n      - { id: leaves, type: disenrollment, timing: { day: 120 } }\n      - { id: death',
  );
  const taken = takers(`medications: [ { drug: warfarin, prevalence: 1 } ]\n${PRODUCTS}`);
  const skills = {
    'generation/templates/profiles/takers.md': taken,
    'generation/templates/journeys/treatment.md': late,
  };
  const count = { path: ['count'], value: 100, at };
  const left = await builds.build(await builds.tree(skills), { what: 'treatment', overrides: [count] });
  const rows = await readRows(
    left,
    `select drug, reject_code as code, count(distinct rx_member_id)::int as people,
       min(filled_on - date '2024-01-02')::int >= 20 as joined, max(filled_on - date '2024-01-02')::int <= 120 as within
     from rxmembersim.fills join rxmembersim.formulary using (formulary_id)
     where drug in ('warfarin', 'metformin') and reject_code is distinct from '79' and status <> 'reversed'
     group by all order by all`,
  );
  expect(rows).toMatchObject([
    { drug: 'metformin', code: '65', people: 100, joined: false },
    { drug: 'metformin', code: null, joined: true, within: true },
    { drug: 'warfarin', code: '65', joined: true, within: false },
    { drug: 'warfarin', code: null, joined: true, within: true },
  ]);
});

test('nobody who is not covered has an alert, an early claim or asks for an authorization', async () => {
  const between = journey
    .replace(
      'id: canagliflozin, type: prescription, timing: { day: 60 }',
      'id: canagliflozin, type: prescription, timing: { day: 30 }',
    )
    .replace(
      '      - { id: death',
      '      - { id: leaves, type: disenrollment, timing: { day: 25 }, probability: 0.7 }\n      - { id: joins, type: enrollment, timing: { day: 100 }, probability: 0.7 }\n      - { id: death',
    );
  const dispensing = await readFile(new URL('../../../../skills/rxmembersim/dispensing.md', import.meta.url), 'utf8');
  const skills = {
    'generation/templates/profiles/takers.md': takers(
      `medications: [ { drug: warfarin, prevalence: 1 } ]\n${PRODUCTS}`,
    ),
    'generation/templates/journeys/treatment.md': between,
    // What is written on day 30 has expired when people are covered again.
    'rxmembersim/dispensing.md': dispensing
      .replace('prescription_valid_days | 365', 'prescription_valid_days | 60')
      .replace('attempt_share | 0.04', 'attempt_share | 0.5'),
  };
  const count = { path: ['count'], value: 100, at };
  const gone = await builds.build(await builds.tree(skills), { what: 'treatment', overrides: [count] });
  const outside = (day: string): string =>
    `count(*)::int > 20 as any, count(*) filter (not exists (select 1 from membersim.enrollments
       where member_id = rx_member_id and ${day} between start_date and coalesce(end_date, ${day})))::int as outside`;
  const rows = await readRows(
    gone,
    `select 'alerts' as what, ${outside('alerted_on')} from rxmembersim.dur_alerts
     union all select 'early', ${outside('filled_on')} from rxmembersim.fills where reject_code = '79'
     union all select 'authorizations', ${outside('requested_on')} from rxmembersim.rx_prior_authorizations`,
  );
  expect(rows.map((row) => [row['any'], row['outside']])).toEqual([
    [true, 0],
    [true, 0],
    [true, 0],
  ]);
  const lines = (await readRecord(gone)).result?.fidelity ?? [];
  expect(lines.filter(({ quantity }) => quantity === 'step therapy')).toMatchObject([{ actual: 1 }]);
});

test('what is ordered beyond the limit of the plan is dispensed in smaller fills', async () => {
  const rows = await readRows(
    file,
    `select fill_number, days_supply, quantity::double as units, count(*) > 0 as any from rxmembersim.fills
     join rxmembersim.formulary using (formulary_id) where drug = 'semaglutide' and status = 'paid' group by all order by all`,
  );
  expect(rows.every((row) => row['days_supply'] === 28 && Number(row['units']) <= 3.1)).toBe(true);
  expect(rows.length).toBeGreaterThan(2);
});

test('authorizations come before the fill, are denied by the declared share, and a denied medicine is not dispensed', async () => {
  const { asked, approved, before, dispensed } = await one(`
    select count(*)::int as asked, count(*) filter (status = 'approved')::int as approved,
      count(*) filter (first < decided_on)::int as before,
      count(*) filter (status = 'denied' and first is not null)::int as dispensed
    from rxmembersim.rx_prior_authorizations a left join (
      select prescription_id, min(filled_on) as first from rxmembersim.fills where status = 'paid' group by 1) using (prescription_id)`);
  expect([asked, before, dispensed]).toEqual([6000, 0, 0]);
  expect(Math.abs(Number(approved) / 6000 - 0.8)).toBeLessThan(3 * Math.sqrt((0.8 * 0.2) / 6000));
});

test('shares of early refills and reversals are those of the skill', async () => {
  const { refills, early, paid, reversed, alerts } = await one(`
    select count(*) filter (status = 'paid' and fill_number > 0)::int as refills,
      count(*) filter (reject_code = '79')::int as early, count(*) filter (status = 'paid')::int as paid,
      count(*) filter (status = 'reversed')::int as reversed,
      (select count(*)::int from rxmembersim.dur_alerts where reason = 'ER') as alerts from rxmembersim.fills`);
  const isNear = (count: unknown, of: unknown, share: number): boolean =>
    Math.abs(Number(count) / Number(of) - share) < 3 * Math.sqrt((share * (1 - share)) / Number(of));
  expect([isNear(early, refills, 0.04), isNear(reversed, paid, 0.03), alerts]).toEqual([true, true, early]);
});

test('a medicine begun while another is taken raises the alert of the skill once', async () => {
  const rows = await readRows(
    file,
    `select f.drug, o.drug as other, a.severity, count(*)::int = count(distinct a.rx_member_id) as once,
       count(*) > 1000 as many from rxmembersim.dur_alerts a join rxmembersim.formulary f using (formulary_id)
     join rxmembersim.formulary o on o.formulary_id = a.interacts_with group by all order by all`,
  );
  expect(rows).toContainEqual({
    drug: 'amlodipine',
    other: 'simvastatin',
    severity: 'moderate',
    once: true,
    many: true,
  });
  expect(rows.some(({ drug, other }) => drug === 'simvastatin' && other === 'metformin')).toBe(false);
});

test('people keep one pharmacy of the place where they live, whose numbers are valid and cannot be real', async () => {
  const { away, people } = await one(`
    select count(*)::int as people, count(*) filter (p.city <> c.city or p.postal_code <> c.postal_code)::int as away
    from rxmembersim.rx_members join core.persons c using (person_id) join networksim.pharmacies p using (pharmacy_id)`);
  expect([people, away]).toEqual([3000, 0]);
  const pharmacies = await readRows(file, "select npi || ' ' || ncpdp_id as numbers from networksim.pharmacies");
  const numbers = pharmacies.map(({ numbers: both }) => (typeof both === 'string' ? both : ''));
  expect(numbers.filter((both) => !/^9\d{9} [A-Z][0-9A-Z]{2}\d{4}$/.test(both))).toEqual([]);
  expect(numbers.filter((both) => !isLuhn(`80840${both.slice(0, 10)}`))).toEqual([]);
  const { ratio } = await one(
    'select sum(stands_for) / (1097379 + 989948) * 10000 as ratio from networksim.pharmacies',
  );
  expect(Math.abs(Number(ratio) - 2.11)).toBeLessThan(0.02);
});

function isLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number).reduceRight((total, digit, place) => {
    const value = digit * ((digits.length - place) % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

test('a skill that is changed changes the data, and nothing else', async () => {
  const text = await readFile(new URL('../../../../skills/rxmembersim/formulary.md', import.meta.url), 'utf8');
  const formulary = text.replace('| preferred brand | 47 |', '| preferred brand | 40 |');
  const changed = await builds.build(await builds.tree({ ...FILES, 'rxmembersim/formulary.md': formulary }), {
    what: 'treatment',
  });
  const sums = `select drug, sum(patient_pay)::double as member, count(*)::int as fills from rxmembersim.fills
    join rxmembersim.formulary using (formulary_id) where status = 'paid' group by 1 order by 1`;
  const [before, after] = [await readRows(file, sums), await readRows(changed, sums)];
  const moved = before.filter((row, place) => row['member'] !== after[place]?.['member']).map(({ drug }) => drug);
  expect(moved).toEqual(['apixaban', 'semaglutide']);
  expect(before.map((row) => row['fills'])).toEqual(after.map((row) => row['fills']));
});

test('a product that is not asked for leaves no tables, and a person is the same for any count', async () => {
  const loaded = await builds.tree(FILES);
  const few = { path: ['count'], value: 20, at };
  const clinical = { path: ['products'], value: ['patientsim'], at };
  const without = await readTables(await builds.build(loaded, { what: 'treatment', overrides: [clinical, few] }));
  expect(Object.keys(without).filter((name) => /^(rxmembersim|networksim)/.test(name))).toEqual([]);
  const first = await builds.build(loaded, { what: 'treatment', overrides: [few] });
  const rows = 'select * from rxmembersim.fills where rx_member_id <= 20 order by fill_id';
  expect(await readRows(first, rows)).toEqual(await readRows(file, rows));
});

test.each([
  ['coverage is missing', takers(PRODUCTS).replace(/coverage: .*\n/, ''), ['plan-pharmacy-without-coverage']],
  [
    'adherence is in per cent',
    takers(`attributes: { adherence: { min: 50, max: 90 } }\n${PRODUCTS}`),
    ['plan-adherence-no-share'],
  ],
  [
    'adherence has no bounds',
    takers(`attributes: { adherence: { distribution: normal, mean: 0.8, std_dev: 0.1 } }\n${PRODUCTS}`),
    ['plan-adherence-no-share'],
  ],
  [
    'adherence is a word',
    takers(`attributes: { adherence: { good: 0.5, bad: 0.5 } }\n${PRODUCTS}`),
    ['plan-adherence-no-share'],
  ],
])('it is named where %s', async (_, profile, expected) => {
  const loaded = await builds.tree({ ...FILES, 'generation/templates/profiles/takers.md': profile });
  const [request] = answerTo(loaded, { what: 'treatment' }).requests;
  const codes = request === undefined ? [] : planRequest(loaded, request).diagnostics.map(({ code }) => code);
  expect(codes).toEqual(expected);
});

test('a medicine that no row lists, and a refill of what nobody prescribes, are named', async () => {
  const path = new URL('../../../../skills/rxmembersim/formulary.md', import.meta.url);
  const formulary = (await readFile(path, 'utf8')).replace(/^\| apixaban .*\n/m, '');
  const refill =
    '      - { id: more, type: refill, medication: lisinopril, days_supply: 30, refills: 0, timing: { day: 5 } }\n      - { id: death';
  const loaded = await builds.tree({
    ...FILES,
    'rxmembersim/formulary.md': formulary,
    'generation/templates/journeys/treatment.md': journey.replace('      - { id: death', refill),
  });
  const [request] = answerTo(loaded, { what: 'treatment' }).requests;
  const found = request === undefined ? [] : planRequest(loaded, request).diagnostics;
  expect(found.map(({ code, severity }) => `${severity} ${code}`).toSorted()).toEqual([
    'warning plan-drug-not-listed',
    'warning plan-refill-of-nothing',
  ]);
});
