import { expect, test } from 'vitest';
import { openCohortBuilds } from '../testing/cohort-builds.ts';
import { readRows } from '../testing/built-tables.ts';

const builds = await openCohortBuilds();
const loaded = await builds.tree();

const counted = `select p.state as area, count(*)::int as people from core.persons p group by all order by people desc`;

const placesAsDeclared = `select bool_and(verdict = 'as declared') as told from meta.fidelity where quantity = 'geography' and measure = 'shape'`;

async function states(geography: unknown): Promise<Readonly<Record<string, number>>> {
  const at = { file: '<test>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const overrides = [
    { path: ['demographics', 'geography'], value: geography, at },
    { path: ['count'], value: 4000, at },
    { path: ['products'], value: ['membersim'], at },
  ];
  const file = await builds.build(loaded, { what: 'commercial-healthy', overrides });
  expect(await readRows(file, placesAsDeclared)).toEqual([{ told: true }]);
  const rows = await readRows(file, counted);
  return Object.fromEntries(rows.map((row) => [JSON.stringify(row['area']).slice(1, -1), Number(row['people'])]));
}

test('people of a country come from its states by population', async () => {
  const people = await states('national');
  expect(Object.keys(people)).toHaveLength(51);
  expect((people['CA'] ?? 0) / 4000).toBeCloseTo(39538223 / 331449281, 1);
});

test('rural people of several states come from their rural towns by the declared shares', async () => {
  const people = await states({ state: { TX: 0.75, OK: 0.25 }, type: 'rural' });
  expect(Object.keys(people)).toEqual(['TX', 'OK']);
  expect(Math.abs((people['TX'] ?? 0) - 3000)).toBeLessThan(3 * Math.sqrt(4000 * 0.75 * 0.25));
});

test('rural people of the country live where its rural places are', async () => {
  const rural = new Map<string, number>();
  for (const { state, urban, population } of loaded.library.knowledge.places) {
    if (!urban) rural.set(state, (rural.get(state) ?? 0) + population);
  }
  const total = [...rural.values()].reduce((sum, one) => sum + one, 0);
  const people = await states('rural');
  const share = (rural.get('CA') ?? 0) / total;
  expect(people['DC']).toBeUndefined();
  expect(Math.abs((people['CA'] ?? 0) - 4000 * share)).toBeLessThan(3 * Math.sqrt(4000 * share * (1 - share)));
});
