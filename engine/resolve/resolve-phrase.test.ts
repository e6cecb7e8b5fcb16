/** Requests as people write them, and what each must come to. */
import { expect, test } from 'vitest';
import { chronicMix, sampleLibrary } from '../testing/sample-library.ts';
import { resolvePhrase } from './resolve-phrase.ts';
import type { Resolution } from './resolve-phrase.ts';

function resolve(phrase: string): Resolution {
  return resolvePhrase({ phrase, library: sampleLibrary });
}

function overridesOf({ request }: Resolution): unknown {
  return Object.fromEntries((request?.overrides ?? []).map(({ path, value }) => [path.join('.'), value]));
}

const E78 = { code: 'E78.5', prevalence: 0.08 };
const I10 = { code: 'I10', prevalence: 0.2 };
const E11 = { code: 'E11.9', prevalence: 0.04 };
const AGE = 'demographics.age';
const SEX = 'demographics.gender';
const PLACE = 'demographics.geography';

const FIRST_YEAR = `Create a diabetic first-year journey for 50 patients:
- New diagnosis
- Initial treatment
- Quarterly follow-ups
- Lab monitoring`;

const CHRONIC = `Build a profile for 100 commercial members:
- Age 25-45
- Mix of healthy and chronic conditions
- Urban geography`;

