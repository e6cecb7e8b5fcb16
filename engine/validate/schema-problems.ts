/**
 * ajv's flood of errors to the few that an author needs: at most one about each value, one about each unknown key, one about
 * what a map lacks. Errors that only say that a branch of a schema failed are dropped.
 */
import { nearest } from '../diagnostics/index.ts';
import { pointerOf } from './locate.ts';
import type { Pointer } from './locate.ts';
import { keyOwners } from './schemas.ts';
import type { SchemaError } from './schemas.ts';

/** Something wrong with a value (`value`), with a key of a map (`key`), or with what a map lacks (`missing`). */
export type SchemaProblem =
  | { readonly kind: 'value'; readonly pointer: Pointer; readonly error: SchemaError }
  | { readonly kind: 'key-value'; readonly pointer: Pointer; readonly key: string; readonly error: SchemaError }
  | {
      readonly kind: 'unknown-key';
      readonly pointer: Pointer;
      readonly key: string;
      readonly within: string;
      readonly known: readonly string[];
      /** What its map needs besides, and does not have. */
      readonly lacking?: readonly string[];
    }
  | { readonly kind: 'misplaced-key'; readonly pointer: Pointer; readonly key: string; readonly within: string }
  | {
      readonly kind: 'missing-keys';
      readonly pointer: Pointer;
      readonly keys: readonly string[];
      readonly within: string;
      /** A key of the map that is meant for it, but says something else here. */
      readonly as?: string;
    }
  /** It stands beside what lacks it. */
  | { readonly kind: 'dedented'; readonly pointer: Pointer; readonly key: string; readonly under: string };

export function schemaProblems(errors: readonly SchemaError[]): readonly SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  const names = namesIn(errors);
  for (const error of errors.toSorted((one, other) => rank(one) - rank(other))) {
    const problem = problemOf(error, names);
    if (problem === undefined) continue;
    const place = placeOf(problem);
    const before = problems.get(place);
    if (before === undefined) problems.set(place, problem);
    else if (before.kind === 'missing-keys' && problem.kind === 'missing-keys')
      problems.set(place, together(before, problem));
  }
  return withoutMisspelled([...problems.values()], errors);
}

/** The keys that cannot be what keys of their map must be, map by map: the schema of a key may stand elsewhere, and knows no map. */
type Names = ReadonlyMap<string, ReadonlySet<unknown>>;

function namesIn(errors: readonly SchemaError[]): Names {
  const names = new Map<string, Set<unknown>>();
  for (const { instancePath, keyword, params } of errors) {
    if (keyword !== 'propertyNames') continue;
    const { propertyName }: Readonly<Record<string, unknown>> = params;
    names.set(instancePath, (names.get(instancePath) ?? new Set()).add(propertyName));
  }
  return names;
}

/** Of several errors about one value the first of these is told. */
const RANKS = ['type', 'enum', 'const', 'pattern'];

function rank({ keyword }: SchemaError): number {
  const index = RANKS.indexOf(keyword);
  return index === -1 ? RANKS.length : index;
}

function problemOf(error: SchemaError, names: Names): SchemaProblem | undefined {
  const pointer = pointerOf(error.instancePath);
  const within = titleOf(error);
  const { additionalProperty, missingProperty }: Readonly<Record<string, unknown>> = error.params;
  if (error.keyword === 'if' || error.keyword === 'propertyNames') return undefined;
  if (error.propertyName !== undefined) return { kind: 'key-value', pointer, key: error.propertyName, error };
  if (typeof error.data === 'string' && names.get(error.instancePath)?.has(error.data) === true)
    return { kind: 'key-value', pointer, key: error.data, error };
  if (typeof additionalProperty === 'string') {
    const known = keysOf(error.parentSchema?.['properties']);
    return { kind: 'unknown-key', pointer, key: additionalProperty, within, known };
  }
  if (typeof missingProperty === 'string') return { kind: 'missing-keys', pointer, keys: [missingProperty], within };
  if (error.keyword === 'false schema') {
    const key = pointer.at(-1) ?? '';
    return { kind: 'misplaced-key', pointer: pointer.slice(0, -1), key, within: 'this front matter' };
  }
  return { kind: 'value', pointer: placeIn(pointer, error), error };
}

/** Of what is the same the second. */
function placeIn(pointer: Pointer, { keyword, params }: SchemaError): Pointer {
  const { i, j }: Readonly<Record<string, unknown>> = params;
  return keyword === 'uniqueItems' && typeof i === 'number' && typeof j === 'number'
    ? [...pointer, String(Math.max(i, j))]
    : pointer;
}

/** What the map of the schema is called; without a title it is just a map. */
export function titleOf({ parentSchema }: SchemaError): string {
  const title: unknown = parentSchema?.['title'];
  return typeof title === 'string' ? title : UNTITLED;
}

export const UNTITLED = 'this map';

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function placeOf(problem: SchemaProblem): string {
  const key = 'key' in problem ? problem.key : '';
  const kind = problem.kind === 'missing-keys' ? 'missing' : problem.kind === 'value' ? 'value' : 'key';
  return JSON.stringify([kind, key, ...problem.pointer]);
}

function together(one: MissingKeys, other: MissingKeys): MissingKeys {
  return { ...one, keys: [...new Set([...one.keys, ...other.keys])] };
}

