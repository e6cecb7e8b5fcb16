/**
 * Each case of `fixtures/mistakes` beside the sound tree gives the diagnostics of its `expected.txt` and no others, at their
 * places; so do all cases as one tree.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foldConsequences, withTheirCauses } from './diagnostics/index.ts';
import type { Diagnostic } from './diagnostics/index.ts';
import {
  checkRequest,
  createTreeParser,
  loadTree,
  nodeFileSystem,
  readTree,
  requestsFor,
  understandTree,
} from './pipeline.ts';
import type { FileSystem } from './ports/index.ts';

const ROOT = new URL('../fixtures/mistakes', import.meta.url).pathname;
const cases = readdirSync(ROOT)
  .filter((name) => name !== 'sound')
  .toSorted();

/** The tree with these folders of the root alone. */
function only(folders: readonly string[]): FileSystem {
  return {
    ...nodeFileSystem,
    list: async (folder) => {
      const entries = await nodeFileSystem.list(folder);
      return folder === ROOT ? entries.filter(({ name }) => folders.includes(name)) : entries;
    },
  };
}

/** Trees differ in one folder: the sound one is parsed once for all. */
const parseTree = createTreeParser();

async function check(folders: readonly string[]): Promise<readonly string[]> {
  const { diagnostics } = understandTree(await readTree(ROOT, only(folders)), parseTree);
  return diagnostics.map(line).toSorted();
}

function line({ at, code }: Diagnostic): string {
  return `${at?.file}:${at?.start.line}:${at?.start.column} ${code}`;
}

function expected(name: string): readonly string[] {
  return readFileSync(join(ROOT, name, 'expected.txt'), 'utf8')
    .trimEnd()
    .split('\n')
    .toSorted();
}

test.each(cases)('%s is reported once, where it is', async (name) => {
  expect(await check(['sound', name])).toEqual(expected(name));
});

test('the sound tree has no mistake', async () => {
  expect(await check(['sound'])).toEqual([]);
});

test('all mistakes in one tree are reported in one run', async () => {
  const found = await check(['sound', ...cases]);
  expect(found).toEqual(cases.flatMap(expected).toSorted());
  expect(found.length).toBeGreaterThanOrEqual(20);
});

test('a mistake among the defaults is told once, and every file that lacks them says where to begin', async () => {
  const isExecutor = (path: string): boolean => path.endsWith('executors/executor.md');
  const readText: FileSystem['readText'] = async (path) => {
    const text = await nodeFileSystem.readText(path);
    return isExecutor(path) ? text.replace('count: 10', 'count: ten') : text;
  };
  const { diagnostics } = await loadTree(ROOT, { ...only(['sound']), readText });
  const [own, ...others] = diagnostics.toSorted(
    (a, b) => Number(isExecutor(b.at?.file ?? '')) - Number(isExecutor(a.at?.file ?? '')),
  );
  expect(line(own!)).toBe('sound/executors/executor.md:6:10 validate-value-kind');
  expect(new Set(others.map(({ code }) => code))).toEqual(new Set(['validate-cause-elsewhere']));
  expect(others.filter(({ hint }) => hint?.includes('executor.md:6'))).toHaveLength(others.length);
});

test('what only follows from an error elsewhere says where that one is, also in a file that has one of its own', async () => {
  const readText: FileSystem['readText'] = async (path) => {
    const text = await nodeFileSystem.readText(path);
    return path.endsWith('visiting.md') ? text.replace('0-30 days', '0-40 days') : text;
  };
  const { diagnostics } = await loadTree(ROOT, { ...only(['sound', 'cause-elsewhere']), readText });
  expect(diagnostics.map(({ code, hint }) => `${code} ${hint?.match(/`.*:\d+`/)?.[0] ?? ''}`).toSorted()).toEqual([
    'normalize-phase-beyond-duration ',
    'validate-cause-elsewhere `cause-elsewhere/visiting.md:15`',
    'validate-cause-elsewhere `cause-elsewhere/visits.md:11`',
    'validate-value-unknown ',
  ]);
});

