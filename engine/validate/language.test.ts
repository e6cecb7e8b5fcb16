/** Every example and every accepted spelling of the skill language passes its schema. */
import { expect, test } from 'vitest';
import { parseSkill } from '../parse/index.ts';
import { schemaDiagnostics } from './schema-diagnostics.ts';
import type { SchemaName } from './schemas.ts';

function complaints(schema: SchemaName, source: string): readonly string[] {
  const language = source.trimStart().startsWith('{') && source.includes('"') ? 'json' : 'yaml';
  const text = `---\nname: it\ndescription: it\n---\n\`\`\`${language}\n${source}\n\`\`\`\n`;
  const { document, diagnostics } = parseSkill({ path: 'it.md', text, digest: '' });
  const data = document?.blocks[0]?.data;
  const found = data === undefined ? [] : schemaDiagnostics(data, { schema, subject: 'It' }).told;
  return [...diagnostics, ...found].map(
    ({ at, message }) => `${(at?.start.line ?? 0) - 5}:${at?.start.column} ${message}`,
  );
}

const PROFILES: readonly string[] = [
  `{
  "profile_name": "Medicare Diabetic Cohort",
  "count": 100,
  "demographics": {
    "age": { "distribution": "normal", "mean": 72, "std_dev": 8 },
    "gender": { "distribution": "categorical", "weights": {"M": 0.48, "F": 0.52} }
  },
  "conditions": [
    { "code": "E11.9", "prevalence": 1.0 },
    { "code": "I10", "prevalence": 0.72 }
  ],
  "coverage": { "type": "Medicare", "plan": "Medicare Advantage" }
}`,
  `profile_name: Medicare Diabetic Cohort
count: 100                     # people
seed: 42                       # any integer, 0 included
as_of: 2025-01-01              # "today" of the data; never the wall clock
sampling: independent          # or: stratified (quotas: shares come out exact to one person)
demographics:
  age: { distribution: normal, mean: 72, std_dev: 8, min: 65, max: 95 }
  gender: { distribution: categorical, weights: { M: 0.48, F: 0.52 } }
  race: { White: 0.6, Black: 0.4 }
  ethnicity: Not Hispanic
  language: { en: 0.8, es: 0.2 }
  household: { distribution: poisson, mean: 1.5 }
  geography: { state: TX }
conditions:
  - { code: E11.9, prevalence: 1.0, severity: { distribution: categorical, weights: { mild: 0.5, severe: 0.5 } } }
  - { code: I10, prevalence: 0.72 }
  - { code: N18.3, prevalence: { given: "age >= 75", then: 0.35, else: 0.2 } }
correlations: [ { between: [I10, N18.3], odds_ratio: 2.1 } ]
attributes: { smoker: { distribution: explicit, values: [true, false] }, bmi: [22, 41] }
labs: { a1c: { distribution: conditional, rules: [ { if: "severity == 'severe'", value: 9 }, { else: 7 } ] } }
medications: [ { drug: metformin, prevalence: 0.75, given: has_condition('E11') } ]
utilization: { office_visits: { distribution: negative_binomial, mean: 4, dispersion: 1.2 } }
coverage: { type: Medicare, plan: Medicare Advantage, plans: { "HMO": 0.6, "PPO": 0.4 } }
products: [patientsim, membersim, rxmembersim, trialsim, networksim]
journeys: [ diabetic-first-year, { journey: flare, probability: 0.2, start: { trailing_days: 90 } } ]`,
  `profile:
  generation: { count: 10, products: [patientsim], seed: 0 }
  demographics: { age: { type: normal, mean: 50, std: 5 }, gender: { type: categorical, weights: { F: 1 } } }
  clinical:
    primary_condition: E11.9
    comorbidities: [ { code: I10, prevalence: 0.7 } ]
    labs: { a1c: { type: lognormal, mean: 7, sd: 1 } }
    severity: { mild: 0.5, severe: 0.5 }
  medications: { oral: [ { drug: metformin, prevalence: 0.7 } ] }
  coverage: { type: Commercial, plan_distribution: { HMO: 0.5, PPO: 0.5 } }
template: { id: x, name: X, version: "1.0", category: commercial, tags: [diabetes] }`,
];

