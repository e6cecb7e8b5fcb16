/** Of whom the report says how unevenly spending is spread, and against what. */
import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../../testing/cohort-builds.ts';
import type { Wishes } from '../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const OWN = `---
name: own-benchmarks
description: Concentration of spending as somebody wants it.
type: reference
tables:
  spending_benchmarks: Concentration
---

# Own benchmarks

## Concentration

| people | payer | low | high | published |
|---|---|---|---|---|
| top 10 % | Medicare | 0.9 | 0.95 | own figures |
| top 10 % | | 0.1 | 0.2 | figures of all |
`;

const loaded = await builds.tree({ 'membersim/own-benchmarks.md': OWN });

const start = { line: 1, column: 1 };
const of = (...products: readonly string[]): Wishes => ({
  what: 'national-medicare',
  overrides: [{ path: ['products'], value: products, at: { file: '<test>', start, end: start } }],
});
const file = await builds.build(loaded, { ...of('patientsim', 'membersim', 'rxmembersim'), count: 2000 });

test('the row of the payer goes before the general one, what lies outside is off, and the line says whether pharmacies are in it', async () => {
  const lines = await readRows(
    file,
    `select quantity, part, among, target, target_high, verdict from meta.fidelity where measure = 'concentration'`,
  );
  const among = 'with what pharmacies are paid';
  expect(lines).toHaveLength(4);
  expect(lines).toContainEqual({
    quantity: 'own figures',
    part: 'top 10 %',
    among,
    target: 0.9,
    target_high: 0.95,
    verdict: 'off',
  });
  expect(lines.filter((line) => line['quantity'] === 'MEPS' && line['among'] === among)).toHaveLength(3);
});

test('what claims allow and what pharmacies are paid a person and year is held against what is published, in dollars', async () => {
  const [found] = await readRows(
    file,
    `with amounts as (select among, target, target_high, actual, verdict from meta.fidelity where section = 'spending' and measure = 'mean')
     select any_value(actual) filter (among = 'what claims allow a person')
         - (select sum(total_allowed) / 2000 from membersim.claims) as claims,
       any_value(actual) filter (among = 'what pharmacies are paid a person')
         - (select sum(ingredient_cost + dispensing_fee) / 2000 from rxmembersim.fills where status = 'paid') as pharmacies,
       bool_and(target > 4000 and target_high between target and 15000) as ranged, bool_and(verdict = 'as declared') as published, count(*)::int as lines
     from amounts`,
  );
  expect(found).toMatchObject({ ranged: true, published: true, lines: 2 });
  expect(Number(found?.['claims'])).toBeCloseTo(0, 6);
  expect(Number(found?.['pharmacies'])).toBeCloseTo(0, 6);
});

test('who sees doctors takes more medicines, and nobody takes two for the same that are not given together', async () => {
  const [found] = await readRows(
    file,
    `with taken as (select patient_id, list(distinct name::text) as names from patientsim.medication_requests group by 1),
       cost as (select rx_member_id, sum(ingredient_cost) as paid from rxmembersim.fills where status = 'paid' group by 1),
       seen as (select number > 2 as often, avg(coalesce(paid, 0)) as paid from core.attributes
         left join cost on rx_member_id = person_id where name = 'office_visits' group by 1)
     select max(paid) filter (often) > 2 * max(paid) filter (not often) as together,
       (select count(*) from taken where list_has_all(names, ['apixaban', 'rivaroxaban']) or list_has_all(names, ['lisinopril', 'losartan'])
         or list_has_all(names, ['semaglutide', 'tirzepatide']) or list_has_all(names, ['atorvastatin', 'rosuvastatin']))::int as twice
     from seen`,
  );
  expect(found).toEqual({ together: true, twice: 0 });
});

test('what pharmacies are paid counts once, is mostly for generics by the fill, and for few people by the dollar', async () => {
  const [found] = await readRows(
    file,
    `with paid as (select rx_member_id, brand, tier, ingredient_cost + dispensing_fee as cost
       from rxmembersim.fills join rxmembersim.formulary using (formulary_id) where status = 'paid'),
     spent as (select member_id, coalesce(allowed, 0) + coalesce(cost, 0) as spent from membersim.members
       left join (select member_id, sum(total_allowed) as allowed from membersim.claims group by 1) using (member_id)
       left join (select rx_member_id as member_id, sum(cost) as cost from paid group by 1) using (member_id)),
     ranked as (select spent, row_number() over (order by spent desc) as place from spent)
     select (select sum(spent) filter (place > 1000) / sum(spent) from ranked)::double as bottom,
       (select actual from meta.fidelity where section = 'spending' and part = 'bottom 50 %')::double as reported,
       sum(cost) / 2000 between 3600 and 5200 as published,
       (select abs(count(*) filter (not brand) / count(*) - any_value(actual)) < 1e-9 and any_value(verdict) = 'as declared'
         from paid cross join meta.fidelity where part = 'generic' and target = 0.86 and target_high = 0.92) as generic,
       sum(cost) filter (tier = 5) / sum(cost) between 0.3 and 0.6 as special,
       count(distinct rx_member_id) filter (tier = 5) / 2000 between 0.01 and 0.045 as few
     from paid`,
  );
  expect(found).toMatchObject({ published: true, generic: true, special: true, few: true });
  expect(found?.['reported']).toBeCloseTo(Number(found?.['bottom']), 6);
});

test('nothing is dispensed within a stay: fills are made at the discharge where the plan pays for them, numbered one by one up to the last refill, and days covered stay as declared', async () => {
  const [found] = await readRows(
    file,
    `with paid as (select *, lead(filled_on) over (partition by prescription_id order by fill_number) as next,
         lag(fill_number) over (partition by prescription_id order by fill_number) as before
       from rxmembersim.fills where status = 'paid'),
     stays as (select patient_id as rx_member_id, start_time::date as began, end_time::date as ended from patientsim.encounters where class in ('IMP', 'NONAC'))
     select (select count(*)::int from paid join stays using (rx_member_id) where filled_on > began and filled_on < ended) as away,
       count(*) filter (fill_number <> before + 1)::int as left_out,
       (select count(*)::int from paid join rxmembersim.prescriptions using (prescription_id) where fill_number > refills) as beyond,
       (select count(*)::int from rxmembersim.dur_alerts a where not exists (
         select 1 from rxmembersim.fills f where f.prescription_id = a.prescription_id and f.filled_on = a.alerted_on)) as unfilled,
       (select count(*)::int from rxmembersim.dur_alerts a where reason = 'DD' and not exists (select 1 from paid
         where paid.rx_member_id = a.rx_member_id and paid.formulary_id = a.interacts_with and filled_on <= alerted_on)) as unknown,
       (select count(*) > 30 from paid join stays using (rx_member_id) where fill_number > 0 and filled_on = ended and began < ended) as discharged,
       count(*) filter (next < filled_on + ceil(0.75 * days_supply)::int)::int as early,
       (select count(*)::int from rxmembersim.prescriptions p join patientsim.medication_requests r using (medication_request_id)
         where p.status = 'active' and r.status = 'completed' and r.days_supply * (r.refills + 1) < 15 and r.authored_on < timestamp '2024-06-01') as unused,
       (select any_value(verdict) from meta.fidelity where quantity = 'days covered') as covered
     from paid`,
  );
  expect(found).toEqual({
    away: 0,
    left_out: 0,
    beyond: 0,
    unfilled: 0,
    unknown: 0,
    unused: 0,
    discharged: true,
    early: 0,
    covered: 'as declared',
  });
});

test('of few people nothing is said', async () => {
  const few = await builds.build(loaded, { ...of('membersim'), count: 200 });
  const verdicts = (await readRows(few, `select distinct verdict from meta.fidelity where section = 'spending'`)).map(
    ({ verdict }) => verdict,
  );
  expect(verdicts).toEqual(['too few to tell']);
});

test('people chosen by a condition are held against no figures of a population', async () => {
  expect(planOf(loaded, { what: 'medicare-diabetic-first-year' }).fidelity.spending).toBeUndefined();
  expect(planOf(loaded, { what: 'national-medicare' }).fidelity.spending?.parts).toEqual([0.1, 0.01, 0.05, 0.5]);
});
