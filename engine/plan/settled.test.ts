import { expect, test } from 'vitest';
import { library } from '../testing/shipped-library.ts';
import { specifyCohort } from '../normalize/index.ts';
import { resolveName } from '../resolve/index.ts';
import type { Distribution } from '../model/index.ts';
import { fittingRules } from './settled.ts';

function rulesFor(profile: string, observation: string): number {
  const { request } = resolveName({ name: profile, library });
  const cohort = request && specifyCohort({ library, request }).cohort;
  const baseline = library.knowledge.observations.find(({ name }) => name === observation)?.baseline;
  if (cohort === undefined || baseline === undefined) throw new Error('The skills have no such thing.');
  const fitting: Distribution = fittingRules(baseline, cohort.profile);
  return fitting.kind === 'conditional' ? fitting.rules.length : 1;
}

test('people without children know no baselines of children', () => {
  expect(rulesFor('medicare-diabetic', 'weight')).toBe(1);
  expect(rulesFor('national-commercial', 'weight')).toBeGreaterThan(36);
  expect(rulesFor('commercial-healthy', 'weight')).toBeLessThan(10);
  expect(rulesFor('medicare-diabetic', 'a1c')).toBe(1);
});
