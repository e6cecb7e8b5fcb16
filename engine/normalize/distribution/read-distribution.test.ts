import { expect, test } from 'vitest';
import { bare, placesOf, profileOf, specification } from '../../testing/authored.ts';

/** The distribution of the attribute `x`. */
function read(text: string): unknown {
  const { profile, diagnostics } = profileOf(`attributes: { x: ${text} }`);
  expect(diagnostics).toEqual([]);
  return bare(profile?.attributes.find(({ name }) => name === 'x')?.distribution);
}

test.each([
  ['7', { kind: 'fixed', value: 7 }],
  ['{ value: low }', { kind: 'fixed', value: 'low' }],
  ['[2, 5]', { kind: 'uniform', low: 2, high: 5 }],
  ['{ min: 2, max: 5 }', { kind: 'uniform', low: 2, high: 5 }],
  ['{ min: 2, max: 5, integer: true }', { kind: 'uniform', low: 2, high: 5, integer: true }],
  ['{ type: uniform, low: 2, high: 5, round: 1 }', { kind: 'uniform', low: 2, high: 5, decimals: 1 }],
  ['{ type: gaussian, mean: 1, std: 2, min: 0 }', { kind: 'normal', mean: 1, standardDeviation: 2, min: 0 }],
  ['{ distribution: lognormal, mu: 1, sigma: 0.5 }', { kind: 'log_normal', mu: 1, sigma: 0.5 }],
  ['{ distribution: exponential, rate: 4 }', { kind: 'exponential', mean: 0.25 }],
  ['{ distribution: weibull, shape: 2, scale: 3 }', { kind: 'weibull', shape: 2, scale: 3 }],
  ['{ distribution: triangular, min: 1, mode: 2, max: 4 }', { kind: 'triangular', low: 1, mode: 2, high: 4 }],
])('%s', (text, canonical) => {
  expect(read(text)).toEqual(canonical);
});

test('a log-normal by the mean and deviation of its value has those of its logarithm', () => {
  expect(read('{ distribution: log_normal, mean: 1000, std_dev: 500 }')).toEqual({
    kind: 'log_normal',
    mu: expect.closeTo(Math.log(1000 ** 2 / Math.hypot(1000, 500)), 10),
    sigma: expect.closeTo(Math.sqrt(Math.log(1.25)), 10),
  });
});

test.each([
  [
    '{ a: 0.25, b: 0.75 }',
    [
      ['a', 0.25],
      ['b', 0.75],
    ],
  ],
  [
    '{ distribution: explicit, values: [a, b] }',
    [
      ['a', 0.5],
      ['b', 0.5],
    ],
  ],
  [
    '{ values: [ { value: 1, weight: 0.2 }, { value: 2, weight: 0.8 } ] }',
    [
      [1, 0.2],
      [2, 0.8],
    ],
  ],
  [
    '{ values: [1, 2], weights: [0.2, 0.8] }',
    [
      [1, 0.2],
      [2, 0.8],
    ],
  ],
  [
    '{ "0": 0.5, "1": 0.5 }',
    [
      [0, 0.5],
      [1, 0.5],
    ],
  ],
  [
    '{ "true": 0.5, "false": 0.5 }',
    [
      [false, 0.5],
      [true, 0.5],
    ],
  ],
  [
    '{ low: 0.2, high: 0.8 }',
    [
      ['high', 0.8],
      ['low', 0.2],
    ],
  ],
  [
    '[a, b]',
    [
      ['a', 0.5],
      ['b', 0.5],
    ],
  ],
])('%s is a choice', (text, options) => {
  expect(read(text)).toEqual({ kind: 'categorical', options: options.map(([value, weight]) => ({ value, weight })) });
});

test('age bands may be open below a maximum', () => {
  expect(read('{ distribution: age_bands, bands: { 0-64: 0.8, 65+: 0.2 }, max: 95 }')).toEqual({
    kind: 'age_bands',
    bands: [
      { from: 0, to: 64, weight: 0.8 },
      { from: 65, to: 95, weight: 0.2 },
    ],
  });
});

test.each([
  [
    '{ distribution: empirical, histogram: { 0-10: 0.25, 10-250.5: 0.75 } }',
    {
      points: [
        [0, 0],
        [0.25, 10],
        [0.25, 10],
        [1, 250.5],
      ],
    },
  ],
  [
    '{ distribution: empirical, histogram: [ { min: 0, max: 99, weight: 30 }, { min: 200, max: 299, weight: 10 } ] }',
    {
      points: [
        [0, -0.5],
        [0.75, 99.5],
        [0.75, 199.5],
        [1, 299.5],
      ],
      integer: true,
    },
  ],
] as const)('%s has points of a curve', (text, { points, ...rest }) => {
  const canonical = points.map(([probability, value]) => ({ probability, value }));
  expect(read(text)).toEqual({ kind: 'empirical', points: canonical, ...rest });
});

