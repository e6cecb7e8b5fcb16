/**
 * A build that does otherwise than its journeys say is seen by its report: what one plan makes is held against what another declares, in
 * which every figure is a different one.
 */
import { beforeAll, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import type { FidelityLine } from './model/index.ts';
import { readRecord } from './pipeline.ts';
import { buildAt, openCohortBuilds, planOf } from './testing/cohort-builds.ts';
import { titleOf, verdictsOf, withOtherFigures } from './testing/other-figures.ts';
import type { Figures, LineName } from './testing/other-figures.ts';

const builds = await openCohortBuilds();
const [HELD, TRIAL] = ['held', 'phase-3-trial'].map((name) => `generation/templates/journeys/${name}.md`) as [
  string,
  string,
];

const JOURNEY = `---
name: held
description: One line of each kind.
type: journey-template
profile: held-people
---

\`\`\`yaml
journey_name: Held
duration: 12 months
start: 2024-01-08
phases:
  - name: First
    duration: 0-365 days
    events:
      - { id: likely, type: milestone, timing: { day: 3 }, probability: 0.3 }
      - { id: personal, type: milestone, timing: { day: 4 }, probability: { given: "age >= 72", then: 0.6, else: 0.2 } }
      - { id: soon, type: milestone, timing: { day: [5, 10] } }
      - { id: later, type: milestone, timing: { after: soon, days: [20, 40] } }
      - { id: drawn, type: milestone, timing: { after: soon, days: { distribution: normal, mean: 30, std_dev: 5, min: 10, max: 50 } } }
      - { id: moves, type: milestone, timing: { day: 12 }, effects: [ { attribute: strain, change: { distribution: normal, mean: 1, std_dev: 0.5 } } ] }
  - name: Series
    duration: 0-365 days
    events:
      - { id: often, type: milestone, timing: { day: 11 }, recurrence: { every: 3, unit: days, count: 4 } }
  - name: Left
    duration: 0-365 days
    events: [ { id: here, type: milestone } ]
    transitions: [ { to: Second, probability: 0.25, every: 60 days } ]
  - { name: Second, duration: 100 days, events: [ { id: there, type: milestone } ] }
branching:
  - name: fate
    after: likely
    branches: [ { name: up, probability: 0.4, events: [] }, { name: down, else: true, events: [] } ]
  - name: mood
    after: soon
    branches: [ { name: good, condition: "age >= 72", probability: 0.5, events: [] }, { name: bad, else: true, events: [] } ]
\`\`\`
`;

const PEOPLE = `---
name: held-people
description: People whose journeys are held against others.
type: profile-template
---

\`\`\`yaml
profile_name: Held people
count: 600
demographics: { age: { min: 66, max: 78 } }
attributes: { strain: 20 }
products: [patientsim]
\`\`\`
`;

const FIGURES: Figures = {
  [HELD]: [
    ['probability: 0.3 }', 'probability: 0.5 }'],
    ['then: 0.6, else: 0.2', 'then: 0.9, else: 0.2'],
    ['day: [5, 10]', 'day: [5, 7]'],
    ['days: [20, 40]', 'days: [20, 60]'],
    ['mean: 30,', 'mean: 34,'],
    ['count: 4', 'count: 5'],
    ['probability: 0.25', 'probability: 0.5'],
    ['name: up, probability: 0.4', 'name: up, probability: 0.7'],
    ['probability: 0.5, events: [] }, { name: bad', 'probability: 0.9, events: [] }, { name: bad'],
  ],
  [TRIAL]: [
    ['share: 0.169', 'share: 0.5'],
    ['screening_failure: 0.3', 'screening_failure: 0.6'],
    ['window: 3 days, probability: 0.97', 'window: 3 days, probability: 0.8'],
    ['after: trial_screening, days: 18', 'after: trial_screening, days: 12'],
  ],
};

const TOLD: readonly LineName[] = [
  ['events', 'likely', 'happens'],
  ['events', 'personal', 'happens'],
  ['events', 'soon', 'on time'],
  ['events', 'soon', '', 'days waited'],
  ['events', 'later', '', 'days waited'],
  ['events', 'drawn', '', 'days waited'],
  ['events', 'often', '', 'times a person'],
  ['branches', 'Left to Second'],
  ['branches', 'fate', 'up'],
  ['branches', 'mood', 'good'],
  ['study', 'dropout'],
  ['study', 'screening failure'],
  ['events', 'study_visit', 'happens'],
  ['events', 'trial_randomization', '', 'days waited'],
];

let own: readonly FidelityLine[];
let other: readonly FidelityLine[];
beforeAll(async () => {
  const trial = await readFile(new URL(`../skills/${TRIAL}`, import.meta.url), 'utf8');
  const texts = { [HELD]: JOURNEY, [TRIAL]: trial, 'generation/templates/profiles/held-people.md': PEOPLE };
  const [tree, others] = [await builds.tree(texts), await builds.tree(withOtherFigures(texts, FIGURES))];
  const lines = await Promise.all(
    ['held', 'phase-3-trial'].map(async (what) => {
      const ask = { what, count: 600 };
      const [made, declared] = [planOf(tree, ask), planOf(others, ask)];
      const target = `${builds.folder}/${what}.duckdb`;
      await buildAt(target, { plan: { ...made, fidelity: declared.fidelity }, loaded: tree });
      const right = await builds.build(tree, ask);
      return [await fidelityOf(right), await fidelityOf(target)] as const;
    }),
  );
  own = lines.flatMap(([right]) => right);
  other = lines.flatMap(([, wrong]) => wrong);
}, 60_000);

test('what comes out as declared is said to', () => {
  expect(own.filter(({ verdict }) => verdict === 'off')).toEqual([]);
});

test.each(TOLD.map((line) => [titleOf(line), line] as const))(
  'the line of %s is off where something else is built',
  (_, line) => {
    expect(verdictsOf(other, line)).toContain('off');
  },
);

async function fidelityOf(file: string): Promise<readonly FidelityLine[]> {
  return (await readRecord(file)).result?.fidelity ?? [];
}
