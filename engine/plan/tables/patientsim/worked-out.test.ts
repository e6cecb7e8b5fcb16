/** Creatinine and filtration rate of one person say the same, by the equation of 2021 as this file writes it out. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planRequest, requestsFor } from '../../../pipeline.ts';
import { readRows } from '../../../testing/built-tables.ts';
import { buildAt, openCohortBuilds } from '../../../testing/cohort-builds.ts';
import { yearOfEvents } from '../../../testing/year-of-events.ts';

const builds = await openCohortBuilds();

const profile = (name: string, more: string): string => `---
name: ${name}
description: People whose kidneys a test follows.
type: profile-template
---
\`\`\`yaml profile
profile_name: ${name}
seed: 4
as_of: 2025-02-01
demographics: { age: { distribution: uniform, min: 10, max: 89 } }
products: [patientsim]
${more}
\`\`\`
`;
const KIDNEYS = `count: 900
labs: { egfr: usual, creatinine: usual }
conditions: [{ code: N18.4, prevalence: { given: "age >= 18", then: 0.1, else: 0 } }, { code: N18.31, prevalence: { given: "age >= 40 and not has_condition('N18.4')", then: 0.1, else: 0 } }, { code: E11.9, prevalence: { given: "age >= 30", then: 0.2, else: 0 } }]
journeys: [kidney-year]`;
const panel = (day: number): string =>
  `{ id: panel_${day}, type: lab_order, title: Panel, observations: [egfr, creatinine], timing: { day: ${day} } }`;
/** Decided after the measurement before it. */
const moved = (name: string, day: number, change: number): string =>
  `{ id: moved_${name}, type: milestone, title: Moved, timing: { day: ${day} }, effects: [{ attribute: ${name}, change: ${change} }], probability: { given: "latest('egfr') > 0", then: 1, else: 0 } }`;

const tree = await builds.tree({
  'generation/templates/profiles/kidneys.md': profile('kidneys', KIDNEYS),
  'generation/templates/profiles/said-creatinine.md': profile(
    'said-creatinine',
    'count: 300\nlabs: { creatinine: { distribution: normal, mean: 1.4, std_dev: 0.3, min: 0.7, max: 3 }, egfr: usual }',
  ),
  'generation/templates/profiles/panels.md': profile('panels', 'count: 100\njourneys: [year-of-panels]'),
  'generation/templates/profiles/children-alone.md': profile(
    'children-alone',
    'count: 20\nlabs: { egfr: usual }\njourneys: [year-of-panels]',
  ).replace('min: 10, max: 89', 'min: 5, max: 12'),
  'generation/templates/profiles/bounded-creatinine.md': profile(
    'bounded-creatinine',
    'count: 20\nlabs: { creatinine: usual }\nbounds: { creatinine: { min: 2 } }',
  ),
  'generation/templates/journeys/kidney-year.md': yearOfEvents(
    'kidney-year',
    [
      panel(10),
      moved('egfr', 40, -5),
      panel(70),
      moved('creatinine', 100, 0.3),
      panel(130),
      `{ id: told, type: outreach, title: Told, timing: { day: 160 }, probability: { given: "latest('egfr') < 60", then: 1, else: 0 } }`,
    ],
    { profile: 'kidneys', start: '2024-01-08' },
  ),
  'generation/templates/journeys/year-of-panels.md': yearOfEvents(
    'year-of-panels',
    ['labs', 'baseline_labs', 'metabolic_panel', 'potassium_check', 'kidney_check'].map(
      (event, at) => `{ id: ${event}, event: ${event}, timing: { day: ${20 + 30 * at} } }`,
    ),
    { profile: 'panels', start: '2024-01-08' },
  ),
});
const file = await builds.build(tree, { what: 'kidneys' });

/** Inker and others, N Engl J Med 2021;385:1737. */
const equation = (creatinine: string, age: string, sex: string): string => {
  const [k, a] = [`case when ${sex} = 'F' then 0.7 else 0.9 end`, `case when ${sex} = 'F' then -0.241 else -0.302 end`];
  return `142 * pow(least(${creatinine}::double / ${k}, 1), ${a}) * pow(greatest(${creatinine}::double / ${k}, 1), -1.2) * pow(0.9938, ${age}) * case when ${sex} = 'F' then 1.012 else 1 end`;
};