test.each(PROFILES)('profile %#', (source) => {
  expect(complaints('profile', source)).toEqual([]);
});

test.each([
  '{ state: TX }',
  '{ county_fips: "48201" }',
  '{ distribution: population_weighted }',
  '{ type: national }',
  'urban',
  '{ states: [TX, FL] }',
  '{ state: { TX: 0.6, FL: 0.4 } }',
  '{ TX: 0.6, FL: 0.4 }',
])('geography %s', (source) => {
  expect(complaints('profile', `demographics: { geography: ${source} }`)).toEqual([]);
});

const DISTRIBUTIONS: readonly string[] = [
  '5',
  'text',
  'true',
  '[1, 9]',
  '{ min: 1, max: 9 }',
  '{ M: 0.48, F: 0.52 }',
  '{ low: 0.3, medium: 0.5, high: 0.2 }',
  '{ "yes": 0.1, "no": 0.9 }',
  '{ use: medicare-age }',
  '{ use: medicare-age, max: 80, round: 0 }',
  '{ distribution: fixed, value: 3 }',
  '{ distribution: categorical, weights: { a: 1 } }',
  '{ distribution: explicit, values: [1, two] }',
  '{ distribution: explicit, values: [1, 2], weights: [0.5, 0.5] }',
  '{ distribution: explicit, values: [ { value: 1, weight: 0.5 }, 2 ] }',
  '{ distribution: uniform, min: 1, max: 2, round: 1 }',
  '{ distribution: normal, mean: 1, std_dev: 2, integer: true }',
  '{ distribution: log_normal, mu: 1, sigma: 2 }',
  '{ distribution: log_normal, mean: 1, std_dev: 2 }',
  '{ distribution: exponential, mean: 4 }',
  '{ distribution: exponential, rate: 4 }',
  '{ distribution: gamma, shape: 1, scale: 2 }',
  '{ distribution: beta, alpha: 1, beta: 2 }',
  '{ distribution: weibull, shape: 1, scale: 2 }',
  '{ distribution: triangular, min: 1, mode: 2, max: 3 }',
  '{ distribution: poisson, mean: 2 }',
  '{ distribution: negative_binomial, mean: 2, dispersion: 1 }',
  '{ distribution: zipf, exponent: 1.1, max: 10 }',
  '{ distribution: age_bands, bands: { "0-17": 0.2, "18-64": 0.5, "65+": 0.3 }, max: 90 }',
  '{ distribution: age_bands, bands: [ { min: 0, max: 17, weight: 0.2 }, { min: 18, max: 64, weight: 0.8 } ] }',
  '{ distribution: empirical, quantiles: { 0: 1, 0.5: 4, 1: 30 } }',
  '{ distribution: empirical, histogram: { "0-9": 0.3, "10-19": 0.7 } }',
  '{ distribution: mixture, components: [ { weight: 0.3, distribution: { type: normal, mean: 1, sd: 2 } }, { weight: 0.7, distribution: uniform, min: 1, max: 2 } ] }',
  '{ distribution: conditional, rules: [ { if: "age > 3", distribution: { M: 1 } }, { if: "age > 2", distribution: normal, mean: 1, sd: 1 }, { else: 3 } ] }',
  '{ given: "age > 3", then: 4, else: [1, 2] }',
  '{ distribution: derived, formula: "10 + 0.2 * age" }',
  '{ distribution: seasonal, base: 3, months: { jan: 1.2, 7: 0.8 } }',
  '{ distribution: seasonal, base: 3, weekdays: { mon: 1.2 } }',
];

