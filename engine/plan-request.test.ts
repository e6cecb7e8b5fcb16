/** Cohorts planned again and again have the plans that they have when they are planned for the first time. */
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  createCohortPlanner,
  createTreeParser,
  nodeFileSystem,
  planRequest,
  planText,
  readTree,
  requestsFor,
  understandTree,
} from './pipeline.ts';
import type { PlannedText } from './pipeline.ts';

const shipped = await readTree(new URL('../skills', import.meta.url).pathname, nodeFileSystem);

const PEOPLE = 'own/smokers.md';
const SMOKERS = `---
name: smokers
description: People of whom some smoke.
type: profile-template
---

\`\`\`yaml
profile_name: Smokers
count: 5
attributes: { packs: 0.2 }
coverage: { type: Commercial }
\`\`\`
`;
const HEIR = `---
name: heavy-smokers
description: People of whom more smoke.
extends: smokers
---

\`\`\`yaml
attributes: { packs: 2 }
\`\`\`
`;
const LIFE = 'own/quitting.md';
const QUITTING = `---
name: quitting
description: Some are asked.
type: journey-template
profile: smokers
---

\`\`\`yaml
journey_name: Quitting
duration: 30 days
events:
  - { event: initial_visit, timing: { day: 3 }, condition: packs > 1 }
\`\`\`
`;
const CALLER = QUITTING.replace('quitting', 'caller').replace(
  '{ event: initial_visit, timing: { day: 3 }, condition: packs > 1 }',
  '{ journey: quitting, timing: { day: 2 } }',
);

const cohort = (name: string, profile: string, journey: string): string => `---
name: ${name}
description: Some people.
type: cohort
---

\`\`\`yaml
profile: ${profile}
journeys: [${journey}]
count: 4
\`\`\`
`;

const OWN: Readonly<Record<string, string>> = {
  [PEOPLE]: SMOKERS,
  'own/heavy-smokers.md': HEIR,
  [LIFE]: QUITTING,
  'own/caller.md': CALLER,
  'own/few.md': cohort('few', 'smokers', 'quitting'),
  'own/called.md': cohort('called', 'heavy-smokers', 'caller'),
  'own/welcomed.md': cohort('welcomed', 'commercial-healthy', 'new-member-onboarding'),
};

const parse = createTreeParser();
const plannerFor = createCohortPlanner();

function planAll(own: Readonly<Record<string, string>>, shippedEdit?: (text: string) => string) {
  const library = shipped.files.map(({ path, text }) => ({
    path,
    text: shippedEdit !== undefined && path === 'patientsim/observations.md' ? shippedEdit(text) : text,
  }));
  const files = [...library, ...Object.entries(own).map(([path, text]) => ({ path, text }))];
  const reading = { ...shipped, files: files.map((file) => ({ ...file, digest: hash('sha256', file.text) })) };
  const loaded = understandTree(reading, parse);
  const plan = plannerFor(loaded);
  const asked = requestsFor(loaded, { what: undefined, overrides: [] });
  const requests = asked.requests.filter(({ name }) => `own/${name}.md` in own);
  return { loaded, requests, plans: new Map(requests.map((request) => [request.name, plan(request)])) };
}

type Plans = ReadonlyMap<string, PlannedText>;

function sameAs(before: Plans, now: Plans): readonly string[] {
  return [...now].flatMap(([name, { plan }]) => (plan !== undefined && before.get(name)?.plan === plan ? [name] : []));
}

function edit(path: string, from: string, to: string): Readonly<Record<string, string>> {
  const text = OWN[path] ?? '';
  expect(text).toContain(from);
  return { ...OWN, [path]: text.replace(from, to) };
}

/** With what is kept; an heir is laid over its base at each reading, so `called` never is. */
const EDITS: Readonly<Record<string, readonly [own: Readonly<Record<string, string>>, kept: readonly string[]]>> = {
  'prose of another skill': [{ ...OWN, 'own/README.md': '# Own\n' }, ['few', 'welcomed']],
  'a profile and its heir': [edit(PEOPLE, 'Commercial', 'Medicaid'), ['welcomed']],
  'a journey and its caller': [edit(LIFE, 'day: 3', 'day: 5'), ['welcomed']],
  'a cohort': [edit('own/few.md', 'count: 4', 'count: 3'), ['welcomed']],
  'a profile that no longer has what a journey asks': [edit(PEOPLE, 'packs:', 'glasses:'), ['welcomed']],
  'a name that no profile has': [edit(LIFE, 'condition: packs', 'condition: glasses'), ['welcomed']],
};

test.each(Object.entries(EDITS))('after an edit of %s plans are what they are at first sight', (_, [own, kept]) => {
  const before = planAll(OWN);
  expect(before.loaded.diagnostics).toEqual([]);
  expect([...before.plans.values()].flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  const { loaded, requests, plans } = planAll(own);
  expect(sameAs(before.plans, plans).toSorted()).toEqual(kept);
  for (const request of requests) {
    const { plan, diagnostics } = planRequest(loaded, request);
    expect(plans.get(request.name)?.text).toEqual(plan && planText(plan));
    expect(plans.get(request.name)?.diagnostics).toEqual(diagnostics);
  }
});

test('an edit of a reference table plans every cohort anew', () => {
  const before = planAll(OWN);
  const { plans } = planAll(OWN, (text) => text.replace(/(\| a1c \| E11 \| \| )[\d.]+/, '$17.9'));
  expect(sameAs(before.plans, plans)).toEqual([]);
});
