/** The schemas are sound themselves: valid JSON Schema, closed, described throughout, and quick whatever the text. */
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { keyOwners } from './schemas.ts';

interface Place {
  readonly path: string;
  readonly schema: AnySchemaObject;
}

const FOLDER = new URL('../../schemas/', import.meta.url);
const schemas: readonly Place[] = readdirSync(FOLDER).map((path) => ({
  path,
  schema: JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8')),
}));

function placesIn({ path, schema }: Place): readonly Place[] {
  const inner = Object.entries(schema).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? placesIn({ path: `${path}/${key}`, schema: value }) : [],
  );
  return [{ path, schema }, ...inner];
}

const places = schemas.flatMap(placesIn);
const isQuestion = ({ path }: Place): boolean => /\/(if|not|anyOf|allOf)(\/|$)/.test(path);

test('every schema is valid JSON Schema 2020-12 and resolves', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  for (const { schema } of schemas) ajv.addSchema(schema);
  for (const { path } of schemas) {
    expect(ajv.getSchema(`https://healthsim.example/schemas/${path}`)).toBeTypeOf('function');
  }
});

test('every definition and every property has a description, its own or that of its definition', () => {
  const bare = places
    .filter((place) => !isQuestion(place))
    .flatMap(({ path, schema: { properties = {}, $defs = {} } }) =>
      Object.entries<AnySchemaObject | boolean>({ ...properties, ...$defs })
        .filter(([, schema]) => typeof schema === 'object' && !('description' in schema) && !('$ref' in schema))
        .map(([key]) => `${path}/${key}`),
    );
  expect(bare).toEqual([]);
});

test('every map that lists its keys is closed', () => {
  const open = places.filter(
    ({ schema }) => 'properties' in schema && !('additionalProperties' in schema) && !('$ref' in schema),
  );
  const paths = open.filter((place) => !isQuestion(place)).map(({ path }) => path);
  expect(paths).toEqual(['distribution.schema.json/$defs/Distribution']);
});

test('every pattern takes time in proportion to the text', () => {
  const patterns = places.flatMap(({ schema: { pattern, patternProperties = {} } }) =>
    Object.keys(patternProperties).concat(typeof pattern === 'string' ? pattern : []),
  );
  expect(patterns.length).toBeGreaterThan(5);
  const pieces = ['1', 'a', ' ', '1 ', '-1', '1 days + ', 'a_', '0.', '1-'];
  for (const pattern of new Set(patterns)) {
    const start = performance.now();
    for (const piece of pieces) new RegExp(pattern, 'u').test(`${piece.repeat(10_000 / piece.length)}!`);
    expect(performance.now() - start).toBeLessThan(50 * pieces.length);
  }
});

test('the owners of keys are known by their titles', () => {
  expect(keyOwners().get('odds_ratio')).toEqual(['a correlation']);
});
