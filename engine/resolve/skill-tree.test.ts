/** Requests against the skills that come with the engine. */
import { expect, test } from 'vitest';
import { library } from '../testing/shipped-library.ts';
import { resolveName } from './resolve-name.ts';
import { resolvePhrase } from './resolve-phrase.ts';

const CHRONIC = `Build a profile for 100 commercial members:
- Age 25-45
- Mix of healthy and chronic conditions
- Urban geography`;

const FIRST_YEAR = `Create a diabetic first-year journey for 50 patients:
- New diagnosis
- Initial treatment
- Quarterly follow-ups
- Lab monitoring`;

test.each<[phrase: string, name: string, profile: string, overrides: Record<string, unknown>]>([
  [
    'Generate a 65-year-old diabetic Medicare member',
    'medicare-diabetic',
    'medicare-diabetic',
    { count: 1, 'demographics.age': 65 },
  ],
  [
    CHRONIC,
    'commercial-healthy',
    'commercial-healthy',
    {
      count: 100,
      'demographics.age': { min: 25, max: 45 },
      'demographics.geography': 'urban',
      conditions: expect.any(Array),
    },
  ],
  [FIRST_YEAR, 'diabetic-first-year', 'medicare-diabetic', { count: 50 }],
  [
    '50 women aged 45 to 64 with E11 and N18.3 in Harris County and Dallas County',
    'general-population',
    'general-population',
    {
      count: 50,
      'demographics.age': { min: 45, max: 64 },
      'demographics.gender': 'F',
      'demographics.geography': { county_fips: ['48201', '48113'] },
      conditions: expect.arrayContaining([
        { code: 'E11.9', prevalence: 1 },
        { code: 'N18.30', prevalence: 1 },
      ]),
    },
  ],
  [
    '30 diabetic Medicare members in counties 48201, 48113 and 06037',
    'medicare-diabetic',
    'medicare-diabetic',
    { count: 30, 'demographics.geography': { county_fips: ['48201', '48113', '06037'] } },
  ],
  ['two hundred and fifty Medicare diabetics', 'medicare-diabetic', 'medicare-diabetic', { count: 250 }],
  ['newly diagnosed diabetics', 'diabetic-first-year', 'medicare-diabetic', {}],
  ['diabetic first-year outline', 'diabetic-first-year-outline', 'medicare-diabetic', {}],
  ['Phase 3 trial with 200 subjects', 'phase-3-trial', expect.any(String), { count: 200 }],
  [
    'three dozen commercially insured women',
    'commercial-healthy',
    'commercial-healthy',
    { count: 36, 'demographics.gender': 'F' },
  ],
  [
    '200 Medicare diabetics on Ozempic',
    'medicare-diabetic',
    'medicare-diabetic',
    { count: 200, medications: [{ drug: 'semaglutide', prevalence: 1 }] },
  ],
  ['Phase III trial with a couple dozen subjects', 'phase-3-trial', expect.any(String), { count: 24 }],
  ['20 surgical episodes', 'surgical-episode', 'commercial-healthy', { count: 20 }],
  ['planned operation for 10 people', 'surgical-episode', 'commercial-healthy', { count: 10 }],
  ['new member onboarding for 30 members', 'new-member-onboarding', 'commercial-healthy', { count: 30 }],
  ['200 children on Medicaid', 'medicaid-pediatric', 'medicaid-pediatric', { count: 200 }],
  [
    'commercial members with a diagnosis of diabetes',
    'commercial-healthy',
    'commercial-healthy',
    { conditions: expect.any(Array), 'demographics.age': expect.objectContaining({ distribution: 'age_bands' }) },
  ],
  ['100 men and women on Medicare', 'national-medicare', 'national-medicare', { count: 100 }],
  [
    'commercial women in Ohio',
    'commercial-healthy',
    'commercial-healthy',
    { 'demographics.gender': 'F', 'demographics.geography': { state: 'OH' } },
  ],
  [
    'Medicare Advantage PPO members with E11',
    'medicare-diabetic',
    'medicare-diabetic',
    { coverage: { type: 'Medicare', plan: 'Medicare Advantage PPO' } },
  ],
  [
    '20 patients in Washington, DC',
    'general-population',
    'general-population',
    { count: 20, 'demographics.geography': { state: 'DC' } },
  ],
  [
    'diabetics in New England',
    'medicare-diabetic',
    'medicare-diabetic',
    { 'demographics.geography': { state: ['CT', 'ME', 'MA', 'NH', 'RI', 'VT'] } },
  ],
  // What speaks for no template.
  [
    '20 women aged 40 to 60 with hypertension in Texas',
    'general-population',
    'general-population',
    {
      count: 20,
      'demographics.gender': 'F',
      'demographics.age': expect.any(Object),
      'demographics.geography': { state: 'TX' },
      conditions: expect.any(Array),
    },
  ],
  [
    '100 Medicare members who got a flu shot',
    'national-medicare',
    'national-medicare',
    { count: 100, 'utilization.influenza_vaccine': 1 },
  ],
  ['3 patients', 'general-population', 'general-population', { count: 3 }],
  ['10 seniors', 'general-population', 'general-population', { count: 10, 'demographics.age': expect.any(Object) }],
  [
    '30 Medicare members with CKD stage 3 but no diabetes in New York City',
    'national-medicare',
    'national-medicare',
    {
      count: 30,
      conditions: expect.arrayContaining([{ code: 'N18.30', prevalence: 1 }]),
      'demographics.geography': { county_fips: ['36061', '36047', '36005', '36081', '36085'] },
    },
  ],
  ['surgery journey for 20 commercial members', 'surgical-episode', 'commercial-healthy', { count: 20 }],
  [
    '10 Black Medicare members',
    'national-medicare',
    'national-medicare',
    { count: 10, 'demographics.race': 'Black or African American' },
  ],
  // What some are to have speaks for no template in which everybody has it.
  [
    '100 patients, 30% diabetic',
    'general-population',
    'general-population',
    { count: 100, conditions: expect.arrayContaining([{ code: 'E11.9', prevalence: 0.3 }]) },
  ],
])('%j is %s of %s', (phrase, name, profile, overrides) => {
  const { outcome, request, reading, diagnostics } = resolvePhrase({ phrase, library });
  expect({ outcome, name: request?.name, profile: request?.profile }).toEqual({ outcome: 'resolved', name, profile });
  expect(Object.fromEntries((request?.overrides ?? []).map(({ path, value }) => [path.join('.'), value]))).toEqual(
    overrides,
  );
  expect({ unread: reading.unread, diagnostics }).toEqual({ unread: [], diagnostics: [] });
});

