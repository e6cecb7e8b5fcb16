import { expect, test } from 'vitest';
import { readRows, readTables } from '../../testing/built-tables.ts';
import { openCohortBuilds } from '../../testing/cohort-builds.ts';
import { set } from '../../testing/overrides.ts';

const builds = await openCohortBuilds();

const counties = `---
name: counties
description: x
type: reference
tables:
  geographies: Ages
  health_indicators: Health
---

# Counties

## Ages

| area | name | state | population | women | age_0_17 | age_18_100 |
|---|---|---|---|---|---|---|
| 48201 | Harris | TX | 4000 | 2000 | 1200 | 2800 |

## Health

| area | name | state | population | bphigh |
|---|---|---|---|---|
| 48201 | Harris | TX | 4000 | 31.5 |
`;

test('a sourced cohort has the figures of counties that the tree has, and no empty table', async () => {
  const loaded = await builds.tree({ 'populationsim/counties.md': counties });
  const overrides = set({ count: 20, products: ['membersim'], source: 'populationsim' });
  const file = await builds.build(loaded, { what: 'commercial-healthy', overrides });
  expect(await readRows(file, 'from populationsim.geographies')).toEqual([
    { area: '48201', name: 'Harris', state: 'TX', population: 4000, women: 2000, age_0_17: 1200, age_18_100: 2800 },
  ]);
  expect(await readRows(file, 'from populationsim.health_indicators')).toEqual([
    { area: '48201', indicator: 'bphigh', value: 31.5 },
  ]);
  expect(Object.keys(await readTables(file))).not.toContain('populationsim.social_indicators');
});

test('people live in a county that a loaded file knows, though no place of it is listed', async () => {
  const remote = counties.replaceAll('| 48201 | Harris | TX | 4000 |', '| 48301 | Loving | TX | 6400000 |');
  const loaded = await builds.tree({ 'populationsim/counties.md': remote });
  const products = ['patientsim', 'membersim', 'networksim'];
  const asked = (...codes: string[]): ReturnType<typeof set> =>
    set({ count: 30, products, source: 'populationsim', 'demographics.geography': { county_fips: codes } });
  const file = await builds.build(loaded, { what: 'commercial-healthy', overrides: asked('48301', '48113') });
  const [row] = await readRows(
    file,
    `select count(*) filter (county_fips = '48301' and city = 'Loving' and postal_code < '00500')::integer as remote,
      count(*) filter (county_fips = '48113')::integer as dallas from core.persons`,
  );
  expect(Number(row?.['remote']) + Number(row?.['dallas'])).toBe(30);
  expect(Number(row?.['remote'])).toBeGreaterThan(0);
});

test('a cohort that names no source has none of them', async () => {
  const loaded = await builds.tree({ 'populationsim/counties.md': counties });
  const overrides = set({ count: 20, products: ['membersim'] });
  const tables = await readTables(await builds.build(loaded, { what: 'commercial-healthy', overrides }));
  expect(Object.keys(tables).filter((name) => name.startsWith('populationsim.'))).toEqual([]);
});

test('expressions read the social vulnerability of the county in which a person lives', async () => {
  const vulnerability = counties
    .replace('name: counties', 'name: vulnerability')
    .replace(/  geographies: Ages\n  health_indicators: Health/, '  social_indicators: Social')
    .replace(
      /## Ages[^]*/,
      `## Social

| area | name | state | population | rpl_themes | ep_pov150 |
|---|---|---|---|---|---|
| 48201 | Harris | TX | 4000 | 0.9 | 30 |
| 48113 | Dallas | TX | 4000 | 0.2 | 12 |
`,
    );
  const loaded = await builds.tree({ 'populationsim/vulnerability.md': vulnerability });
  const overrides = set({
    count: 60,
    products: ['patientsim'],
    'demographics.geography': { county_fips: ['48201', '48113', '06037'] },
    conditions: [{ code: 'I10', prevalence: { given: 'svi > 0.75', then: 1, else: 0 } }],
    'attributes.poverty': { formula: 'ep_pov150 / 100' },
  });
  const file = await builds.build(loaded, { what: 'commercial-healthy', overrides });
  const rows = await readRows(
    file,
    `select county_fips as county, count(distinct code)::int as ill, min(number) as poverty
     from core.persons join core.attributes using (person_id) left join patientsim.conditions on patient_id = person_id
     where name = 'poverty' group by all order by all`,
  );
  expect(rows).toEqual([
    { county: '06037', ill: 0, poverty: null },
    { county: '48113', ill: 0, poverty: 0.12 },
    { county: '48201', ill: 1, poverty: 0.3 },
  ]);
});
