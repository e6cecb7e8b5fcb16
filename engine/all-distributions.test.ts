/** The cohort by which the cost of drawing is measured has a value of every distribution, and can be built. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const text = await readFile(new URL('../fixtures/bench/all-distributions.md', import.meta.url), 'utf8');
const loaded = await builds.tree({ 'generation/templates/profiles/all-distributions.md': text });

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
    'select count(distinct name)::int as names, count(*)::int as values, count(coalesce(number::text, text))::int as known from core.attributes',
  );
  expect(counted).toEqual({ names: 26, values: 26 * 40, known: 26 * 40 });
});