test.each([
  ['phases:', 'phasess:', 'Nearest: `phases`.'],
  ['duration: 30 days', 'duration: 30 dyas', '`dyas` is no unit of time. Nearest: `days`.'],
  ['duration: 30 days', 'duration: 30 days\nprobability: 16.9', 'written as 0.169.'],
  ['duration: 30 days', 'duration: 30 days\nprobability: 50%', 'written as 0.5.'],
  [
    'duration: 30 days',
    'duration: 30 days\nstart: { between: [2024-01-01, 2024-02-30] }',
    'The days of 2024-02 are 01 to 29.',
  ],
  ['[initial_visit,', '[milestone,', '`type: milestone`'],
  ['[initial_visit,', '[{ event: initial_visit probability: 1 },', 'Put a comma here.'],
  ['[initial_visit,', '[{ event: initial_visit, condition: "a1c => 8" },', 'It is written `>=`.'],
  ['[initial_visit,', '[{ event: initial_visit, condition: "gender is M" },', 'It is written `==`.'],
  ['[initial_visit,', '[{ event: initial_visit, condition: "gender = \'M" },', 'is never closed.'],
  ['[initial_visit,', '[{ event: initial_visit, conditions: [E11.99] },', 'Nearest: `E11.9`.'],
  ['[initial_visit,', '[{ id: seen, type: encounter }, initial_visit,', 'Known: `AMB`'],
  ['[initial_visit,', '[{ event: initial_visit, timing: { day: two } },', 'written in figures: `2`.'],
  ['[initial_visit,', '[{ event = initial_visit },', '`event: initial_visit`'],
  ['duration: 30 days', 'duration: 30 days\nstudy { id: A-1 }', '`study: {`.'],
  ['duration: 30 days', 'duration: 30 days\nstudy { id: A-1, phase: 3 }', '`study: {`.'],
  ['duration: 30 days', 'duration: 30 days\nstudy:{ id: A-1 }', 'Put a space behind the key: `study: {`.'],
])('%s as %s is told once, with how it is written', async (from, to, hint) => {
  const readText: FileSystem['readText'] = async (path) => {
    const text = await nodeFileSystem.readText(path);
    return path.endsWith('sound-journey.md') ? text.replace(from, () => to) : text;
  };
  const { diagnostics } = await loadTree(ROOT, { ...only(['sound']), readText });
  expect(foldConsequences(diagnostics).map((one) => one.hint)).toEqual([expect.stringContaining(hint)]);
});

const library = await readTree(new URL('../skills', import.meta.url).pathname, nodeFileSystem);
const parseLibrary = createTreeParser();

/** All that is wrong with the library and its cohorts after one edit of a file. */
function problemsAfter(path: string, from: string, to: string): readonly Diagnostic[] {
  const files = library.files.map((file) => {
    const text = file.path === path ? file.text.replace(from, to) : file.text;
    return text === file.text ? file : { ...file, text, digest: text };
  });
  const loaded = understandTree({ ...library, files }, parseLibrary);
  const { requests } = requestsFor(loaded, { what: undefined, overrides: [] });
  return [...loaded.diagnostics, ...requests.flatMap((request) => checkRequest(loaded, request))];
}

const [PROFILES, JOURNEYS] = ['generation/templates/profiles', 'generation/templates/journeys'];