test.each<[phrase: string, bounds: Record<string, unknown>, implied: readonly string[]]>([
  ['diabetics with A1c over 9', { a1c: { above: 9 } }, []],
  ['diabetics with A1c between 7 and 9', { a1c: { min: 7, max: 9 } }, []],
  ['diabetics with an A1c of at least 8%', { a1c: { min: 8 } }, []],
  ['diabetics, A1c 9 or higher and LDL < 70 mg/dL', { a1c: { min: 9 }, ldl: { below: 70 } }, []],
  ['hypertensives with systolic greater than or equal to 160 mmHg', { systolic: { min: 160 } }, []],
  [
    'commercial members with BMI above 30',
    { bmi: { above: 30 } },
    ['everyone has E66.9 (Obesity, unspecified)', 'age 18 to 64, as of those who have it'],
  ],
  [
    'patients with BMI of 40 kg/m2 or more',
    { bmi: { min: 40 } },
    ['everyone has E66.813 (Obesity, class 3)', 'age 11 and over'],
  ],
  ['patients with BMI under 18.5', { bmi: { below: 18.5 } }, ['nobody has E66 (Obesity, unspecified)']],
  [
    'commercial members with eGFR below 45',
    { egfr: { below: 45 } },
    ['age 30 and over', 'everyone has N18.32 (Chronic kidney disease, stage 3b)'],
  ],
  [
    '10 people with a BMI of 25 to 30',
    { bmi: { min: 25, max: 30 } },
    ['age 5 and over', 'count 10', 'nobody has E66 (Obesity, unspecified)'],
  ],
  ['hypertensives with BP above 140/90', { systolic: { above: 140 }, diastolic: { above: 90 } }, []],
  ['Medicare members with 0 ER visits', { er_visits: { max: 0 } }, []],
  ['Medicare members with exactly 2 ER visits', { er_visits: { min: 2, max: 2 } }, []],
  ['100 diabetics, 30% of them with A1c over 9', { a1c: { above: 9, share: 0.3 } }, ['count 100']],
  ['children with a BMI over 25', { bmi: { above: 25 } }, ['age 5 to 17']],
  ['Medicare members with more than 3 ER visits', { er_visits: { above: 3 } }, []],
  ['people with height under 150 cm', { height: { below: 150 } }, ['everyone is female']],
  ['women with height under 150 cm', { height: { below: 150 } }, []],
  // Numbers in other units.
  ['men with height over 6 feet', { height: { above: 182.88 } }, []],
  ['men with height of 5 ft or more', { height: { min: 152.4 } }, []],
  ['men with height over 5 feet 10 inches', { height: { above: 177.8 } }, []],
  ['diabetics with A1c over 9 but under 11', { a1c: { above: 9, below: 11 } }, []],
  ['diabetics with A1c of at least 7% and under 9%', { a1c: { min: 7, below: 9 } }, []],
  ['diabetics with A1c over 75 mmol/mol', { a1c: { above: 9.013 } }, []],
  ['people with temperature over 100 °F', { temperature: { above: 37.7778 } }, []],
])('%j bounds what is measured, and says what follows', (phrase, bounds, implied) => {
  const { request, reading, diagnostics } = resolvePhrase({ phrase, library });
  const laid = (request?.overrides ?? []).filter(({ path }) => path[0] === 'bounds');
  expect(Object.fromEntries(laid.map(({ path, value }) => [path[1], value]))).toEqual(bounds);
  const measured = reading.understood.filter(({ text }) => /\d/.test(text)).map(({ meaning }) => meaning);
  const [followed, said] = [measured.filter((one) => !/ (?:above|below|at least|at most) /.test(one)), laid.length];
  expect(followed.toSorted()).toEqual(implied.toSorted());
  expect(measured.length - followed.length).toBe(said);
  expect({ unread: reading.unread, diagnostics }).toEqual({ unread: [], diagnostics: [] });
});

