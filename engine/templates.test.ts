/** Every template that comes with the engine can be planned and compiled as it stands. */
import { expect, test } from 'vitest';
import { compileProgram, planRequest } from './pipeline.ts';
import { answerTo, openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const loaded = await builds.tree();
const { profiles, journeys, cohorts } = loaded.library;

test.each([...profiles, ...journeys, ...cohorts].map(({ id }) => id))('%s becomes statements', (what) => {
  const plans = answerTo(loaded, { what }).requests.map((request) => planRequest(loaded, request));
  expect(plans).toHaveLength(1);
  for (const { plan, diagnostics } of plans) {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan && compileProgram(plan).tables.length).toBeGreaterThan(3);
  }
});

test('a journey that is asked for besides is missed where it was asked for, not in the cohort', () => {
  const { requests } = answerTo(loaded, { what: 'medicare-diabetic-first-year', journeys: ['first-yaer'] });
  const [missed] = requests.flatMap((request) => planRequest(loaded, request).diagnostics);
  expect(missed).toMatchObject({ code: 'normalize-journey-unknown', at: { file: '<--journey>' } });
});
