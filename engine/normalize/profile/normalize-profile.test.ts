import { expect, test } from 'vitest';
import { bare, placesOf, profileOf } from '../../testing/authored.ts';

const seed = `
profile_name: Medicare Diabetic Cohort
count: 100
demographics:
  age: { distribution: normal, mean: 72, std_dev: 8 }
  gender: { distribution: categorical, weights: { M: 0.48, F: 0.52 } }
conditions:
  - { code: E11.9, prevalence: 1.0 }
  - { code: I10, prevalence: 0.72 }
coverage: { type: Medicare, plan: Medicare Advantage }
`;

test('the founding profile becomes canonical, with ages bounded by its payer', () => {
  const { profile, diagnostics } = profileOf(seed);
  expect(diagnostics).toEqual([]);
  expect(profile).toMatchObject({ title: 'Medicare Diabetic Cohort', count: { value: 100 }, seed: { value: 1 } });
  expect(bare(profile?.attributes[0]?.distribution)).toEqual({
    kind: 'normal',
    mean: 72,
    standardDeviation: 8,
    min: 65,
    max: 100,
    integer: true,
  });
  expect(profile?.conditions.map(({ code }) => code)).toEqual(['E11.9', 'I10']);
});

test('a plan named by a phrase is all plans that share it, by their shares', () => {
  const plans = profileOf(seed).profile?.coverage?.plans;
  expect(bare(plans)).toEqual({
    kind: 'categorical',
    options: [
      { value: 'Medicare Advantage HMO', weight: 0.7499999999999999 },
      { value: 'Medicare Advantage PPO', weight: 0.25 },
    ],
  });
});

test('a list of plans has their shares, or those of the members where none says its own', () => {
  const sharesOf = (list: string): unknown => {
    const plans = profileOf(`coverage: { type: Medicare, plans: ${list} }`).profile?.coverage?.plans;
    return (
      plans?.kind === 'categorical' && plans.options.map(({ value, weight }) => [value, Number(weight.toFixed(4))])
    );
  };
  const [hmo, ppo] = ['Medicare Advantage HMO', 'Medicare Advantage PPO'];
  expect(sharesOf(`[ { name: ${ppo} } ]`)).toEqual([[ppo, 1]]);
  expect(sharesOf(`[ ${ppo}, ${hmo} ]`)).toEqual([
    [hmo, 0.75],
    [ppo, 0.25],
  ]);
  expect(sharesOf(`[ { name: ${ppo}, share: 0.4 }, { name: ${hmo}, share: 0.6 } ]`)).toEqual([
    [hmo, 0.6],
    [ppo, 0.4],
  ]);
});

test('the wrapped layout means the same as the plain one', () => {
  const wrapped = profileOf(`
template: { name: Medicare Diabetic Cohort }
profile:
  generation: { count: 100 }
  demographics:
    age: { type: normal, mean: 72, sd: 8 }
    gender: { M: 0.48, F: 0.52 }
  clinical:
    primary_condition: { code: E11.9 }
    comorbidities: [ { code: I10, prevalence: 0.72 } ]
  coverage: { type: Medicare, plan: Medicare Advantage }
`);
  expect(wrapped.diagnostics).toEqual([]);
  expect(bare(wrapped.profile)).toEqual(bare(profileOf(seed).profile));
});

test('what a profile leaves out comes from the defaults, where they stand', () => {
  const { profile, diagnostics } = profileOf('profile_name: Anybody');
  expect(diagnostics).toEqual([]);
  expect(profile?.seed).toMatchObject({ value: 1, at: { file: 'reference.md' } });
  expect(profile?.geography.kind).toBe('national');
});

test('default ages are cut to those of the payer', () => {
  const { profile } = profileOf('coverage: Medicare');
  expect(bare(profile?.attributes[0]?.distribution)).toEqual({
    kind: 'age_bands',
    bands: [{ from: 65, to: 84, weight: 1 }],
  });
});

test('who asks for a severity that the first condition does not have is told whose it is', () => {
  const { diagnostics } = profileOf(
    'conditions: [E11.9, { code: I10, prevalence: 1, severity: { mild: 1 } }]\nattributes: { x: { rules: [ { if: "severity = \'mild\'", value: 1 }, { else: 0 } ] } }',
  );
  expect(diagnostics.map(({ hint }) => hint)).toEqual([expect.stringContaining('that of the first condition')]);
});