test.each<[phrase: string, unread: readonly string[], codes: readonly string[]]>([
  ['diabetics with A1c over 9 mmol/L', ['A1c over 9 mmol/L'], ['resolve-measure-unit']],
  ['men with a weight over 220 pounds', ['weight over 220 pounds'], ['resolve-measure-formula']],
  ['diabetics with A1c over 8 and A1c over 9', ['A1c over 9'], ['resolve-contradiction']],
  ['100 diabetics, 30 of them with A1c over 9', ['30', 'A1c over 9'], ['resolve-unread', 'resolve-unread']],
  ['100 patients, 30% with A1c over 9', ['30% with A1c over 9'], ['resolve-unread']],
  ['diabetics with creatinine over 180 umol/L', ['creatinine over 180 umol/L'], ['resolve-measure-formula']],
  ['people with a weight over 100 kg', ['weight over 100 kg'], ['resolve-measure-formula']],
  ['diabetics with more than 3 ER visits', ['more than 3 ER visits'], ['resolve-measure-missing']],
])('%j is not bounded by %j', (phrase, unread, codes) => {
  const { request, reading, diagnostics } = resolvePhrase({ phrase, library });
  expect(reading.unread.map(({ value }) => value)).toEqual(unread);
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  expect(request?.overrides.some(({ path }) => path.join('.') === 'bounds.er_visits')).toBe(false);
});

