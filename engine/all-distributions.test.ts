/** The cohort by which the cost of drawing is measured has a value of every distribution, and can be built. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const text = await readFile(new URL('../fixtures/bench/all-distributions.md', import.meta.url), 'utf8');
/** Values of whose bounds and rounding more than a curve is asked. */
const HELD = `attributes:
  held_formula: { formula: "age / 7", min: 10.5, max: 11.5, round: 1 }
  quarter: { formula: "0 - age / 4" }
  square: { formula: "power(age, 2)" }
  root: { formula: "power(age, 0.5)" }
  raised_often: { formula: "power(power(power(power(power(power(age, 0.9), 0.9), 0.9), 0.9), 0.9), 0.9)" }
  root_of_none: { formula: "power(quarter, 0.5)" }
  least_of: { formula: "least(age, 40, root_of_none)" }
  greatest_of: { formula: "greatest(age / 2, 20, power(0 - age, 2) - square)" }
  by_sex: { formula: "if(gender = 'F', 1.012, 1) * power(0.9938, age)" }
  quarter_to_a_tenth: { formula: "0 - age / 4", round: 1 }
  quarter_to_a_whole: { formula: "0 - age / 4", integer: true }
  fine_formula: { formula: "age / 7", min: 10.44, max: 11.55, round: 1 }
  fine_curve: { distribution: normal, mean: 11, std_dev: 9, min: 10.44, max: 11.55, round: 1 }
  fine_range: { distribution: uniform, min: 1.7, max: 3.6, integer: true }
  fine_rules: { rules: [ { if: "gender == 'F'", distribution: normal, mean: 11, std_dev: 9 }, { else: { formula: "age / 7" } } ], min: 10.44, max: 11.55, round: 1 }
  fine_curves: { rules: [ { if: "gender == 'F'", distribution: normal, mean: 11, std_dev: 9, min: 10.44, max: 11.55 }, { else: { distribution: normal, mean: 20, std_dev: 5, min: 10.44, max: 11.55 } } ], round: 1 }
  held_rules: { rules: [ { if: "gender == 'F'", value: 6.26 }, { else: { min: 2, max: 9 } } ], min: 4, max: 7, round: 1 }
`;
const loaded = await builds.tree(
  { 'generation/templates/profiles/all-distributions.md': text.replace('attributes:\n', HELD) },
  ['normalize-expression-zero'],
);

test('every distribution stands in the cohort of the benchmark', () => {
  const profile = loaded.library.profiles.find(({ id }) => id === 'all-distributions');
  const kinds = new Set(profile?.attributes.map(({ distribution }) => distribution.kind));
  expect([...kinds].toSorted()).toEqual([
    'age_bands',
    'beta',
    'categorical',
    'conditional',
    'derived',
    'empirical',
    'exponential',
    'fixed',
    'gamma',
    'log_normal',
    'mixture',
    'negative_binomial',
    'normal',
    'poisson',
    'triangular',
    'uniform',
    'weibull',
    'zipf',
  ]);
});

test('people of it have a value of each', async () => {
  const file = await builds.build(loaded, { what: 'all-distributions', count: 40 });
  const [counted] = await readRows(
    file,
    "select count(distinct name)::int as names, count(*)::int as values, count(coalesce(number::text, text))::int as known from core.attributes where name not in ('root_of_none', 'least_of')",
  );
  expect(counted).toEqual({ names: 41, values: 41 * 40, known: 41 * 40 });
  const held = await readRows(
    file,
    "select name, min(number) as least, max(number) as most, bool_and(number = round(number, 1)) as rounded, bool_or(number = 6.3) as named from core.attributes where name like 'held%' group by name order by name",
  );
  expect(held).toEqual([
    { name: 'held_formula', least: 10.5, most: 11.5, rounded: true, named: false },
    { name: 'held_rules', least: expect.closeTo(4.5, 0), most: expect.closeTo(6.8, 0), rounded: true, named: true },
  ]);
  const fine = await readRows(
    file,
    "select name, min(number) as least, max(number) as most from core.attributes where name like 'fine%' group by name order by name",
  );
  expect(fine).toEqual([
    { name: 'fine_curve', least: 10.5, most: 11.5 },
    { name: 'fine_curves', least: 10.5, most: 11.5 },
    { name: 'fine_formula', least: 10.5, most: 11.5 },
    { name: 'fine_range', least: 2, most: 3 },
    { name: 'fine_rules', least: 10.5, most: 11.5 },
  ]);
  const [rounded] = await readRows(
    file,
    `select count(*) filter (quarter <> round(quarter, 1)) > 0 as uneven, bool_and(to_a_tenth = round(quarter, 1)) as tenths,
       bool_and(to_a_whole = floor(quarter + 0.5)) as wholes
     from (select max(number) filter (name = 'quarter') as quarter, max(number) filter (name = 'quarter_to_a_tenth') as to_a_tenth,
       max(number) filter (name = 'quarter_to_a_whole') as to_a_whole from core.attributes group by person_id)`,
  );
  expect(rounded).toEqual({ uneven: true, tenths: true, wholes: true });
  const [reckoned] = await readRows(
    file,
    `select bool_and(square = age * age) as square, bool_and(abs(root - sqrt(age)) < 1e-9) as root, max(greatest_of) as greatest_of, count(root_of_none)::int as none,
       count(least_of)::int as unknown, bool_and(abs(by_sex - case when sex = 'F' then 1.012 else 1 end * pow(0.9938, age)) < 1e-9) as by_sex
     from (select person_id, -4 * max(number) filter (name = 'quarter') as age, ${['square', 'root', 'root_of_none', 'least_of', 'greatest_of', 'by_sex'].map((name) => `max(number) filter (name = '${name}') as ${name}`).join(', ')}
       from core.attributes group by 1) join core.persons using (person_id)`,
  );
  expect(reckoned).toMatchObject({ square: true, root: true, none: 0, unknown: 0, by_sex: true });
  expect(Number(reckoned?.['greatest_of'])).toBeGreaterThanOrEqual(20);
});
