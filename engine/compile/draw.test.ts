import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { draw, drawsOf, drawSql, streamKey, wholeFrom } from './draw.ts';
import { createLayers } from './layers.ts';
import { columnName, literal, sql } from './sql.ts';

const PEOPLE = 20_000;
/** Of the chi-square statistic over 256 cells; a fair draw exceeds it once in a thousand times. */
const CHI_SQUARE_255 = 330.5;
/** And over 512 cells, once in ten thousand times. */
const CHI_SQUARE_511 = 638;
/** Of a standard normal statistic; exceeded once in ten thousand times. */
const Z_BOUND = 3.9;

async function drawnBySql(seed: number, stream: string): Promise<readonly (readonly [number, number, number])[]> {
  const key = streamKey(seed, stream);
  const layers = createLayers();
  const value = drawSql(
    { first: literal(key.first), second: literal(key.second) },
    columnName('person'),
    columnName('occurrence'),
    layers.bind,
  );
  const input = sql`select p.range as person, o.range as occurrence from range(1, 2001) p, range(0, 4000, 997) o`;
  const query = layers.select(
    [
      { name: 'person', value: columnName('person') },
      { name: 'occurrence', value: columnName('occurrence') },
      { name: 'drawn', value },
    ],
    { from: sql`(${input})` },
  );
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(query.text);
  return reader.getRows().map(([person, occurrence, drawn]) => [Number(person), Number(occurrence), Number(drawn)]);
}

test.each([
  [42, 'medicare/demographics/age'],
  [0, 'medicare/conditions/I10'],
  [-7, 'journey/visit/when'],
  [2 ** 52, 'ünïcode/stream'],
])('SQL and TypeScript draw the same numbers to the last bit for seed %d and stream %s', async (seed, stream) => {
  const rows = await drawnBySql(seed, stream);
  expect(rows).toHaveLength(2000 * 5);
  const different = rows.filter(([person, occurrence, drawn]) => drawn !== draw({ seed, stream, person, occurrence }));
  expect(different).toEqual([]);
});

test('a draw lies strictly between 0 and 1', () => {
  const drawn = people().map((person) => draw({ seed: 1, stream: 's', person }));
  expect(Math.min(...drawn)).toBeGreaterThan(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
});

const axes: readonly (readonly [string, (index: number) => number])[] = [
  ['people', (index) => draw({ seed: 42, stream: 'profile/age', person: index + 1 })],
  ['distant people', (index) => draw({ seed: 42, stream: 'profile/age', person: (index + 1) * 4096 })],
  ['occurrences of a person', (index) => draw({ seed: 42, stream: 'journey/visit', person: 17, occurrence: index })],
  ['streams of a person', (index) => draw({ seed: 42, stream: `profile/attribute-${index}`, person: 17 })],
  ['seeds', (index) => draw({ seed: index, stream: 'profile/age', person: 17 })],
];

test.each(axes)('draws are uniform along %s', (_name, drawAt) => {
  const cells = new Float64Array(256);
  for (let index = 0; index < PEOPLE; index += 1) {
    const cell = Math.floor(drawAt(index) * 256);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  expect(chiSquare(cells)).toBeLessThan(CHI_SQUARE_255);
});

test.each(axes)('neighbouring draws along %s are independent', (_name, drawAt) => {
  const cells = new Float64Array(256);
  for (let index = 0; index < PEOPLE; index += 1) {
    const cell = Math.floor(drawAt(index) * 16) * 16 + Math.floor(drawAt(index + 1) * 16);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  expect(chiSquare(cells)).toBeLessThan(CHI_SQUARE_255);
});

test.each([
  ['two streams', (person: number) => draw({ seed: 42, stream: 'profile/conditions/I10', person })],
  ['two seeds', (person: number) => draw({ seed: 43, stream: 'profile/conditions/E11.9', person })],
  [
    'two occurrences',
    (person: number) => draw({ seed: 42, stream: 'profile/conditions/E11.9', person, occurrence: 1 }),
  ],
  [
    'a person and the next',
    (person: number) => draw({ seed: 42, stream: 'profile/conditions/E11.9', person: person + 1 }),
  ],
])('draws of %s are not correlated', (_name, other) => {
  const first = people().map((person) => draw({ seed: 42, stream: 'profile/conditions/E11.9', person }));
  const second = people().map(other);
  expect(Math.abs(correlation(first, second)) * Math.sqrt(PEOPLE)).toBeLessThan(Z_BOUND);
});

test('draws of three streams are independent of each other, whichever', () => {
  for (let pair = 0; pair < 20; pair += 1) {
    const cells = new Float64Array(512);
    const streams = ['a', 'b', 'c'].map((name) => drawsOf(42, `profile/${name}-${pair}`));
    for (let person = 1; person <= PEOPLE; person += 1) {
      const cell = streams.reduce((sum, drawn) => sum * 8 + Math.floor(drawn(person) * 8), 0);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    expect(chiSquare(cells), `of streams ${pair}`).toBeLessThan(CHI_SQUARE_511);
  }
});

test.each([
  ['person', (bit: number, index: number) => ({ person: index ^ (1 << bit), occurrence: 3 })],
  ['occurrence', (bit: number, index: number) => ({ person: index, occurrence: 3 ^ (1 << bit) })],
])('a changed bit of the %s changes half of the bits drawn', (_name, flipped) => {
  const trials = 400;
  for (let bit = 0; bit < 16; bit += 1) {
    let changed = 0;
    for (let index = 1 << 17; index < (1 << 17) + trials; index += 1) {
      const before = bits(draw({ seed: 42, stream: 's', person: index, occurrence: 3 }));
      changed += bitCount(before ^ bits(draw({ seed: 42, stream: 's', ...flipped(bit, index) })));
    }
    const z = (changed - trials * 16) / Math.sqrt(trials * 8);
    expect(Math.abs(z), `bit ${bit}`).toBeLessThan(Z_BOUND);
  }
});

function people(): number[] {
  return Array.from({ length: PEOPLE }, (_, index) => index + 1);
}

function chiSquare(cells: Float64Array): number {
  const expected = cells.reduce((sum, count) => sum + count, 0) / cells.length;
  return cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const products = a.map((value, index) => (value - 0.5) * ((b[index] ?? 0) - 0.5));
  return products.reduce((sum, product) => sum + product, 0) / a.length / (1 / 12);
}

function bits(drawn: number): number {
  return Math.floor(drawn * 2 ** 32) >>> 0;
}

function bitCount(value: number): number {
  let rest = value >>> 0;
  let count = 0;
  for (; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count += 1;
  return count;
}

test('a draw lies below a share exactly where its whole number lies below that of the share', () => {
  const shares = [0, 1e-12, 2 ** -33, 2 ** -32, 0.1, 0.3, 0.5, 0.5 + 2 ** -33, 0.72, 1 - 2 ** -33, 1, 1.5];
  const places = shares.flatMap((share) =>
    [-1, 0, 1].map((step) => ({ share, whole: Math.floor(share * 2 ** 32) + step })),
  );
  for (const { share, whole } of places.filter((one) => one.whole >= 0 && one.whole < 2 ** 32)) {
    expect([share, whole, whole < wholeFrom(share)]).toEqual([share, whole, (whole + 0.5) / 2 ** 32 < share]);
  }
});