/** Phrases of users: what they must come to, or what of them must be named. */
test.each<[phrase: string, name: string | undefined, meanings: readonly string[]]>([
  [
    'adults over 50 with type 2 diabetes',
    'medicare-diabetic',
    ['age 65 and over, as in the template', 'everyone has E11.9, as in the template'],
  ],
  ['100 adults on Medicaid', 'national-medicaid', ['age 18 and over', 'coverage Medicaid, as in the template']],
  ['20 patients, 10 of them diabetic', 'general-population', ['age 10 and over', 'shares exact to one person']],
  ['pregnant women on Medicaid', 'national-medicaid', ['age 18 to 55', 'coverage Medicaid, as in the template']],
  [
    'schizophrenia on Medicaid',
    'national-medicaid',
    ['age 19 to 64, as of those who have it', 'everyone has F20.9 (Schizophrenia, unspecified)'],
  ],
  ['Medicaid members with opioid use disorder', 'national-medicaid', ['age 15 to 64, as of those who have it']],
  ['1000 Medicaid members', 'national-medicaid', ['count 1000']],
  ['Medicaid managed care members', 'national-medicaid', ['plan Medicaid Managed Care']],
  [
    'dual eligible diabetics',
    'medicare-diabetic',
    ['plan Dual Eligible Special Needs Plan, Original Medicare with Medicaid'],
  ],
  ['HDHP members', 'commercial-healthy', ['plan Commercial HDHP']],
  [
    'pregnant or diabetic women on Medicaid',
    'national-medicaid',
    [
      'everyone has at least one of Z34.90 (Encounter for supervision of normal pregnancy, unspecified, unspecified trimester), E11.9 (Type 2 diabetes mellitus without complications), in equal parts',
    ],
  ],
  [
    'Medicare members with COPD, diabetes or CKD in Texas or Florida',
    'national-medicare',
    [
      'everyone has at least one of J44.9 (Chronic obstructive pulmonary disease, unspecified), E11.9 (Type 2 diabetes mellitus without complications), N18.9 (Chronic kidney disease, unspecified), each as often beside the others as in the template',
      'people of Texas, Florida',
    ],
  ],
  [
    'people with at least one of diabetes, CKD or asthma',
    'general-population',
    [
      'everyone has at least one of E11.9 (Type 2 diabetes mellitus without complications), N18.9 (Chronic kidney disease, unspecified), J45.909 (Unspecified asthma, uncomplicated), each as often beside the others as in the template',
      'any age, as of those who have it',
    ],
  ],
  ['50/50 male and female commercial members', 'commercial-healthy', ['50 % male', '50 % female']],
  ['100 Medicare members, 60/40 female and male', 'national-medicare', ['60 % female', '40 % male']],
  ['women of childbearing age', 'general-population', ['age 18 to 44']],
  ['50 women', 'general-population', ['age 18 and over', 'everyone is female']],
  ['10 boys and 20 girls', 'general-population', ['age 17 and under', 'count 30']],
  ['Medicare Advantage HMO members', 'national-medicare', ['plan Medicare Advantage']],
  ['diabetics with or without hypertension', 'medicare-diabetic', ['everyone has E11.9, as in the template']],
  ['people in their mid-forties', 'general-population', ['age 44 to 46']],
  ['women in their sixties', 'general-population', ['age 60 to 69']],
  [
    'nonsmokers',
    'general-population',
    ['nobody has F17 (Nicotine dependence, cigarettes, uncomplicated), as in the template'],
  ],
  ['non-Hispanic white adults', 'general-population', ['ethnicity Not Hispanic or Latino', 'race White']],
  ['Native Americans', 'general-population', ['race American Indian or Alaska Native']],
  ['a family of four', 'general-population', ['demographics.household: {"4":1}; count 4']],
  ['10 families of four on commercial plans', 'commercial-healthy', ['count 40']],
  ['200 diabetics, half of them over 75', 'medicare-diabetic', ['50 % of age 65 to 75, 50 % of age 76 to 100']],
  [
    '100 people: 25% children, 60% adults, 15% seniors',
    'general-population',
    ['25 % of age 17 and under, 60 % of age 18 to 64, 15 % of age 65 to 100'],
  ],
  [
    '70% adults, 30% children on Medicaid',
    'national-medicaid',
    ['30 % of age 17 and under, 70 % of age 18 to 64', 'coverage Medicaid, as in the template'],
  ],
  ['50M diabetic', 'general-population', ['age 50', 'everyone is male']],
  ['50M diabetics', 'medicare-diabetic', ['count 50000000']],
  ['male, 45', 'general-population', ['everyone is male', 'age 45']],
  ['45, female, diabetic', 'general-population', ['age 45', 'everyone is female']],
  ['woman 62 with asthma', 'general-population', ['everyone is female', 'age 62']],
  ['men, 45', 'general-population', ['count 45', 'everyone is male']],
  ['62F w/ COPD', 'general-population', ['age 62', 'everyone is female']],
  ['45yo F w/o diabetes', 'general-population', ['age 45', 'everyone is female']],
  ['medicare, F, 70-80, n=100', 'national-medicare', ['everyone is female', 'age 70 to 80', 'count 100']],
  ['people born in the 1950s', 'general-population', ['age 65 to 74', 'born from 1950-01-02 until 1960-01-01']],
  ['people born before 1945 as of 2024-12-31', 'general-population', ['age 80 and over', 'born until 1944-12-31']],
  ['30 diabetics (20 women, 10 men)', 'medicare-diabetic', ['66.6667 % female', 'shares exact to one person']],
  ['100 women, 10% pregnant', 'general-population', ['everyone is female']],
  ['~100 people born 1955', 'general-population', ['count 100', 'age 69']],
  ['300 people, of whom 100 smoke', 'general-population', ['shares exact to one person']],
  ['men in their 40s and 50s', 'general-population', ['age 40 to 59']],
  ['people over the age of 65', 'general-population', ['age 66 and over']],
  ['over-65s', 'general-population', ['age 66 and over']],
  ['members on GLP-1s', 'general-population', ['everyone takes dulaglutide']],
  [
    'statin-naive diabetics',
    'medicare-diabetic',
    ['nobody takes atorvastatin, lovastatin, pravastatin, rosuvastatin, simvastatin'],
  ],
  ['Medicare: HTN 72%, DM 30%', 'national-medicare', ['72 % have I10 (Essential (primary) hypertension)']],
  ['hi, pls gen 20 medicare pts, thanks', 'national-medicare', ['count 20']],
  ['dozen kids', 'general-population', ['count 12']],
  ['100 commercial members as of 12/31/2024', 'commercial-healthy', ['as_of 2024-12-31']],
  ['100 commercial members as of Dec 31, 2024', 'commercial-healthy', ['as_of 2024-12-31']],
  [
    'patients in Houston and Dallas',
    'general-population',
    ['people of county 48201 (Houston, TX), county 48113 (Dallas, TX)'],
  ],
  ['Houston, TX adults', 'general-population', ['people of county 48201 (Houston, TX)']],
  ['100 adults, Miami Florida', 'general-population', ['people of county 12086 (Miami, FL)']],
  [
    'diabetics excluding patients with asthma',
    'medicare-diabetic',
    ['nobody has J45 (Unspecified asthma, uncomplicated), as in the template'],
  ],
  ['patients on a statin', 'general-population', ['everyone takes atorvastatin']],
  ['Ozempic users', 'general-population', ['everyone takes semaglutide']],
  ['gender balanced cohort of 200', 'general-population', ['count 200']],
  ['give me 25 random people', 'general-population', ['count 25']],
  ['a nationally representative sample of 1000', 'general-population', ['count 1000']],
  [
    'Diabetic women in their fifties',
    'general-population',
    ['everyone has E11.9 (Type 2 diabetes mellitus without complications)', 'everyone is female', 'age 50 to 59'],
  ],
  ['hypertensive teenagers', 'general-population', ['everyone has I10 (Essential (primary) hypertension)']],
  ['20+ patients with diabetes', 'medicare-diabetic', ['count 20']],
  ['100 20+ patients with asthma', 'general-population', ['count 100', 'age 20 and over, as of those who have it']],
  ['65+ members', 'general-population', ['age 65 and over']],
  [
    'asthmatics 20-40',
    'general-population',
    ['everyone has J45.909 (Unspecified asthma, uncomplicated)', 'age 20 to 40'],
  ],
  [
    '100 smokers 40-60',
    'general-population',
    ['everyone has F17.210 (Nicotine dependence, cigarettes, uncomplicated)', 'age 40 to 60'],
  ],
  [
    '10 dual eligibles with ESRD',
    'national-medicare',
    ['plan Dual Eligible Special Needs Plan, Original Medicare with Medicaid'],
  ],
  ['100 uninsured adults in Florida', 'general-population', ['count 100', 'no coverage', 'age 18 and over']],
  [
    'two-arm phase 3 trial at 20 sites',
    'phase-3-trial',
    ['2 arms, as in the template', '20 sites, as in the template'],
  ],
  ['a man of 45', 'general-population', ['count 1', 'everyone is male', 'age 45']],
  [
    'neither diabetic nor hypertensive patients',
    'general-population',
    [
      'nobody has E11 (Type 2 diabetes mellitus without complications)',
      'nobody has I10 (Essential (primary) hypertension)',
    ],
  ],
])('%j is read as people of %s', (phrase, name, meanings) => {
  const { request, reading, diagnostics } = resolvePhrase({ phrase, library });
  expect(request?.name).toBe(name);
  expect(reading.understood.map(({ meaning }) => meaning)).toEqual(expect.arrayContaining([...meanings]));
  expect(diagnostics.map(({ code }) => code)).toEqual([]);
});

