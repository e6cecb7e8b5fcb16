/** Of whom the report says how unevenly spending is spread, and against what. */
import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../../testing/cohort-builds.ts';

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

const products = ['patientsim', 'membersim', 'rxmembersim'];
const start = { line: 1, column: 1 };
const PHARMACY = [{ path: ['products'], value: products, at: { file: '<test>', start, end: start } }];
const file = await builds.build(loaded, { what: 'national-medicare', count: 2000, overrides: PHARMACY });

test('the row of the payer goes before the general one, what lies outside is off, and the line says whether pharmacies are in it', async () => {
  const lines = await readRows(
    file,
    `select quantity, part, among, target, target_high, verdict from meta.fidelity where section = 'spending'`,
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
       sum(cost) / 2000 between 2700 and 4500 as published,
       (select abs(count(*) filter (not brand) / count(*) - any_value(actual)) < 1e-9 and any_value(verdict) = 'as declared'
         from paid cross join meta.fidelity where part = 'generic' and target = 0.86 and target_high = 0.92) as generic,
       sum(cost) filter (tier = 5) / sum(cost) between 0.2 and 0.5 as special,
       count(distinct rx_member_id) filter (tier = 5) / 2000 between 0.005 and 0.03 as few
     from paid`,
  );
  expect(found).toMatchObject({ published: true, generic: true, special: true, few: true });
  expect(found?.['reported']).toBeCloseTo(Number(found?.['bottom']), 6);
});

test('of few people nothing is said', async () => {
  const few = await builds.build(loaded, { what: 'national-medicare', count: 200 });
  const verdicts = (await readRows(few, `select distinct verdict from meta.fidelity where section = 'spending'`)).map(
    ({ verdict }) => verdict,
  );
  expect(verdicts).toEqual(['too few to tell']);
});

test('people chosen by a condition are held against no figures of a population', async () => {
  expect(planOf(loaded, { what: 'medicare-diabetic-first-year' }).fidelity.spending).toBeUndefined();
  expect(planOf(loaded, { what: 'national-medicare' }).fidelity.spending?.parts).toEqual([0.1, 0.01, 0.05, 0.5]);
});
