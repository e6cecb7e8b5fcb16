/** A word that may change who is generated, or what happens to them, and that is not understood stops a build; each says what to write. */
import { expect, test } from 'vitest';
import { library } from '../testing/shipped-library.ts';
import { resolvePhrase } from './resolve-phrase.ts';

interface Told {
  readonly name: string | undefined;
  readonly meanings: readonly string[];
  readonly stops: boolean;
  readonly problems: readonly string[];
}

function told(phrase: string): Told {
  const { request, reading, diagnostics } = resolvePhrase({ phrase, library });
  return {
    name: request?.name,
    meanings: reading.understood.map(({ meaning }) => meaning),
    stops: diagnostics.some(({ severity }) => severity === 'error'),
    problems: diagnostics.map(({ message, hint = '' }) => `${message} ${hint}`),
  };
}

test.each<[phrase: string, text: string, hint: RegExp]>([
  ['non-adherent diabetics', 'non-adherent', /rxmembersim.fills/],
  ['Medicare members with flurbitis', 'flurbitis', /^Leave it out, or /],
  ['20 women with flurbitis in Texas', 'flurbitis', /^Leave it out, or /],
  ['diabetics last year', 'last year', /as of /],
  ['Medicare members enrolled for 12 months', '12 months', /as of /],
  ['diabetics since 2015', 'since 2015', /as of /],
  ['diabetics on metformin 500 mg BID', '500 mg BID', /medicine alone/],
  ['members on atorvastatin 40mg', '40mg', /medicine alone/],
  ['an 18-month-old on Medicaid', '18-month-old', /`1-year-old`/],
  ['a 6-month-old Medicaid infant', '6-month-old', /`infant`/],
  ['Medicaid children under 18 months', 'under 18 months', /`aged 0 to 1`/],
  ['Chicago diabetics', 'Chicago', /^Write `in Chicago`/],
  ['veterans with PTSD', 'veterans', /payer/],
  ['Medicaid members with SMI', 'SMI', /schizophrenia or bipolar disorder/],
  ['Medicare members with a median age of 75', 'median age of 75', /`aged 40 to 60`/],
  ['100 claims for diabetes', '100', /^A number counts people/],
  ['CHIP members', 'CHIP', /`Medicaid children`/],
  ['Tricare', 'Tricare', /another payer/],
  ['ACA marketplace members', 'ACA marketplace', /`commercial members`/],
  ['Aetna members in Ohio', 'Aetna', /payers are `Medicare`, `Commercial`, `Medicaid`/],
  ['stage 3 breast cancer', 'stage 3', /`CKD stage 4`/],
  ['30-day readmissions', '30-day readmissions', /`Readmission to hospital`/],
  ['Medicare members with DRG 470', 'DRG 470', /^Of codes only diagnoses/],
  ['100 people, 60% urban', '60% urban', /one thing at a time/],
  ['Medicare members, 20% Black', 'Black', /`60% White, 40% Black`/],
  ['Medi-Cal members', 'Medi-Cal', /Medicaid members in California/],
  ['phase 3 trial with 3 arms', '3 arms', /extends: phase-3-trial/],
  ['surgical episode with quarterly visits', 'quarterly visits', /name a journey that has it: .*`diabetic-first-year`/],
  ['diabetics with BP < 130', 'BP < 130', /by its bounds/],
  ['older Medicare members', 'older', /Say the ages/],
  ['10 patients per state', 'state', /^Leave it out, or /],
  ['people over 6 feet tall', 'over 6 feet tall', /`height over 6 feet`/],
  ['patients with only diabetes', 'only', /no other conditions/],
])('%j is not built without %j', (phrase, text, hint) => {
  const { reading, diagnostics } = resolvePhrase({ phrase, library });
  expect(reading.unread.map(({ value }) => value)).toContain(text);
  const own = diagnostics.filter(({ message }) => message.includes(`"${text}"`));
  expect(own.map(({ severity }) => severity)).toEqual(['error']);
  expect(own[0]?.hint).toMatch(hint);
});

test.each(['100 diabetics as CSV', '20 Medicare members in FHIR format', 'several diabetics'])(
  '%j says nothing of who they are or what happens: it is built, and what is missing is told',
  (phrase) => {
    const { diagnostics } = resolvePhrase({ phrase, library });
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  },
);

