/** How people take the journeys that an option or a cohort names, where what they are laid over says more of them. */
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { specifyCohort } from './normalize/index.ts';
import { nodeFileSystem, readTree, requestsFor, understandTree } from './pipeline.ts';
import type { Probability } from './model/index.ts';
import type { Loaded } from './pipeline.ts';
import { shareTaking } from './plan/journey-start.ts';

const SOUND = new URL('../fixtures/mistakes/sound', import.meta.url).pathname;

const OWN = {
  rare: `type: journey-template
---
\`\`\`yaml
duration: 60 days
probability: { given: "gender == 'F'", then: 0.25, else: 0 }
events: [initial_visit]
\`\`\`
`,
  calling:
    'type: journey-template\n---\n```yaml\nduration: 90 days\nevents: [ { journey: rare, timing: { day: 1 } }, { id: all, journey: rare, timing: { day: 9 }, probability: 1 } ]\n```\n',
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
  const { cohort, diagnostics } = specified(what, journeys, set);
  expect(diagnostics).toEqual([]);
  return cohort?.profile.journeys.map((use) => {
    const { probability: own } = use;
    const share = own === undefined ? 1 : own.kind === 'constant' ? own.value : undefined;
    return `${use.journey} ${share} ${use.start?.kind === 'date' ? use.start.date : ''}`;
  });
}

function specified(
  what: string,
  journeys: readonly string[],
  set: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof specifyCohort> {
  const start = { line: 1, column: 1 };
  const overrides = Object.entries(set).map(([path, value]) => ({
    path: path.split('.'),
    value,
    at: { file: '<--set>', start, end: start },
  }));
  const asked = requestsFor(loaded, { what, overrides, ...(journeys.length === 0 ? {} : { journeys }) });
  const [request] = asked.requests;
  if (request === undefined) throw new Error(asked.diagnostics.map(({ message }) => message).join('\n'));
  return specifyCohort({ library: loaded.library, request });
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

test('a journey that says who takes it is taken so, also where another calls it, unless whoever names it says otherwise', () => {
  const shares = (what: string, set: Readonly<Record<string, unknown>> = {}): readonly unknown[] => {
    const { cohort } = specified(what, ['rare'], set);
    return cohort === undefined ? [] : cohort.journeys.map((journey) => kindOf(shareTaking(journey, cohort)));
  };
  expect(shares('sound-profile')).toEqual(['given']);
  expect(shares('sound-profile', { journeys: [{ journey: 'rare', probability: 0.5 }] })).toEqual(['0.5']);
  expect(shares('sound-profile', { journeys: [{ journey: 'rare', probability: 1 }] })).toEqual(['all']);
  const calls = specified('sound-profile', ['calling']).cohort?.journeys.flatMap(({ phases }) =>
    phases.flatMap(({ events }) => events.filter(({ opens }) => opens === true)),
  );
  expect(calls?.map(({ id, probability }) => `${id} ${kindOf(probability)}`)).toEqual(['rare given', 'all all']);
});

function kindOf(share: Probability | undefined): string {
  if (share === undefined || (share.kind === 'constant' && share.value >= 1)) return 'all';
  return share.kind === 'given' ? 'given' : String(share.value);
}
