import { expect, test } from 'vitest';
import { drawing } from '../compile/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type {
  AttributeDefinition,
  CohortSpecification,
  Effect,
  EventType,
  EventUse,
  JourneyStart,
  Library,
  Probability,
} from '../model/index.ts';
import { specifyCohort } from '../normalize/index.ts';
import { library } from '../testing/shipped-library.ts';
import { loadPools } from '../pools/index.ts';
import { resolveName } from '../resolve/index.ts';
import { planCohort } from './index.ts';

const cohort = specified('medicare-diabetic-first-year', library);
const { profile } = cohort;

function specified(name: string, from: Library): CohortSpecification {
  const { request } = resolveName({ name, library: from });
  const found = request && specifyCohort({ library: from, request }).cohort;
  if (found === undefined) throw new Error(`The skills have no cohort ${name}.`);
  return found;
}

function diagnosed(changed: CohortSpecification): readonly Diagnostic[] {
  return planCohort({ cohort: changed, library, pools: loadPools(), ...drawing }).diagnostics;
}

function said(changed: CohortSpecification): readonly string[] {
  return diagnosed(changed).map(({ code }) => code);
}

/** The cohort with its first event changed. */
function withEvent(change: (use: EventUse) => EventUse): CohortSpecification {
  const journeys = cohort.journeys.map((journey) => ({
    ...journey,
    phases: journey.phases.map((phase, at) =>
      at === 0 ? { ...phase, events: phase.events.map((use, place) => (place === 0 ? change(use) : use)) } : phase,
    ),
  }));
  return { ...cohort, journeys };
}

const none = { months: 0, days: 0, minutes: 0 };

const typed = (type: EventType) => (use: EventUse) => ({ ...use, definition: { ...use.definition, type } });

test('a cohort of the skills is planned without a word', () => {
  expect(said(cohort)).toEqual([]);
});

test('an effect that leads most people beyond what anybody has is named with the limit and its place', () => {
  const { at } = profile;
  const mood: AttributeDefinition = {
    name: 'mood',
    role: 'attributes',
    distribution: { kind: 'uniform', low: 0, high: 10, at },
    at,
  };
  const moving = (change: number) => (use: EventUse) => {
    const amount = { kind: 'fixed' as const, value: change, at: use.at };
    const effect: Effect = {
      attribute: { value: 'mood', at },
      unit: 'value',
      amount,
      onset: none,
      over: none,
      lasts: undefined,
      at,
    };
    return { ...use, definition: { ...use.definition, effects: [effect] } };
  };
  const told = [4, 6, -6].map((change) => {
    const changed = withEvent(moving(change));
    return diagnosed({ ...changed, profile: { ...profile, attributes: [...profile.attributes, mood] } });
  });
  const [fitting, above, below] = told.map((all) => all.map(({ message, hint }) => `${message} ${hint}`));
  expect(fitting).toEqual([]);
  expect(above).toEqual([
    expect.stringMatching(/to 11 and above, but nobody has more than 10.*medicare-diabetic\.md:\d+/),
  ]);
  expect(below).toEqual([expect.stringMatching(/to -1 and below, but nobody has less than 0/)]);
});

test('people beyond the last key are refused before anything runs', () => {
  expect(said({ ...cohort, persons: { from: 1, to: 92_000_001 } })).toEqual(['plan-too-many-people']);
});

test('a geography without a known place is refused', () => {
  const areas = [{ code: '99999', weight: 1, at: profile.at }];
  const geography = { kind: 'counties' as const, areas, at: profile.at };
  expect(said({ ...cohort, profile: { ...profile, geography } })).toEqual(['plan-no-place']);
});

test('a state without a rural place is named, though others of the geography have one', () => {
  const areas = ['DC', 'TX'].map((code) => ({ code, weight: 0.5, at: profile.at }));
  const geography = { kind: 'states' as const, settlement: 'rural' as const, areas, at: profile.at };
  const { diagnostics } = planCohort({
    cohort: { ...cohort, profile: { ...profile, geography } },
    library,
    pools: loadPools(),
    ...drawing,
  });
  expect(diagnostics.map(({ message }) => message)).toEqual(['No rural place of the places reference lies in DC.']);
});

test('a change of plan is refused where nobody has a plan, and to a plan of another payer', () => {
  const changes = withEvent(typed('plan_change'));
  expect(said(changes)).toEqual([]);
  expect(said({ ...changes, profile: { ...profile, coverage: undefined } })).toContain('plan-change-impossible');
  const plan = { value: 'Commercial HMO', at: profile.at };
  expect(said(withEvent((use) => ({ ...use, definition: { ...use.definition, type: 'plan_change', plan } })))).toEqual([
    'plan-change-impossible',
  ]);
});

test('a diagnosis of the primary condition is refused where nobody has one', () => {
  expect(said({ ...cohort, profile: { ...profile, conditions: [] } })).toContain('plan-no-primary-condition');
});

test('an event that happens more often than there are keys is refused', () => {
  const everyMinute = {
    every: { months: 0, days: 1, minutes: 0 },
    count: 20_000,
    until: { months: 0, days: 20_000, minutes: 0 },
    at: profile.at,
  };
  expect(said(withEvent((use) => ({ ...use, recurrence: everyMinute })))).toContain('plan-too-often');
});

