/** Problems of a data tree against a schema, as diagnostics at the key or value that they are about. */
import { diagnostic, digits, excerpt } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { DataNode, SourceRange } from '../model/index.ts';
import { withDedented } from './dedented.ts';
import { comparePlaces, keyAt, nodeAt } from './locate.ts';
import type { Pointer } from './locate.ts';
import { meantBy } from './meant-value.ts';
import { plainValue } from './plain-value.ts';
import { UNTITLED, isMeantBy, schemaProblems, titleOf } from './schema-problems.ts';
import type { SchemaProblem } from './schema-problems.ts';
import { errorsOf, keyOwners } from './schemas.ts';
import type { SchemaError, SchemaName } from './schemas.ts';

export interface Against {
  readonly schema: SchemaName;
  readonly definition?: string;
  /** What the whole tree is, in messages: `The profile`. */
  readonly subject: string;
}

/** What is wrong, in the order of the text, as far as anybody reads; what lies beyond is only counted, for words cost memory. */
export interface SchemaFindings {
  readonly told: readonly Diagnostic[];
  readonly more: number;
}

export function schemaDiagnostics(root: DataNode, against: Against, most: number = Infinity): SchemaFindings {
  const errors = errorsOf(plainValue(root), against.schema, against.definition);
  const problems = withDedented(schemaProblems(errors), root);
  const maps = problems.filter(isKeyOfItem).map(({ pointer }) => pointer);
  const first = new Set(maps.map((map) => problems.find((one) => isKeyOfItem(one) && isWithin(one.pointer, map))));
  const placed = problems
    .filter((problem) => first.has(problem) || !maps.some((map) => isWithin(problem.pointer, map)))
    .map((problem) => ({ problem, at: placeOf(problem, root) }))
    .toSorted((one, other) => comparePlaces(one.at, other.at));
  return {
    told: placed.slice(0, most).map(({ problem, at }) => diagnosticOf(problem, at, against.subject)),
    more: Math.max(0, placed.length - most),
  };
}

function placeOf(problem: SchemaProblem, root: DataNode): SourceRange {
  if (problem.kind === 'missing-keys' && problem.as !== undefined) return keyAt(root, problem.pointer, problem.as);
  return 'key' in problem ? keyAt(root, problem.pointer, problem.key) : nodeAt(root, problem.pointer).at;
}

/** A key that stands in a map of items by name, and is one of the item's own: `conditions: { code: … }`. */
function isKeyOfItem(problem: SchemaProblem): boolean {
  return problem.kind === 'key-value' && ownersOf(problem.key).length > 0;
}

function ownersOf(key: string): readonly string[] {
  return keyOwners().get(key) ?? [];
}

function isWithin(pointer: Pointer, map: Pointer): boolean {
  return map.every((step, index) => pointer[index] === step);
}

function diagnosticOf(problem: SchemaProblem, at: SourceRange, whole: string): Diagnostic {
  if (problem.kind === 'value') {
    const subject = subjectOf(problem.pointer) ?? whole;
    return valueDiagnostic(problem.error, { subject, value: problem.error.data, at });
  }
  if (problem.kind === 'missing-keys') {
    const { keys, within, as } = problem;
    return diagnostic('validate-key-missing', { keys, within, as }, at);
  }
  return keyDiagnostic(problem, at, whole);
}

function keyDiagnostic(problem: Extract<SchemaProblem, { key: string }>, at: SourceRange, whole: string): Diagnostic {
  const { key } = problem;
  if (problem.kind === 'key-value') {
    const [owner] = ownersOf(key);
    if (owner === undefined) return valueDiagnostic(problem.error, { subject: 'The key', value: key, at });
    return diagnostic('validate-key-of-item', { key, owner, expected: titleOf(problem.error) }, at);
  }
  if (problem.kind === 'dedented') return diagnostic('validate-key-beside', { key, under: problem.under }, at);
  const { within } = problem;
  if (problem.kind === 'misplaced-key') return diagnostic('validate-key-misplaced', { key, within }, at);
  const elsewhere = ownersOf(key).toSorted((one, other) => Number(isOf(other, whole)) - Number(isOf(one, whole)));
  const { known, lacking = [] } = problem;
  const meant = known.find((one) => isMeantBy(key, one));
  return diagnostic('validate-key-unknown', { key, within, known, elsewhere, meant, lacking }, at);
}