test('a Poisson mean may be called lambda', () => {
  expect(read('{ distribution: poisson, lambda: 3 }')).toEqual({ kind: 'poisson', mean: 3 });
});

test('rules, a choice and a mixture hand their limits to their parts', () => {
  const part = { kind: 'normal', mean: 1, standardDeviation: 1 };
  expect(read('{ components: [ { weight: 1, distribution: normal, mean: 1, sd: 1 } ], round: 2 }')).toEqual({
    kind: 'mixture',
    components: [{ weight: 1, distribution: { ...part, decimals: 2 } }],
  });
  expect(
    read('{ rules: [ { if: "age > 3", distribution: { type: normal, mean: 1, sd: 1 } }, { else: 4 } ], min: 0 }'),
  ).toMatchObject({
    rules: [{ distribution: { ...part, min: 0 } }, { distribution: { kind: 'fixed', value: 4 } }],
  });
  expect(read('{ given: "age > 3", then: 1, else: [2, 3] }')).toMatchObject({
    kind: 'conditional',
    rules: [{ distribution: { value: 1 } }, { distribution: { low: 2 } }],
  });
});

test('parts of a whole are cut and rounded as the whole says', () => {
  const rules =
    '[ { if: "age > 3", value: 6.26 }, { if: "age > 2", then: [1, 9] }, { else: { "6.24": 0.5, "6.19": 0.5 } } ]';
  expect(read(`{ rules: ${rules}, min: 5, max: 7, round: 1 }`)).toMatchObject({
    rules: [
      { distribution: { kind: 'fixed', value: 6.3 } },
      { distribution: { kind: 'uniform', low: 5, high: 7, decimals: 1 } },
      { distribution: { options: [{ value: 6.2, weight: 1 }] } },
    ],
  });
  expect(read('{ values: [1.21, 1.24, 2], weights: [0.2, 0.3, 0.5], round: 1 }')).toMatchObject({
    options: [
      { value: 1.2, weight: 0.5 },
      { value: 2, weight: 0.5 },
    ],
  });
});

test('a named distribution stands wherever one can, with values laid over it', () => {
  const named = specification(
    'named.md',
    'distributions',
    'distributions:\n  usual: { distribution: normal, mean: 5, sd: 2 }\n  halves: { a: 0.5, b: 0.5 }',
  );
  const { profile, diagnostics } = profileOf(
    'attributes: { x: { use: usual, mean: 6, std_dev: 3, min: 0 }, y: { use: halves, weights: { a: 0.2, b: 0.8 } } }',
    named,
  );
  expect(diagnostics).toEqual([]);
  expect(profile?.attributes.at(-2)?.distribution).toMatchObject({ mean: 6, standardDeviation: 3, min: 0 });
  expect(profile?.attributes.at(-1)?.distribution).toMatchObject({ options: [{ weight: 0.2 }, { weight: 0.8 }] });
});

test('named distributions that use each other are reported with their circle', () => {
  const named = specification('named.md', 'distributions', 'distributions:\n  a: { use: b }\n  b: { use: a }');
  const { diagnostics } = profileOf('count: 1', named);
  expect(diagnostics.map(({ message }) => message)).toContainEqual(expect.stringContaining('b → a → b'));
});

test('named distributions cannot multiply without bound', () => {
  const doubled = (name: string): string =>
    `{ components: [ { weight: 0.5, use: ${name} }, { weight: 0.5, use: ${name} } ] }`;
  const lines = Array.from({ length: 30 }, (_, index) => `  d${index + 1}: ${doubled(`d${index}`)}`);
  const named = specification('named.md', 'distributions', ['distributions:', '  d0: 1', ...lines].join('\n'));
  const { diagnostics } = profileOf('count: 1', named);
  expect(diagnostics[0]?.message).toContain('number of distributions used');
});

test('weights that do not sum to 1 show their sum and what they would be', () => {
  const { diagnostics } = profileOf('attributes: { x: { a: 0.6, b: 0.6 } }');
  expect(diagnostics[0]).toMatchObject({
    message: 'The weights sum to 1.2, not to 1.',
    hint: 'In the same proportions: a: 0.5, b: 0.5.',
    at: { start: { line: 6, column: 18 } },
  });
});

