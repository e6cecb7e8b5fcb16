import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import type { ColumnType, ElementaryShape, Limits } from '../model/index.ts';
import { createLayers } from './layers.ts';
import { sampleSql } from './sample.ts';
import { columnName, sql } from './sql.ts';

const POINTS = 20_001;
const at = { file: 'x.md', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const double: ColumnType = { kind: 'double' };

/** The value at each of an even grid of uniforms. */
async function sampled(
  distribution: ElementaryShape & Omit<Limits, 'at'>,
  type: ColumnType = double,
): Promise<readonly (readonly [uniform: number, value: number])[]> {
  const layers = createLayers();
  const value = sampleSql({ ...distribution, at }, columnName('u'), type, layers.bind);
  const input = sql`select ("range" + 0.5::double) / 20001::double as u from range(20001)`;
  const query = layers.select(
    [
      { name: 'u', value: columnName('u') },
      { name: 'value', value },
    ],
    { from: sql`(${input})` },
  );
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`${query.text} order by u`);
  return reader.getRows().map(([uniform, drawn]) => [Number(uniform), Number(drawn)]);
}

/** By the trapezium rule over the density, a method of its own. */
function normalCdf(z: number): number {
  const from = -9;
  const steps = 40_000;
  const width = (z - from) / steps;
  let sum = 0;
  for (let step = 0; step <= steps; step += 1) {
    const x = from + step * width;
    sum += (step === 0 || step === steps ? 0.5 : 1) * Math.exp(-0.5 * x * x);
  }
  return (sum * width) / Math.sqrt(2 * Math.PI);
}

const truncated = (cdf: (x: number) => number, low: number, high: number) => (x: number) =>
  (cdf(x) - cdf(low)) / (cdf(high) - cdf(low));
const normal72 = (x: number): number => normalCdf((x - 72) / 8);
const weibull = (x: number): number => 1 - Math.exp(-((x / 10) ** 1.5));
const triangle = (x: number): number => (x <= 3 ? x ** 2 / 30 : 1 - (10 - x) ** 2 / 70);

const cases: readonly (readonly [string, ElementaryShape & Omit<Limits, 'at'>, (x: number) => number])[] = [
  ['uniform', { kind: 'uniform', low: 2, high: 5 }, (x) => (x - 2) / 3],
  ['normal', { kind: 'normal', mean: 72, standardDeviation: 8 }, normal72],
  [
    'truncated normal',
    { kind: 'normal', mean: 72, standardDeviation: 8, min: 65, max: 95 },
    truncated(normal72, 65, 95),
  ],
  [
    'normal cut far in its tail',
    { kind: 'normal', mean: 72, standardDeviation: 8, min: 96 },
    truncated(normal72, 96, 200),
  ],
  ['log-normal', { kind: 'log_normal', mu: 1, sigma: 0.5 }, (x) => normalCdf((Math.log(x) - 1) / 0.5)],
  [
    'truncated log-normal',
    { kind: 'log_normal', mu: 1, sigma: 0.5, max: 4 },
    truncated((x) => normalCdf((Math.log(x) - 1) / 0.5), 1e-9, 4),
  ],
  ['exponential', { kind: 'exponential', mean: 4 }, (x) => 1 - Math.exp(-x / 4)],
  ['Weibull', { kind: 'weibull', shape: 1.5, scale: 10 }, weibull],
  ['truncated Weibull', { kind: 'weibull', shape: 1.5, scale: 10, min: 2, max: 20 }, truncated(weibull, 2, 20)],
  ['triangular', { kind: 'triangular', low: 0, mode: 3, high: 10 }, triangle],
  [
    'truncated triangular',
    { kind: 'triangular', low: 0, mode: 3, high: 10, min: 1, max: 8 },
    truncated(triangle, 1, 8),
  ],
];

test.each(cases)('%s values lie where their distribution function says', async (_name, distribution, cdf) => {
  const rows = await sampled(distribution);
  const worst = rows
    .filter((_, index) => index % 200 === 0)
    .reduce((most, [uniform, value]) => Math.max(most, Math.abs(cdf(value) - uniform)), 0);
  expect(worst).toBeLessThan(1e-6);
});

test.each(cases)('%s values never fall as the draw rises', async (_name, distribution) => {
  const rows = await sampled(distribution);
  expect(rows.every(([, value], index) => index === 0 || value >= (rows[index - 1]?.[1] ?? 0))).toBe(true);
});

test('a whole number has the share of the half unit around it, also at the bounds', async () => {
  const rows = await sampled(
    { kind: 'normal', mean: 72, standardDeviation: 8, min: 65, max: 95, integer: true },
    { kind: 'integer' },
  );
  const share = (age: number): number => rows.filter(([, value]) => value === age).length / POINTS;
  const all = normal72(95.5) - normal72(64.5);
  expect(Math.min(...rows.map(([, value]) => value))).toBe(65);
  expect(Math.max(...rows.map(([, value]) => value))).toBe(95);
  for (const age of [65, 72, 80, 95]) {
    expect(share(age)).toBeCloseTo((normal72(age + 0.5) - normal72(age - 0.5)) / all, 3);
  }
});

test('every year of a two-number range is equally likely', async () => {
  const rows = await sampled({ kind: 'uniform', low: 25, high: 45, integer: true }, { kind: 'integer' });
  const counts = new Map<number, number>();
  for (const [, value] of rows) counts.set(value, (counts.get(value) ?? 0) + 1);
  expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, index) => 25 + index));
  for (const count of counts.values()) expect(Math.abs(count - POINTS / 21)).toBeLessThan(2);
});

test('age bands give each band its share and each year within it the same', async () => {
  const rows = await sampled(
    {
      kind: 'age_bands',
      bands: [
        { from: 0, to: 4, weight: 1 },
        { from: 5, to: 17, weight: 3 },
      ],
    },
    { kind: 'integer' },
  );
  expect(rows.filter(([, value]) => value <= 4).length / POINTS).toBeCloseTo(0.25, 3);
  expect(rows.filter(([, value]) => value === 17).length / POINTS).toBeCloseTo(0.75 / 13, 3);
  expect(Math.max(...rows.map(([, value]) => value))).toBe(17);
});

test('a choice among many gives each its share', async () => {
  const options = Array.from({ length: 100 }, (_, index) => ({ value: index, weight: (index + 1) / 5050, at }));
  const rows = await sampled({ kind: 'categorical', options }, { kind: 'integer' });
  for (const { value, weight } of options) {
    expect(Math.abs(rows.filter(([, drawn]) => drawn === value).length - weight * POINTS)).toBeLessThan(2);
  }
});

test('an option without weight is never chosen', async () => {
  const options = [
    { value: 1, weight: 0, at },
    { value: 2, weight: 1, at },
    { value: 3, weight: 0, at },
  ];
  const rows = await sampled({ kind: 'categorical', options }, { kind: 'integer' });
  expect(new Set(rows.map(([, value]) => value))).toEqual(new Set([2]));
});
