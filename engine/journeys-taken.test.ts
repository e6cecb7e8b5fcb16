/** How people take the journeys that an option or a cohort names, where what they are laid over says more of them. */
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { specifyCohort } from './normalize/index.ts';
import { nodeFileSystem, readTree, requestsFor, understandTree } from './pipeline.ts';
import type { Loaded } from './pipeline.ts';

const SOUND = new URL('../fixtures/mistakes/sound', import.meta.url).pathname;

const OWN = {
  flare: 'type: journey-template\n---\n```yaml\nduration: 60 days\nevents: [initial_visit]\n```\n',
  people: `type: profile-template
extends: sound-profile
---
\`\`\`yaml
journeys: [ { journey: flare, start: 2024-02-01, probability: 0.25 }, sound-journey ]
\`\`\`
`,
  bare: 'type: cohort\n---\n```yaml\ncohort_name: Bare\nprofile: people\njourneys: [flare]\n```\n',
  own: `type: cohort
---
\`\`\`yaml
cohort_name: Own
profile: people
journeys: [ { name: sound-journey, start: 2024-03-01 }, flare ]
\`\`\`
`,
};
let loaded: Loaded;

beforeAll(async () => {
  const tree = await readTree(SOUND, nodeFileSystem);
  const own = Object.entries(OWN).map(([name, rest]) => {
    const text = `---\nname: ${name}\ndescription: x\n${rest}`;
    return { path: `own/${name}.md`, text, digest: createHash('sha256').update(text).digest('hex') };
  });
  loaded = understandTree({ ...tree, files: [...tree.files, ...own] });
});

/** Each as its name, its share and its start. */
function taken(what: string, journeys: readonly string[], set: Readonly<Record<string, unknown>> = {}): unknown {
  const start = { line: 1, column: 1 };
  const overrides = Object.entries(set).map(([path, value]) => ({
    path: path.split('.'),
    value,
    at: { file: '<--set>', start, end: start },
  }));
  const asked = requestsFor(loaded, { what, overrides, ...(journeys.length === 0 ? {} : { journeys }) });
  const [request] = asked.requests;
  if (request === undefined) throw new Error(asked.diagnostics.map(({ message }) => message).join('\n'));
  const { cohort, diagnostics } = specifyCohort({ library: loaded.library, request });
  expect(diagnostics).toEqual([]);
  return cohort?.profile.journeys.map((use) => {
    const share = use.probability.kind === 'constant' ? use.probability.value : undefined;
    return `${use.journey} ${share} ${use.start?.kind === 'date' ? use.start.date : ''}`;
  });
}

test('a journey that an option names is taken as the profile takes it', () => {
  expect(loaded.diagnostics).toEqual([]);
  expect(taken('people', ['flare'])).toEqual(['flare 0.25 2024-02-01']);
  expect(taken('people', ['flare'], { count: 5 })).toEqual(['flare 0.25 2024-02-01']);
  expect(taken('sound-profile', ['flare'])).toEqual(['flare 1 ']);
});

test('a journey that a cohort only names is taken as its profile takes it', () => {
  expect(taken('bare', [])).toEqual(['flare 0.25 2024-02-01']);
  expect(taken('own', [])).toEqual(['sound-journey 1 2024-03-01', 'flare 0.25 2024-02-01']);
});

test('an option stands for the journeys of a cohort, of which each keeps what the cohort says of it', () => {
  expect(taken('own', ['sound-journey'])).toEqual(['sound-journey 1 2024-03-01']);
  expect(taken('own', ['flare'], { count: 5 })).toEqual(['flare 0.25 2024-02-01']);
  expect(taken('bare', ['sound-journey'])).toEqual(['sound-journey 1 ']);
});

test('a setting changes how a journey is taken that an option names', () => {
  expect(taken('people', ['flare'], { 'journeys.flare.probability': 1 })).toEqual(['flare 1 2024-02-01']);
  expect(taken('sound-profile', ['flare'], { 'journeys.flare.start': '2024-05-01' })).toEqual(['flare 1 2024-05-01']);
});
