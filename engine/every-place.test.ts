/**
 * A key says the same wherever it may stand: what a profile says gives one plan in each of its places, and each value of an event
 * shows in each place of journeys. Every second place and one value of sixteen are tried, all of them by `npm run soak:builds`.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DataNode, SkillDocument, SourceFile } from './model/index.ts';
import { createTreeParser, planRequest, planText, requestsFor, understandTree } from './pipeline.ts';
import type { Loaded } from './pipeline.ts';
import { changedAt, leavesOf, nodeAt, othersOf } from './testing/keys/changed-nodes.ts';
import { EVENT_PLACES } from './testing/places/event-places.ts';
import { AS_WRITTEN, PROFILE_PLACES } from './testing/places/profile-places.ts';
import type { Asked, Keys } from './testing/places/profile-places.ts';
import { rounds } from './testing/soak.ts';

const NEEDED = ['reference', 'catalogue', 'costs', 'executor', 'plain-people', 'trial-people', 'start-a'];
const base = NEEDED.map((name): SourceFile => {
  const text = readFileSync(new URL(`../fixtures/every-key/${name}.md`, import.meta.url), 'utf8');
  return { path: `${name}.md`, text, digest: text };
});
const at = { file: '<test>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** What was said and planned, whatever the cohort and its journeys are called. */
function answerTo(loaded: Loaded, what: string, set: Keys = {}): string {
  const overrides = Object.entries(set).map(([path, value]) => ({ path: path.split('.'), value, at }));
  const { requests, diagnostics } = requestsFor(loaded, { what, overrides });
  const planned = requests.map((request) => planRequest(loaded, request));
  const said = [...diagnostics, ...planned.flatMap((one) => one.diagnostics)].map(({ message }) => message);
  const texts = planned.map(({ plan }) => (plan === undefined ? '' : planText({ ...plan, cohort: '' })));
  return [...said, ...texts]
    .join('\n')
    .replaceAll('"c/d"', '"them"')
    .replaceAll(/"(journey:)?[bc](?=["/])/g, '"$1them');
}

const SAID: Keys = {
  count: 21,
  seed: 9,
  as_of: '2025-02-01',
  sampling: 'stratified',
  products: ['patientsim', 'membersim'],
  demographics: {
    age: { min: 20, max: 64 },
    gender: { M: 0.5, F: 0.5 },
    race: { White: 0.5, Asian: 0.5 },
    ethnicity: { 'Hispanic or Latino': 0.2, 'Not Hispanic or Latino': 0.8 },
    language: { English: 0.7, Spanish: 0.3 },
    household: { single: 0.3, couple: 0.7 },
    geography: { type: 'urban', states: { TX: 0.6, OH: 0.4 } },
  },
  conditions: [
    { code: 'E11.9', prevalence: { given: 'age >= 30', then: 0.4, else: 0.1 }, severity: { mild: 0.5, severe: 0.5 } },
    { code: 'I10', prevalence: 0.3 },
    'N18.30',
  ],
  correlations: [
    { between: ['E11.9', 'I10'], odds_ratio: 2.1 },
    { between: ['steps', 'stress'], rank_correlation: -0.3 },
  ],
  attributes: { steps: { distribution: 'normal', mean: 4000, std_dev: 900 }, stress: { min: 0, max: 10 } },
  labs: { a1c: { distribution: 'normal', mean: 7, std_dev: 1 } },
  medications: [
    { drug: 'metformin', prevalence: 0.7, given: "has_condition('E11')" },
    { drug: 'lisinopril' },
    'sertraline',
  ],
  allergies: [{ allergen: 'penicillin', prevalence: 0.2, given: 'age >= 40' }, 'peanut'],
  utilization: { office_visits: { distribution: 'poisson', mean: 3 } },
  coverage: { type: 'Commercial', plans: { 'Commercial PPO': 0.7, 'Commercial HMO': 0.3 } },
  journeys: [{ journey: 'start-a', probability: 0.8, start: { from: '2023-01-01', to: '2023-06-30' } }],
};

function saidAt({ files, what, set }: Asked): string {
  const loaded = understandTree({ files: [...base, ...files], diagnostics: [] });
  expect(loaded.diagnostics.map(({ message }) => message)).toEqual([]);
  return answerTo(loaded, what, set);
}

test('what a profile says gives the same plan in each of its places', () => {
  const expected = saidAt(AS_WRITTEN(SAID));
  const tried = Object.entries(PROFILE_PLACES).filter((_, place) => place % rounds({ ci: 2, soak: 1 }) === 0);
  const others = tried.filter(([, place]) => saidAt(place(SAID)) !== expected);
  expect(others.map(([name]) => name)).toEqual([]);
});