test.each<[phrase: string, name: string, meaning: string]>([
  ['exactly 100 members with diabetes', 'medicare-diabetic', 'count 100'],
  ["I'd like to have 20 diabetic patients, please", 'medicare-diabetic', 'count 20'],
  ['comorbid diabetes and depression', 'medicare-diabetic', 'everyone has F32.A (Depression, unspecified)'],
  ['patients with ICD-10 E11.9', 'medicare-diabetic', 'everyone has E11.9, as in the template'],
  ['diagnosis code E11.9', 'medicare-diabetic', 'everyone has E11.9, as in the template'],
  ['dx: I10', 'general-population', 'everyone has I10 (Essential (primary) hypertension)'],
  ['patients with E11.x', 'medicare-diabetic', 'everyone has E11.9, as in the template'],
  ['Medicaid children under 24 months', 'medicaid-pediatric', 'age 1 and under'],
  ['12 to 23 month old children', 'general-population', 'age 1'],
  ['100 Medicare Advantage members', 'national-medicare', 'plan Medicare Advantage, Medicare Advantage PPO'],
  ['patients on ACE inhibitors', 'general-population', 'everyone takes benazepril'],
  ['patients without any conditions', 'general-population', 'no conditions'],
  ['a man and a woman', 'general-population', 'count 2'],
  ['5 newly diagnosed diabetics', 'diabetic-first-year', 'count 5'],
  ['people with MS', 'general-population', 'everyone has G35.D (Multiple sclerosis, unspecified)'],
  ['patients in MS', 'general-population', 'people of Mississippi'],
  ['diabetics in MA', 'medicare-diabetic', 'people of Massachusetts'],
  ['20 members in Boston, MA', 'general-population', 'people of county 25025 (Boston, MA)'],
  ['TX members', 'general-population', 'people of Texas'],
  [
    'patients in Brooklyn and Bronx',
    'general-population',
    'people of county 36047 (Brooklyn, NY), county 36005 (Bronx, NY)',
  ],
  ['20 percent Hispanic', 'general-population', '20 % ethnicity Hispanic or Latino'],
  ['100 members, 60% White, 40% Black', 'general-population', '60 % race White, 40 % race Black or African American'],
  ['NYC diabetics', 'medicare-diabetic', 'people of NYC (counties 36005, 36047, 36061, 36081, 36085)'],
  ['patients in the Bronx', 'general-population', 'people of the Bronx (county 36005)'],
  ['20 members in the Twin Cities, MN', 'general-population', 'people of Twin Cities (counties 27053, 27123)'],
  ['patients in Dallas-Fort Worth', 'general-population', 'people of Dallas-Fort Worth (counties 48113, 48439)'],
  [
    'men with height over 70 inches in Texas',
    'general-population',
    "everyone's own height, before anything happens, is above 177.8 cm",
  ],
])('%j is read as people of %s: %s', (phrase, name, meaning) => {
  const read = told(phrase);
  expect({ name: read.name, problems: read.problems }).toEqual({ name, problems: [] });
  expect(read.meanings).toContain(meaning);
});

test.each<[phrase: string, problem: RegExp]>([
  ['MA members in Florida', /"MA" may be .*Massachusetts.*Medicare Advantage/],
  ['T2DM 65+ MA', /"MA" may be .*Massachusetts/],
  ['MS patients', /"MS" may be .*Mississippi.*Multiple sclerosis/],
  ['VA patients with PTSD', /"VA" may be .*Virginia/],
  ['diabetics outside of Texas', /"outside of Texas" cannot be done/],
  ['men with height over 70 in Texas', /"height over 70" says no unit: in cm.*; in inches/],
  ['people with a temperature above 99', /"temperature above 99" says no unit: .*; in F /],
  ['people with LDL over 4.9', /"LDL over 4.9" says no unit: in mg.dL.*; in mmol.L /],
  ['a diabetic and a hypertensive', /"a hypertensive" is another group of people/],
  ['patients with E10-E11', /"E10-E11" leaves open/],
  ['newly diagnosed hypertensive Medicare members', /"newly diagnosed" asks for/],
  ['recently diagnosed with breast cancer', /"recently diagnosed" asks for/],
])('%j is refused: %s', (phrase, problem) => {
  const { stops, problems } = told(phrase);
  expect(stops).toBe(true);
  expect(problems.join('\n')).toMatch(problem);
});

test.each<[phrase: string, hint: RegExp]>([
  ['median age 50', /`aged 40 to 60`/],
  ['DRG 470', /^Of codes only diagnoses/],
  ['20% Hispanic women', /one thing at a time/],
])('%j matches nothing, and what to write instead is told', (phrase, hint) => {
  const { outcome, diagnostics } = resolvePhrase({ phrase, library });
  expect(outcome).toBe('none');
  expect(diagnostics.map((one) => [one.code, one.hint])).toEqual([['resolve-none', expect.stringMatching(hint)]]);
});

test('the others of a part by race or ethnicity are what the template leaves', () => {
  const { request } = resolvePhrase({ phrase: 'Medicaid members, 40% Hispanic', library });
  expect(request?.overrides.map(({ path, value }) => [path.join('.'), value])).toEqual([
    ['demographics.ethnicity', { 'Hispanic or Latino': 0.4, 'Not Hispanic or Latino': 0.6 }],
  ]);
});