/** All of these are understood to the last word. */
test.each<[phrase: string, name: string, overrides: Record<string, unknown>]>([
  // The three requests of the introduction.
  ['Generate a 65-year-old diabetic Medicare member', 'medicare-diabetic', { count: 1, [AGE]: 65 }],
  [
    CHRONIC,
    'commercial-healthy',
    { count: 100, [AGE]: { min: 25, max: 45 }, conditions: chronicMix, [PLACE]: 'urban' },
  ],
  [FIRST_YEAR, 'diabetic-first-year', { count: 50 }],
  // Counts.
  ['two hundred and fifty Medicare diabetics', 'medicare-diabetic', { count: 250 }],
  ['a dozen commercial members', 'commercial-healthy', { count: 12 }],
  ['10 000 commercial members', 'commercial-healthy', { count: 10_000 }],
  ['1e3 commercial members', 'commercial-healthy', { count: 1000 }],
  ['10 x commercial', 'commercial-healthy', { count: 10 }],
  ['a couple of commercial members', 'commercial-healthy', { count: 2 }],
  ['50 insured women on commercial', 'commercial-healthy', { count: 50, [SEX]: 'F' }],
  ['20members on commercial', 'commercial-healthy', { count: 20 }],
  ['twenty-five commercial members', 'commercial-healthy', { count: 25 }],
  ['for 1,000 people on Medicare', 'medicare-diabetic', { count: 1000 }],
  ['10 million commercial members', 'commercial-healthy', { count: 10_000_000 }],
  ['2.5 million commercial members', 'commercial-healthy', { count: 2_500_000 }],
  ['½ million commercial members', 'commercial-healthy', { count: 500_000 }],
  ['2½ thousand commercial members', 'commercial-healthy', { count: 2500 }],
  ['1/2 million commercial members', 'commercial-healthy', { count: 500_000 }],
  ['1,5 million commercial members', 'commercial-healthy', { count: 1_500_000 }],
  ['roughly 2k commercial members', 'commercial-healthy', { count: 2000 }],
  ['at least 100 commercial members', 'commercial-healthy', { count: 100 }],
  ['up to 50 diabetics on Medicare', 'medicare-diabetic', { count: 50 }],
  ['no more than 20 diabetics on Medicare', 'medicare-diabetic', { count: 20 }],
  ['no fewer than 30 commercial members', 'commercial-healthy', { count: 30 }],
  ['half a million commercial lives', 'commercial-healthy', { count: 500_000 }],
  [
    'one hundred twenty three thousand four hundred fifty six commercial members',
    'commercial-healthy',
    { count: 123_456 },
  ],
  ['commercial 100k members', 'commercial-healthy', { count: 100_000 }],
  ['a commercial member', 'commercial-healthy', { count: 1 }],
  ['diabetic Medicare patient', 'medicare-diabetic', { count: 1 }],
  ['a Medicare diabetic', 'medicare-diabetic', { count: 1 }],
  ['cohort of 500 commercial', 'commercial-healthy', { count: 500 }],
  ['commercial-healthy, n=20', 'commercial-healthy', { count: 20 }],
  ['count: 20, medicare-diabetic', 'medicare-diabetic', { count: 20 }],
  ['65 commercial members', 'commercial-healthy', { count: 65 }],
  ['MEDICARE DIABETIC PATIENTS', 'medicare-diabetic', {}],
  // Ages.
  ['commercial members aged 45 to 64', 'commercial-healthy', { [AGE]: { min: 45, max: 64 } }],
  ['commercial members of 25 to 45', 'commercial-healthy', { [AGE]: { min: 25, max: 45 } }],
  ['commercial members ages 25–45', 'commercial-healthy', { [AGE]: { min: 25, max: 45 } }],
  ['commercial members, 25-45', 'commercial-healthy', { [AGE]: { min: 25, max: 45 } }],
  ['commercial members between 40 and 60 years old', 'commercial-healthy', { [AGE]: { min: 40, max: 60 } }],
  ['commercial members between the ages of 40 and 60', 'commercial-healthy', { [AGE]: { min: 40, max: 60 } }],
  ['commercial 45- to 64-year-olds', 'commercial-healthy', { [AGE]: { min: 45, max: 64 } }],
  ['commercial members in their 40s', 'commercial-healthy', { [AGE]: { min: 40, max: 49 } }],
  [
    'commercial members over 40 and under 60',
    'commercial-healthy',
    { [AGE]: { distribution: 'age_bands', bands: [{ min: 41, max: 59, weight: 1 }] } },
  ],
  [
    'Medicare members over 80',
    'medicare-diabetic',
    { [AGE]: { distribution: 'normal', mean: 72, std_dev: 8, min: 81, max: 100 } },
  ],
  ['Medicare members 65+', 'medicare-diabetic', {}],
  ['Medicare members aged 65 years and older', 'medicare-diabetic', {}],
  [
    'Medicaid children under 5',
    'medicaid-pediatric',
    { [AGE]: { distribution: 'age_bands', bands: [{ min: 0, max: 4, weight: 1 }] } },
  ],
  ['200 kids on Medicaid', 'medicaid-pediatric', { count: 200 }],
  [
    '100 commercial adults over 40',
    'commercial-healthy',
    { count: 100, [AGE]: { distribution: 'age_bands', bands: [{ min: 41, max: 64, weight: 1 }] } },
  ],
  // Sexes.
  ['commercial women', 'commercial-healthy', { [SEX]: 'F' }],
  ['a 30 year old man with commercial coverage', 'commercial-healthy', { count: 1, [AGE]: 30, [SEX]: 'M' }],
  ['commercial men and women', 'commercial-healthy', {}],
  ['commercial members, 60% female', 'commercial-healthy', { [SEX]: { F: 0.6, M: 0.4 } }],
  [
    'pregnant commercial members',
    'commercial-healthy',
    { [SEX]: 'F', conditions: [{ code: 'Z34.90', prevalence: 1 }, E78, I10, E11] },
  ],
  // Conditions.
  ['diabetes', 'medicare-diabetic', {}],
  [
    'Medicare members with diabetes and high blood pressure',
    'medicare-diabetic',
    {
      conditions: [
        { code: 'E11.9', prevalence: 1 },
        { code: 'I10', prevalence: 1 },
      ],
    },
  ],
  [
    'commercial members with E11 and N18.3',
    'commercial-healthy',
    { conditions: [{ code: 'E11.9', prevalence: 1 }, { code: 'N18.30', prevalence: 1 }, E78, I10] },
  ],
  [
    'commercial members diagnosed with stage 3 kidney disease',
    'commercial-healthy',
    { conditions: [{ code: 'N18.30', prevalence: 1 }, E78, I10, E11] },
  ],
  [
    'commercial members, 30% diabetic',
    'commercial-healthy',
    { conditions: [E78, I10, { code: 'E11.9', prevalence: 0.3 }] },
  ],
  [
    'commercial members, one in five diabetic',
    'commercial-healthy',
    { conditions: [E78, I10, { code: 'E11.9', prevalence: 0.2 }] },
  ],
  [
    'one in ten commercial members has diabetes and one in four hypertension',
    'commercial-healthy',
    { conditions: [E78, { code: 'I10', prevalence: 0.25 }, { code: 'E11.9', prevalence: 0.1 }] },
  ],
  [
    'three quarters of commercial members have hypertension',
    'commercial-healthy',
    { conditions: [E78, { code: 'I10', prevalence: 0.75 }, E11] },
  ],
  [
    '40 commercial members of whom three out of ten have diabetes',
    'commercial-healthy',
    { count: 40, conditions: [E78, I10, { code: 'E11.9', prevalence: 0.3 }] },
  ],
  [
    '50 men and 150 women with diabetes on commercial plans',
    'commercial-healthy',
    {
      count: 200,
      sampling: 'stratified',
      [SEX]: { M: 0.25, F: 0.75 },
      conditions: [{ code: 'E11.9', prevalence: 1 }, E78, I10],
    },
  ],
  [
    '20 commercial members, 10 of them diabetic',
    'commercial-healthy',
    { count: 20, sampling: 'stratified', conditions: [E78, I10, { code: 'E11.9', prevalence: 0.5 }] },
  ],
  ['commercial members, half women', 'commercial-healthy', { [SEX]: { F: 0.5, M: 0.5 } }],
  [
    'commercial men over 50 without diabetes',
    'commercial-healthy',
    {
      [AGE]: { distribution: 'age_bands', bands: [{ min: 51, max: 64, weight: 1 }] },
      [SEX]: 'M',
      conditions: [E78, I10],
    },
  ],
  ['commercial members without diabetes or hypertension', 'commercial-healthy', { conditions: [E78] }],
  [
    'commercial members without diabetes and with hypertension',
    'commercial-healthy',
    { conditions: [{ code: 'I10', prevalence: 1 }, E78] },
  ],
  ...['diabetes or hypertension', 'either diabetes and/or hypertension'].map(
    (either): [string, string, Record<string, unknown>] => [
      `commercial members with ${either}`,
      'commercial-healthy',
      {
        conditions: [
          // 4 % and 20 %: of those who have one of them, 4 of 23.2.
          { code: 'E11.9', prevalence: 0.172414 },
          { code: 'I10', prevalence: { given: "has_condition('E11.9')", then: 0.2, else: 1 } },
          E78,
        ],
      },
    ],
  ),
  [
    'commercial members with covid-19',
    'commercial-healthy',
    { conditions: [{ code: 'U07.1', prevalence: 1 }, E78, I10, E11] },
  ],
  ['non-diabetic Medicare seniors', 'medicare-diabetic', { conditions: [{ code: 'I10', prevalence: 0.72 }] }],
  ['commercial members without asthma', 'commercial-healthy', {}],
  [
    'commercial members taking metformin',
    'commercial-healthy',
    { medications: [{ drug: 'metformin', prevalence: 1 }] },
  ],
  // Payers and plans.
  ['commercial PPO members', 'commercial-healthy', { coverage: { type: 'Commercial', plan: 'Commercial PPO' } }],
  [
    'Medicare diabetics in a PPO',
    'medicare-diabetic',
    { coverage: { type: 'Medicare', plan: 'Medicare Advantage PPO' } },
  ],
  ['Medicare Advantage diabetics', 'medicare-diabetic', {}],
  [
    'commercially insured diabetics',
    'commercial-healthy',
    { conditions: [{ code: 'E11.9', prevalence: 1 }, E78, I10] },
  ],
  // Places.
  ['commercial members in Texas', 'commercial-healthy', { [PLACE]: { state: 'TX' } }],
  ['commercial members living in OR', 'commercial-healthy', { [PLACE]: { state: 'OR' } }],
  ['rural commercial members', 'commercial-healthy', { [PLACE]: 'rural' }],
  ['commercial members in rural Texas', 'commercial-healthy', { [PLACE]: { state: 'TX', type: 'rural' } }],
  ['commercial members in Houston, TX', 'commercial-healthy', { [PLACE]: { county_fips: '48201' } }],
  ['commercial members in Springfield, Illinois', 'commercial-healthy', { [PLACE]: { county_fips: '17167' } }],
  ['commercial members in the Midlands', 'commercial-healthy', { [PLACE]: { state: ['IN', 'IL'] } }],
  [
    'commercial members in the rural Midlands and Texas',
    'commercial-healthy',
    { [PLACE]: { state: ['IN', 'IL', 'TX'], type: 'rural' } },
  ],
  ['commercial members in ZIP 77002', 'commercial-healthy', { [PLACE]: { county_fips: '48201' } }],
  [
    'commercial members in zip codes 77002 and 62701',
    'commercial-healthy',
    { [PLACE]: { county_fips: ['48201', '17167'] } },
  ],
  ['commercial members in Texas and Florida', 'commercial-healthy', { [PLACE]: { state: ['TX', 'FL'] } }],
  // Settings.
  ['commercial members, seed 7, as of 2024-06-30', 'commercial-healthy', { seed: 7, as_of: '2024-06-30' }],
  ['commercial members seed: 0 as of June 30, 2024', 'commercial-healthy', { seed: 0, as_of: '2024-06-30' }],
  // Journeys.
  ['20 surgical episodes', 'surgical-episode', { count: 20 }],
  ['newly diagnosed diabetics', 'diabetic-first-year', {}],
  ['newly diagnosed diabetic Medicare members', 'diabetic-first-year', {}],
  ['short diabetic journey for 5', 'diabetic-first-year-outline', { count: 5 }],
  ['diabetic first-year outline', 'diabetic-first-year-outline', {}],
  ['new member onboarding for 30 members', 'new-member-onboarding', { count: 30 }],
  [
    'surgical episode for 20 Medicare members',
    'surgical-episode',
    { count: 20, coverage: { type: 'Medicare' }, [AGE]: { min: 65, max: 100 } },
  ],
  [
    'commercial members on the diabetic first-year journey',
    'commercial-healthy-diabetic-first-year',
    { conditions: [{ code: 'E11.9', prevalence: 1 }, E78, I10] },
  ],
])('%j is %s', (phrase, name, overrides) => {
  const resolution = resolve(phrase);
  expect(resolution.outcome).toBe('resolved');
  expect(resolution.request?.name).toBe(name);
  expect(overridesOf(resolution)).toEqual(overrides);
  expect(resolution.reading.unread).toEqual([]);
  expect(resolution.diagnostics).toEqual([]);
});

