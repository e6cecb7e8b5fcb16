import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import type { ColumnType, ElementaryShape, Limits } from '../model/index.ts';
import { drawSql, streamKey } from './draw.ts';
import { createLayers } from './layers.ts';
import { sampleSql } from './sample.ts';
import { columnName, literal, sql } from './sql.ts';

type Shape = ElementaryShape & Omit<Limits, 'at'>;

const DRAWS = 1_000_000;
/** Of the ordered values, every so manieth is looked at. */
const EVERY = 50;
/** The 99.9 % point of the Kolmogorov-Smirnov statistic for this many draws, and what lies between two looks. */
const BOUND = 1.9495 / Math.sqrt(DRAWS);
const at = { file: 'x.md', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

async function drawn(shape: Shape, type: ColumnType, select: string): Promise<readonly (readonly unknown[])[]> {
  const layers = createLayers();
  const key = streamKey(7, JSON.stringify(shape));
  const halves = { first: literal(key.first), second: literal(key.second) };
  const uniform = drawSql(halves, columnName('person'), literal(0), layers.bind);
  const value = sampleSql({ ...shape, at }, uniform, type, layers.bind);
  const people = sql`select "range" + 1 as person from range(1000000)`;
  const query = layers.select([{ name: 'value', value }], { from: sql`(${people})` });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  return (await connection.runAndReadAll(select.replace('DRAWN', `(${query.text})`))).getRows();
}

/** The distribution function by Simpson's rule over the density, whose logarithm is given up to a constant. */
function integrated(logDensity: (x: number) => number, low: number, high: number): (x: number) => number {
  const steps = 200_000;
  const width = (high - low) / steps;
  const density = (x: number): number => Math.exp(logDensity(x));
  const sums = [0];
  for (let step = 0; step < steps; step += 1) {
    const from = low + step * width;
    const area = (density(from) + 4 * density(from + width / 2) + density(from + width)) / 6;
    sums.push((sums[step] ?? 0) + area);
  }
  const total = sums.at(-1) ?? 1;
  return (x) => {
    const place = Math.min(steps, Math.max(0, (x - low) / width));
    const [before, after] = [sums[Math.floor(place)] ?? 0, sums[Math.ceil(place)] ?? 0];
    return (before + (after - before) * (place - Math.floor(place))) / total;
  };
}

const normal = (mean: number, deviation: number, low: number, high: number): ((x: number) => number) =>
  integrated((x) => -0.5 * ((x - mean) / deviation) ** 2, low, high);
/** Over the logarithm of the value, in which the density has no pole. */
const gamma = (shape: number, scale: number, low = 1e-12, high = 200 * scale): ((x: number) => number) => {
  const cdf = integrated(
    (t) => shape * (t - Math.log(shape)) - Math.exp(t) + shape,
    Math.log(low / scale),
    Math.log(high / scale),
  );
  return (x) => cdf(Math.log(x / scale));
};
const beta = (a: number, b: number): ((x: number) => number) => {
  const cdf = integrated((t) => -a * Math.log1p(Math.exp(-t)) - b * Math.log1p(Math.exp(t)), -80, 80);
  return (x) => cdf(Math.log(x / (1 - x)));
};
/** In closed form where both parameters are a half. */
const arcsine = (x: number): number => (2 / Math.PI) * Math.asin(Math.sqrt((x - 10) / 10));
const logNormal = (mu: number, sigma: number): ((x: number) => number) => {
  const cdf = normal(mu, sigma, mu - 9 * sigma, mu + 9 * sigma);
  return (x) => cdf(Math.log(x));
};

const within =
  (low: number, high: number, cdf: (x: number) => number): ((x: number) => number) =>
  (x) =>
    (cdf(x) - cdf(low)) / (cdf(high) - cdf(low));

const continuous: readonly (readonly [string, Shape, (x: number) => number])[] = [
  ['uniform', { kind: 'uniform', low: 2, high: 5 }, (x) => (x - 2) / 3],
  ['normal', { kind: 'normal', mean: 72, standardDeviation: 8 }, normal(72, 8, 0, 144)],
  ['truncated normal', { kind: 'normal', mean: 72, standardDeviation: 8, min: 65, max: 95 }, normal(72, 8, 65, 95)],
  ['log-normal', { kind: 'log_normal', mu: 1, sigma: 0.5 }, logNormal(1, 0.5)],
  ['truncated log-normal', { kind: 'log_normal', mu: 1, sigma: 0.5, min: 2, max: 6 }, within(2, 6, logNormal(1, 0.5))],
  ['truncated exponential', { kind: 'exponential', mean: 4, min: 1, max: 9 }, within(1, 9, (x) => -Math.expm1(-x / 4))],
  [
    'truncated Weibull',
    { kind: 'weibull', shape: 1.5, scale: 10, max: 12 },
    within(0, 12, (x) => -Math.expm1(-((x / 10) ** 1.5))),
  ],
  ['exponential', { kind: 'exponential', mean: 4 }, (x) => -Math.expm1(-x / 4)],
  ['Weibull', { kind: 'weibull', shape: 1.5, scale: 10 }, (x) => -Math.expm1(-((x / 10) ** 1.5))],
  [
    'triangular',
    { kind: 'triangular', low: 0, mode: 3, high: 10 },
    (x) => (x <= 3 ? x ** 2 / 30 : 1 - (10 - x) ** 2 / 70),
  ],
  ['gamma', { kind: 'gamma', shape: 2.5, scale: 3 }, gamma(2.5, 3)],
  ['gamma below shape 1', { kind: 'gamma', shape: 0.5, scale: 2 }, gamma(0.5, 2, 1e-30)],
  ['gamma of a large shape', { kind: 'gamma', shape: 400, scale: 1 }, gamma(400, 1, 200, 700)],
  ['truncated gamma', { kind: 'gamma', shape: 2.5, scale: 3, min: 4, max: 20 }, gamma(2.5, 3, 4, 20)],
  ['beta', { kind: 'beta', alpha: 2, beta: 5, low: 0, high: 1 }, beta(2, 5)],
  ['U-shaped beta', { kind: 'beta', alpha: 0.5, beta: 0.5, low: 10, high: 20 }, arcsine],
  [
    'empirical',
    {
      kind: 'empirical',
      points: [
        { probability: 0, value: 1 },
        { probability: 0.5, value: 4 },
        { probability: 1, value: 30 },
      ],
    },
    (x) => (x < 4 ? (x - 1) / 6 : 0.5 + (x - 4) / 52),
  ],
];

test.each(continuous.map(([name, shape, cdf]) => ({ name, shape, cdf })))(
  'a million draws of $name follow its distribution function',
  async ({ shape, cdf }) => {
    const ranked = 'select value, row_number() over (order by value) as place from DRAWN';
    const rows = await drawn(shape, { kind: 'double' }, `select * from (${ranked}) where place % ${EVERY} = 0`);
    const worst = rows.reduce((most, [value, place]) => {
      return Math.max(most, Math.abs(cdf(Number(value)) - (Number(place) - 0.5) / DRAWS));
    }, 0);
    expect(rows).toHaveLength(DRAWS / EVERY);
    expect(worst + EVERY / DRAWS).toBeLessThan(BOUND);
  },
);

/** Weights by recursion from one count to the next. */
function recursive(first: number, next: (count: number) => number, highest: number): readonly number[] {
  const weights = [first];
  for (let count = 0; count < highest; count += 1) weights.push((weights[count] ?? 0) * next(count));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

const poisson = recursive(1, (count) => 3.7 / (count + 1), 60);
const negativeBinomial = recursive(1, (count) => ((count + 1.5) / (count + 1)) * (4 / 5.5), 400);
const zipf = recursive(0, () => 0, 0).concat(Array.from({ length: 50 }, (_, index) => 1 / (index + 1) ** 1.2));
const ages = (from: number, to: number): readonly number[] => {
  const cdf = normal(72, 8, from - 0.5, to + 0.5);
  return Array.from({ length: to + 1 }, (_, age) => (age < from ? 0 : cdf(age + 0.5) - cdf(age - 0.5)));
};

const discrete: readonly { readonly name: string; readonly shape: Shape; readonly weights: readonly number[] }[] = [
  { name: 'Poisson', shape: { kind: 'poisson', mean: 3.7 }, weights: poisson },
  {
    name: 'Poisson without its zeros',
    shape: { kind: 'poisson', mean: 3.7, min: 1 },
    weights: poisson.map((weight, count) => (count === 0 ? 0 : weight)),
  },
  {
    name: 'negative binomial',
    shape: { kind: 'negative_binomial', mean: 4, dispersion: 1.5 },
    weights: negativeBinomial,
  },
  { name: 'Zipf', shape: { kind: 'zipf', exponent: 1.2, highest: 50 }, weights: zipf.with(0, 0) },
  {
    name: 'whole truncated normal',
    shape: { kind: 'normal', mean: 72, standardDeviation: 8, min: 65, max: 95, integer: true },
    weights: ages(65, 95),
  },
  {
    name: 'whole uniform',
    shape: { kind: 'uniform', low: 3, high: 9, integer: true },
    weights: [0, 0, 0, 1, 1, 1, 1, 1, 1, 1],
  },
  {
    name: 'rounded exponential',
    shape: { kind: 'exponential', mean: 4, decimals: 0, max: 40 },
    weights: Array.from(
      { length: 41 },
      (_, x) => Math.exp(-Math.max(0, x - 0.5) / 4) - Math.exp(-Math.min(40, x + 0.5) / 4),
    ),
  },
  {
    name: 'truncated negative binomial',
    shape: { kind: 'negative_binomial', mean: 4, dispersion: 1.5, min: 2, max: 12 },
    weights: negativeBinomial.slice(0, 13).map((weight, count) => (count < 2 ? 0 : weight)),
  },
  {
    name: 'a histogram with a gap',
    shape: {
      kind: 'empirical',
      integer: true,
      points: [
        { probability: 0, value: 0.5 },
        { probability: 0.5, value: 2.5 },
        { probability: 0.5, value: 5.5 },
        { probability: 1, value: 6.5 },
      ],
    },
    weights: [0, 1, 1, 0, 0, 0, 2],
  },
  {
    name: 'age bands',
    shape: {
      kind: 'age_bands',
      bands: [
        { from: 0, to: 1, weight: 1 },
        { from: 2, to: 4, weight: 6 },
      ],
    },
    weights: [1, 1, 4, 4, 4],
  },
  {
    name: 'categorical',
    shape: { kind: 'categorical', options: [1, 2, 3].map((value) => ({ value, weight: value / 6, at })) },
    weights: [0, 1, 2, 3],
  },
];

test.each(discrete)('a million draws of $name fall into their shares', async ({ shape, weights }) => {
  const rows = await drawn(shape, { kind: 'integer' }, 'select value, count(*) from DRAWN group by value');
  const counts = new Map(rows.map(([value, count]) => [Number(value), Number(count)]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const expected = weights.map((weight, value) => ({ value, expected: (weight / total) * DRAWS }));
  const likely = expected.filter((one) => one.expected >= 5);
  const impossible = [...counts.keys()].filter((value) => (weights[value] ?? 0) === 0);
  const statistic = likely.reduce(
    (sum, one) => sum + ((counts.get(one.value) ?? 0) - one.expected) ** 2 / one.expected,
    0,
  );
  expect(impossible).toEqual([]);
  expect(statistic).toBeLessThan(chiSquareBound(likely.length - 1));
});

/** The 99.9 % point, by the approximation of Wilson and Hilferty. */
function chiSquareBound(freedom: number): number {
  const part = 2 / (9 * freedom);
  return freedom * (1 - part + 3.0902 * Math.sqrt(part)) ** 3;
}