test.each([
  ['{ distribution: nomal, mean: 1, sd: 1 }', 'normalize-word-unknown 6:34'],
  ['{ distribution: seasonal, base: high, months: { jan: 1.2 } }', 'normalize-value-kind 6:50'],
  ['{ distribution: seasonal, base: [1, 2], months: { jan: 2 }, max: 3 }', 'normalize-value-kind 6:50'],
  ['{ distribution: seasonal, base: 3, months: { jan: 1, 1: 2 } }', 'normalize-duplicate 6:71'],
  ['{ distribution: seasonal, base: 3, months: { junio: 1.2 } }', 'normalize-word-unknown 6:63'],
  ['{ distribution: seasonal, base: 3, weekdays: { mon: -1 } }', 'normalize-value-range 6:70'],
  ['{ distribution: poisson, mean: 9000 }', 'normalize-value-range 6:18'],
  ['{ distribution: poisson, mean: 3, max: -1 }', 'normalize-truncation 6:18'],
  ['{ distribution: negative_binomial, mean: 100, dispersion: 0.01 }', 'normalize-value-range 6:18'],
  ['{ distribution: zipf, exponent: 1, max: 5000 }', 'normalize-value-range 6:58'],
  ['{ distribution: gamma, shape: 2, scale: 1, min: 1000 }', 'normalize-truncation 6:18'],
  ['{ distribution: empirical, histogram: { 0-10: 0.5, 5-20: 0.5 } }', 'normalize-duplicate 6:69'],
  ['{ distribution: empirical, histogram: { 0-10: 0.5, 10-20: 0.4 } }', 'normalize-weights 6:56'],
  ['{ distribution: empirical, histogram: { 0-10: 0.5, twenty: 0.5 } }', 'normalize-value-kind 6:69'],
  ['{ distribution: empirical, quantiles: { 0: 1, 0.5: 4 } }', 'normalize-value-kind 6:56'],
  ['{ distribution: empirical, quantiles: { 0: 1, 0.5: 0, 1: 4 } }', 'normalize-bounds 6:56'],
  ['{ mean: 1, sd: 1 }', 'normalize-distribution-missing 6:18'],
  ['{ distribution: normal, mean: 1 }', 'normalize-key-missing 6:18'],
  ['{ distribution: normal, mean: 1, sd: 0 }', 'normalize-value-range 6:55'],
  ['{ distribution: normal, mean: 1, sd: 1, std: 2 }', 'normalize-key-twice 6:51'],
  ['{ distribution: normal, mean: 1, sd: 1, min: 3, max: 2 }', 'normalize-bounds 6:63'],
  ['{ distribution: normal, mean: 1, sd: 1, min: 100 }', 'normalize-truncation 6:18'],
  ['{ distribution: normal, mean: 1, sd: 1, skew: 3 }', 'normalize-key-unknown 6:58'],
  ['[5, 2]', 'normalize-bounds 6:18'],
  ['{ a: -0.5, b: 1.5 }', 'normalize-value-range 6:23'],
  ['{ use: nothing }', 'normalize-reference-unknown 6:25'],
  ['{ distribution: age_bands, bands: { 65+: 1 } }', 'normalize-band-open 6:54'],
  ['{ distribution: age_bands, bands: { 0-9: 0.5, 9-20: 0.5 } }', 'normalize-duplicate 6:64'],
  ['{ rules: [ { if: "age > 3", value: 1 } ] }', 'normalize-else-missing 6:18'],
  ['{ rules: [ { else: 1 }, { if: "age > 3", value: 1 } ] }', 'normalize-rule-unreachable 6:27'],
  ['{ rules: [ { if: "age > 3", value: 9 }, { else: 1 } ], max: 5 }', 'normalize-value-kind 6:53'],
  ['{ rules: [ { if: "age > 3", value: 2 }, { else: [6, 9] } ], max: 5 }', 'normalize-value-kind 6:66'],
  ['{ formula: "gender" }', 'normalize-not-supported 6:30'],
])('%s is reported as %s', (text, place) => {
  expect(placesOf(profileOf(`attributes: { x: ${text} }`).diagnostics)).toEqual([place]);
});

/** A Wednesday in January, a Thursday in February of a leap year. */
test.each([
  ['2025-01-01', 'months: { jan: 2, feb: 3 }', 2],
  ['2025-01-01', 'months: { 1: 2 }, weekdays: { wed: 0.5, thu: 7 }', 1],
  ['2024-02-29', 'months: { 2: 3 }, weekdays: { thu: 0.5 }', 1.5],
  ['2024-02-29', 'weekdays: { fri: 9 }', 1],
])('on %s a base is multiplied by %s', (day, seasons, factor) => {
  const text = `attributes: { x: { distribution: seasonal, base: { distribution: normal, mean: 10, sd: 2, min: 5 }, ${seasons}, max: 40, round: 1 } }`;
  const { profile, diagnostics } = profileOf(`as_of: ${day}\n${text}`);
  expect(diagnostics).toEqual([]);
  expect(bare(profile?.attributes.find(({ name }) => name === 'x')?.distribution)).toEqual({
    kind: 'normal',
    mean: 10 * factor,
    standardDeviation: 2 * factor,
    min: 5 * factor,
    max: 40,
    decimals: 1,
  });
});