test.each<[phrase: string, unread: readonly string[]]>([
  ['100 claims', ['100 claims']],
  ['10 members each in Texas and Ohio', ['each']],
  ['200 people, 25% on Medicaid', ['25%', 'Medicaid']],
  ['100 patients, 30% diabetic and over 65', ['30% diabetic and over 65']],
  ['100 Medicare members, half over 75 with CKD', ['half over 75 with CKD']],
  ['100 people, 10% pregnant', ['pregnant']],
  ['young adults with depression', ['young']],
  ['100 people, 30% aged 70-75', ['30% aged 70-75']],
  ['100 people, 30% born in 1960', ['30% born in 1960']],
  ['20 commercial members with a family history of diabetes', ['family history of diabetes']],
  ['20 Medicare members with suspected asthma', ['suspected asthma']],
  ['20 commercial members with HLA-27', ['HLA-27']],
  ['not all diabetics', ['not all diabetics']],
  ['people born in 1960 as of 2024-06-30', ['born in 1960']],
  ['100 commercial members, 20% over 65', ['20% over 65']],
  ['Generate 200 people, 30% of diabetics with A1c over 9', ['30% of diabetics with A1c over 9']],
  ['100 patients, 30% diabetic women', ['30% diabetic women']],
  ['100 people, 30% with diabetes and hypertension', ['30% with diabetes and hypertension']],
  ['100 patients, half of women on metformin', ['half of women on metformin']],
  ['diabetics for more than 10 years', ['more', '10 years']],
  ['100 smokers for over 20 years', ['over 20 years']],
  ['type 2 diabetics diagnosed at age 50', ['at age 50']],
  ['100 patients, not all diabetic', ['not all diabetic']],
  ['a 72-year-old with NYHA 3', ['NYHA 3']],
  ['Medicare members with CKD stages 3-5', ['CKD stages 3-5']],
  ['people with a blood pressure of 140/90', ['blood pressure of 140/90']],
  ['Medicare seniors on 5 or more medications', ['5', 'more medications']],
  ['patients with 1 kid', ['with 1 kid']],
  ['20 members with children', ['with children']],
  ['3+ comorbidities', ['3']],
  ['people with only diabetes', ['only']],
  ['at least 3 comorbidities', ['3']],
  ['5+ medications diabetics', ['5', 'medications']],
  ['1M commercial members newly started on statins', ['newly started']],
  ['phase 3 oncology trial, 300 subjects, 1:1 randomization', ['1:1 randomization']],
  ['500 commercial members, mostly women', ['mostly women']],
  ['people not in Texas', ['not in Texas']],
  ['100 diabetics with a1c over 9 and 50 with a1c under 7', ['50 with a1c under 7']],
])('%j is not done by halves: %j is named', (phrase, unread) => {
  const { reading } = resolvePhrase({ phrase, library });
  expect(reading.unread.map(({ value }) => value)).toEqual(unread);
});

test.each<[phrase: string, unread: string, hint: string]>([
  ['100 members on Medicare or Medicaid', 'Medicare or Medicaid', '`Medicare` and `Medicaid`'],
  [
    'patients with at least two of diabetes, CKD and heart failure',
    'at least two of diabetes, CKD and heart failure',
    '`diabetes` and `heart failure`',
  ],
  ['people with exactly one of asthma and CKD', 'exactly one of asthma and CKD', '`asthma` and `CKD`'],
  ['Black or Hispanic adults', 'Black or Hispanic', '`Black` and `Hispanic`'],
  ['people with A1c over 9 or LDL over 160', 'A1c over 9 or LDL over 160', '`A1c over 9` and `LDL over 160`'],
  ['20 people, 10 of them with asthma or CKD', '10 of them with asthma or CKD', '`asthma` and `CKD`'],
  ['Medicare members with CKD stage 3 or 4', 'CKD stage 3 or 4', '`CKD stage 3` and `4`'],
  ['type 1 or type 2 diabetics', 'type 1 or type 2 diabetics', '`type 1` and `type 2 diabetics`'],
])('%j is refused whole', (phrase, text, hint) => {
  const { reading, diagnostics } = resolvePhrase({ phrase, library });
  expect(reading.unread.map(({ value }) => value)).toEqual([text]);
  expect(diagnostics.map((one) => [one.code, one.severity, one.hint])).toEqual([
    ['resolve-either', 'error', `Ask for each by itself, ${hint}.`],
  ]);
});