/** Other words for a key, told where it is known. */
const MEANT: ReadonlyMap<string, readonly string[]> = new Map([
  ['conditions', ['diagnosis', 'diagnoses', 'dx', 'code', 'codes', 'icd10', 'reason']],
  ['condition', ['when']],
  ['recurrence', ['every', 'repeat', 'repeats', 'frequency', 'interval']],
  ['timing', ['at', 'on', 'schedule', 'delay', 'offset', 'after']],
  ['days', ['delay', 'offset', 'wait']],
  ['probability', ['chance', 'likelihood']],
  ['allocation', ['weight', 'ratio']],
  ['prevalence', ['rate', 'share', 'percent', 'percentage', 'probability']],
  ['count', ['size', 'people', 'patients', 'members', 'n']],
  ['std_dev', ['stdev', 'standard_deviation', 'sigma', 'stddev']],
]);

/** Whether `word` is another word for that key. */
export function isMeantBy(word: string, key: string): boolean {
  return MEANT.get(key)?.includes(word) === true;
}

type MissingKeys = SchemaProblem & { readonly kind: 'missing-keys' };

/** A key that is missing because it is misspelled is told once, where it is misspelled. */
function withoutMisspelled(
  problems: readonly SchemaProblem[],
  errors: readonly SchemaError[],
): readonly SchemaProblem[] {
  if (!problems.some(({ kind }) => kind === 'missing-keys')) return problems;
  const told = new Map<string, string[]>();
  for (const problem of problems) {
    if (problem.kind !== 'unknown-key') continue;
    const path = problem.pointer.join('/');
    const keys = told.get(path);
    if (keys === undefined) told.set(path, [problem.key]);
    else keys.push(problem.key);
  }
  const maps = new Map(errors.map((error): [string, unknown] => [pointerOf(error.instancePath).join('/'), error.data]));
  const faulty = new Set(problems.flatMap(({ kind, pointer }) => (kind === 'value' ? [pointer.join('/')] : [])));
  const left = problems.flatMap((problem) => {
    if (problem.kind !== 'missing-keys') return [problem];
    const path = problem.pointer.join('/');
    const keys = keysOf(maps.get(path));
    const strange = keys.filter((key) => !keyOwners().has(key));
    const wrong = keys.filter((key) => faulty.has([...problem.pointer, key].join('/')));
    return respelled(problem, { told: told.get(path) ?? [], strange, wrong });
  });
  const meant = new Set(
    left.flatMap((one) =>
      one.kind === 'missing-keys' && one.as !== undefined ? [[...one.pointer, one.as].join('/')] : [],
    ),
  );
  return besideUnknown(
    left.filter(({ kind, pointer }) => kind !== 'value' || !meant.has(pointer.join('/'))),
    told,
  );
}

/** What a map lacks is said of the first key in it that is none, which may stand for it. */
function besideUnknown(
  problems: readonly SchemaProblem[],
  told: ReadonlyMap<string, readonly string[]>,
): readonly SchemaProblem[] {
  const lacking = new Map<string, readonly string[]>();
  for (const problem of problems) {
    const [first] = told.get(problem.pointer.join('/')) ?? [];
    if (problem.kind === 'missing-keys' && first !== undefined) lacking.set(placeWith(problem, first), problem.keys);
  }
  return problems.flatMap((problem): readonly SchemaProblem[] => {
    if (problem.kind === 'missing-keys') return told.has(problem.pointer.join('/')) ? [] : [problem];
    if (problem.kind !== 'unknown-key') return [problem];
    const keys = lacking.get(placeWith(problem, problem.key));
    return keys === undefined ? [problem] : [{ ...problem, lacking: keys }];
  });
}

function placeWith({ pointer }: SchemaProblem, key: string): string {
  return JSON.stringify([key, ...pointer]);
}

interface KeysOfMap {
  /** About these something is said already. */
  readonly told: readonly string[];
  /** These are no key anywhere. */
  readonly strange: readonly string[];
  /** The values of these do not fit. */
  readonly wrong: readonly string[];
}

function respelled(problem: MissingKeys, { told, strange, wrong }: KeysOfMap): readonly SchemaProblem[] {
  const { pointer, within } = problem;
  const spellings = problem.keys.map((key) => ({
    key,
    as: [...told, ...strange].find((one) => isSpelling(one, key) || isMeantBy(one, key)),
  }));
  const keys = spellings.filter(({ as }) => as === undefined).map(({ key }) => key);
  const misspelled = spellings.flatMap(({ key, as }): readonly SchemaProblem[] =>
    as === undefined || told.includes(as) ? [] : [{ kind: 'unknown-key', pointer, key: as, within, known: [key] }],
  );
  if (keys.length === 0) return misspelled;
  const as = wrong.find((one) => keys.some((key) => isSpelling(one, key)));
  return [...misspelled, { ...problem, keys, ...(as === undefined ? {} : { as }) }];
}

/** `prevelance`, and what a key becomes without a space behind its colon or without the colon: `code:E11.9`, `else 0`. */
function isSpelling(word: string, key: string): boolean {
  const [first = ''] = word.split(/[\s:]/);
  return [word, first].some((one) => nearest(one, [key]).length > 0) || word.replaceAll(/\W/g, '').startsWith(key);
}
