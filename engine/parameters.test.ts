/** Parameters of templates: where they stand, who sets them, and what is said of what cannot be set. */
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { CohortSpecification, Override } from './model/index.ts';
import { specifyCohort } from './normalize/index.ts';
import { nodeFileSystem, planRequest, readTree, requestsFor, understandTree } from './pipeline.ts';
import type { Loaded } from './pipeline.ts';

const SOUND = new URL('../fixtures/mistakes/sound', import.meta.url).pathname;
let loaded: Loaded;

const OWN = {
  flare: `type: journey-template
profile: sound-profile
parameters:
  rate: { default: 0.3, min: 0, max: 1, description: The share of people with a flare. }
  day: { default: 10, type: integer }
  limit: 80
---
\`\`\`yaml
duration: 60 days
phases:
  - name: Only
    duration: 0-60 days
    events:
      - { id: flare, event: initial_visit, title: $$rate, timing: { day: $day }, probability: $rate }
      - { event: labs, timing: { after: flare }, condition: "age >= $limit - 2" }
\`\`\`
`,
  people: `type: profile-template
extends: sound-profile
parameters: { share: { default: 0.7, minimum: 0.1, maximum: 0.9 } }
---
\`\`\`yaml
conditions: [ { code: E11.9, prevalence: $share } ]
journeys: [ { journey: flare, parameters: { rate: $share, day: 12 } } ]
\`\`\`
`,
  named: `type: profile-template
parameters: { code: E11.9, part: 0.25 }
---
\`\`\`yaml
conditions: [ { code: $code, prevalence: $part } ]
\`\`\`
`,
  fewer: 'extends: people\nparameters: { share: 0.5 }\n---\n',
  caller: `type: journey-template
parameters: { often: 0.2 }
---
\`\`\`yaml
duration: 90 days
events: [ { journey: flare, timing: { day: 5 }, parameters: { rate: $often, limit: 70 } } ]
\`\`\`
`,
  town: `type: cohort
parameters: { size: 30 }
---
\`\`\`yaml
cohort_name: Town
profile: fewer
count: $size
parameters: { limit: 75 }
\`\`\`
`,
  words: `type: builder
---
\`\`\`yaml phrases
phrases: [ { phrase: seldom, set: { parameters.rate: 0.05 } } ]
\`\`\`
`,
};

async function understandWith(skills: Readonly<Record<string, string>>): Promise<Loaded> {
  const tree = await readTree(SOUND, nodeFileSystem);
  const own = Object.entries(skills).map(([name, rest]) => {
    const text = `---\nname: ${name}\ndescription: x\n${rest}`;
    return { path: `own/${name}.md`, text, digest: createHash('sha256').update(text).digest('hex') };
  });
  return understandTree({ ...tree, files: [...tree.files, ...own] });
}

beforeAll(async () => {
  loaded = await understandWith(OWN);
});

interface Specified {
  readonly cohort: CohortSpecification | undefined;
  readonly problems: readonly string[];
}

function specify(what: string, set: Readonly<Record<string, unknown>> = {}, journeys?: readonly string[]): Specified {
  const overrides = Object.entries(set).map(([path, value]): Override => {
    const start = { line: 1, column: 1 };
    return { path: path.split('.'), value, at: { file: `<--set ${path}>`, start, end: start } };
  });
  const asked = requestsFor(loaded, { what, overrides, ...(journeys === undefined ? {} : { journeys }) });
  const [request] = asked.requests;
  if (request === undefined) throw new Error(asked.diagnostics.map(({ message }) => message).join('\n'));
  const { cohort, diagnostics } = specifyCohort({ library: loaded.library, request });
  return { cohort, problems: diagnostics.map(({ at, code, hint }) => `${at?.file} ${code} ${hint ?? ''}`) };
}

/** Of the first condition, of the events in their order: the share or what is asked, and the day. */
function saysOf({ cohort, problems }: Specified): readonly string[] {
  expect(problems).toEqual([]);
  const shares = cohort?.profile.conditions.map(({ prevalence }) => textOf(prevalence)) ?? [];
  const events = cohort?.journeys.flatMap(({ phases }) => phases.flatMap((phase) => phase.events)) ?? [];
  return [...shares, ...events.map(({ timing, probability }) => `${timing.earliest.days}: ${textOf(probability)}`)];
}