test('what is decided too often by what came of the times before is refused, and fewer times are not', () => {
  const { at } = profile;
  const rule = { kind: 'binary', operator: '>', at } as const;
  const given = { ...rule, left: { kind: 'name', name: 'ldl', at }, right: { kind: 'number', value: 90, at } } as const;
  const share = (value: number): Probability => ({ kind: 'constant', value, at });
  const effects: readonly Effect[] = [
    {
      attribute: { value: 'ldl', at },
      amount: { kind: 'fixed', value: -5, at },
      unit: 'value',
      lasts: undefined,
      onset: none,
      over: none,
      at,
    },
  ];
  const lowered = (count: number): CohortSpecification =>
    withEvent((use) => ({
      ...use,
      definition: { ...use.definition, effects },
      probability: { kind: 'given', given, holds: share(1), fails: share(0), at },
      recurrence: { every: { ...none, days: 3 }, count, until: { ...none, months: 12 }, at },
    }));
  expect(said(lowered(61))).toEqual(['plan-rounds']);
  expect(said(lowered(4))).toEqual([]);
  const [journey, ...others] = lowered(4).journeys;
  if (journey === undefined) throw new Error('The cohort has no journey.');
  const beside = diagnosed({ ...lowered(4), journeys: [journey, ...others, { ...journey, id: 'beside' }] });
  expect(beside.map(({ code, at: place }) => [code, place?.file])).toEqual([
    ['plan-circle-journeys', 'generation/templates/journeys/diabetic-first-year.md'],
  ]);
  expect(beside[0]?.message).toMatch(
    /"initial_visit" of diabetic-first-year and "initial_visit" of beside \(.*\.md:\d+\) decide/,
  );
});

test('a cohort that asks for the record of a study and has none is told so', () => {
  const products = [...profile.products, 'trialsim' as const];
  expect(said({ ...cohort, profile: { ...profile, products } })).toEqual(['plan-study-none']);
});

const trial = specified('phase-3-trial-cohort', library);

test('a study whose record nothing asks for is told so', () => {
  const products = trial.profile.products.filter((product) => product !== 'trialsim');
  expect(said({ ...trial, profile: { ...trial.profile, products } })).toEqual(['plan-study-unrecorded']);
});

test('studies of one cohort must have identifiers of their own, and be no more than numbers of subjects tell apart', () => {
  const besides = (id: string, study: string): typeof trial.journeys =>
    trial.journeys.map((journey) => ({
      ...journey,
      id,
      ...(journey.study && { study: { ...journey.study, id: study } }),
    }));
  const withOthers = (...others: readonly (typeof trial.journeys)[]): typeof trial => ({
    ...trial,
    journeys: [...trial.journeys, ...others.flat()],
  });
  expect(said(withOthers(besides('other', 'OTHER')))).toEqual([]);
  expect(said(withOthers(besides('other', 'HS-DAPA-301')))).toEqual(['plan-study-twice']);
  const many = Array.from({ length: 20 }, (_, at) => besides(`other-${at}`, `OTHER-${at}`));
  expect(said(withOthers(...many))).toEqual(['plan-studies-many']);
});

test('a study cannot be stratified by a number', () => {
  const { at } = trial.profile;
  const randomization = {
    block: 4,
    strata: [
      { value: 'gender', at },
      { value: 'age', at },
    ],
    at,
  };
  const journeys = trial.journeys.map((one) => ({
    ...one,
    ...(one.study ? { study: { ...one.study, randomization } } : {}),
  }));
  const found = diagnosed({ ...trial, journeys });
  expect(found.map((one) => [one.code, one.at?.file])).toEqual([['plan-stratum-unfit', at.file]]);
});

test('a study whose reference tables are missing says which, and what it measures without a code is named', () => {
  const { trials } = library.knowledge;
  if (trials === undefined) throw new Error('The skills know no trials.');
  const without = (knowledge: typeof trials): readonly string[] => {
    const changed = { ...library, knowledge: { ...library.knowledge, trials: knowledge } };
    return planCohort({ cohort: trial, library: changed, pools: loadPools(), ...drawing }).diagnostics.map(
      ({ message }) => message,
    );
  };
  expect(
    without({
      ...trials,
      deviations: [],
      rules: new Map([['consent_lead_days_max', { value: 7, at: trial.profile.at }]]),
    }),
  ).toMatchInlineSnapshot(`
    [
      "The record of a study needs a deviation of the occasion \`window\` (\`trial_deviations\`); a deviation of the occasion \`missed\` (\`trial_deviations\`); a deviation of the occasion \`any\` (\`trial_deviations\`); \`discontinuation_lead_days_max\` (\`trial_rules\`).",
    ]
  `);
  expect(without({ ...trials, assessments: trials.assessments.filter(({ name }) => name !== 'a1c') })).toEqual([
    'The study measures "a1c", which has no SDTM code; it stays out of trialsim.assessments.',
  ]);
});

test('a journey that begins with what happens to nobody is refused, and says with what', () => {
  const { at } = profile;
  const started = (start: JourneyStart, people: Partial<typeof profile> = {}): readonly string[] => {
    const journeys = cohort.journeys.map((journey, index) => (index === 0 ? { ...journey, start } : journey));
    const found = diagnosed({ ...cohort, journeys, profile: { ...profile, ...people, journeys: [] } });
    return found.filter(({ code }) => code === 'plan-start-never').map(({ message }) => message);
  };
  expect(started({ kind: 'enrollment', at })).toEqual([]);
  expect(started({ kind: 'diagnosis', code: 'E11', at })).toEqual([]);
  expect(started({ kind: 'age', years: 80, at })).toEqual([]);
  expect(started({ kind: 'enrollment', at }, { coverage: undefined })).toEqual([
    expect.stringContaining('with the enrollment of people, but they have no coverage'),
  ]);
  expect(started({ kind: 'diagnosis', code: 'C50', at })).toEqual([expect.stringContaining('the onset of C50, but')]);
  expect(started({ kind: 'age', years: 119, at })).toEqual([expect.stringContaining('the age of 119, but')]);
});
