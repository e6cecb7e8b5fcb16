/** Everybody lies within the bounds of a profile, as often as those of its people who would have without them; and what a phrase bounds is bounded so. */
import { expect, test } from 'vitest';
import { planRequest, requestsFor } from './pipeline.ts';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const profile = (bounds: string): string => `---
name: bounded-people
description: People whose values are bounded.
type: profile-template
triggers: [people whose values are bounded]
---
# Bounded people
\`\`\`yaml
profile_name: Bounded people
count: 4000
seed: 5
demographics: { age: { distribution: uniform, min: 40, max: 89 } }
conditions: [{ code: E78.5, prevalence: 0.3 }]
attributes:
  score: { distribution: explicit, values: [1, 2, 3, 4], weights: [0.4, 0.3, 0.2, 0.1] }
  risk: { distribution: mixture, components: [{ weight: 0.5, distribution: normal, mean: 0, std_dev: 1 }, { weight: 0.5, distribution: uniform, min: 2, max: 6 }] }
  glucose_average: { distribution: derived, formula: "28.7 * a1c - 46.7", round: 0 }
labs:
  a1c:
    distribution: conditional
    rules:
      - { if: has_condition('E78'), distribution: normal, mean: 7.4, std_dev: 1.2, min: 4, max: 14 }
      - { else: { distribution: log_normal, mean: 6.2, std_dev: 0.9 } }
utilization: { office_visits: { distribution: poisson, mean: 3 } }
products: [patientsim]
${bounds}
\`\`\`
`;

const BOUNDS = `bounds:
  score: { above: 1, below: 4 }
  risk: { min: 1, max: 4 }
  glucose_average: { above: 160 }
  a1c: { below: 9 }
  office_visits: { min: 2 }
  ldl: { min: 100 }
  hdl: { below: 50, share: 0.3 }
  sodium: { min: 138, max: 140, share: 0.75 }
  diastolic: { min: 80 }`;

const tree = await builds.tree({ 'generation/templates/profiles/bounded-people.md': profile(BOUNDS) });
const free = await builds.tree({ 'generation/templates/profiles/bounded-people.md': profile('') });
const [bounded, unbounded] = [
  await builds.build(tree, { what: 'bounded-people' }),
  await builds.build(free, { what: 'bounded-people' }),
];

const number = (name: string): string => `max(number) filter (name = '${name}')`;
const PEOPLE = `(select person_id, ${['score', 'risk', 'glucose_average', 'a1c', 'office_visits'].map((name) => `${number(name)} as ${name}`).join(', ')} from core.attributes group by 1)`;

test('everybody lies within the bounds, also of formulas, counts and what the reference gives, and nobody is lost', async () => {
  const rows = await readRows(
    bounded,
    `select name::varchar as name, count(*)::int as people, min(number) as low, max(number) as high from core.attributes group by 1 order by 1`,
  );
  const extents = new Map(
    rows.map(({ name, people, low, high }) => [name, { people, low: Number(low), high: Number(high) }]),
  );
  expect(rows.map(({ people }) => people)).toEqual(rows.map(() => 4000));
  expect(extents.get('score')).toMatchObject({ low: 2, high: 3 });
  expect(extents.get('office_visits')).toMatchObject({ low: 2 });
  const least = { risk: 1, glucose_average: 161, a1c: 7.2, ldl: 100, diastolic: 80, systolic: 105 };
  for (const [name, value] of Object.entries(least)) expect(extents.get(name)?.low).toBeGreaterThanOrEqual(value);
  expect(extents.get('risk')?.high).toBeLessThanOrEqual(4);
  expect(extents.get('a1c')?.high).toBeLessThan(9);
});

test('of bounds for a part of the people, that part lies within and all others beyond', async () => {
  const shares = await readRows(
    bounded,
    `select avg((number < 50)::int) filter (where name = 'hdl') as hdl, avg((number between 138 and 140)::int) filter (where name = 'sodium') as sodium,
      min(number) filter (where name = 'sodium') as low, max(number) filter (where name = 'sodium') as high from core.attributes`,
  );
  expect(Number(shares[0]?.['hdl'])).toBeCloseTo(0.3, 1);
  expect(Number(shares[0]?.['sodium'])).toBeCloseTo(0.75, 1);
  expect(Number(shares[0]?.['low'])).toBeLessThan(138);
  expect(Number(shares[0]?.['high'])).toBeGreaterThan(140);
});

