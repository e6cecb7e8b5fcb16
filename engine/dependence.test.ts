/** What is declared stays as it is declared, whatever goes together with it; stratified people have exact shares. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRecord } from './pipeline.ts';
import { contents, difference, readRows, readTables, rowsOfPersons } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const profile = (keys: string): string => `---
name: dependent-people
description: People whose conditions go together.
type: profile-template
triggers: [people whose conditions go together]
---
# Dependent people
\`\`\`yaml
profile_name: Dependent people
count: 100000
seed: 5
demographics:
  age: { distribution: uniform, min: 40, max: 89 }
conditions:
  - { code: I10, prevalence: 0.45 }
  - { code: N18.30, prevalence: { given: age >= 65, then: 0.2, else: 0.05 } }
  - { code: E78.5, prevalence: 0.3, severity: { mild: 0.7, severe: 0.3 } }
attributes:
  bmi: { distribution: normal, mean: 29, std_dev: 6, min: 15, max: 60 }
  stress: { distribution: exponential, mean: 3 }
labs:
  a1c:
    distribution: conditional
    rules:
      - { if: has_condition('E78'), distribution: normal, mean: 7.4, std_dev: 1.2, min: 4, max: 14 }
      - { else: { distribution: log_normal, mean: 5.6, std_dev: 0.4 } }
medications:
  - { drug: atorvastatin, prevalence: 0.6, given: has_condition('E78') }
products: [patientsim]
${keys}
\`\`\`
`;

const CORRELATIONS = `correlations:
  - { between: [N18.30, I10], odds_ratio: 2.1 }
  - { between: [I10, E78.5], odds_ratio: 0.5 }
  - { between: [stress, bmi], rank_correlation: -0.4 }
  - { between: [bmi, I10], rank_correlation: 0.3 }`;
const CORRELATION_OF_KIDNEYS = 'correlations: [ { between: [N18.30, I10], odds_ratio: 8 } ]';

async function built(keys: string, count: number): Promise<string> {
  const loaded = await builds.tree({ 'generation/templates/profiles/dependent-people.md': profile(keys) });
  return builds.build(loaded, { what: 'dependent-people', count });
}

const PEOPLE = 100_000;
const many = await built(CORRELATIONS, PEOPLE);

/** One row a person: age, the flags of the conditions, the attributes. */
const WIDE = `
  with has as (select patient_id, list(code::varchar) as codes from patientsim.conditions group by all),
    of_person as (
      select person_id, max(number) filter (name::varchar = 'bmi') as bmi, max(number) filter (name::varchar = 'stress') as stress
      from core.attributes group by all)
  select person_id, date_diff('day', birth_date, date '2025-01-01') >= 65 * 365.25 as old,
    coalesce(list_contains(codes, 'I10'), false) as i10, coalesce(list_contains(codes, 'N18.30'), false) as n18,
    coalesce(list_contains(codes, 'E78.5'), false) as e78, bmi, stress
  from core.persons left join has on patient_id = person_id left join of_person using (person_id)`;

async function numbers(select: string): Promise<readonly number[]> {
  const [row] = await readRows(many, `with wide as (${WIDE}) select ${select} from wide`);
  return Object.values(row ?? {}).map(Number);
}

/** Three standard errors of a share among so many people. */
function error(share: number, people: number): number {
  return 3 * Math.sqrt((share * (1 - share)) / people);
}

test('shares stay as they are declared, whatever goes together', async () => {
  const shares = await numbers(
    'avg(i10::int), avg(e78::int), avg(n18::int) filter (old), avg(n18::int) filter (not old), count(*) filter (old), count(*) filter (not old)',
  );
  const [i10 = 0, e78 = 0, older = 0, younger = 0, old = 0, young = 0] = shares;
  expect(Math.abs(i10 - 0.45)).toBeLessThan(error(0.45, PEOPLE));
  expect(Math.abs(e78 - 0.3)).toBeLessThan(error(0.3, PEOPLE));
  expect(Math.abs(older - 0.2)).toBeLessThan(error(0.2, old));
  expect(Math.abs(younger - 0.05)).toBeLessThan(error(0.05, young));
});

function oddsRatio(one: string, other: string, where: string): string {
  const cell = (first: string, second: string): string =>
    `(count(*) filter (${where} and ${first} ${one} and ${second} ${other}))::double`;
  const odds = `ln(${cell('', '')} * ${cell('not', 'not')} / (${cell('', 'not')} * ${cell('not', '')}))`;
  const spread = [cell('', ''), cell('not', 'not'), cell('', 'not'), cell('not', '')]
    .map((n) => `1 / ${n}`)
    .join(' + ');
  return `${odds}, sqrt(${spread})`;
}

test.each([
  ['two conditions', 'e78', 'i10', 'true', 0.5],
  ['the young', 'i10', 'n18', 'not old', 2.1],
  ['the old', 'i10', 'n18', 'old', 2.1],
] as const)('the odds ratio of %s is the declared one', async (_, one, other, where, declared) => {
  const [logarithm = 0, standardError = 0] = await numbers(oddsRatio(one, other, where));
  expect(Math.abs(logarithm - Math.log(declared))).toBeLessThan(3 * standardError);
});

