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
    }
  | { readonly kind: 'misplaced-key'; readonly pointer: Pointer; readonly key: string; readonly within: string }
  | {
      readonly kind: 'missing-keys';
      readonly pointer: Pointer;
      readonly keys: readonly string[];
      readonly within: string;
    };

export function schemaProblems(errors: readonly SchemaError[]): readonly SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const error of errors.toSorted((one, other) => rank(one) - rank(other))) {
    const problem = problemOf(error);
    if (problem === undefined) continue;
    const place = placeOf(problem);
    const before = problems.get(place);
    if (before === undefined) problems.set(place, problem);
    else if (before.kind === 'missing-keys' && problem.kind === 'missing-keys')
      problems.set(place, together(before, problem));
  }
  return withoutMisspelled([...problems.values()], errors);
}

/** Of several errors about one value the first of these is told. */
const RANKS = ['type', 'enum', 'const', 'pattern'];

function rank({ keyword }: SchemaError): number {
  const index = RANKS.indexOf(keyword);
  return index === -1 ? RANKS.length : index;
}

function problemOf(error: SchemaError): SchemaProblem | undefined {
  const pointer = pointerOf(error.instancePath);
  const within = titleOf(error);
  const params = error.params as { additionalProperty?: string; missingProperty?: string };
  if (error.keyword === 'if' || error.keyword === 'propertyNames') return undefined;
  if (error.propertyName !== undefined) return { kind: 'key-value', pointer, key: error.propertyName, error };
  if (params.additionalProperty !== undefined) {
    const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
    return { kind: 'unknown-key', pointer, key: params.additionalProperty, within, known };
  }
  if (params.missingProperty !== undefined)
    return { kind: 'missing-keys', pointer, keys: [params.missingProperty], within };
  if (error.keyword === 'false schema') {
    return {
      kind: 'misplaced-key',
      pointer: pointer.slice(0, -1),
      key: pointer.at(-1) ?? '',
      within: 'this front matter',
    };
  }
  return { kind: 'value', pointer, error };
}

export function titleOf({ parentSchema }: SchemaError): string {
  const title = (parentSchema as { title?: unknown } | undefined)?.title;
  return typeof title === 'string' ? title : 'this map';
}

function placeOf(problem: SchemaProblem): string {
  const key = 'key' in problem ? problem.key : '';
  const kind = problem.kind === 'missing-keys' ? 'missing' : problem.kind === 'value' ? 'value' : 'key';
  return JSON.stringify([kind, key, ...problem.pointer]);
}

function together(
  one: SchemaProblem & { kind: 'missing-keys' },
  other: SchemaProblem & { kind: 'missing-keys' },
): SchemaProblem {
  return { ...one, keys: [...new Set([...one.keys, ...other.keys])] };
}

/** A key that is missing because it is misspelled is told once, where it is misspelled. */
function withoutMisspelled(
  problems: readonly SchemaProblem[],
  errors: readonly SchemaError[],
): readonly SchemaProblem[] {
  if (!problems.some(({ kind }) => kind === 'missing-keys')) return problems;
  const unknown = problems.filter((problem) => problem.kind === 'unknown-key');
  const maps = new Map(errors.map((error) => [error.instancePath, error.data as unknown]));
  return problems.flatMap((problem): readonly SchemaProblem[] => {
    if (problem.kind !== 'missing-keys') return [problem];
    const path = instancePathOf(problem.pointer);
    const told = unknown.filter((one) => instancePathOf(one.pointer) === path).map(({ key }) => key);
    const strange = Object.keys((maps.get(path) as object | null | undefined) ?? {}).filter(
      (key) => !keyOwners().has(key),
    );
    const spelled = problem.keys.map((key) => ({
      key,
      as: [...told, ...strange].find((one) => nearest(one, [key]).length > 0),
    }));
    const keys = spelled.filter(({ as }) => as === undefined).map(({ key }) => key);
    const misspelled = spelled.flatMap(({ key, as }) =>
      as === undefined || told.includes(as)
        ? []
        : [{ kind: 'unknown-key' as const, pointer: problem.pointer, key: as, within: problem.within, known: [key] }],
    );
    return keys.length === 0 ? misspelled : [...misspelled, { ...problem, keys }];
  });
}

function instancePathOf(pointer: Pointer): string {
  return pointer.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
