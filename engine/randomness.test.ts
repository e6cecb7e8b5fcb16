/** What follows from every value being a pure function of the seed, what is drawn, the person and the occurrence. */
import { expect, test } from 'vitest';
import type { Program } from './model/index.ts';
import { compileProgram } from './pipeline.ts';
import { contents, difference, fingerprints, readTables, rowsOfPersons } from './testing/built-tables.ts';
import type { Difference, Row, Tables } from './testing/built-tables.ts';
import { openCohortBuilds, planOf } from './testing/cohort-builds.ts';
import type { BuildOptions, Wishes } from './testing/cohort-builds.ts';

const PROFILE = `---
name: steady-seniors
description: Seniors with diabetes, some with more.
type: profile-template
---

# Steady seniors

\`\`\`yaml
profile_name: Steady Seniors
count: 150
seed: 7
demographics:
  age: { distribution: normal, mean: 72, std_dev: 8, min: 65, max: 95 }
  gender: { F: 0.52, M: 0.48 }
conditions:
  - { code: E11.9, prevalence: 1.0, severity: { mild: 0.6, severe: 0.4 } }
  - { code: I10, prevalence: 0.72 }
  - { code: F41.1, prevalence: 0.4 }
attributes:
  smoker: { "yes": 0.1, "no": 0.9 }
  frailty: { distribution: uniform, min: 0, max: 1, round: 2 }
medications:
  - { drug: metformin, prevalence: 0.75 }
  - { drug: lisinopril, prevalence: 0.5, given: has_condition('I10') }
coverage: { type: Medicare, plans: { Medicare Advantage: 0.6, Original Medicare: 0.4 } }
journeys: [steady-year]
\`\`\`
`;

const JOURNEY = `---
name: steady-year
description: A year with visits, tests and a diagnosis.
type: journey-template
profile: steady-seniors
---

# Steady year

\`\`\`yaml
journey_name: Steady Year
duration: 12 months
phases:
  - name: Beginning
    duration: 0-30 days
    events:
      - initial_visit
      - { event: labs, timing: { after: initial_visit, days: 2, variance: 2 } }
      - { event: diagnosis, timing: { after: labs, days: 3, variance: 2 }, probability: 0.9 }
      - { event: rx_metformin, timing: { after: diagnosis }, probability: 0.8 }
  - name: Course
    duration: 30-365 days
    events:
      - { event: quarterly_visit, recurrence: quarterly, probability: 0.9 }
      - a1c_check
      - { event: depression_screening, timing: { day: 100, variance: 20 }, probability: 0.5 }
\`\`\`
`;

const ASK = { what: 'steady-seniors' };
const START = { line: 1, column: 1 };
/** Without claims. */
const CHART = { path: ['products'], value: ['patientsim'], at: { file: '<test>', start: START, end: START } };
/** Of a count of 2000 people of whom 3 % are expected. */
const STANDARD_ERROR = Math.sqrt(2000 * 0.03 * 0.97);

const { build, tree } = await openCohortBuilds();

async function treeOf(profile: string, journey: string): ReturnType<typeof tree> {
  return tree({
    'generation/templates/profiles/steady-seniors.md': profile,
    'generation/templates/journeys/steady-year.md': journey,
  });
}

const steady = await treeOf(PROFILE, JOURNEY);
const first = await build(steady, ASK);
const asWritten = await readTables(first);

async function built(ask: Wishes, options?: BuildOptions): Promise<Tables> {
  return readTables(await build(steady, { ...ASK, ...ask }, options));
}

/** What an edit of the profile or the journey does to the tables. */
async function moved(edits: {
  readonly profile?: readonly (readonly [was: string, is: string])[];
  readonly journey?: readonly (readonly [was: string, is: string])[];
  readonly count?: number;
  readonly before?: Tables;
}): Promise<Readonly<Record<string, Difference>>> {
  const { profile = [], journey = [], count, before = asWritten } = edits;
  const edited = await treeOf(edit(PROFILE, profile), edit(JOURNEY, journey));
  const after = await build(edited, { ...ASK, ...(count === undefined ? {} : { count }) });
  return difference(ofThemselves(before), ofThemselves(await readTables(after)));
}

