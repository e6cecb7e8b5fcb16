import { expect, test } from 'vitest';
import { specifyCohort } from './index.ts';
import { bare, cohortOf, libraryOf, placesOf, specification } from '../testing/authored.ts';

const people = `
count: 100
demographics: { age: { distribution: normal, mean: 72, sd: 8 } }
conditions: [ { code: E11.9 }, { code: I10, prevalence: 0.72 } ]
coverage: { type: Medicare }
`;

test('an override replaces what stands at its path and leaves the rest', () => {
  const { cohort, diagnostics } = cohortOf(people, {
    count: 7,
    'demographics.age.std_dev': 3,
    'conditions.I10.prevalence': 0.9,
  });
  expect(diagnostics).toEqual([]);
  expect(cohort?.persons).toEqual({ from: 1, to: 7 });
  expect(cohort?.profile.attributes[0]?.distribution).toMatchObject({ mean: 72, standardDeviation: 3 });
  expect(cohort?.profile.conditions.map(({ prevalence }) => bare(prevalence))).toEqual([
    { kind: 'constant', value: 1 },
    { kind: 'constant', value: 0.9 },
  ]);
});

test('plans are laid beside a payer that is named alone', () => {
  const short = people.replace('{ type: Medicare }', 'Medicare');
  const { cohort, diagnostics } = cohortOf(short, { 'coverage.plan': 'Original Medicare' });
  expect(diagnostics).toEqual([]);
  expect(cohort?.profile.coverage).toMatchObject({ payer: { value: 'Medicare' } });
});

test('a request for women alone finds no fault with what the template says of men', () => {
  const some = `${people}medications: [ { drug: metformin, prevalence: 0.5, given: "gender == 'M'" } ]`;
  expect(cohortOf(some, { 'demographics.gender': 'F' }).diagnostics).toEqual([]);
  const own = { 'demographics.gender': 'F', 'conditions.I10.prevalence': { given: "gender == 'M'", then: 1, else: 0 } };
  expect(cohortOf(some, own).diagnostics.map(({ code }) => code)).toEqual(['normalize-expression-value']);
});

test('a request for women alone finds no fault with what a journey says of men, but with what no template has', () => {
  const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const overrides = [{ path: ['demographics', 'gender'], value: 'F', at }];
  const asked = (given: string): readonly string[] => {
    const { library } = libraryOf(
      specification('people.md', 'profile', people),
      specification(
        'way.md',
        'journey',
        `duration: 9 days\nevents: [ { event: call, condition: "gender == '${given}'" } ]`,
      ),
    );
    const reading = { understood: [], unread: [], candidates: [] };
    const request = { name: 'people', profile: 'people', journeys: ['way'], overrides, reading };
    return placesOf(specifyCohort({ library, request }).diagnostics);
  };
  expect(asked('M')).toEqual([]);
  expect(asked('W')).toEqual(['normalize-expression-value 7:48']);
});

test('a code in a path may hold its dot', () => {
  expect(
    cohortOf(people, { 'conditions.E11.9.prevalence': 0.5 }).cohort?.profile.conditions[0]?.prevalence,
  ).toMatchObject({ value: 0.5 });
});

test('a journey that begins with an event of another needs people who take that one as well', () => {
  const journey = 'duration: 9 days\nstart: { event: alarm }\nevents: [call]';
  const { library } = libraryOf(
    specification('people.md', 'profile', 'count: 3'),
    specification('way.md', 'journey', journey),
  );
  const request = { name: 'people', profile: 'people', journeys: ['way'], overrides: [] };
  const reading = { understood: [], unread: [], candidates: [] };
  expect(placesOf(specifyCohort({ library, request: { ...request, reading } }).diagnostics)).toEqual([
    'normalize-start-elsewhere 7:8',
  ]);
});

test.each([
  ['age.mean', 'It stands in `demographics.age`.'],
  ['nonsense', 'Known here: '],
])('a setting of %s says where to look', (path, hint) => {
  expect(cohortOf(people, { [path]: 70 }).diagnostics[0]?.hint?.slice(0, hint.length)).toBe(hint);
});

test('null takes away what stands at the path, also what is called so in a list', () => {
  const { cohort } = cohortOf(people, { 'conditions.I10': null });
  expect(cohort?.profile.conditions.map(({ code }) => code)).toEqual(['E11.9']);
  expect(cohortOf(people, { coverage: null }).cohort?.profile.coverage).toBeUndefined();
});

test('an override may say whatever an author may, in a wrapped profile too', () => {
  const wrapped = 'profile: { generation: { count: 5 }, clinical: { primary_condition: E11.9 } }';
  const { cohort } = cohortOf(wrapped, { 'demographics.age': [30, 40], 'demographics.geography': { state: 'TX' } });
  expect(bare(cohort?.profile.attributes[0]?.distribution)).toEqual({
    kind: 'uniform',
    low: 30,
    high: 40,
    integer: true,
  });
  expect(cohort?.profile.geography.kind).toBe('states');
});

test.each([
  [{ colour: 'red' }, 'normalize-key-unknown 1:1'],
  [{ 'demographics.agee': 3 }, 'normalize-key-unknown 1:1'],
  [{ 'demographics.age.skew': 3 }, 'normalize-key-unknown 1:1'],
  [{ 'conditions.E10.prevalence': 3 }, 'normalize-override-path 1:1'],
  [{ 'demographics..age': 3 }, 'normalize-override-path 1:1'],
  [{ '__proto__.polluted': 3 }, 'normalize-key-unknown 1:1'],
  [{ count: 'many' }, 'normalize-value-kind 1:1'],
])('%j is reported at the override', (set, place) => {
  const { cohort, diagnostics } = cohortOf(people, set);
  expect(cohort).toBeUndefined();
  expect(placesOf(diagnostics)).toEqual([place]);
});

test('a warning of the template itself is not given again', () => {
  expect(cohortOf('conditions: [Z99.9]', {}).diagnostics).toEqual([]);
  expect(cohortOf('conditions: [Z99.9]', { 'conditions.0.code': 'Z98.8' }).diagnostics).toHaveLength(1);
});

test('the journeys of a request stand for those of the profile and are checked against its people', () => {
  const { library } = libraryOf(
    specification('people.md', 'profile', 'attributes: { smoker: { "yes": 0.5, "no": 0.5 } }'),
    specification('others.md', 'profile', 'profile_name: Others'),
    specification('way.md', 'journey', `duration: 9 days\nevents: [ { event: call, condition: "smoker = 'yes'" } ]`),
  );
  const reading = { understood: [], unread: [], candidates: [] };
  const request = { name: 'c', journeys: ['way'], overrides: [], reading };
  const smokers = specifyCohort({ library, request: { ...request, profile: 'people' } });
  const others = specifyCohort({ library, request: { ...request, profile: 'others' } });
  expect(smokers.cohort?.journeys.map(({ id }) => id)).toEqual(['way']);
  expect(placesOf(others.diagnostics)).toEqual(['normalize-expression-name 7:38']);
});

test('a profile that does not exist is named with the nearest', () => {
  const { library } = libraryOf(specification('people.md', 'profile', 'count: 1'));
  const reading = { understood: [], unread: [], candidates: [] };
  const { diagnostics } = specifyCohort({
    library,
    request: { name: 'c', profile: 'peple', journeys: undefined, overrides: [], reading },
  });
  expect(diagnostics[0]).toMatchObject({ code: 'normalize-template-unknown', hint: 'Nearest: `people`.' });
});