test('values are spread as among those who would lie within without bounds', async () => {
  const shares = `avg((score = 2)::int) as score, avg((office_visits = 2)::int) as visits, avg((risk >= 2)::int) as risk, avg(risk) as mean`;
  const [cut] = await readRows(bounded, `select ${shares} from ${PEOPLE}`);
  const [score] = await readRows(
    unbounded,
    `select avg((score = 2)::int) as value from ${PEOPLE} where score between 2 and 3`,
  );
  const [visits] = await readRows(
    unbounded,
    `select avg((office_visits = 2)::int) as value from ${PEOPLE} where office_visits >= 2`,
  );
  const [risk] = await readRows(
    unbounded,
    `select avg((risk >= 2)::int) as value, avg(risk) as mean from ${PEOPLE} where risk between 1 and 4`,
  );
  const near = (value: unknown, other: unknown): void =>
    expect(Math.abs(Number(value) - Number(other))).toBeLessThan(0.05);
  near(cut?.['score'], score?.['value']);
  near(cut?.['visits'], visits?.['value']);
  near(cut?.['risk'], risk?.['value']);
  near(cut?.['mean'], risk?.['mean']);
});

test('a bound moves nobody in what it does not bound', async () => {
  const others = `select person_id, sex::varchar as sex, birth_date::varchar as born from core.persons order by 1`;
  expect(await readRows(bounded, others)).toEqual(await readRows(unbounded, others));
});

test.each([
  ['bounds: { a1c: { above: 20 } }', 'leave no value of anybody'],
  ['bounds: { weight: { min: 100 } }', '`bounds.bmi` or `bounds.height`'],
])('what %s leaves nothing of is named', async (bounds, words) => {
  const loaded = await builds.tree({ 'generation/templates/profiles/bounded-people.md': profile(bounds) });
  const [request] = requestsFor(loaded, { what: 'bounded-people', overrides: [] }).requests;
  const { plan, diagnostics } =
    request === undefined ? { plan: undefined, diagnostics: [] } : planRequest(loaded, request);
  expect(plan).toBeUndefined();
  expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`).join(' ')).toContain(words);
});

test.each([
  ['50 diabetics with A1c over 9', 'a1c', 9.1, Infinity],
  ['50 commercial members with a BMI above 30', 'bmi', 30.1, Infinity],
  ['50 patients with eGFR below 45', 'egfr', 0, 44],
  ['50 people with BMI under 18.5', 'bmi', 0, 18.4],
  ['50 hypertensives with systolic of at least 160 mmHg', 'systolic', 160, Infinity],
  ['50 children with a BMI over 25', 'bmi', 25.1, Infinity],
])('%s have such values', async (phrase, name, low, high) => {
  const file = await builds.build(free, { what: phrase });
  const [row] = await readRows(
    file,
    `select count(*)::int as people, min(number) as low, max(number) as high from core.attributes where name = '${name}'`,
  );
  expect(row?.['people']).toBe(50);
  expect(Number(row?.['low'])).toBeGreaterThanOrEqual(low);
  expect(Number(row?.['high'])).toBeLessThanOrEqual(high);
});

test('who is said not to have a condition has none, also of a template that takes its conditions from the population', async () => {
  const file = await builds.build(free, { what: '300 seniors without hypertension' });
  const [row] = await readRows(
    file,
    `select count(distinct patient_id)::int as people, count(*) filter (code::varchar like 'I10%')::int as hypertensive from patientsim.conditions`,
  );
  expect(row).toMatchObject({ hypertensive: 0 });
  expect(row?.['people']).toBeGreaterThan(200);
});

test('rules whose people all fall under earlier ones are asked for no value, and whom bounds leave none is told once', () => {
  const problemsOf = (phrase: string): readonly string[] => {
    const { requests } = requestsFor(free, { what: phrase, overrides: [] });
    return requests.flatMap((request) => planRequest(free, request).diagnostics.map(({ message }) => message));
  };
  expect(problemsOf('20 women with height under 150 cm')).toEqual([]);
  expect(problemsOf('20 people with height under 150 cm')).toEqual([]);
  expect(problemsOf('20 people with height over 300 cm')).toEqual([
    'The bounds of `height` leave no value of anybody: nobody of them has one above 300.',
  ]);
});