test('the rank correlation of two numbers is the declared one and their curves stay', async () => {
  const ranks = `select rank() over (order by bmi) as b, rank() over (order by stress) as s, bmi, stress from (${WIDE})`;
  const [row] = await readRows(many, `select corr(b, s) as r, avg(stress) as mean, avg(bmi) as middle from (${ranks})`);
  expect(Math.abs(Number(row?.['r']) + 0.4)).toBeLessThan(3 / Math.sqrt(PEOPLE));
  expect(await toldOf('bmi with stress')).toEqual([-0.4, expect.closeTo(Number(row?.['r']), 2.5), 'as declared']);
  expect(Math.abs(Number(row?.['mean']) - 3)).toBeLessThan((3 * 3) / Math.sqrt(PEOPLE));
  expect(Math.abs(Number(row?.['middle']) - 29.168)).toBeLessThan((3 * 6) / Math.sqrt(PEOPLE));
});

test('the rank correlation of a number and a condition is the declared one', async () => {
  const ranks = `select rank() over (order by bmi) as b, i10::int as i from (${WIDE})`;
  const [row] = await readRows(many, `select corr(b, i) as r from (${ranks})`);
  expect(Math.abs(Number(row?.['r']) - 0.3)).toBeLessThan(3 / Math.sqrt(PEOPLE));
  expect(await toldOf('I10 with bmi')).toEqual([0.3, expect.closeTo(Number(row?.['r']), 2.5), 'as declared']);
});

/** What the report says of a rank correlation: declared, found, verdict. */
async function toldOf(quantity: string): Promise<readonly unknown[]> {
  const { result } = await readRecord(many);
  const line = result?.fidelity.find((one) => one.quantity === quantity && one.measure === 'rank_correlation');
  return [line?.target, line?.actual, line?.verdict];
}

test('where a share depends on the person, the report holds what goes together within each group', async () => {
  const { result } = await readRecord(many);
  const lines = result?.fidelity.filter(({ quantity }) => quantity === 'I10 with N18.30') ?? [];
  expect(lines.map(({ among, measure, verdict }) => [among, measure, verdict])).toEqual(
    ['age >= 65', 'not (age >= 65)'].map((among) => [among, 'odds_ratio', 'as declared']),
  );
  expect(lines.reduce((sum, { people }) => sum + people, 0)).toBe(PEOPLE);
  const found = await Promise.all(['old', 'not old'].map(async (where) => numbers(oddsRatio('i10', 'n18', where))));
  expect(lines.map(({ actual }) => actual)).toEqual(found.map(([logarithm]) => expect.closeTo(logarithm ?? 0, 9)));
});

test('severity, laboratory values and medicines follow the conditions in their declared shares', async () => {
  const [severity] = await readRows(
    many,
    "select avg((severity::varchar = 'severe')::int) as severe, count(*) as n from patientsim.conditions where code::varchar = 'E78.5'",
  );
  const treated = Number(severity?.['n']);
  expect(Math.abs(Number(severity?.['severe']) - 0.3)).toBeLessThan(error(0.3, treated));
  const [drugs] = await readRows(
    many,
    `select count(distinct patient_id) as n, count(distinct patient_id) filter (patient_id not in (
       select patient_id from patientsim.conditions where code::varchar = 'E78.5')) as others from patientsim.medication_requests`,
  );
  expect(Math.abs(Number(drugs?.['n']) / treated - 0.6)).toBeLessThan(error(0.6, treated));
  expect(Number(drugs?.['others'])).toBe(0);
  const labs = await readRows(
    many,
    `select patient_id in (select patient_id from patientsim.conditions where code::varchar = 'E78.5') as has, avg(value)::double as mean
     from patientsim.observations where name::varchar = 'a1c' group by all order by has`,
  );
  expect(Math.abs(Number(labs[0]?.['mean']) - 5.6)).toBeLessThan(0.02);
  expect(Math.abs(Number(labs[1]?.['mean']) - 7.4)).toBeLessThan(0.05);
});

test('a correlation moves only the second of its pair', async () => {
  const without = await readTables(await built('', 300));
  const moved = difference(without, await readTables(await built(CORRELATION_OF_KIDNEYS, 300)));
  expect(Object.keys(moved)).toEqual(['patientsim.conditions']);
  const changed = Object.values(moved).flatMap(({ added, removed }) => [...added, ...removed]);
  expect(new Set(changed.map((row) => row['code']))).toEqual(new Set(['N18.30']));
});

async function sharesIn(file: string, sql: string): Promise<ReadonlyMap<string, number>> {
  const rows = await readRows(file, sql);
  return new Map(rows.map((row) => [JSON.stringify(row['value']), Number(row['people'])]));
}