const PAIRS = `with panels as (
    select o.patient_id, effective_time, max(value) filter (name = 'creatinine') as creatinine, max(value) filter (name = 'egfr') as egfr
    from patientsim.observations o group by all),
  pairs as (
    select panels.*, sex::text as sex, date_part('year', age(effective_time::date, birth_date)) as years,
      date_part('year', age(date '2025-02-01', birth_date)) as age_now,
      row_number() over (partition by patient_id order by effective_time) as turn
    from panels join core.persons on person_id = patient_id where creatinine is not null and egfr is not null)`;

test('the filtration rate of a panel is what the equation makes of its creatinine, at every age of adults', async () => {
  const [row] = await readRows(
    file,
    `${PAIRS} select count(*)::int > 2000 as some, max(abs(egfr::double - (${equation('creatinine', 'years', 'sex')}))) < 0.500001 as alike,
       min(creatinine)::double > 0.35 as none_absurd from pairs where age_now >= 18`,
  );
  expect(row).toEqual({ some: true, alike: true, none_absurd: true });
});

test('of children the creatinine is told and no filtration rate, whatever is ordered', async () => {
  const children = `from patientsim.observations join core.persons on person_id = patient_id
    where date_part('year', age(date '2025-02-01', birth_date)) < 18`;
  const [row] = await readRows(
    file,
    `select count(*) filter (name = 'creatinine') > 100 as some, count(*) filter (name = 'egfr')::int as rates,
       (select count(*)::int from core.timeline join core.persons using (person_id)
        where event like '%told' and skipped_because is null and date_part('year', age(date '2025-02-01', birth_date)) < 18) as told ${children}`,
  );
  expect(row).toEqual({ some: true, rates: 0, told: 0 });
  const ordered = await builds.build(tree, { what: 'panels' });
  const panels = await readRows(
    ordered,
    `select count(*) filter (name = 'creatinine')::int as creatinine, count(*) filter (name = 'egfr')::int as egfr,
       date_part('year', age(date '2025-02-01', birth_date)) >= 18 as adult
     from patientsim.observations join core.persons on person_id = patient_id group by adult order by adult`,
  );
  const [young, adult] = panels;
  expect(Number(young?.['creatinine'])).toBeGreaterThan(20);
  expect(young?.['egfr']).toBe(0);
  expect(adult?.['egfr']).toBe(adult?.['creatinine']);
});

test('children alone are built with panels, and are told to have none of what only adults have', async () => {
  const { requests } = requestsFor(tree, { what: 'children-alone', overrides: [] });
  const [planned] = requests.map((request) => planRequest(tree, request));
  if (planned?.plan === undefined) throw new Error('no plan');
  expect(planned.diagnostics.map(({ code, at }) => `${code} ${at?.start.line}`)).toEqual(['plan-nobody-has 13']);
  const target = join(builds.folder, 'children-alone.duckdb');
  const { diagnostics } = await buildAt(target, { plan: planned.plan, loaded: tree });
  expect(diagnostics).toEqual([]);
  expect(
    await readRows(
      target,
      `select count(*) > 0 as some, count(*) filter (name = 'egfr')::int as rates from patientsim.observations`,
    ),
  ).toEqual([{ some: true, rates: 0 }]);
});

test('an event that moves one moves the other', async () => {
  const rows = await readRows(
    file,
    `${PAIRS} select turn::int as turn, avg(egfr)::double as egfr, avg(creatinine)::double as creatinine from pairs
     where age_now >= 18 group by turn order by turn`,
  );
  const [before, declined, risen] = rows.map(({ egfr, creatinine }) => ({
    egfr: Number(egfr),
    creatinine: Number(creatinine),
  }));
  expect((declined?.egfr ?? 0) - (before?.egfr ?? 0)).toBeCloseTo(-5, 0);
  expect((declined?.creatinine ?? 0) - (before?.creatinine ?? 0)).toBeGreaterThan(0.03);
  expect((risen?.creatinine ?? 0) - (declined?.creatinine ?? 0)).toBeCloseTo(0.3, 1);
  expect((risen?.egfr ?? 0) - (declined?.egfr ?? 0)).toBeLessThan(-15);
});

