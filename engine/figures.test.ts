/** Figures of the reference skills against what their sources published. */
import { expect, test } from 'vitest';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const { states, regions, knowledge } = (await builds.tree()).library;

test('the regions of the Census share the states among them, and so do its divisions', () => {
  const all = states.map(({ code }) => code).toSorted();
  const of = (...range: readonly [number, number]): readonly string[] =>
    regions
      .slice(...range)
      .flatMap((region) => region.states)
      .toSorted();
  expect([of(0, 4), of(4, 13)]).toEqual([all, all]);
});

test('the fifty states and the District of Columbia have the people of the 2020 Census', () => {
  const people = new Map(states.map(({ code, population }) => [code, population]));
  expect(people.size).toBe(51);
  expect([...people.values()].reduce((sum, one) => sum + one, 0)).toBe(331_449_281);
  expect([people.get('CA'), people.get('TX'), people.get('WY')]).toEqual([39_538_223, 29_145_505, 576_851]);
});

test('races of all ages and ethnicities together have the shares of the 2020 Census', () => {
  const counted = {
    White: 204_277_273,
    'Black or African American': 41_104_200,
    Asian: 19_886_049,
    'American Indian or Alaska Native': 3_727_135,
    'Native Hawaiian or Other Pacific Islander': 689_966,
    'Some Other Race': 27_915_715,
    'Two or More Races': 33_848_943,
  };
  const { shares } = knowledge.population;
  const sumOf = (some: typeof shares): number => some.reduce((sum, { share }) => sum + share, 0);
  const elders = sumOf(
    shares.filter(({ attribute, value }) => attribute === 'age' && Number.parseInt(value, 10) >= 65),
  );
  const together: Record<string, number> = {};
  for (const [part, age] of [
    [1 - elders, 30],
    [elders, 70],
  ] as const) {
    const near = shares.filter(({ ages }) => ages === undefined || (ages.min <= age && age <= ages.max));
    for (const { value: ethnicity, share: of } of near.filter(({ attribute }) => attribute === 'ethnicity')) {
      for (const race of near.filter((one) => one.attribute === 'race' && one.ethnicity === ethnicity))
        together[race.value] = (together[race.value] ?? 0) + part * of * race.share;
    }
  }
  expect(Object.values(counted).reduce((sum, one) => sum + one, 0)).toBe(331_449_281);
  expect(together).toEqual(
    Object.fromEntries(
      Object.entries(counted).map(([race, people]) => [race, expect.closeTo(people / 331_449_281, 4)]),
    ),
  );
});

test.each([
  ['I10', [0.234, 0.525, 0.716]],
  ['E66.9', [0.355, 0.464, 0.389]],
  ['E11.9', [0.022, 0.121, 0.205]],
  ['E78.00', [0.06, 0.167, 0.113]],
  ['I50.9', [0.0145, 0.146]],
  ['N18.9', [0.06, 0.124, 0.26]],
  ['I25.10', [0.01, 0.036, 0.09, 0.278]],
])('%s is as common by age as was published', (code, published) => {
  const rows = knowledge.population.prevalences.filter((one) => one.code === code);
  const byAge = rows.toSorted((one, other) => one.ages.min - other.ages.min);
  expect(byAge.map(({ prevalence }) => prevalence)).toEqual(published);
});