/** `a profile` is where a key of `The profile` most likely belongs. */
function isOf(title: string, whole: string): boolean {
  return title.replace(/^an? /, '') === whole.replace(/^The /, '');
}

/** The value in words: its key, or its number in the list that has a key. */
function subjectOf(pointer: Pointer): string | undefined {
  const last = pointer.at(-1);
  if (last === undefined) return undefined;
  const list = pointer.at(-2);
  if (!/^\d+$/.test(last) || list === undefined) return `\`${excerpt(last)}\``;
  return `Item ${Number(last) + 1} of \`${excerpt(list)}\``;
}

interface Value {
  readonly subject: string;
  readonly value: unknown;
  readonly at: SourceRange;
}

function valueDiagnostic(error: SchemaError, { subject, value, at }: Value): Diagnostic {
  const params = error.params as {
    type?: string | string[];
    allowedValues?: unknown[];
    allowedValue?: unknown;
    limit?: number;
    i?: number;
    j?: number;
  };
  const title = titleOf(error);
  switch (error.keyword) {
    case 'type': {
      const types = [params.type ?? []].flat();
      const expected = isByType({ title, subject, types, value }) ? types.map(wordsForType).join(' or ') : title;
      return diagnostic(
        'validate-value-kind',
        { subject, expected, found: wordsFor(value), meant: meantBy(types, { subject, value }) },
        at,
      );
    }
    case 'enum':
    case 'const': {
      const known = (params.allowedValues ?? [params.allowedValue]).map(String);
      return diagnostic('validate-value-unknown', { subject, value, known }, at);
    }
    case 'pattern':
      return diagnostic('validate-value-form', { subject, value: String(value), expected: title }, at);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum': {
      const limit = `${BOUND_WORDS[error.keyword]} ${digits(params.limit ?? 0)}`;
      return diagnostic('validate-value-range', { subject, value: Number(value), limit }, at);
    }
    case 'uniqueItems': {
      const repeated: unknown = Array.isArray(value) ? value[Math.max(params.i ?? 0, params.j ?? 0)] : value;
      return diagnostic('validate-repeated', { subject, value: repeated }, at);
    }
    default: {
      const limit = `${error.keyword.startsWith('min') ? 'at least' : 'at most'} ${digits(params.limit ?? 0)}`;
      return diagnostic('validate-size', { subject, ...sizeOf(value), limit }, at);
    }
  }
}

const BOUND_WORDS = {
  minimum: 'at least',
  maximum: 'at most',
  exclusiveMinimum: 'above',
  exclusiveMaximum: 'below',
} as const;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a map',
};

function wordsForType(type: string): string {
  return TYPE_WORDS[type] ?? type;
}

function wordsFor(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `the text \`${excerpt(value)}\`` : `\`${excerpt(value)}\``;
}

/** Where the name of what is expected says no more than the key does, or the value is a number that is not whole. */
function isByType(asked: {
  readonly title: string;
  readonly subject: string;
  readonly types: readonly string[];
  readonly value: unknown;
}): boolean {
  const { title, subject, types, value } = asked;
  if (title === UNTITLED || (types.includes('integer') && typeof value === 'number')) return true;
  return title.replace(/^an? /, '') === subject.replaceAll('`', '');
}

function sizeOf(value: unknown): { readonly found: number; readonly of: string } {
  if (typeof value === 'string') return { found: value.length, of: 'characters' };
  if (Array.isArray(value)) return { found: value.length, of: 'items' };
  return { found: typeof value === 'object' && value !== null ? Object.keys(value).length : 0, of: 'keys' };
}