/** What of a claim depends on no other claim and on no other problem of the person: not who pays, nor diagnoses beside. */
const OF_A_CLAIM: Readonly<Record<string, readonly string[]>> = {
  'membersim.claims': ['claim_id', 'event_id', 'service_from', 'received_date', 'paid_date', 'status', 'total_allowed'],
  'membersim.claim_lines': ['claim_id', 'line_number', 'service', 'charge', 'allowed', 'adjustment_code'],
  'membersim.remittances': ['claim_id', 'sequence', 'kind', 'remitted_on'],
};

/** Made of several rows of a person. */
const OF_SEVERAL_ROWS: ReadonlySet<string> = new Set(['membersim.accumulators', 'membersim.care_gaps']);

function ofThemselves(tables: Tables): Tables {
  const alone = Object.entries(tables).filter(([name]) => !OF_SEVERAL_ROWS.has(name));
  return Object.fromEntries(
    alone.map(([name, rows]) => {
      const kept = OF_A_CLAIM[name];
      const part = (row: Row): Row => Object.fromEntries(kept?.map((column) => [column, row[column] ?? null]) ?? []);
      return [name, kept === undefined ? rows : rows.map(part)];
    }),
  );
}

function edit(text: string, edits: readonly (readonly [was: string, is: string])[]): string {
  return edits.reduce((edited, [was, is]) => {
    expect(edited.split(was), `${was} stands once`).toHaveLength(2);
    return edited.replace(was, is);
  }, text);
}

/** By table, the values of a column among the rows that came, went or changed. */
function summary(
  differences: Readonly<Record<string, Difference>>,
  kind: keyof Difference,
  column: string,
): Readonly<Record<string, readonly string[]>> {
  const summaries = Object.entries(differences).map(
    ([name, { [kind]: rows }]) => [name, [...new Set(rows.map((row) => textOf(row[column])))].toSorted()] as const,
  );
  return Object.fromEntries(summaries.filter(([, values]) => values.length > 0));
}