test.each([37, 100])('with quotas every share of %i people is exact to one person', async (count) => {
  const loaded = await builds.tree({
    'generation/templates/profiles/medicare-diabetic.md': (
      await readFile(new URL('../skills/generation/templates/profiles/medicare-diabetic.md', import.meta.url), 'utf8')
    ).replace(
      '"prevalence": 0.72 }',
      '"prevalence": 0.72, "severity": { "mild": 0.5, "moderate": 0.3, "severe": 0.2 } }',
    ),
  });
  const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const ask = { what: 'medicare-diabetic', count, overrides: [{ path: ['sampling'], value: 'stratified', at }] };
  const file = await builds.build(loaded, ask);
  const { library } = loaded;
  const declared = library.profiles.find(({ id }) => id === 'medicare-diabetic');
  const hispanic = "ethnicity = 'Hispanic or Latino'";
  for (const [column, name, among, rule] of [
    ['sex', 'gender', 'true', 0],
    ['ethnicity', 'ethnicity', 'true', 0],
    ['race', 'race', hispanic, 0],
    ['race', 'race', `not ${hispanic}`, 1],
    ['language', 'language', hispanic, 0],
    ['language', 'language', `not ${hispanic}`, 1],
  ] as const) {
    const whole = declared?.attributes.find((one) => one.name === name)?.distribution;
    const distribution = whole?.kind === 'conditional' ? whole.rules[rule]?.distribution : whole;
    if (distribution?.kind !== 'categorical') throw new Error(`${name} has no shares`);
    const found = await sharesIn(
      file,
      `select ${column} as value, count(*) as people from core.persons where ${among} group by all`,
    );
    const people = [...found.values()].reduce((sum, one) => sum + one, 0);
    for (const { value, weight } of distribution.options)
      expect(Math.abs((found.get(JSON.stringify(value)) ?? 0) - weight * people)).toBeLessThan(1);
  }
  const conditions = await sharesIn(
    file,
    'select code as value, count(*) as people from patientsim.conditions group by all',
  );
  expect(conditions.get(JSON.stringify('E11.9'))).toBe(count);
  expect(Math.abs((conditions.get(JSON.stringify('I10')) ?? 0) - 0.72 * count)).toBeLessThan(1);
  const severities = await sharesIn(
    file,
    "select severity as value, count(*) as people from patientsim.conditions where code = 'I10' group by all",
  );
  for (const [severity, share] of [
    ['mild', 0.5],
    ['moderate', 0.3],
    ['severe', 0.2],
  ] as const)
    expect(Math.abs((severities.get(JSON.stringify(severity)) ?? 0) - share * 0.72 * count)).toBeLessThan(1);
});

test('with quotas plans, bands of ages, curves, states and counties are exact to one person', async () => {
  const loaded = await builds.tree({
    'generation/templates/profiles/quota-people.md': `---
name: quota-people
description: People of whom each share is exact.
type: profile-template
---

\`\`\`yaml
profile_name: Quota people
count: 90
sampling: stratified
demographics:
  age: { distribution: age_bands, bands: { "0-17": 0.25, "18-44": 0.37, "45-64": 0.38 } }
  geography: { county_fips: { "48201": 0.5, "48113": 0.3, "06037": 0.2 } }
attributes: { score: { distribution: normal, mean: 10, std_dev: 3 } }
coverage: { type: Commercial, plans: { Commercial PPO: 0.61, Commercial HMO: 0.26, Commercial HDHP: 0.13 } }
\`\`\`
`,
  });
  const file = await builds.build(loaded, { what: 'quota-people' });
  const expectQuotas = async (sql: string, shares: Readonly<Record<string, number>>): Promise<void> => {
    const found = await sharesIn(file, `${sql} group by all`);
    for (const [value, share] of Object.entries(shares))
      expect(Math.abs((found.get(JSON.stringify(value)) ?? 0) - share * 90)).toBeLessThan(1);
  };
  await expectQuotas(
    `select case when years < 18 then 'child' when years < 45 then 'young' else 'old' end as value, count(*) as people
     from (select date_diff('year', birth_date, date '2024-12-31') as years from core.persons)`,
    { child: 0.25, young: 0.37, old: 0.38 },
  );
  await expectQuotas('select county_fips as value, count(*) as people from core.persons', {
    '48201': 0.5,
    '48113': 0.3,
    '06037': 0.2,
  });
  await expectQuotas(
    `select p.name as value, count(distinct member_id) as people from membersim.enrollments
     join membersim.plans p using (plan_id)`,
    { 'Commercial PPO': 0.61, 'Commercial HMO': 0.26, 'Commercial HDHP': 0.13 },
  );
  await expectQuotas(
    "select case when number < 10 then 'below' else 'above' end as value, count(*) as people from core.attributes where name = 'score'",
    { below: 0.5, above: 0.5 },
  );
});

test('under quotas a part of the people is the same as among all', async () => {
  const loaded = await builds.tree({
    'generation/templates/profiles/dependent-people.md': profile('sampling: stratified'),
  });
  const whole = await readTables(await builds.build(loaded, { what: 'dependent-people', count: 200 }));
  const part = await readTables(
    await builds.build(loaded, { what: 'dependent-people', count: 200, persons: { from: 61, to: 90 } }),
  );
  expect(contents(part)).toEqual(contents(rowsOfPersons(whole, 61, 90)));
});