const SAMPLE = 'It is a sample of places: name another, a whole state or region, or add a row to it.';
test.each<[phrase: string, text: string, message: string, hint: string]>([
  [
    '20 patients from Orange County',
    'Orange County',
    '"Orange County" is in several states: FL, IN, VT.',
    'Name the state, such as `Orange County, FL`.',
  ],
  [
    '20 patients from Orange County, CA',
    'Orange County',
    'The places reference has "Orange County" in FL, IN, VT, not in CA.',
    SAMPLE,
  ],
  ['Medicare members in Nassau County', 'Nassau County', 'The places reference has no "Nassau County".', SAMPLE],
  [
    'adults in Northern California',
    'Northern California',
    'The places reference has no "Northern California".',
    SAMPLE,
  ],
  ['diabetics in Housten', 'Housten', 'The places reference has no "Housten".', `Nearest: \`Houston\`. ${SAMPLE}`],
])('the place of %j is refused', (phrase, text, message, hint) => {
  const { request, reading, diagnostics } = resolvePhrase({ phrase, library });
  expect(reading.unread.map(({ value }) => value)).toEqual([text]);
  expect(diagnostics.map((one) => [one.severity, one.message, one.hint])).toEqual([['error', message, hint]]);
  expect(request?.overrides.filter(({ path }) => path[1] === 'geography')).toEqual([]);
});

test.each<[phrase: string, county: string, meaning: string]>([
  ['people of Orange County, Florida', '12095', 'people of county 12095 (Orlando, FL)'],
  ['20 people in King County', '53033', 'people of county 53033 (Seattle, WA)'],
  ['20 people in Kings County', '36047', 'people of county 36047 (Brooklyn, NY)'],
  ['20 people in Springfield', '25013', 'people of county 25013 (Springfield, MA; there is one in IL, MO too)'],
])('the place of %j is county %s', (phrase, county, meaning) => {
  const { request, reading, diagnostics } = resolvePhrase({ phrase, library });
  expect(request?.overrides.find(({ path }) => path[1] === 'geography')?.value).toEqual({ county_fips: county });
  expect(reading.understood.map((one) => one.meaning)).toContain(meaning);
  expect(diagnostics).toEqual([]);
});

test.each<[phrase: string, codes: readonly string[]]>([
  ['20 people with claims', ['resolve-claims-uninsured']],
  ['claims for 100 Medicare diabetics', ['resolve-claims-without-care']],
  ['claims for 100 Medicare members', []],
  ['diabetic first year with pharmacy claims', []],
])('%j: whether there will be claims is said', (phrase, codes) => {
  expect(resolvePhrase({ phrase, library }).diagnostics.map(({ code }) => code)).toEqual(codes);
});

test('healthy people of the population have nothing but what the phrase says', () => {
  const { request } = resolvePhrase({ phrase: 'healthy seniors', library });
  const conditions = request?.overrides.find(({ path }) => path[0] === 'conditions')?.value as readonly {
    readonly code: string;
    readonly prevalence: number;
  }[];
  expect(conditions.filter(({ prevalence }) => prevalence > 0).map(({ code }) => code)).toEqual([
    'I10',
    'J45.909',
    'E78.5',
  ]);
  expect(conditions.find(({ code }) => code.startsWith('E11'))?.prevalence).toBe(0);
});

test.each([
  ['100 commercial members with no chronic conditions', []],
  ['healthy commercial members without any chronic illness', []],
  ['commercial members without diabetes or other chronic diseases', []],
  ['100 diabetics with no other comorbidities', [{ code: 'E11.9', prevalence: 1 }]],
  ['not chronically ill commercial members', []],
])('%j: nobody has anything else', (phrase, conditions) => {
  const { request, diagnostics } = resolvePhrase({ phrase, library });
  expect(diagnostics).toEqual([]);
  expect(request?.overrides.find(({ path }) => path[0] === 'conditions')?.value).toEqual(conditions);
});

test('nobody of the population has what is denied of all', () => {
  const { request } = resolvePhrase({ phrase: 'adults free of chronic conditions', library });
  const laid = request?.overrides.find(({ path }) => path[0] === 'conditions')?.value as readonly {
    readonly prevalence: number;
  }[];
  expect(laid.length).toBeGreaterThan(5);
  expect(laid.every(({ prevalence }) => prevalence === 0)).toBe(true);
});

const NO_DIABETES = 'nobody has E11 (Type 2 diabetes mellitus without complications)';
test.each([
  'everyone but diabetics',
  'anyone but those with diabetes',
  'people other than diabetics',
  "20 members who don't have diabetes",
  "members that aren't diabetic",
  'members free of diabetes',
  'nobody with diabetes',
])('%j leaves out who has it', (phrase) => {
  const { request, reading, diagnostics } = resolvePhrase({ phrase, library });
  expect([request?.profile, diagnostics]).toEqual(['general-population', []]);
  expect(reading.understood.map(({ meaning }) => meaning)).toContain(NO_DIABETES);
});

