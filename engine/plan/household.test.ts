import { expect, test } from 'vitest';
import type { ProductName } from '../model/index.ts';
import { contents, readRows, readTables, rowsOfPersons } from '../testing/built-tables.ts';
import type { Row } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';
import { set } from '../testing/overrides.ts';

const builds = await openCohortBuilds();
const loaded = await builds.tree();
const products: readonly ProductName[] = ['membersim'];

function build(count: number, household: unknown, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const conditions = [{ code: 'J45.909', prevalence: 0.08 }];
  const overrides = set({ count, products, conditions, 'demographics.household': household, ...more });
  return builds.build(loaded, { what: 'commercial-healthy', overrides });
}

const shares = { single: 0.4, couple: 0.25, single_parent: 0.05, family: 0.3 };
const file = await build(4000, shares);

const families = `
  select p.household_id, count(*)::int as size, count(distinct family_name)::int as names,
    count(distinct address || postal_code)::int as addresses,
    count(distinct race || ethnicity || language)::int as origins,
    count(*) filter (relationship = 'self')::int as subscribers,
    count(*) filter (relationship = 'spouse')::int as spouses,
    count(*) filter (relationship = 'child')::int as children,
    count(distinct subscriber_id)::int as contracts, min(subscriber_id)::int as subscriber
  from core.persons p join membersim.members using (person_id) group by all order by all`;

async function first(sql: string): Promise<Row> {
  const [row] = await readRows(file, sql);
  if (row === undefined) throw new Error('no row');
  return row;
}

test('a household has one subscriber, one address, one family name, one origin, one language and one contract', async () => {
  const rows = await readRows(file, families);
  const different = rows.filter(
    (row) =>
      row['names'] !== 1 ||
      row['addresses'] !== 1 ||
      row['origins'] !== 1 ||
      row['contracts'] !== 1 ||
      row['subscribers'] !== 1 ||
      row['subscriber'] !== row['household_id'] ||
      Number(row['spouses']) > 1,
  );
  expect(different).toEqual([]);
  expect(rows.reduce((sum, row) => sum + Number(row['size']), 0)).toBe(4000);
});

test('shares of households come out as declared', async () => {
  const rows = (await readRows(file, families)).slice(0, -1);
  const share = (spouses: number, hasChildren: boolean): number =>
    rows.filter((row) => row['spouses'] === spouses && (row['children'] !== 0) === hasChildren).length / rows.length;
  expect(
    [share(0, false), share(1, false), share(0, true), share(1, true)].map((one) => Math.round(one * 100)),
  ).toEqual([40, 25, 5, 30]);
});

test('families have as many children as families have, and brothers and sisters years between them', async () => {
  const rows = (await readRows(file, families)).slice(0, -1).filter((row) => row['children'] !== 0);
  const share = (children: number): number => rows.filter((row) => row['children'] === children).length / rows.length;
  expect([1, 2, 3, 4, 5].map((children) => Math.round(share(children) * 20) / 20)).toEqual([0.4, 0.4, 0.15, 0.05, 0]);
  const near = await first(`
    select avg((date_diff('day', one.birth_date, other.birth_date) < 270)::int) as share
    from membersim.members one join membersim.members other
      on one.subscriber_id = other.subscriber_id and one.member_id + 1 = other.member_id
    where one.relationship = 'child' and other.relationship = 'child'`);
  expect(Number(near['share'])).toBeLessThan(0.12);
});

test('a profile says how many children its families have, and leaves the rest to the defaults', async () => {
  const large = await build(60, { family: 1 }, { 'demographics.dependants': { children: { 4: 1 } } });
  const rows = (await readRows(large, families)).slice(0, -1);
  expect(new Set(rows.map((row) => row['size']))).toEqual(new Set([6]));
});

test('children are younger than the subscriber by the years of a parent, and adults are adults', async () => {
  const row = await first(`
    with ages as (
      select m.*, date_diff('year', birth_date, date '2025-01-01')
        - (case when month(birth_date) = 1 and day(birth_date) = 1 then 0 else 1 end) as age from membersim.members m)
    select max(c.age) filter (c.relationship = 'child')::int as oldest_child,
      min(c.age) filter (c.relationship <> 'child')::int as youngest_adult,
      count(*) filter (c.relationship = 'child' and s.age - c.age < 18)::int as too_young,
      avg(abs(s.age - c.age)) filter (c.relationship = 'spouse') < 5 as near
    from ages c join ages s on c.subscriber_id = s.member_id`);
  expect(row).toEqual({ oldest_child: 25, youngest_adult: 18, too_young: 0, near: true });
});

test('spouses have the declared shares of the sexes, most of them the other sex', async () => {
  const row = await first(`
    select avg((p.sex = 'F')::int) between 0.46 and 0.56 as even, avg((p.sex <> s.sex)::int) > 0.9 as other
    from membersim.members join core.persons p using (person_id)
    join core.persons s on s.person_id = subscriber_id where relationship = 'spouse'`);
  expect(row).toEqual({ even: true, other: true });
});

test('a person of a household is the same for any count', async () => {
  const few = await readTables(await build(900, shares));
  expect(contents(rowsOfPersons(await readTables(file), 1, 900))).toEqual(contents(rowsOfPersons(few, 1, 900)));
});

test('households hold together where sampling is stratified', async () => {
  const rows = await readRows(await build(400, shares, { sampling: 'stratified' }), families);
  expect(rows.filter((row) => row['addresses'] !== 1 || row['names'] !== 1)).toEqual([]);
});

test.each([100, 700])('quotas of %i people hold to one household for what its members share', async (count) => {
  const plans = { 'Commercial PPO': 0.6, 'Commercial HMO': 0.25, 'Commercial POS': 0.15 };
  const built = await build(count, shares, {
    sampling: 'stratified',
    'coverage.plans': plans,
    'demographics.gender': { F: 0.4, M: 0.6 },
  });
  const rows = await readRows(
    built,
    `select p.name as plan, count(distinct member_id)::int as households,
       count(distinct member_id) filter (sex = 'F')::int as women
     from membersim.members join core.persons using (person_id) join membersim.enrollments using (member_id)
       join membersim.plans p using (plan_id) where relationship = 'self' group by all`,
  );
  const households = rows.reduce((sum, row) => sum + Number(row['households']), 0);
  for (const [plan, share] of Object.entries(plans)) {
    const found = Number(rows.find((row) => row['plan'] === plan)?.['households'] ?? 0);
    expect(Math.abs(found - share * households)).toBeLessThan(1);
  }
  const women = rows.reduce((sum, row) => sum + Number(row['women']), 0);
  expect(Math.abs(women - 0.4 * households)).toBeLessThan(1);
});

test('without households there is no column of them', async () => {
  const overrides = set({ count: 10 });
  const plain = await builds.build(loaded, { what: 'commercial-healthy', overrides });
  expect(Object.keys((await readRows(plain, 'from core.persons limit 1'))[0] ?? {})).not.toContain('household_id');
});

test('sizes and an unknown kind are read', async () => {
  const sizes = await readRows(await build(40, { distribution: 'categorical', weights: { 1: 0.5, 5: 0.5 } }), families);
  expect(new Set(sizes.slice(0, -1).map((row) => row['size']))).toEqual(new Set([1, 5]));
  await expect(build(10, { commune: 1 })).rejects.toThrow(/normalize-word-unknown/);
});
