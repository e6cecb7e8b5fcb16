/** What is said of use and means nothing, or contradicts something, is named. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openCohortBuilds } from '../testing/cohort-builds.ts';
import { OWN_LISTS, OWN_REASONS, PROFILE, profileWith } from '../testing/users-of-care.ts';

const builds = await openCohortBuilds();

test('a time for which visits have one reason means nothing where they come by chance, and is named', async () => {
  const lists = {
    ...OWN_LISTS,
    'patientsim/visit-reasons.md': OWN_REASONS.replace('office_visit | |', 'office_visit | 8 weeks |'),
  };
  const { diagnostics } = await builds.tree(lists, ['normalize-without-effect']);
  expect(diagnostics[0]?.message).toContain('office_visit does not say how far `apart` it comes');
});

test('nothing is ordered anew at what is no visit, and it is named', async () => {
  const lists = {
    ...OWN_LISTS,
    'patientsim/visit-reasons.md': OWN_REASONS.replace(
      '| same_for | source |\n|---|---|---|---|\n| office | office_visit | |',
      '| renews | source |\n|---|---|---|---|\n| office | office_visit; imaging_study | yes |',
    ),
  };
  const { diagnostics } = await builds.tree(lists, ['normalize-without-effect']);
  expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('imaging_study has no `class`')]);
});

test('what follows a discharge to which no stay of the profile comes is named, and a season that it cannot keep', async () => {
  const text = profileWith('  nursing_facility_stays: { after_discharge: skilled_nursing }', '[]');
  const asking = text.replace(
    '[]',
    '[ { code: I10, prevalence: { given: nursing_facility_stays > 0, then: 1, else: 0 } } ]',
  );
  await builds.tree({ [PROFILE]: asking }, ['normalize-without-effect', 'normalize-expression-name']);
  const tree = await builds.tree({ [PROFILE]: text }, ['normalize-without-effect']);
  expect(tree.diagnostics[0]?.message).toContain('counts no stays in hospital');
  const counts = `  admissions: 2
  nursing_facility_stays: { after_discharge: hospital }
  influenza_vaccine: { after_discharge: home }`;
  const twice = ['normalize-without-effect', 'normalize-without-effect'];
  const { diagnostics } = await builds.tree({ [PROFILE]: profileWith(counts, '[]') }, twice);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('no stay that this profile counts ends with discharge to hospital'),
    expect.stringContaining('in season or not'),
  ]);
});

test('what cannot be of a series behind stays is named', async () => {
  const behind = (key: string): string => `  admissions: 2\n  home_visits: { after_discharge: home, ${key} }`;
  for (const [key, code] of [
    ['probability: 2', 'normalize-value-range'],
    ['within: soon', 'validate-value-form'],
    ['within: -3 to -1 days', 'normalize-value-range'],
    ['times: 101', 'normalize-value-kind'],
    ['times: { distribution: poisson, mean: 5 }', 'normalize-value-kind'],
  ] as const) {
    await builds.tree({ [PROFILE]: profileWith(behind(key), '[]') }, [code]);
  }
  const stays = '  admissions: 2\n  nursing_facility_stays: { after_discharge: skilled_nursing, times: 2 }';
  const { diagnostics } = await builds.tree({ [PROFILE]: profileWith(stays, '[]') }, ['normalize-without-effect']);
  expect(diagnostics[0]?.message).toContain('a stay begins with the discharge');
});

test('a readmission that no stay of the profile leads to is named', async () => {
  const counts = '  nursing_facility_stays: 1\n  readmission_stays: { after_discharge: readmission }';
  const { diagnostics } = await builds.tree({ [PROFILE]: profileWith(counts, '[]') }, ['normalize-without-effect']);
  expect(diagnostics[0]?.message).toContain('no stay that this profile counts leads to a readmission');
});

test('a length of what nobody stays for is named', async () => {
  const path = 'patientsim/stays.md';
  const text = await readFile(new URL(`../../skills/${path}`, import.meta.url), 'utf8');
  const longer = text.replace('| sepsis_stay |', '| sepsis_stay; influenza_vaccine |');
  const { diagnostics } = await builds.tree({ [path]: longer }, ['normalize-without-effect']);

  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('influenza_vaccine is no encounter, so nobody stays for it'),
  ]);
});