test.each([
  [
    'a key of front matter',
    `${PROFILES}/medicare-diabetic.md`,
    'type: profile',
    'typ: profile',
    '4:1 validate-key-unknown',
  ],
  ['a name', `${JOURNEYS}/diabetic-first-year.md`, 'name: diabetic', 'name: diabetc', '2:7 validate-name-place'],
  ['JSON', `${PROFILES}/medicare-diabetic.md`, '"I10"', '"I10', '27:22 parse-json-syntax'],
  ['YAML', `${JOURNEYS}/phase-3-trial.md`, '[a1c, creatinine', '[a1c,, creatinine', '110:95 parse-yaml-syntax'],
  [
    'a bracket',
    'generation/events/enrollment.md',
    'timing: { day: 0 }',
    'timing: { day: 0 }}',
    '19:23 parse-yaml-syntax',
  ],
  ['a lost colon', `${JOURNEYS}/diabetes-lifecycle.md`, '    events:', '    events', '26:5 parse-yaml-syntax'],
  [
    'an expression',
    `${PROFILES}/national-medicare.md`,
    'given: "has_condition(',
    'given: "has_conditon(',
    'normalize-expression-',
  ],
  [
    'an event',
    'generation/events/specialized-care.md',
    'type: admission',
    'type: admision',
    '53:11 validate-value-unknown',
  ],
  [
    'the name of a procedure',
    'patientsim/procedures.md',
    '| colonoscopy |',
    '| colonoscpy |',
    'normalize-reference-unknown',
  ],
  [
    'a column',
    'membersim/fee-schedule.md',
    '| out_of_network |',
    '| out_of_netwrk |',
    '47:33 normalize-column-missing',
  ],
  [
    'a column that rows need',
    'generation/executors/cross-domain-sync.md',
    '| diagnosis | with_diagnosis',
    '| dianosis | with_diagnosis',
    '50:120',
  ],
  ['a reference table', 'membersim/plans.md', 'tables:', 'tabels:', '5:1 validate-key-unknown'],
  [
    'the defaults',
    'generation/executors/profile-executor.md',
    'categorical, weights',
    'categorical,, weights',
    '23:41 parse-yaml-syntax',
  ],
  [
    'a distribution',
    'generation/distributions/age-distributions.md',
    'min: 18',
    'mmin: 18',
    '28:45 validate-key-unknown',
  ],
  ['the key of a catalogue', 'generation/events/laboratory.md', 'events:', 'event:', '15:1 validate-key-unknown'],
  [
    'a name of several kinds',
    'patientsim/procedures.md',
    '| depression_screening |',
    '| depression_screeinng |',
    'normalize-reference-unknown',
  ],
  ['a row of shares', 'patientsim/encounter-classes.md', '| IMP; ACUTE; OBSENC; NONAC |', '| IM; ACUTE |', '71:3'],
  ['a heading', 'trialsim/assessments.md', ': Assessments', ': Asessments', '6:22 validate-table-missing'],
  [
    'the name of an event',
    `${JOURNEYS}/new-member-onboarding.md`,
    'event: plan_enrollment',
    'event: ""',
    '24:18 validate-size',
  ],
  [
    'a cell of what others are made of',
    'patientsim/observations.md',
    '| 0.6 | 1.3 | 2 |',
    '| O.6 | 1.3 | 2 |',
    '55:79',
  ],
  ['a cell of what journeys read', 'patientsim/observations.md', '| 90 | 130 |', '| 9O | 130 |', '96:58'],
  ['a function', 'patientsim/observations.md', '142 * power(creatinine', '142 * powr(creatinine', '56:228'],
  [
    'a name in a cohort',
    'generation/cohorts/medicare-diabetic-first-year.md',
    'count: 1000',
    'count: 1000\nlabs: { a1cs: { distribution: normal, mean: 7, std_dev: 1 } }',
    '17:9 normalize-reference-unknown',
  ],
  [
    'the rules of the defaults',
    'generation/executors/profile-executor.md',
    'race:\n      rules',
    'race:\n      ruels',
    '27:9 validate-value-kind',
  ],
  ['a key with its value', 'generation/journeys/cyclic-journey.md', '{ id: session,', '{ id session,', '23:11'],
])('one mistake in %s is told once', (_, path, from, to, at) => {
  const told = foldConsequences(problemsAfter(path, from, to));
  expect(told.map(line)).toEqual([expect.stringContaining(at)]);
});

test('a mistake says which skills wait for it, and a name that nothing defines where else it stands', () => {
  const told = [
    ...foldConsequences(problemsAfter(`${PROFILES}/medicare-diabetic.md`, 'type: profile', 'typ: profile')),
    ...foldConsequences(problemsAfter('generation/events/end-of-life.md', 'last_nursing_stay:', 'last_nurse_stay:')),
  ];
  expect(told.map(({ hint }) => hint)).toEqual([
    'Nearest: `type`. What uses it waits for this: `medicare-diabetic-decade`, `diabetes-lifecycle`, `diabetic-first-year-outline` and 3 more.',
    'Nearest: `last_nurse_stay`, `last_stay`. So it stands in `stays.md:24`, `stays.md:63`, `visit-reasons.md:59`. What uses it waits for this: `national-commercial`, `national-medicaid`, `national-medicare` and 3 more.',
  ]);
});

test('what follows from a mistake is told where that is not shown, with the place of it', () => {
  const found = problemsAfter(`${PROFILES}/medicare-diabetic.md`, 'type: profile', 'typ: profile');
  const cohort = found.filter(({ at }) => at?.file.endsWith('cohorts/medicare-diabetic-first-year.md'));
  expect(foldConsequences(cohort).map(({ hint }) => hint)).toEqual([
    `First mend \`${PROFILES}/medicare-diabetic.md:4\`.`,
  ]);
  const [first] = foldConsequences(withTheirCauses(cohort, found));
  expect(first?.hint).toContain('waits for this');
});

test('a folder that cannot be read is one mistake, and nothing is built of the others', async () => {
  const denied: FileSystem = {
    ...nodeFileSystem,
    list: (folder) =>
      folder.endsWith('skills/patientsim')
        ? Promise.reject(Object.assign(new Error('permission denied'), { code: 'EACCES' }))
        : nodeFileSystem.list(folder),
  };
  const loaded = await loadTree(new URL('../skills', import.meta.url).pathname, denied);
  expect(loaded.diagnostics.map(line)).toEqual(['patientsim:1:1 read-folder-unreadable']);
  expect(requestsFor(loaded, { what: undefined, overrides: [] }).requests).toEqual([]);
});