test('ages outside those of the payer hold, with a warning', () => {
  const { profile, diagnostics } = profileOf('coverage: Medicare\ndemographics: { age: 45 }');
  expect(placesOf(diagnostics)).toEqual(['normalize-age-payer 7:22']);
  expect(bare(profile?.attributes[0]?.distribution)).toEqual({ kind: 'fixed', value: 45 });
});

test.each([
  ['wrong: 1', 'normalize-key-unknown 6:1'],
  ['count: many', 'normalize-value-kind 6:8'],
  ['count: 0', 'normalize-value-range 6:8'],
  ['as_of: 2025-02-30', 'normalize-value-kind 6:8'],
  ['sampling: quotas', 'normalize-word-unknown 6:11'],
  ['correlations: [ { between: [a1c, weihgt], rank_correlation: 0.2 } ]', 'normalize-reference-unknown 6:34'],
  ['correlations: [ { between: [a1c, weight], rank_correlation: 1 } ]', 'normalize-value-range 6:61'],
  ['correlations: [ { between: [a1c, weight], rank_correlation: -1 } ]', 'normalize-value-range 6:61'],
  ['correlations: [ { between: [a1c, weight], odds_ratio: 2 } ]', 'normalize-correlation-kind 6:17'],
  [
    'conditions: [E11.9, I10]\ncorrelations: [ { between: [E11.9, I10], rank_correlation: 0.2 } ]',
    'normalize-correlation-kind 7:17',
  ],
  ['correlations: [ { between: [a1c, a1c], rank_correlation: 0.5 } ]', 'normalize-value-kind 6:28'],
  ['correlations: [ { between: [a1c, weight] } ]', 'normalize-value-kind 6:17'],
  [
    'conditions: [E11.9, I10]\ncorrelations: [ { between: [E11.9, I10], odds_ratio: 0 } ]',
    'normalize-value-range 7:54',
  ],
  [
    'attributes: { bmi: { distribution: derived, formula: weight / 3 } }\ncorrelations: [ { between: [a1c, bmi], rank_correlation: 0.5 } ]',
    'normalize-correlation-kind 7:17',
  ],
  [
    'conditions: [I10, { code: E11.9, prevalence: { given: "has_condition(\'I10\')", then: 0.5, else: 0.1 } }]\ncorrelations: [ { between: [E11.9, I10], odds_ratio: 2 } ]',
    'normalize-correlation-dependent 7:17',
  ],
  [
    'attributes: { steps: { distribution: normal, mean: many, std_dev: 1 } }\ncorrelations: [ { between: [a1c, steps], rank_correlation: 0.5 } ]',
    'normalize-value-kind 6:52',
  ],
  ['utilization: { office_vists: 2 }', 'normalize-reference-unknown 6:16'],
  ['utilization: { visit: 2, visits: 3 }', 'normalize-duplicate 6:26'],
  ['utilization: { visits: [-1, 3] }', 'normalize-value-range 6:24'],
  ['utilization: { visits: often }', 'normalize-value-kind 6:24'],
  ['utilization: { window: 3 days, visits: 2 }', 'normalize-value-range 6:24'],
  ['utilization: { window: 2 months, visits: 2, autumn_visits: 2 }', 'normalize-without-effect 6:45'],
  ['utilization: { visits: { after_discharge: moon } }', 'normalize-reference-unknown 6:43'],
  [
    'utilization: { window: 2 years, visits: 2 }\nattributes: { x: { rules: [ { if: window > 2, value: 1 }, { else: 0 } ] } }',
    'normalize-expression-name 7:35',
  ],
  ['products: [patientsin]', 'normalize-word-unknown 6:12'],
  ['demographics: { agee: 3 }', 'normalize-key-unknown 6:17'],
  ['demographics: { household: {} }', 'normalize-default-missing 6:28'],
  ['demographics: { age: [130, 140] }', 'normalize-value-range 6:22'],
  ['demographics: { age: { distribution: normal, mean: 150, std_dev: 5 } }', 'normalize-value-range 6:22'],
  ['demographics: { age: { distribution: log_normal, mean: 150, sd: 5 } }', 'normalize-value-range 6:22'],
  ['demographics: { age: { distribution: normal, mean: 50, std_dev: 10, min: 80, max: 85 } }', 'normalize-tail 6:22'],
  ['demographics: { age: { distribution: gamma, mean: 30, sd: 5, min: 80 } }', 'normalize-tail 6:22'],
  ['demographics: { age: { distribution: log_normal, mean: 20, sd: 3, max: 9 } }', 'normalize-tail 6:22'],
  ['attributes: { weekday: { A: 0.5, B: 0.5 } }', 'normalize-name-taken 6:15'],
  ['demographics: { age: 41.5 }', 'normalize-value-kind 6:22'],
  ['demographics: { gender: { F: 0.5, X: 0.5 } }', 'normalize-word-unknown 6:35'],
  ['demographics: { geography: moon }', 'normalize-word-unknown 6:28'],
  ['demographics: { geography: { state: ZZ } }', 'normalize-reference-unknown 6:37'],
  ['demographics: { geography: { source: moon, state: TX } }', 'normalize-word-unknown 6:38'],
  ['demographics: { geography: { county_fips: "25025", state: TX } }', 'normalize-reference-unknown 6:43'],
  ['conditions: [ { code: 11E } ]', 'normalize-code-impossible 6:23'],
  ['conditions: [ { code: Z99.9 } ]', 'normalize-code-unchecked 6:23'],
  ['conditions: [ I10, { code: I10 } ]', 'normalize-duplicate 6:20'],
  ['conditions: [ { code: I10, prevalence: 1.2 } ]', 'normalize-value-range 6:40'],
  ['conditions: [ { code: I10, onset: 3 } ]', 'normalize-not-supported 6:28'],
  ['conditions: [ { code: I10, name: Hypertonia } ]', 'normalize-without-effect 6:34'],
  ['medications: [ { drug: metformin, given: "has_condition(\'E11\')" } ]', 'normalize-without-effect 6:16'],
  ['medications: [ { drug: metfornin, prevalence: 1 } ]', 'normalize-reference-unknown 6:24'],
  ['labs: { sugar: 3 }', 'normalize-reference-unknown 6:9'],
  ['labs: { a1c: high }', 'normalize-value-kind 6:14'],
  ['attributes: { age: 3 }', 'normalize-name-taken 6:15'],
  ['coverage: { type: Medicaree }', 'normalize-reference-unknown 6:19'],
  ['coverage: { type: Medicare, plan: Commercial PPO }', 'normalize-plan-payer 6:35'],
  [
    'coverage: { type: Medicare, plans: [ Medicare Advantage HMO, { name: Medicare Advantage PPO, share: 1 } ] }',
    'normalize-key-missing 6:38',
  ],
  ['journeys: [nowhere]', 'normalize-journey-unknown 6:12'],
  ['generation: 3', 'normalize-value-kind 6:13'],
])('%s is reported as %s', (text, place) => {
  expect(placesOf(profileOf(text).diagnostics)).toEqual([place]);
});