test.each(['nobody but diabetics', 'all diabetics', 'all members, but only diabetics'])(
  '%j are those who have it',
  (phrase) => {
    const { request, diagnostics } = resolvePhrase({ phrase, library });
    expect([request?.profile, diagnostics]).toEqual(['medicare-diabetic', []]);
  },
);

test('a number that a dash ties to a word counts nobody', () => {
  const { request } = resolvePhrase({ phrase: 'people vaccinated against COVID-19', library });
  expect(request?.overrides.map(({ path }) => path.join('.'))).toEqual(['utilization.covid_vaccine']);
});

test('a condition that the template has is called what it is there', () => {
  const { reading } = resolvePhrase({ phrase: '3 kids with adhd on Medicaid', library });
  expect(reading.understood.map(({ meaning }) => meaning)).toContain(
    'everyone has F90.9 (Attention-deficit hyperactivity disorder, unspecified type)',
  );
});

test('another number than that of a template is not its name, nor a count', () => {
  expect(resolvePhrase({ phrase: 'phase 2 cardiology trial with 120 subjects in 3 arms', library }).outcome).toBe(
    'none',
  );
  const { request, reading } = resolvePhrase({ phrase: 'phase 2 trial of diabetes, 3 arms', library });
  expect(request).toMatchObject({ name: 'diabetes-trial-adults', overrides: [] });
  expect(reading.unread.map(({ value }) => value)).toEqual(['phase 2', '3 arms']);
});

test('what is said is meant, and not what else its family holds', () => {
  const heldBy = (phrase: string): unknown =>
    resolvePhrase({ phrase, library }).reading.understood.find(({ meaning }) => / has /.test(meaning))?.meaning;
  expect(heldBy('10 people who are overweight')).toBe('everyone has E66.3 (Overweight)');
  expect(heldBy('10 people with stage 3 CKD')).toMatch(/^everyone has N18\.30 /);
});

test('what people have is said to decide their ages only where nothing else has', () => {
  const aged = (phrase: string): readonly string[] =>
    resolvePhrase({ phrase, library })
      .reading.understood.filter(({ meaning }) => meaning.startsWith('age '))
      .map(({ text }) => text);
  expect(aged('obese teenagers')).toEqual(['teenagers']);
  expect(aged('pregnant women in California')).toEqual(['pregnant']);
  expect(aged('middle-aged women')).toEqual([]);
});

test('what cannot be done is answered with what can be said instead', () => {
  const hintOf = (phrase: string): string | undefined => resolvePhrase({ phrase, library }).diagnostics[0]?.hint;
  expect(hintOf('between 100 and 200 diabetic Medicare members')).toBe(
    'Name one number, such as `100 diabetic Medicare members`.',
  );
  expect(hintOf('50 high-cost Medicare members')).toMatch(/^What people cost follows from the care that they use: /);
  expect(hintOf('phase 3 trial with 3 arms')).toBe(
    'Write them as `study: { arms: … }` in a journey that says `extends: phase-3-trial`.',
  );
  expect(hintOf('uninsured commercial members')).toBe('Keep one of the two.');
});

test.each([
  'diabetics excluding patients with A1c over 9',
  'diabetics excluding patients over 80',
  'diabetics excluding women with asthma',
])('who is left out by more than what they have is named whole and asked for by nobody: %j', (phrase) => {
  const { reading, diagnostics } = resolvePhrase({ phrase, library });
  expect(reading.understood.map(({ meaning }) => meaning)).toEqual(['everyone has E11.9, as in the template']);
  expect(reading.unread.map(({ value }) => value)).toEqual([phrase.slice('diabetics '.length)]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['resolve-denial']);
});

test('who is to take no insulin is given none of what a template gives', () => {
  const { request, reading } = resolvePhrase({ phrase: '20 Medicare members not on insulin', library });
  expect(reading.understood.map(({ meaning }) => meaning)).toContain(
    'nobody takes insulin_glargine, insulin_aspart, insulin_lispro',
  );
  const medications = request?.overrides.find(({ path }) => path[0] === 'medications')?.value;
  expect(JSON.stringify(medications)).not.toContain('insulin');
  expect(JSON.stringify(medications)).toContain('metformin');
  const users = resolvePhrase({ phrase: '10 insulin users', library });
  expect(users.reading.understood.map(({ meaning }) => meaning)).toContain('everyone takes insulin_glargine');
});

test('a word that goes together with a state is said once', () => {
  const { reading } = resolvePhrase({ phrase: 'commercial members in rural Texas', library });
  const said = reading.understood.filter(({ text }) => text === 'rural');
  expect(said.map(({ meaning }) => meaning)).toEqual(['rural people of Texas']);
});

test('arms without a word for a trial are answered with the trials there are', () => {
  const { diagnostics } = resolvePhrase({ phrase: '2 arms', library });
  expect(diagnostics.map(({ code, hint }) => `${code}: ${hint}`)).toEqual([
    'resolve-none: Nearest: `oncology-protocol`, `phase-3-trial`.',
  ]);
});