test('a phrase without a match leads to the triggers that hold the word that was meant', () => {
  const { outcome, diagnostics } = resolve('commerical people');
  expect(outcome).toBe('none');
  expect(diagnostics[0]?.hint).toBe(
    'Nearest: `commercial-healthy`, `commercial members`, `commercial healthy adults`.',
  );
});

test('a payer that is denied speaks against its template', () => {
  const { outcome, diagnostics } = resolve('diabetic patients not on Medicare');
  expect(outcome).toBe('none');
  expect(diagnostics[0]?.message).toContain('nothing takes up "not on Medicare"');
});

test('people who are chosen by an illness are not meant where nobody asks for it', () => {
  const { outcome, reading } = resolve('Medicaid and Medicare members');
  expect(outcome).toBe('resolved');
  expect(reading.candidates.map(({ skill }) => skill)).toEqual(['medicaid-pediatric']);
});

test('a journey takes the people of its profile, and a profile keeps its own journeys', () => {
  expect(resolve(FIRST_YEAR).request).toMatchObject({
    profile: 'medicare-diabetic',
    journeys: ['diabetic-first-year'],
  });
  expect(resolve('new member onboarding').request?.profile).toBe('commercial-healthy');
  expect(resolve('Medicare diabetics').request?.journeys).toBeUndefined();
});

