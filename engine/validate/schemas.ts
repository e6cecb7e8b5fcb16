/**
 * What is wrong with plain values by the schemas of the authored language. A built program has them compiled beside it, which is a
 * fifth of its start; elsewhere they are compiled on first use.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { readSchema, SCHEMA_NAMES, schemaReference, schemasDigest } from './schema-files.ts';
import type { SchemaName } from './schema-files.ts';

export type { SchemaName } from './schema-files.ts';
export type SchemaError = ErrorObject;

/** What is wrong with a plain value, as ajv sees it: unreduced. `definition` names one of the schema's `$defs`. */
export function errorsOf(value: unknown, schema: SchemaName, definition?: string): readonly SchemaError[] {
  const reference = schemaReference(schema, definition);
  const validate = compiled(reference);
  if (validate === undefined) throw new Error(`This is a bug in healthsim: there is no schema ${reference}.`);
  return validate(value) ? [] : (validate.errors ?? []);
}

/** The names of the keys of the language, each with the titles of the maps it is a key of. */
export function keyOwners(): ReadonlyMap<string, readonly string[]> {
  owners ??= ownersIn(SCHEMA_NAMES.map(readSchema));
  return owners;
}

let owners: ReadonlyMap<string, readonly string[]> | undefined;

const compiled = compiledAhead() ?? (await import('./ajv.ts')).createCompiler();

interface CompiledSchemas {
  /** Of the schemas that it was made from. */
  readonly digest: string;
  /** What the function of a schema is called here. */
  readonly references: Readonly<Record<string, string>>;
  readonly [name: string]: unknown;
}

/** Absent where the program was not built, or from other schemas. */
function compiledAhead(): ((reference: string) => ValidateFunction | undefined) | undefined {
  const place = new URL('compiled-schemas.cjs', import.meta.url);
  if (!existsSync(place)) return undefined;
  const module: CompiledSchemas = createRequire(import.meta.url)(place.pathname);
  if (module.digest !== schemasDigest()) return undefined;
  return (reference) => {
    const validate = module[module.references[reference] ?? ''];
    return isValidate(validate) ? validate : undefined;
  };
}

function isValidate(value: unknown): value is ValidateFunction {
  return typeof value === 'function';
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
