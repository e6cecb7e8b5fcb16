/**
 * The schemas of the authored language, compiled on first use: the only importer of ajv. Schemas are ours and bundled; a skill
 * file can name none. The code is left as ajv first writes it, since optimising costs more than it saves on files of this size.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

const BASE = 'https://healthsim.example/schemas/';

const NAMES = [
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

export type SchemaName = (typeof NAMES)[number];
export type SchemaError = ErrorObject;

/** What is wrong with a plain value, as ajv sees it: unreduced. `definition` names one of the schema's `$defs`. */
export function errorsOf(value: unknown, schema: SchemaName, definition?: string): readonly SchemaError[] {
  const validate = compiled(schema, definition);
  return validate(value) ? [] : (validate.errors ?? []);
}

/** The names of the keys of the language, each with the titles of the maps it is a key of. */
export function keyOwners(): ReadonlyMap<string, readonly string[]> {
  owners ??= ownersIn(NAMES.map(readSchema));
  return owners;
}

let ajv: Ajv2020 | undefined;
let owners: ReadonlyMap<string, readonly string[]> | undefined;

function compiled(schema: SchemaName, definition: string | undefined): ValidateFunction {
  ajv ??= createAjv();
  const reference = `${BASE}${schema}.schema.json${definition === undefined ? '' : `#/$defs/${definition}`}`;
  const validate = ajv.getSchema(reference);
  if (validate === undefined) throw new Error(`This is a bug in healthsim: there is no schema ${reference}.`);
  return validate;
}

function createAjv(): Ajv2020 {
  const created = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: true,
    verbose: true,
    messages: false,
    meta: false,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  for (const name of NAMES) created.addSchema(readSchema(name));
  return created;
}

function readSchema(name: SchemaName): AnySchemaObject {
  const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  const schema: AnySchemaObject = JSON.parse(readFileSync(url, 'utf8'));
  return schema;
}

function ownersIn(schemas: readonly unknown[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { title, properties }: { readonly title?: unknown; readonly properties?: unknown } = schema;
    if (typeof title === 'string' && typeof properties === 'object' && properties !== null) {
      for (const key of Object.keys(properties)) add(found, key, title);
    }
    for (const inner of Object.values(schema)) visit(inner);
  };
  for (const schema of schemas) visit(schema);
  return found;
}

function add(found: Map<string, string[]>, key: string, title: string): void {
  const titles = found.get(key) ?? [];
  if (!titles.includes(title)) titles.push(title);
  found.set(key, titles);
}