function textOf(value: unknown): string {
  return [...JSON.stringify(value).matchAll(/"(?:value|operator)":("[^"]+"|[\d.]+)/g)]
    .map(([, part]) => part)
    .join(' ');
}

test('a parameter has its default, which a skill that extends another may change', () => {
  expect(loaded.diagnostics).toEqual([]);
  expect(saysOf(specify('flare'))).toEqual(['1', '10: 0.3', '0: ">=" "-" 80 2 1 0']);
  expect(saysOf(specify('people'))).toEqual(['0.7', '12: 0.7', '0: ">=" "-" 80 2 1 0']);
  expect(saysOf(specify('fewer'))).toEqual(['0.5', '12: 0.5', '0: ">=" "-" 80 2 1 0']);
  expect(loaded.library.journeys.find(({ id }) => id === 'flare')?.phases[0]?.events[0]?.definition.title).toBe(
    '$rate',
  );
});

test('a request sets what every template of it declares, over who passes a value on', () => {
  expect(saysOf(specify('people', { 'parameters.share': 0.2 }))).toEqual(['0.2', '12: 0.2', '0: ">=" "-" 80 2 1 0']);
  expect(saysOf(specify('people', { parameters: { rate: 0.1, limit: 60 } }))).toEqual([
    '0.7',
    '12: 0.1',
    '0: ">=" "-" 60 2 1 0',
  ]);
  expect(saysOf(specify('sound-profile', { 'parameters.day': 20 }, ['flare']))[1]).toBe('20: 0.3');
  expect(saysOf(specify('people', { 'journeys.flare.parameters.day': 33 }))[1]).toBe('33: 0.7');
});

test('what a parameter names is called so by a request', () => {
  expect(saysOf(specify('named', { 'conditions.E11.9.prevalence': '$part' }))).toEqual(['0.25']);
  expect(saysOf(specify('named', { 'conditions.E11.9.prevalence': 0.5, 'parameters.part': 0.1 }))).toEqual(['0.5']);
});

test('a journey is called with values of its own', () => {
  expect(saysOf(specify('caller')).slice(-2)).toEqual(['10: 0.2', '0: ">=" "-" 70 2 1 0']);
  expect(saysOf(specify('caller', { 'parameters.often': 0.4 })).slice(-2)).toEqual(['10: 0.4', '0: ">=" "-" 70 2 1 0']);
});

test('a cohort sets parameters in its block and has some itself', () => {
  expect(saysOf(specify('town'))).toEqual(['0.5', '12: 0.5', '0: ">=" "-" 75 2 1 0']);
  const { cohort } = specify('town', { 'parameters.size': 4, 'parameters.share': 0.9 });
  expect(cohort?.persons).toEqual({ from: 1, to: 4 });
  expect(cohort?.profile.conditions[0]?.prevalence).toMatchObject({ value: 0.9 });
});

test('a phrase sets parameters', () => {
  const asked = requestsFor(loaded, { what: '10 people of the flare seldom', overrides: [] });
  const [request] = asked.requests;
  expect(request?.overrides.map(({ path, value }) => [path.join('.'), value])).toContainEqual([
    'parameters.rate',
    0.05,
  ]);
});

test.each([
  [
    { 'parameters.share': 2 },
    '<--set parameters.share> normalize-parameter-value It is declared at `own/people.md:6`.',
  ],
  [
    { 'parameters.share': 'much' },
    '<--set parameters.share> normalize-parameter-value It is declared at `own/people.md:6`.',
  ],
  [{ 'parameters.day': 1.5 }, '<--set parameters.day> normalize-parameter-value It is declared at `own/flare.md:8`.'],
  [{ 'parameters.shares': 0.2 }, '<--set parameters.shares> normalize-parameter-unknown Nearest: `share`.'],
  [{ 'parameters.share.min': 0.2 }, '<--set parameters.share.min> normalize-override-path '],
  [{ count: '$shar' }, '<--set count> normalize-parameter-unknown Nearest: `share`.'],
])('%j is refused where it stands', (set, problem) => {
  expect(specify('people', set).problems[0]).toBe(problem);
});

test('a value that is set, and the same written in its place, plan the same', () => {
  const planOf = (set: Readonly<Record<string, unknown>>): string => {
    const { cohort } = specify('people', set);
    return JSON.stringify(cohort, (key, value: unknown) => (key === 'at' || key === 'parameters' ? undefined : value));
  };
  expect(
    planOf({ 'parameters.share': 0.2 }) ===
      planOf({ 'conditions.E11.9.prevalence': 0.2, 'journeys.flare.parameters.rate': 0.2 }),
  ).toBe(true);
  const [request] = requestsFor(loaded, { what: 'people', overrides: [], count: 3 }).requests;
  expect(request && planRequest(loaded, request).plan).toBeDefined();
});

test('a mistake at the end of a long line of journeys that call each other with values is found without asking them again and again', async () => {
  const last = 20;
  const line = Array.from({ length: last + 1 }, (_, index): [string, string] => {
    const event =
      index < last ? `{ id: a, journey: link${index + 1}, parameters: { wait: $wait } }` : '{ event: nonesuch }';
    return [
      `link${index}`,
      `parameters: { wait: 3 }\n---\n\`\`\`yaml\nduration: 90 days\nevents: [ ${event} ]\n\`\`\`\n`,
    ];
  });
  const { diagnostics } = await understandWith(Object.fromEntries(line));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors).toHaveLength(line.length);
  expect(new Set(errors.map(({ at }) => at?.file))).toEqual(new Set(line.map(([name]) => `own/${name}.md`)));
});