test('each bullet of a journey request is understood as the events that cover it', () => {
  const meanings = resolve(FIRST_YEAR).reading.understood.map(({ text, meaning }) => `${text}: ${meaning}`);
  expect(meanings.slice(-4)).toEqual([
    'New diagnosis: diagnosis in Diagnosis',
    'Initial treatment: rx_metformin in Diagnosis',
    'Quarterly follow-ups: quarterly_visit in Stabilization',
    'Lab monitoring: labs in Diagnosis; a1c_check in Stabilization',
  ]);
});

test('unread words and overrides carry their place in the phrase', () => {
  const { request, reading } = resolve('commercial members:\n  - from Mars\n  - age 30');
  expect(reading.unread[0]?.at).toEqual({
    file: '<phrase>',
    start: { line: 2, column: 10 },
    end: { line: 2, column: 14 },
  });
  expect(request?.overrides[0]?.at.start).toEqual({ line: 3, column: 5 });
});

test('the same phrase always comes to the same request', () => {
  expect(resolve(CHRONIC)).toEqual(resolve(CHRONIC));
});

test('a phrase of 10,000 characters is read, and its diagnostics stay few', () => {
  const { outcome, diagnostics, reading } = resolve(`${'- foo bar\n'.repeat(1000)}commercial members`);
  expect(outcome).toBe('resolved');
  expect(reading.unread).toHaveLength(1000);
  expect(diagnostics).toHaveLength(21);
});

test('a phrase beyond all measure is refused', () => {
  expect(resolve('a'.repeat(20_001)).diagnostics[0]?.code).toBe('resolve-phrase-too-long');
});

test('a journey without people that can be run is named', () => {
  const library = { ...sampleLibrary, profiles: [] };
  const { outcome, diagnostics } = resolvePhrase({ phrase: 'surgical episode', library });
  expect(outcome).toBe('none');
  expect(diagnostics[0]?.code).toBe('resolve-profile-missing');
});

test('a library without templates matches nothing', () => {
  const library = { ...sampleLibrary, profiles: [], journeys: [], skills: [] };
  expect(resolvePhrase({ phrase: FIRST_YEAR, library }).outcome).toBe('none');
});

test('who asks for a template by its name gets the shares that it has', () => {
  const own = sampleLibrary.profiles.find(({ id }) => id === 'commercial-healthy');
  const registry = own === undefined ? [] : [{ ...own, id: 'hypertension-registry', title: 'Registry' }];
  const library = { ...sampleLibrary, profiles: [...sampleLibrary.profiles, ...registry] };
  const named = resolvePhrase({ phrase: 'hypertension registry of 20 members', library });
  expect([named.request?.name, overridesOf(named), named.diagnostics]).toEqual([
    'hypertension-registry',
    { count: 20 },
    [],
  ]);
  const said = resolvePhrase({ phrase: '20 members of the registry with hypertension', library });
  expect(JSON.stringify(overridesOf(said))).toContain('{"code":"I10","prevalence":1}');
});
