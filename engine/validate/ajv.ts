/**
 * The schemas of the authored language, compiled: the only importer of ajv. Schemas are ours and bundled; a skill file can name
 * none. The code is left as ajv first writes it, since optimising costs more than it saves on files of this size.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { readSchema, SCHEMA_NAMES, schemaReference, schemasDigest } from './schema-files.ts';

/** On first use, each by itself. */
export function createCompiler(): (reference: string) => ValidateFunction | undefined {
  const ajv = createAjv(false);
  return (reference) => ajv.getSchema(reference);
}

/** All of them as a CommonJS module, so that a start of the program need not compile them. */
export function compiledModule(): string {
  const ajv = createAjv(true);
  const references = SCHEMA_NAMES.flatMap((name) => {
    const { $defs = {} }: { readonly [key: string]: unknown; readonly $defs?: object } = readSchema(name);
    return [schemaReference(name), ...Object.keys($defs).map((definition) => schemaReference(name, definition))];
  });
  const names = references.map((reference, at) => [`validate_${at}`, reference] as const);
  return [
    standaloneCode.default(ajv, Object.fromEntries(names)),
    `exports.references = ${JSON.stringify(Object.fromEntries(names.map(([name, reference]) => [reference, name])))};`,
    `exports.digest = ${JSON.stringify(schemasDigest())};`,
    '',
  ].join('\n');
}

function createAjv(source: boolean): Ajv2020 {
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
    code: { optimize: false, source },
  });
  for (const name of SCHEMA_NAMES) created.addSchema(readSchema(name));
  return created;
}
