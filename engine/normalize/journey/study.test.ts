import { expect, test } from 'vitest';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Journey } from '../../model/index.ts';
import { shareByHazard } from '../../plan/hazards.ts';
import { libraryOf, skillOf, specification } from '../../testing/authored.ts';

const reference = skillOf(
  'trials.md',
  `---
name: trials
description: What trials are like.
tables:
  trial_adverse_events: Adverse events
---

## Adverse events

| term | system | grades | serious | related | days |
|---|---|---|---|---|---|
| nausea | gastrointestinal | 3; 1; 0; 0 | 0.1 | 0.5 | 4 |
| back pain | musculoskeletal | 1; 1; 0; 0 | 0.1 | 0.5 | 4 |
| rash | skin | 1; 1; 0; 0 | 0.1 | 0.5 | 4 |
`,
);

const phases = `
phases:
  - name: Screening
    duration: 0-28 days
    events:
      - { id: screening, type: screening, timing: { day: 0 } }
      - { id: randomization, type: randomization, timing: { after: screening, days: 14 } }
  - name: Treatment
    duration: 28-84 days
    cycle: { length: 14 days, count: 4 }
    events: [ { id: dose, type: dose } ]
`;

function read(
  study: string,
  rest = phases,
): { readonly journey: Journey | undefined; readonly said: readonly string[] } {
  const text = `journey_name: Trial\npattern: protocol\nduration: 100 days\nstudy:\n${study}${rest}`;
  const { library, diagnostics } = libraryOf(reference, specification('trial.md', 'journey', text));
  return { journey: library.journeys[0], said: diagnostics.map(words) };
}

const words = ({ code, message }: Diagnostic): string => `${code}: ${message}`;

const common = '  indication: Pain\n  sponsor: Nobody\n';
const canonical = `${common}  id: T-1
  title: A title
  phase: 2/3
  masking: OPEN LABEL
  sites: 3
  screening_failure: 0.25
  dropout: { share: 0.1, shape: 1 }
  arms:
    - { code: A, name: Active, allocation: 0.75, treatments: [ { treatment: drug, dose: 5, unit: mg, days: 14 } ], adverse_events: { nausea: 0.2, back pain: 0.1 } }
    - { code: P, name: Placebo, allocation: 0.25, treatments: [ { treatment: placebo, dose: 0, unit: mg, days: 14 } ], adverse_events: { nausea: 0.05 } }
`;
const spelled = `${common}  protocol_id: T-1
  name: A title
  phase: Phase II/III
  blinding: OPEN LABEL
  sites: 3
  screen_failure_rate: 0.25
  dropout: 0.1
  arms:
    A: { name: Active, allocation: 3, treatments: { name: drug, dose: 5, unit: mg, days: 14 }, adverse_events: { Nausea: 0.2, back_pain: { share: 0.1 } } }
    P: { name: Placebo, allocation: 1, treatments: { name: placebo, dose: 0, unit: mg, days: 14 }, adverse_events: { nausea: 0.05 } }
`;

const withoutPlaces = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (key, inner: unknown) => (key === 'at' ? undefined : inner)));

test('a study says the same in each accepted spelling', () => {
  const [one, other] = [read(canonical), read(spelled)];
  expect([one.said, other.said]).toEqual([[], []]);
  expect(one.journey?.study?.phase).toBe('2/3');
  expect(withoutPlaces(other.journey)).toEqual(withoutPlaces(one.journey));
});

test('a randomization of some alone is refused, since the others would go on to doses without an arm', () => {
  const some = (chance: string): readonly string[] =>
    read(canonical, phases.replace('days: 14 } }', `days: 14 }, ${chance} }`)).said;
  const told =
    'normalize-study-some: `randomization` happens to some alone, and who is not randomized would go on to visits and doses without an arm.';
  expect([some('probability: 0.7'), some('condition: age > 50'), some('probability: 1')]).toEqual([[told], [told], []]);
});

test('a study becomes events of its journey, as an author could have written them', () => {
  const { journey } = read(canonical);
  const events = journey?.phases.flatMap((phase) => phase.events.map((use) => ({ phase: phase.name, use }))) ?? [];
  expect(events.map(({ phase, use }) => `${phase}: ${use.id} (${use.definition.type})`)).toEqual([
    'Screening: screening (screening)',
    'Screening: randomization (randomization)',
    'Screening: screen_failure (milestone)',
    'Screening: end (milestone)',
    'Treatment: dose (dose)',
    'On study: adverse event/nausea (adverse_event)',
    'On study: adverse event/back pain (adverse_event)',
    'On study: dropout (withdrawal)',
  ]);
  expect(journey?.branchPoints?.map(({ id, branches }) => [id, ...branches.map(({ name }) => name)])).toEqual([
    ['eligibility', 'screen_failure', 'eligible'],
  ]);
  const hazard = events.at(-1)?.use.timing.hazard;
  expect(hazard?.horizonDays).toBe(72);
  expect(hazard && shareByHazard(hazard)).toBeCloseTo(0.1, 10);
});