test('what asks for the latest finds what stands in the chart', async () => {
  const [row] = await readRows(
    file,
    `${PAIRS} select count(*) filter (egfr < 60) > 100 as some, count(*) filter ((egfr < 60) <> exists (
         from core.timeline t where t.person_id = patient_id and t.event like '%told' and t.skipped_because is null))::int as wrong
     from pairs where turn = 3`,
  );
  expect(row).toEqual({ some: true, wrong: 0 });
});

test('people have the creatinine of their own filtration rate, which lies in the stage of a kidney disease and else falls with age', async () => {
  const people = `with own as (
      select person_id, max(number) filter (name = 'creatinine') as creatinine, max(number) filter (name = 'egfr') as egfr from core.attributes group by 1),
    people as (
      select own.*, sex::text as sex, date_part('year', age(date '2025-02-01', birth_date)) as years,
        (select string_agg(code::text, ' ') from patientsim.conditions where patient_id = person_id) as codes
      from own join core.persons using (person_id))`;
  const [row] = await readRows(
    file,
    `${people} select max(abs(egfr - (${equation('creatinine', 'years', 'sex')})) / egfr) filter (years >= 18) < 0.012 as alike,
       min(egfr) filter (codes like '%N18.4%') >= 15 and max(egfr) filter (codes like '%N18.4%') <= 29 as stage_four,
       min(egfr) filter (codes like '%N18.31%' and codes not like '%N18.4%') >= 45 and max(egfr) filter (codes like '%N18.31%' and codes not like '%N18.4%') <= 59 as stage_three,
       quantile_cont(creatinine, 0.01) filter (years >= 18 and codes is null) > 0.5 as least, quantile_cont(creatinine, 0.99) filter (years >= 18 and codes is null) < 1.35 as most,
       avg(creatinine) filter (codes is null and years >= 18 and sex = 'M') - avg(creatinine) filter (codes is null and years >= 18 and sex = 'F') between 0.15 and 0.3 as of_men,
       max(creatinine) filter (years < 14) <= 0.9 and max(egfr) filter (years < 18) is null and count(*) filter (years < 18 and creatinine is not null) > 30 as of_children from people`,
  );
  expect(row).toEqual({
    alike: true,
    stage_four: true,
    stage_three: true,
    least: true,
    most: true,
    of_men: true,
    of_children: true,
  });
  const means = await readRows(
    file,
    `${people} select (years // 10 * 10)::int as age, avg(egfr) as mean from people where codes is null and years between 20 and 69 group by 1 order by 1`,
  );
  const published = [116, 107, 99, 93, 85];
  expect(means.map(({ mean }, at) => Math.abs(Number(mean) - (published[at] ?? 0)) < 3)).toEqual(
    published.map(() => true),
  );
});

test('nothing that is declared is off', async () => {
  expect(await readRows(file, `select quantity, part from meta.fidelity where verdict = 'off'`)).toEqual([]);
});

test('where a profile says the creatinine, the filtration rate follows from it', async () => {
  const said = await builds.build(tree, { what: 'said-creatinine' });
  const [row] = await readRows(
    said,
    `${PAIRS} select count(*)::int > 200 as some, max(abs(egfr::double - (${equation('creatinine', 'years', 'sex')}))) < 0.500001 as alike,
       avg(creatinine)::double between 1.3 and 1.5 as kept,
       (select max(abs(a.egfr - (${equation('a.creatinine', 'age_now', 'pairs.sex')}))) < 0.500001
        from (select person_id, max(number) filter (name = 'creatinine') as creatinine, max(number) filter (name = 'egfr') as egfr from core.attributes group by 1) a
        join pairs on patient_id = person_id and age_now >= 18) as own
     from pairs where age_now >= 18`,
  );
  expect(row).toEqual({ some: true, alike: true, kept: true, own: true });
});

test('bounds of the creatinine are refused with what to bound', () => {
  const told = (what: string): string => {
    const { requests, diagnostics } = requestsFor(tree, { what, overrides: [] });
    const planned = requests.flatMap((request) => planRequest(tree, request).diagnostics);
    return [...diagnostics, ...planned].map(({ code, hint }) => `${code}: ${hint}`).join('; ');
  };
  expect(told('bounded-creatinine')).toContain('plan-bounds-formula: Bound what it is made of: `bounds.egfr`.');
  expect(told('50 diabetics with creatinine over 2')).toContain(
    'resolve-measure-formula: Ask for bounds of one of these: `egfr`.',
  );
});