const EVENTS = [
  `{ event: office_visit, id: it, title: One, timing: { day: 3, variance: 2, time: "09:30", any_day: true }, class: AMB, conditions: [primary], observations: [a1c], procedures: [mammogram], vaccines: [influenza], effects: [{ attribute: a1c, change: -1, onset: 5 days, over: 30 days, duration: 60 days }, { attribute: stress, set: 3 }, { attribute: steps, multiply: 1.5 }], probability: 0.9, condition: "age > 40" }`,
  `{ event: a1c_check, id: it, timing: { week: 1, variance_pct: 20 }, recurrence: { every: 2, unit: weeks, count: 3, until: "a1c < 6" }, window: { before: 1 day, after: 2 days }, attendance_rate: 0.9 }`,
  `{ id: it, type: prescription, timing: { day: [2, 9] }, medication: lisinopril, days_supply: 90, refills: 2 }`,
  `{ id: it, type: encounter, details: { class: VR, conditions: [I10], observations: [weight], procedures: [diabetes_education], vaccines: [covid] }, delay: { days_min: 3, days_max: 9 } }`,
  `{ event: a1c_check, id: it, timing: { days: [3, 5] }, completion_rate: 0.8, recurrence: monthly, until: "a1c < 5" }`,
  `{ id: it, type: plan_change, plan: Commercial HMO, timing: day 4-8 }`,
];
const PLACES = Object.keys(EVENT_PLACES);

test(
  'each value of an event shows in each place of journeys',
  () => {
    const silent = EVENTS.flatMap((event, place) => silentValues(event, place));
    expect(silent).toEqual([]);
  },
  rounds({ ci: 60_000, soak: 600_000 }),
);

function silentValues(event: string, kind: number): readonly string[] {
  const files = [...base, ...PLACES.flatMap((place) => EVENT_PLACES[place]?.(event, place) ?? [])];
  const parsed = createTreeParser()(files);
  const understood = (change: (node: DataNode) => DataNode): Loaded =>
    understandTree({ files, diagnostics: [] }, () =>
      parsed.map((one) => ({ ...one, document: one.document && changed(one.document, change) })),
    );
  const whole = understood((node) => node);
  expect(whole.diagnostics.map(({ at: place, message }) => `${place?.file}: ${message}`)).toEqual([]);
  const before = new Map(PLACES.map((place) => [place, answerTo(whole, place)]));
  expect(PLACES.filter((place) => before.get(place)?.startsWith('{') !== true)).toEqual([]);
  const node = parsed.flatMap(({ document }) => document?.blocks.flatMap(({ data }) => eventIn(data) ?? []) ?? [])[0];
  const leaves = node === undefined ? [] : leavesOf(node.node).filter((leaf) => leaf.join('') !== 'id');
  return leaves
    .filter((_, place) => (place + kind) % rounds({ ci: 16, soak: 1 }) === 0)
    .flatMap((leaf) => {
      const value = node && nodeAt(node.node, leaf);
      const open = new Set(PLACES);
      for (const other of value?.kind === 'scalar' ? othersOf(value.value, []) : []) {
        const loaded = understood(
          (one) => changedAt(one, leaf, (old) => ({ kind: 'scalar', value: other, at: old.at })) ?? one,
        );
        const isNamed = (place: string): boolean =>
          loaded.diagnostics.some(({ at: where }) =>
            [`${place}.md`, `${place}-`].some((file) => where?.file.startsWith(file)),
          );
        for (const place of open)
          if (isNamed(place) || answerTo(loaded, place) !== before.get(place)) open.delete(place);
      }
      return [...open].map((place) => `${leaf.join('.')} in ${place}`);
    });
}

/** The event that is called `it`, changed. */
function changed(document: SkillDocument, change: (node: DataNode) => DataNode): SkillDocument {
  const blocks = document.blocks.map((block) => {
    const found = eventIn(block.data);
    return found === undefined ? block : { ...block, data: changedAt(block.data, found.path, change) ?? block.data };
  });
  return { ...document, blocks };
}

function eventIn(
  node: DataNode,
  path: readonly string[] = [],
): { readonly node: DataNode; readonly path: readonly string[] } | undefined {
  if (node.kind === 'scalar') return undefined;
  const isIt =
    node.kind === 'map' &&
    node.entries.some(({ key, value }) => key === 'id' && value.kind === 'scalar' && value.value === 'it');
  if (isIt) return { node, path };
  const inner =
    node.kind === 'list'
      ? node.items.map((item, place) => [String(place), item] as const)
      : node.entries.map(({ key, value }) => [key, value] as const);
  return inner.map(([step, one]) => eventIn(one, [...path, step])).find((one) => one !== undefined);
}