test.each(DISTRIBUTIONS)('distribution %s', (source) => {
  expect(complaints('distributions', `distributions:\n  it: ${source}`)).toEqual([]);
});

const JOURNEYS: readonly string[] = [
  `{
  "journey_name": "Diabetic First Year",
  "duration": "12 months",
  "phases": [
    {
      "name": "Diagnosis",
      "duration": "0-30 days",
      "events": ["initial_visit", "labs", "diagnosis", "rx_metformin"]
    },
    {
      "name": "Stabilization", 
      "duration": "30-180 days",
      "events": ["quarterly_visit", "a1c_check", "rx_refills"]
    }
  ]
}`,
  `journey_name: Diabetic First Year
duration: 12 months
start: diagnosis_date          # or enrollment_date, a date, a distribution over a window
phases:
  - name: Diagnosis
    duration: 0-30 days        # a window measured from the journey's start; "1 month" follows the phase before
    events:
      - initial_visit          # bare: an event of the catalogue (skills of type event)
      - { event: labs, timing: { after: initial_visit, days: 2, variance: 2 } }
      - { id: metformin, type: prescription, timing: { day: 0 }, details: { medication: metformin, days_supply: 30, refills: 5 } }
  - name: Stabilization
    duration: 30-180 days
    events:
      - { event: quarterly_visit, recurrence: quarterly }
      - { event: a1c_check, timing: { month: 6 }, probability: 0.9 }
      - { event: rx, effects: [ { attribute: a1c, change: -1.1, over: 90 days } ] }
branching:
  - after: a1c_check
    branches:
      - { name: intensify, condition: "a1c > 8.0", choose: [ { event: rx_glipizide, weight: 0.4 }, { event: rx_semaglutide, weight: 0.6 } ] }
      - { name: insulin, condition: "a1c > 10", probability: 0.6, events: [ rx_glargine ] }
      - { name: continue, else: true, events: [] }`,
  `journey:
  journey_id: flare
  duration_days: 90
  events:
    - { id: a, type: encounter, delay: { days: 3, days_min: 1, days_max: 5, distribution: uniform } }
    - { id: b, type: lab_order, depends_on: [a], completion_rate: 0.8, events: [ c, d ] }
  branching_rules: [ { id: x, condition: "a1c > 9", probability: 0.3, events: [ c ], end: death } ]
  branches: { good: [ c ], bad: { probability: 0.2, journey: other, disenroll: true } }
  branch_point: { after: b, condition: "age > 70", branches: { true: [ c ], false: { events: [ d ], end: true } } }
template: { id: flare, name: Flare, version: "1.0" }`,
  `name: Trial
pattern: protocol
duration: 2 years
start: { distribution: uniform, min: 2024-01-01, max: 2024-12-31 }
phases:
  - { name: Treatment, cycle: { length: 28 days, count: 6, until: "has_event('progression')" }, hold: { probability: 0.1, duration: 7 days }, dose_changes: [ { condition: "age > 80", factor: 0.75 } ], stop: "a1c > 12", events: [ { event: dose, timing: { day: 1 }, window: 3 days } ] }
  - { name: Follow-up, duration: 1 year, transitions: [ { to: Treatment, after: 6 months, condition: "a1c > 9" } ] }`,
];

test.each(JOURNEYS)('journey %#', (source) => {
  expect(complaints('journey', source)).toEqual([]);
});

test.each(['12 months', '2-4 weeks', '0-30 days', 'weeks 14-27', '90 days', '280 days + 42 days', '365', '0-8 hours'])(
  'duration %s',
  (source) => {
    expect(complaints('journey', `journey_name: x\nduration: ${source}\nevents: [a]`)).toEqual([]);
  },
);