function textOf(value: Row[string] | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function twin(line: string, other: string): readonly (readonly [string, string])[] {
  return [
    [line, '  # first'],
    [other, line],
    ['  # first', other],
  ];
}

test('the cohort that these tests look at has rows in every table', () => {
  expect(Object.keys(asWritten)).toEqual([
    'core.attributes',
    'core.codes',
    'core.identities',
    'core.persons',
    'core.timeline',
    'membersim.accumulators',
    'membersim.care_gaps',
    'membersim.claim_lines',
    'membersim.claims',
    'membersim.enrollments',
    'membersim.members',
    'membersim.plans',
    'membersim.quality_measures',
    'membersim.remittances',
    'patientsim.allergies',
    'patientsim.conditions',
    'patientsim.encounters',
    'patientsim.medication_requests',
    'patientsim.observations',
    'patientsim.orders',
    'patientsim.patients',
    'patientsim.procedures',
  ]);
  expect(Object.entries(asWritten).filter(([, rows]) => rows.length === 0)).toEqual([]);
});

test('the same skills, seed and date give the same rows in the same order', async () => {
  const before = await readTables(first, { meta: true });
  const after = await readTables(await build(steady, ASK), { meta: true });
  expect(Object.keys(before)).toContain('meta.statements');
  expect(fingerprints(after)).toEqual(fingerprints(before));
});

test('seed 0 is a seed', async () => {
  const ask = { count: 20, overrides: [CHART] };
  const zero = await built({ ...ask, seed: 0 });
  const written = await treeOf(edit(PROFILE, [['seed: 7', 'seed: 0']]), JOURNEY);
  const zeroAsWritten = await readTables(await build(written, { ...ASK, ...ask }));
  expect(fingerprints(zeroAsWritten)).toEqual(fingerprints(zero));
  expect(difference(zero, await built({ ...ask, seed: 1 }))).toHaveProperty(['core.persons']);
  expect(difference(zero, rowsOfPersons(asWritten, 1, 20))).toHaveProperty(['core.persons']);
});

test('another seed changes almost everyone', async () => {
  const other = await built({ seed: 8 });
  const bornAlike = asWritten['core.persons']?.filter(
    ({ birth_date }, at) => birth_date === other['core.persons']?.[at]?.['birth_date'],
  );
  expect(bornAlike?.length).toBeLessThan(3);
  expect(difference(asWritten, other)['core.persons']?.removed).toHaveLength(150);
});

test('a person is the same in a cohort of any size', async () => {
  const thousand = rowsOfPersons(await built({ count: 1000 }), 1, 10);
  expect(contents(await built({ count: 10 }))).toEqual(contents(thousand));
});

test('the statements of many people give the same rows as those of few', async () => {
  const plan = planOf(steady, ASK);
  const of = (people: number): Program => compileProgram({ ...plan, persons: { from: 1, to: people } });
  const many = of(5001);
  expect(JSON.stringify(many.tables)).not.toBe(JSON.stringify(of(5000).tables));
  expect(contents(await built({}, { program: many }))).toEqual(contents(asWritten));
});

test('people generated alone are those of the whole cohort', async () => {
  const some = await built({ persons: { from: 5, to: 9 } });
  expect(some['core.persons']).toHaveLength(5);
  expect(contents(some)).toEqual(contents(rowsOfPersons(asWritten, 5, 9)));
});

test('one worker and two give the same rows in the same order', async () => {
  const one = await built({ count: 30 }, { workers: 1, rangeSize: 16 });
  const two = await built({ count: 30 }, { workers: 2, rangeSize: 16 });
  expect(fingerprints(two)).toEqual(fingerprints(one));
  expect(contents(one)).toEqual(contents(rowsOfPersons(asWritten, 1, 30)));
});

test('ranges of a hundred people give the same rows', async () => {
  expect(contents(await built({}, { rangeSize: 100 }))).toEqual(contents(asWritten));
});

test('what is added brings rows of its own and changes no other', async () => {
  const differences = await moved({
    profile: [
      ['  frailty:', '  lives_alone: { "yes": 0.3, "no": 0.7 }\n  frailty:'],
      ['  - { code: I10', '  - { code: J45.909, prevalence: 0.3 }\n  - { code: I10'],
      ['  - { drug: metformin', '  - { drug: albuterol, prevalence: 0.4 }\n  - { drug: metformin'],
    ],
    journey: [
      ['      - a1c_check', '      - telehealth_visit\n      - a1c_check'],
      [
        '      - { event: labs',
        '      - { event: influenza_vaccine, timing: { day: 3, variance: 3 }, probability: 0.6 }\n      - { event: labs',
      ],
    ],
  });
  expect(summary(differences, 'removed', 'person_id')).toEqual({});
  const [names, events, codes] = ['name', 'event', 'code'].map((column) => summary(differences, 'added', column));
  expect(names?.['core.attributes']).toEqual(['lives_alone']);
  expect(names?.['patientsim.medication_requests']).toEqual(['albuterol']);
  expect(events?.['core.timeline']).toEqual(['influenza_vaccine', 'telehealth_visit']);
  expect(codes?.['patientsim.conditions']).toEqual(['J45.909']);
  const follow = new Set([
    'core.attributes',
    'core.timeline',
    'patientsim.conditions',
    'patientsim.medication_requests',
    'core.codes',
    'patientsim.encounters',
    'patientsim.immunizations',
    'membersim.claims',
    'membersim.claim_lines',
    'membersim.remittances',
  ]);
  expect(Object.keys(differences).filter((name) => !follow.has(name))).toEqual([]);
});

test('a visit that is added brings its encounters and what is measured in them, and changes no others', async () => {
  const visit = '      - { id: extra, event: office_visit, timing: { day: 20, variance: 5 } }';
  const differences = await moved({ journey: [['      - initial_visit', `${visit}\n      - initial_visit`]] });
  expect(summary(differences, 'removed', 'person_id')).toEqual({});
  const visits = differences['core.timeline']?.added ?? [];
  const keys = new Set(visits.map(({ timeline_id }) => timeline_id));
  expect(new Set(visits.map(({ event }) => event))).toEqual(new Set(['extra']));
  const encounters = differences['patientsim.encounters']?.added ?? [];
  const observations = differences['patientsim.observations']?.added ?? [];
  expect(encounters).toHaveLength(150);
  expect(observations).toHaveLength(150 * 4);
  expect([...encounters, ...observations].filter(({ encounter_id }) => !keys.has(encounter_id ?? null))).toEqual([]);
});

test('the order of values, attributes, conditions, medications and events in the file moves nobody', async () => {
  const differences = await moved({
    profile: [
      ['{ F: 0.52, M: 0.48 }', '{ M: 0.48, F: 0.52 }'],
      ['{ mild: 0.6, severe: 0.4 }', '{ severe: 0.4, mild: 0.6 }'],
      ['{ Medicare Advantage: 0.6, Original Medicare: 0.4 }', '{ Original Medicare: 0.4, Medicare Advantage: 0.6 }'],
      ...twin('  smoker: { "yes": 0.1, "no": 0.9 }', '  frailty: { distribution: uniform, min: 0, max: 1, round: 2 }'),
      [
        '  smoker: { "yes": 0.1, "no": 0.9 }',
        '  smoker: { distribution: categorical, weights: { "no": 0.9, "yes": 0.1 } }',
      ],
      ...twin('  - { code: I10, prevalence: 0.72 }', '  - { code: F41.1, prevalence: 0.4 }'),
      ...twin(
        '  - { drug: metformin, prevalence: 0.75 }',
        "  - { drug: lisinopril, prevalence: 0.5, given: has_condition('I10') }",
      ),
    ],
    journey: twin('      - a1c_check', '      - { event: quarterly_visit, recurrence: quarterly, probability: 0.9 }'),
  });
  expect(differences).toEqual({});
});

test('what is removed takes its rows along and changes no other', async () => {
  const differences = await moved({
    profile: [
      [`  smoker: { "yes": 0.1, "no": 0.9 }\n`, ''],
      ['  - { code: F41.1, prevalence: 0.4 }\n', ''],
    ],
    journey: [['      - { event: depression_screening, timing: { day: 100, variance: 20 }, probability: 0.5 }\n', '']],
  });
  expect(summary(differences, 'added', 'person_id')).toEqual({});
  const [names, events, codes] = ['name', 'event', 'code'].map((column) => summary(differences, 'removed', column));
  expect(names?.['core.attributes']).toEqual(['smoker']);
  expect(events?.['core.timeline']).toEqual(['depression_screening']);
  expect(codes?.['patientsim.conditions']).toEqual(['F41.1']);
});

test('a prevalence raised from 72 to 75 % gives the condition to those 3 % and moves nobody else', async () => {
  const ask = { ...ASK, count: 2000, journeys: [] };
  const raised = await treeOf(edit(PROFILE, [['prevalence: 0.72', 'prevalence: 0.75']]), JOURNEY);
  const differences = difference(
    ofThemselves(await readTables(await build(steady, ask))),
    ofThemselves(await readTables(await build(raised, ask))),
  );
  expect(summary(differences, 'removed', 'patient_id')).toEqual({});
  expect(summary(differences, 'added', 'code')['patientsim.conditions']).toEqual(['I10']);
  const patients = differences['patientsim.conditions']?.added.map(({ patient_id }) => patient_id) ?? [];
  expect(patients.length).toBeGreaterThan(2000 * 0.03 - 3 * STANDARD_ERROR);
  expect(patients.length).toBeLessThan(2000 * 0.03 + 3 * STANDARD_ERROR);
  const { 'patientsim.medication_requests': orders, ...rest } = differences;
  expect(Object.keys(rest)).toEqual(['patientsim.conditions']);
  expect(
    orders?.added.filter(({ name, patient_id: id }) => name !== 'lisinopril' || !patients.includes(id ?? 0)),
  ).toEqual([]);
});

test('another timing moves the event and what follows it, and nothing else', async () => {
  const differences = await moved({ journey: [['days: 2, variance: 2', 'days: 9, variance: 2']] });
  const chain = ['diagnosis', 'labs', 'rx_metformin'];
  expect(summary(differences, 'removed', 'event')['core.timeline']).toEqual(chain);
  expect(summary(differences, 'added', 'event')['core.timeline']).toEqual(chain);
});
