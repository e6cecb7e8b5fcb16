/** What makes a table otherwise shows in its fingerprint: whatever is changed in what a plan says of its rows, the digest is another one. */
import { expect, test } from 'vitest';
import type { Plan, ProgramTable, Relation, Term } from '../model/index.ts';
import { loadTree, nodeFileSystem } from '../pipeline.ts';
import { loadPools } from '../pools/index.ts';
import { planOf } from '../testing/cohort-builds.ts';
import { createCompiler } from './index.ts';

const SKILLS = new URL('../../fixtures/mistakes/sound', import.meta.url).pathname;
const loaded = await loadTree(SKILLS, nodeFileSystem);
const plan = planOf(loaded, { what: 'sound-profile', count: 40 });
const compile = createCompiler();
const pools = loadPools();
const before = compile(plan, pools).tables;

/** One of so many values is tried. */
const EACH = 7;
/** Where something stands changes nothing. */
const PLACES: ReadonlySet<string> = new Set(['at', 'origins', 'comment']);

type Path = readonly string[];

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [path];
  // Where there is nothing to choose nobody reads what is drawn.
  if ('distribution' in value && isOnlyOne(value.distribution)) return [];
  const entries = Object.entries(value).filter(([key]) => !PLACES.has(key));
  return entries.flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function isOnlyOne(distribution: unknown): boolean {
  if (typeof distribution !== 'object' || distribution === null || !('options' in distribution)) return false;
  return Array.isArray(distribution.options) && distribution.options.length === 1;
}

function withOther(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) {
    if (typeof value === 'number') return value + 1;
    return typeof value === 'boolean' ? !value : `${String(value)}x`;
  }
  if (typeof value !== 'object' || value === null) return value;
  const changed = { ...value, [key]: withOther((value as Readonly<Record<string, unknown>>)[key], rest) };
  return Array.isArray(value) ? Object.values(changed) : changed;
}

function compiled(tables: Plan['tables'], at: number): ProgramTable | undefined {
  try {
    return compile({ ...plan, tables }, pools).tables[at];
  } catch {
    // What names nothing is no plan.
    return undefined;
  }
}

test('another value anywhere in what makes the rows of a table gives its table another fingerprint', () => {
  const alike: string[] = [];
  let tried = 0;
  for (const [at, { relation, ...table }] of plan.tables.entries()) {
    for (const path of leavesOf(relation).filter((_, index) => index % EACH === 0)) {
      const other = { ...table, relation: withOther(relation, path) as typeof relation };
      const made = compiled(plan.tables.with(at, other), at);
      if (made === undefined || made.fill?.sql === before[at]?.fill?.sql) continue;
      tried += 1;
      if (made.fingerprint === before[at]?.fingerprint) alike.push(`${made.name} ${path.join('.')}`);
    }
  }
  expect(alike).toEqual([]);
  expect(tried).toBeGreaterThan(80);
});

const SHORT: Relation = {
  kind: 'values',
  columns: [
    { name: 'person_id', type: { kind: 'integer' } },
    { name: 'turn', type: { kind: 'integer' } },
  ],
  rows: [
    [0, 1],
    [0, 2],
  ],
};
const PERSONS: Relation = { kind: 'persons' };

const joined = (how: 'inner' | 'left' | 'right'): Relation => ({
  kind: 'join',
  how,
  left: SHORT,
  right: PERSONS,
  prefix: 'other_',
  on: [{ left: 'person_id', right: 'person_id' }],
});
const repeated = (count: Term): Relation => ({ kind: 'repeat', input: PERSONS, count, as: 'turn' });
const number = (value: number): Term => ({ kind: 'literal', value });
const gathered = (how: 'min' | 'max' | 'count' | 'sum'): Relation => ({
  kind: 'aggregate',
  input: SHORT,
  by: ['person_id'],
  columns: [{ name: 'turn', how, of: 'turn' }],
});
const furthest = (how: 'first' | 'last', along: string): Relation => ({
  kind: 'aggregate',
  input: SHORT,
  by: ['person_id'],
  columns: [{ name: 'turn', how, of: 'turn', along: [along] }],
});
const running = (how: 'most' | 'before' | 'behind' | undefined, along: string): Relation => ({
  kind: 'running',
  input: SHORT,
  by: ['person_id'],
  along: [along],
  columns: [{ name: 'sum', of: 'turn', ...(how === undefined ? {} : { how }) }],
});

test.each<[what: string, column: string, ways: readonly Relation[]]>([
  ['the kind of a join', 'turn', [joined('inner'), joined('left'), joined('right')]],
  [
    'the count of a repeat',
    'turn',
    [repeated(number(2)), repeated(number(3)), repeated({ kind: 'column', name: 'person_id' })],
  ],
  ['the function of an aggregate', 'turn', [gathered('min'), gathered('max'), gathered('count'), gathered('sum')]],
  [
    'the order in which an aggregate takes the first',
    'turn',
    [furthest('first', 'turn'), furthest('last', 'turn'), furthest('first', 'person_id')],
  ],
  [
    'what runs along the rows',
    'sum',
    [running(undefined, 'turn'), running('most', 'turn'), running('before', 'turn'), running('behind', 'turn')],
  ],
  [
    'which of the rows that agree are repeated',
    'person_id',
    [
      { kind: 'duplicates', input: SHORT, by: ['person_id'] },
      { kind: 'duplicates', input: SHORT, by: ['person_id', 'turn'] },
    ],
  ],
  [
    'how many of each there are',
    'repeated',
    [2, 3].map((each) => ({ kind: 'repeated', input: SHORT, of: 'turn', each, beside: ['person_id'] })),
  ],
])('%s is a part of what a table is made from', (_, name, ways) => {
  const type = { kind: 'bigint' } as const;
  const columns = [{ name, type, nullable: true, comment: '', references: undefined }];
  const prints = ways.map((relation) => {
    const table = { ...plan.tables[0]!, schema: 'core', name: 'tried', relation, columns, primaryKey: [] };
    return compile({ ...plan, tables: [...plan.tables, table] }, pools).tables.at(-1)?.fingerprint;
  });
  expect(new Set(prints).size).toBe(ways.length);
});