test.each([
  'day 2-4',
  'week 2',
  'T-2hr',
  'day -14',
  'same_day',
  '{ week: 2, time: "09:30" }',
  '{ before: b, hours: 2, variance_pct: 20 }',
])('timing %s', (source) => {
  expect(complaints('journey', `journey_name: x\nevents: [ { event: a, timing: ${source} } ]`)).toEqual([]);
});

test.each([
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'annually',
  '3x_week',
  '{ every: 28, unit: days, count: 6 }',
  '{ every: 4 weeks, until: "a1c < 7" }',
])('recurrence %s', (source) => {
  expect(complaints('journey', `journey_name: x\nevents: [ { event: a, recurrence: ${source} } ]`)).toEqual([]);
});

test.each([
  'diagnosis_date',
  'enrollment_date',
  '2025-03-01',
  '{ trailing_days: 365 }',
  '{ between: [2024-01-01, 2024-06-30] }',
])('start %s', (source) => {
  expect(complaints('journey', `journey_name: x\nstart: ${source}\nevents: [a]`)).toEqual([]);
});

test('an event catalogue', () => {
  const source = `events:
  initial_visit: { type: encounter, title: Initial visit, class: AMB, observations: [systolic, diastolic, weight], timing: { day: 0 } }
  labs: { type: lab_order, title: Laboratory, observations: [a1c, glucose], timing: { after: initial_visit, days: 2, variance: 2 } }
  diagnosis: { type: diagnosis, conditions: [primary, E11.9], timing: { after: labs, days: 3 } }
  rx_metformin: { type: prescription, medication: metformin, days_supply: 30, refills: 5, timing: { after: diagnosis } }
  quarterly_visit: { type: encounter, class: AMB, recurrence: quarterly }`;
  expect(complaints('events', source)).toEqual([]);
});

test('phrases', () => {
  const source = `phrases:
  - { phrase: urban geography, also: [urban], set: { demographics.geography: urban } }
  - { phrase: mix of healthy and chronic, set: { conditions: [ { code: I10, prevalence: 0.234 } ], attributes.smoker: true } }
  - { phrase: quarterly follow-ups, covers: [quarterly_visit] }`;
  expect(complaints('phrases', source)).toEqual([]);
});

test('a cohort lays keys of a profile over its profile', () => {
  const source = `cohort_name: Spring\nprofile: medicare-diabetic\njourneys: [diabetic-first-year]\ncount: 500\ndemographics: { gender: F }`;
  expect(complaints('cohort', source)).toEqual([]);
});

test.each<[schema: SchemaName, source: string, hint: string]>([
  ['profile', 'profile_name: P\npeople: 10', 'Here it is called `count`.'],
  ['profile', 'demographics: { geography: TX }', 'A state is written `{ state: TX }`.'],
  ['profile', 'profile_name: P\ncount: 1,000', 'Thousands stand together, as in `1000`.'],
  ['profile', 'profile_name: P\nconditions: [{ code: I10, rate: 0.3 }]', 'Here it is called `prevalence`.'],
  ['journey', 'journey_name: J\nevents: [{ event: x, every: 4 weeks }]', 'Here it is called `recurrence`.'],
  ['journey', 'journey_name: J\nevents: [{ event: x, timing: { after: y, delay: 3 } }]', 'Here it is called `days`.'],
  [
    'journey',
    'journey_name: J\nevents: [{ id: x, type: admission, length_of_stay: 3 }]',
    'A stay lasts until the event of type `discharge` that follows it (`timing: { after: …, days: 4 }`), else as long as the reference of stays says.',
  ],
])('in %s, what others write as %j is answered with the word for it', (schema, source, hint) => {
  const text = `---\nname: it\ndescription: it\n---\n\`\`\`yaml\n${source}\n\`\`\`\n`;
  const data = parseSkill({ path: 'it.md', text, digest: '' }).document?.blocks[0]?.data;
  expect(schemaDiagnostics(data!, { schema, subject: 'It' }).told.map((one) => one.hint)).toEqual([hint]);
});
