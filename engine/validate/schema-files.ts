/** The schemas that come with the program, as they stand in `schemas/`. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AnySchemaObject } from 'ajv/dist/2020.js';

const BASE = 'https://healthsim.example/schemas/';

export const SCHEMA_NAMES = [
  'cohort',
  'defaults',
  'distribution',
  'distributions',
  'event',
  'events',
  'front-matter',
  'journey',
  'phrases',
  'profile',
  'shared',
  'study',
  'timing',
  'vocabulary',
] as const;

export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** By what a schema, or one of its `$defs`, is called in the others. */
export function schemaReference(schema: SchemaName, definition?: string): string {
  return `${BASE}${schema}.schema.json${definition === undefined ? '' : `#/$defs/${definition}`}`;
}

export function readSchema(name: SchemaName): AnySchemaObject {
  const schema: AnySchemaObject = JSON.parse(readText(name));
  return schema;
}

/** Of all their texts. */
export function schemasDigest(): string {
  const hash = createHash('sha256');
  for (const name of SCHEMA_NAMES) hash.update(readText(name));
  return hash.digest('hex');
}

function readText(name: SchemaName): string {
  return readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8');
}