test('a dropout is a share, a rate a person-year, or another hazard in each piece of time', () => {
  const leavers = (dropout: string): number => {
    const { journey } = read(canonical.replace('dropout: { share: 0.1, shape: 1 }', `dropout: ${dropout}`));
    const hazard = journey?.phases.at(-1)?.events.at(-1)?.timing.hazard;
    return hazard === undefined ? 0 : shareByHazard(hazard);
  };
  expect(leavers('{ hazard: exponential, share: 0.1 }')).toBeCloseTo(0.1, 10);
  expect(leavers('{ rate: 0.5 }')).toBeCloseTo(1 - Math.exp((-0.5 * 72) / 365.25), 10);
  expect(leavers('{ pieces: [ { until: 36 days, share: 0.5 }, { share: 0.2, until: 72 days } ] }')).toBeCloseTo(
    0.6,
    10,
  );
  expect(leavers('{ pieces: [ { until: 36 days, rate: 0 }, { rate: 1 } ] }')).toBeCloseTo(
    1 - Math.exp(-36 / 365.25),
    10,
  );
});

test('a hold and a change of the dose of a phase are asked at each of its doses', () => {
  const ruled = `${phases}    hold: { condition: "age > 70", duration: 1 week }
    dose_changes: [ { probability: 0.1, factor: 0.5 } ]
`;
  const { journey, said } = read(canonical, ruled);
  expect(said).toEqual([]);
  const asked = journey?.phases[1]?.events.filter(({ definition }) => definition.dosing !== undefined) ?? [];
  expect(asked.map(({ id, timing, definition }) => [id, timing.anchor, timing.eachTime, definition.dosing])).toEqual([
    ['Treatment/hold', { kind: 'event', id: 'dose' }, true, { holdDays: 7, factor: undefined, treatments: undefined }],
    [
      'Treatment/dose change 1',
      { kind: 'event', id: 'dose' },
      true,
      { holdDays: undefined, factor: 0.5, treatments: undefined },
    ],
  ]);
});

test.each([
  ['phase: 5', 'normalize-value-range'],
  ['id: t 1', 'normalize-value-range'],
  ['randomization: { block: 25 }', 'normalize-value-range'],
  ['dropout: { hazard: exponential, shape: 2, share: 0.1 }', 'normalize-key-unknown'],
  ['dropout: { pieces: [ { until: 30 days, rate: 1 }, { until: 20 days, rate: 1 } ] }', 'normalize-value-range'],
  ['dropout: { pieces: [ { share: 0.1 } ] }', 'normalize-key-missing'],
  ['adverse_events: { nausee: 0.2 }', 'normalize-reference-unknown'],
  ['adverse_events: { back pain: 0.2, back_pain: 0.1 }', 'normalize-duplicate'],
  ['randomization: { block: 4, stratify_by: [gender, gender] }', 'normalize-duplicate'],
  [
    'treatments: [ { treatment: drug, dose: 5, unit: mg }, { treatment: Drug, dose: 5, unit: mg } ]',
    'normalize-duplicate',
  ],
  ['treatments: { treatment: drug, dose: 0.0004, unit: g }', 'normalize-value-range'],
  ['dose_modifications: [ { grade: 3, factor: 0.5, treatments: [drog] } ]', 'normalize-reference-unknown'],
  ['dose_modifications: [ { grade: 3 } ]', 'normalize-key-missing'],
  ['dose_modifications: [ { grade: 3, factor: 0.5, stop: true } ]', 'normalize-key-twice'],
  ['dose_modifications: [ { grade: 3, hold: 0 days } ]', 'normalize-value-range'],
  ['dose_modifications: [ { grade: 2, reduce: 1 } ]', 'normalize-key-missing'],
  ['dose_modifications: [ { grade: 3, reduce: 1, factor: 0.5 } ]', 'normalize-key-twice'],
])('`%s` of a study is reported', (mistake, code) => {
  const inArm = mistake.startsWith('adverse') || mistake.startsWith('treatments');
  const treatments = mistake.startsWith('treatments') ? '' : 'treatments: { treatment: drug, dose: 5, unit: mg }, ';
  const arm = `{ code: A, ${treatments}${inArm ? mistake : 'adverse_events: { nausea: 0.2 }'} }`;
  const phase = mistake.startsWith('phase') ? '' : '  phase: 2\n';
  const { journey, said } = read(`${common}${phase}${inArm ? '' : `  ${mistake}\n`}  arms: [ ${arm} ]\n`);
  expect(said.map((one) => one.split(':')[0])).toEqual([code]);
  expect(journey).toBeUndefined();
});