test('templates with equal evidence are listed with the words that speak for each', () => {
  const phrase = 'Medicaid and commercial members';
  const { outcome, request, diagnostics } = resolvePhrase({ phrase, library });
  expect({ outcome, request }).toEqual({ outcome: 'ambiguous', request: undefined });
  expect(diagnostics[0]?.message).toBe(
    '"Medicaid and commercial members" speaks for 2 templates equally: `commercial-healthy` ("commercial"), `national-medicaid` ("Medicaid").',
  );
});

test('every trigger of a template leads to it, and so does its name', () => {
  const templates = [...library.profiles, ...library.journeys].map(({ id }) => id);
  const triggers = library.skills
    .filter(({ name }) => templates.includes(name))
    .flatMap(({ name, triggers: phrases }) => phrases.map(({ value }) => ({ name, phrase: value })));
  const astray = triggers.filter(({ name, phrase }) => resolvePhrase({ phrase, library }).request?.name !== name);
  expect(astray).toEqual([]);
  expect(templates.filter((name) => resolveName({ name, library }).request?.name !== name)).toEqual([]);
});

test('every cohort of the tree is found by its name', () => {
  const lost = library.cohorts.filter(({ id }) => resolveName({ name: id, library }).request === undefined);
  expect(lost).toEqual([]);
});

test('people who all have what not every age can have are of those ages, and numbers prevail', () => {
  const agesOf = (phrase: string): unknown =>
    resolvePhrase({ phrase, library }).request?.overrides.find(({ path }) => path.join('.') === 'demographics.age')
      ?.value;
  for (const phrase of ['pregnant women in California', 'women with Z34.90 in California']) {
    const bands = agesOf(phrase) as { readonly bands: readonly { readonly max: number }[] };
    expect(Math.max(...bands.bands.map(({ max }) => max))).toBeLessThanOrEqual(55);
  }
  expect(agesOf('pregnant 30-year-olds')).toBe(30);
});

test('a plan that has no share of its payer is that of people alone for whom it is named', () => {
  const plans = library.profiles.find(({ id }) => id === 'national-medicare')?.coverage?.plans;
  const names = plans?.kind === 'categorical' ? plans.options.map(({ value }) => value) : [];
  expect(names).toEqual(['Medicare Advantage', 'Medicare Advantage PPO', 'Original Medicare']);
  const { request } = resolvePhrase({ phrase: '20 dual eligibles', library });
  expect(request?.overrides.find(({ path }) => path[0] === 'coverage')?.value).toEqual({
    type: 'Medicare',
    plans: { 'Dual Eligible Special Needs Plan': 0.5, 'Original Medicare with Medicaid': 0.5 },
  });
});

interface Bands {
  readonly bands: readonly { readonly min: number; readonly max: number; readonly weight: number }[];
}

/** People of each year of age, by the first year of their band. */
function densities(phrase: string): ReadonlyMap<number, number> {
  const { request } = resolvePhrase({ phrase, library });
  const age = request?.overrides.find(({ path }) => path.join('.') === 'demographics.age')?.value as
    | Partial<Bands>
    | undefined;
  return new Map(age?.bands?.map(({ min, max, weight }) => [min, weight / (max - min + 1)]));
}

test('those who are to have something are as old as those of the template who have it', () => {
  const young = densities('300 people with hypertension');
  expect(Math.min(...young.keys())).toBe(18);
  // By the reference 23.4 % have it at 18 to 39 and 52.5 % at 40 to 59.
  expect((young.get(40) ?? 0) / (young.get(18) ?? 0)).toBeCloseTo(52.5 / 23.4, 6);
  const oneOfTwo = densities('300 people with hypertension or diabetes');
  // And 2.2 and 12.1 % have diabetes, from 20 years on.
  const none = (shares: readonly number[]): number => shares.reduce((left, share) => left * (1 - share), 1);
  expect((oneOfTwo.get(40) ?? 0) / (oneOfTwo.get(20) ?? 0)).toBeCloseTo(
    (1 - none([0.525, 0.121])) / (1 - none([0.234, 0.022])),
    6,
  );
});

test.each(['psoriatic arthritis', 'COPD', 'heart failure', 'CKD', 'atrial fibrillation', 'gout'])(
  'no infant is among people with %s',
  (condition) => {
    const ages = densities(`300 people with ${condition}`);
    expect(Math.min(...ages.keys())).toBeGreaterThanOrEqual(18);
  },
);

test('where the template tells nothing of a condition, all are alike who are as old as those who usually have it', () => {
  const [gout, lungs] = [densities('300 people with gout'), densities('300 people with COPD')];
  expect(Math.min(...gout.keys())).toBe(30);
  // By the reference as many have COPD at any age from 40 on.
  expect((gout.get(65) ?? 0) / (gout.get(30) ?? 0)).toBeCloseTo((lungs.get(65) ?? 0) / (lungs.get(40) ?? 0), 6);
});

test.each(['300 people with epilepsy', 'people aged 40 to 60 with hypertension'])(
  'what is of any age, and what a request says of ages itself, leaves the ages of %j as they are',
  (phrase) => {
    expect(densities(phrase)).toEqual(new Map());
  },
);