test.each([
  ['visits: { distribution: poisson, mean: 3, min: 1 }', '1 / visits', false],
  ['visits: [0, 3]', '1 / (visits + 1)', false],
  ['visits: [2, 3]', '1 / (1 - visits)', false],
  ['visits: { distribution: normal, mean: 9, std_dev: 1 }', '1 / visits', false],
  ['visits: { distribution: normal, mean: 3, std_dev: 1 }', '1 / visits', true],
  ['visits: [0, 3]', '1 / (visits * 2)', true],
  ['visits: [0, 3]\n  less: { distribution: derived, formula: visits - 2 }', '1 / less', true],
  ['visits: [0, 3]', '1 / greatest(visits, 1)', false],
  ['visits: [0, 3]', '1 / if(visits > 0, visits, 0)', true],
  ['visits: [2, 3]', '1 / (power(visits, 2) - 4)', true],
  ['visits: [2, 3]', 'power(visits - 2, 0.5)', false],
  ['visits: [1, 3]', 'power(visits - 2, 0.5)', true],
  ['visits: [1, 3]', 'power(visits - 2, 2)', false],
  ['visits: [0, 3]', 'power(visits, -1)', true],
])('with `%s`, `%s` has no value of some: %s', (visits, formula, isWarned) => {
  const { diagnostics } = profileOf(
    `attributes:\n  ${visits}\n  share: { distribution: derived, formula: "${formula}" }`,
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(isWarned ? ['normalize-expression-zero'] : []);
});

test('a rule that asks about what is divided by answers for it', () => {
  const { diagnostics } = profileOf(
    'attributes:\n  visits: [0, 3]\n  share: { distribution: conditional, rules: [ { if: visits > 0, distribution: derived, formula: 1 / visits }, { else: 0 } ] }',
  );
  expect(diagnostics).toEqual([]);
});

test('medicines may be grouped by class and confined to a condition', () => {
  const { profile, diagnostics } = profileOf(`
conditions: [ { code: E11.9, prevalence: 0.1 } ]
medications:
  antidiabetics: [ { drug: Metformin, prevalence: 0.75, given: "has_condition('e11')" } ]
  hormones: [ { drug: insulin, prevalence: 0.1 } ]
`);
  expect(diagnostics).toEqual([]);
  expect(bare(profile?.medications[0])).toMatchObject({
    drug: 'metformin',
    prevalence: {
      kind: 'given',
      holds: { value: 0.75 },
      fails: { value: 0 },
      given: { arguments: [{ value: 'E11' }] },
    },
  });
});

test('states without shares are weighted by their population', () => {
  const { profile } = profileOf('demographics: { geography: { states: [TX, Massachusetts] } }');
  expect(profile?.geography.areas.map(({ code, weight }) => [code, Math.round(weight * 100)])).toEqual([
    ['TX', 81],
    ['MA', 19],
  ]);
});

test('a county keeps its leading zeros', () => {
  const { profile } = profileOf('demographics: { geography: { county_fips: "25025" } }');
  expect(profile?.geography).toMatchObject({ kind: 'counties', areas: [{ code: '25025', weight: 1 }] });
});

test('ages with a hyphen are answered with the list that says them', () => {
  const { diagnostics } = profileOf('demographics: { age: 30-50 }');
  expect(diagnostics.map(({ hint }) => hint)).toEqual([expect.stringContaining('`[30, 50]`')]);
});

test('a county that is not listed is answered with others of its state', () => {
  const { diagnostics } = profileOf('demographics: { geography: { county_fips: "48025" } }');
  expect(diagnostics[0]?.hint).toBe('Nearest: `48201`, `48377`.');
});

test('urban or rural narrows states, and weighs them by the people who live so', () => {
  const { profile, diagnostics } = profileOf('demographics: { geography: { states: [TX, MA], type: urban } }');
  expect(diagnostics).toEqual([]);
  expect(profile?.geography).toMatchObject({ kind: 'states', settlement: 'urban' });
  expect(profile?.geography.areas.map(({ weight }) => Math.round(weight * 1000))).toEqual([773, 227]);
});

test('a county may stand beside its state', () => {
  const { profile } = profileOf('demographics: { geography: { county_fips: "25025", state: MA } }');
  expect(profile?.geography).toMatchObject({ kind: 'counties', areas: [{ code: '25025', weight: 1 }] });
});

test('laboratory rules without an else fall back on the reference', () => {
  const usual = profileOf('labs: { hba1c: usual }').profile?.attributes.find(({ role }) => role === 'labs');
  expect(usual).toMatchObject({ name: 'a1c', usual: true });
  const { profile } = profileOf('labs: { hba1c: { rules: [ { if: "age > 60", value: 6.0 } ] } }');
  const [lab] = profile?.attributes.filter(({ role }) => role === 'labs') ?? [];
  expect(lab).toMatchObject({ name: 'a1c', distribution: { rules: [{}, { distribution: { kind: 'conditional' } }] } });
});

test('an attribute named like an observation is its baseline', () => {
  const { profile } = profileOf('attributes: { weight: [60, 90], smoker: { "yes": 0.1, "no": 0.9 } }');
  expect(profile?.attributes.slice(-2).map(({ name, role }) => [name, role])).toEqual([
    ['weight', 'labs'],
    ['smoker', 'attributes'],
  ]);
});

test('attributes that wait for each other are reported with their circle', () => {
  const { profile, diagnostics } = profileOf('attributes: { a: { formula: b + 1 }, b: { formula: a * 2 } }');
  expect(profile).toBeUndefined();
  expect(diagnostics[0]?.message).toContain('a → b → a');
});

test('a condition that depends on a value that depends on it is a circle too', () => {
  const { diagnostics } = profileOf(
    'conditions: [ { code: E11.9, prevalence: { given: a1c > 6, then: 1, else: 0 } } ]',
  );
  expect(diagnostics[0]?.message).toContain('a1c → E11.9 → a1c');
});

test('conditions of both layouts are joined, the primary one first', () => {
  const { profile, diagnostics } = profileOf(`
conditions: [ { code: I10, prevalence: 0.5 } ]
clinical: { primary_condition: E11.9, severity: { mild: 0.5, severe: 0.5 } }
`);
  expect(diagnostics).toEqual([]);
  expect(profile?.conditions.map(({ code, severity }) => [code, severity?.kind])).toEqual([
    ['E11.9', 'categorical'],
    ['I10', undefined],
  ]);
});