test.each([
  ['levels', 'dose: 5,', 'dose: 5, levels: [2.5],'],
  [
    'adverse_event',
    '  sites: 3\n',
    '  sites: 3\n  dose_modifications: [ { adverse_event: rash, grade: 1, stop: true } ]\n',
  ],
  [
    'grade',
    '  sites: 3\n',
    '  sites: 3\n  dose_modifications: [ { adverse_event: nausea, grade: 3, stop: true }, { adverse_event: nausea, grade: 2, stop: true } ]\n',
  ],
  ['grade', '  sites: 3\n', '  sites: 3\n  dose_modifications: [ { grade: 4, hold: 7 days } ]\n'],
  ['factor', '  sites: 3\n', '  sites: 3\n  dose_modifications: [ { grade: 1, factor: 1 } ]\n'],
  ['pieces', '{ share: 0.1, shape: 1 }', '{ pieces: [ { until: 90 days, rate: 1 }, { rate: 5 } ] }'],
  ['pieces', '{ share: 0.1, shape: 1 }', '{ pieces: [ { rate: 1 }, { rate: 5 } ] }'],
])('`%s` of a study that changes nothing is named, and the rest runs', (part, usual, idle) => {
  const { journey, said } = read(canonical.replace(usual, idle));
  expect(said).toEqual([expect.stringMatching(new RegExp(`^normalize-without-effect: .${part}`))]);
  expect(journey).toBeDefined();
});

test('a rule on adverse events is named where no arm declares any and nobody leaves for one', () => {
  const rule = '  sites: 3\n  dose_modifications: [ { grade: 1, hold: 7 days } ]\n';
  const without = canonical.replaceAll(/, adverse_events: \{.*?\}/g, '').replace('  sites: 3\n', rule);
  expect(read(without).said).toEqual([expect.stringContaining('nobody in the study has an adverse event')]);
});

test('levels of a dose lie each below the one before, and what lowers a dose by levels needs them', () => {
  const rule = '  dose_modifications: [ { grade: 1, reduce: 1 } ]\n';
  const withLevels = (levels: string): string =>
    `${rule}${canonical.replace('dose: 5,', `dose: 5, levels: ${levels},`)}`;
  const { journey, said } = read(withLevels('[5, 4, 2.5]'));
  expect(said).toEqual([]);
  expect(journey?.study?.arms[0]?.treatments[0]?.levels).toEqual([4, 2.5]);
  expect(read(withLevels('[4, 4.5]')).said).toEqual([expect.stringMatching(/^normalize-value-range: .*below 4;/)]);
  const lowered = `${phases}    dose_changes: [ { probability: 0.1, reduce: 1, treatments: [placebo] } ]\n`;
  expect(read(withLevels('[4]'), lowered).said).toEqual([
    expect.stringMatching(/^normalize-key-missing: .*"placebo" of the arm P.*levels/),
  ]);
});

test('a hold without a study, and a change of a treatment that the study does not have, are named', () => {
  const held = `${phases}    hold: { condition: "age > 70", duration: 1 week }\n`;
  const { library, diagnostics } = libraryOf(
    specification('trial.md', 'journey', `journey_name: Trial\nduration: 100 days${held}`),
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(['normalize-without-effect']);
  expect(library.journeys).toHaveLength(1);
  const changed = `${phases}    dose_changes: [ { probability: 0.1, factor: 0.5, treatments: [drog] } ]\n`;
  expect(read(canonical, changed).said).toEqual([
    expect.stringMatching(/^normalize-reference-unknown: .*treatment.*drog/),
  ]);
});

test('what is written of an arm that no study has is named', () => {
  const asking = phases.replace('type: dose }', `type: dose, condition: "arm == 'B'" }`);
  expect(read(canonical, asking).said).toEqual([expect.stringMatching(/^normalize-expression-value: .*"?B"?/)]);
});
