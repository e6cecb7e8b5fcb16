/** Every key of the schemas by its place in them, and the keys that a value uses: ajv tells them as it meets them. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readSchema, SCHEMA_NAMES, schemaReference } from '../../validate/schema-files.ts';

export interface UsedKey {
  /** As `profile#Condition.prevalence`. */
  readonly key: string;
  /** Where it stands in the value. */
  readonly path: readonly string[];
}

export interface SchemaKeys {
  /** Whether the schema says that it changes nothing, by key. */
  readonly all: ReadonlyMap<string, boolean>;
  /** By what the value's schema is called in the others, without the address. */
  readonly usedBy: (value: unknown, ...schema: Parameters<typeof schemaReference>) => readonly UsedKey[];
}

const SAYS_SO = /chang(e|es) nothing/;
const MET = 'met';

interface Schema {
  readonly [keyword: string]: unknown;
}

export function createSchemaKeys(): SchemaKeys {
  const all = new Map<string, boolean>();
  const met: UsedKey[] = [];
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, inlineRefs: false });
  ajv.addKeyword({
    keyword: MET,
    errors: false,
    validate: (key: string, _value: unknown, _schema: unknown, context?: { readonly instancePath: string }) => {
      met.push({ key, path: pathOf(context?.instancePath ?? '') });
      return true;
    },
  });
  for (const name of SCHEMA_NAMES) ajv.addSchema(marked(readSchema(name), name, all));
  return {
    all,
    usedBy: (value, ...schema) => {
      met.length = 0;
      const validate = ajv.getSchema(schemaReference(...schema));
      if (validate === undefined) throw new Error(`no schema ${schema.join()}`);
      void validate(value);
      return [...new Map(met.map((one) => [`${one.key} ${one.path.join('/')}`, one])).values()];
    },
  };
}

/** The schema in which every property says its key. What only decides between schemas says nothing. */
function marked(schema: Schema, place: string, all: Map<string, boolean>): Schema {
  const entries = Object.entries(schema).map(([keyword, inner]): readonly [string, unknown] => {
    if (keyword === 'properties' || keyword === 'patternProperties') return [keyword, keysOf(inner, place, all)];
    if (keyword === '$defs') return [keyword, mapped(inner, (one, name) => marked(one, `${place}#${name}`, all))];
    if (keyword === 'if' || keyword === 'not') return [keyword, inner];
    if (Array.isArray(inner)) return [keyword, inner.map((one) => (isSchema(one) ? marked(one, place, all) : one))];
    return [keyword, isSchema(inner) ? marked(inner, place, all) : inner];
  });
  return Object.fromEntries(entries);
}

function keysOf(properties: unknown, place: string, all: Map<string, boolean>): Schema {
  return mapped(properties, (one, name) => {
    const key = `${place}.${name}`;
    if (isNewKey(one)) all.set(key, SAYS_SO.test(String(one['description'] ?? describedBy(one))));
    return { ...marked(one, key, all), [MET]: key };
  });
}

/** A branch that only narrows the words of a key that stands elsewhere is none. */
function isNewKey(schema: Schema): boolean {
  return '$ref' in schema || 'description' in schema;
}

function describedBy({ $ref: reference }: Schema): unknown {
  const [file = '', definition = ''] = String(reference).split('#/$defs/');
  const name = SCHEMA_NAMES.find((one) => file === `${one}.schema.json`);
  const definitions: unknown = name && readSchema(name)['$defs'];
  return isSchema(definitions) && isSchema(definitions[definition])
    ? definitions[definition]['description']
    : undefined;
}

function mapped(map: unknown, change: (schema: Schema, name: string) => unknown): Schema {
  const entries = isSchema(map) ? Object.entries(map) : [];
  return Object.fromEntries(entries.map(([name, one]) => [name, isSchema(one) ? change(one, name) : one]));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
