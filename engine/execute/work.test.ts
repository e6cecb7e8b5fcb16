/** What stays of a file is what a build would make the same again: whatever its tables are made from, and whoever wrote it, is asked. */
import { expect, test } from 'vitest';
import type { Enumeration, FidelityLine, Plan, PoolTable, TableVerdict } from '../model/index.ts';
import { compilePlan } from '../compile/index.ts';
import { loadTree, nodeFileSystem } from '../pipeline.ts';
import { loadPools } from '../pools/index.ts';
import { planOf } from '../testing/cohort-builds.ts';
import type { Execution } from './execution.ts';
import { fileFingerprint, fingerprintsOf } from './fingerprints.ts';
import type { Previous } from './previous.ts';
import { planWork } from './work.ts';
import type { Work } from './work.ts';

const SKILLS = new URL('../../fixtures/mistakes/sound', import.meta.url).pathname;
const loaded = await loadTree(SKILLS, nodeFileSystem);
const plan = planOf(loaded, { what: 'sound-profile', count: 40 });
const pools = loadPools();
const VERSION = 'v1';

function executionOf(changed: Partial<Execution> = {}): Execution {
  return {
    program: compilePlan(plan, pools),
    pools,
    persons: { from: 1, to: 40 },
    provenance: { cohort: 'sound', seed: 0, asOf: plan.asOf, engineVersion: '1', skills: [], skillsDigest: '' },
    target: 'cohort.duckdb',
    force: false,
    resources: { memoryMegabytes: 500, temporaryMegabytes: 500 },
    clock: { milliseconds: () => 0 },
    judge: () => [],
    compare: () => [],
    ...changed,
  };
}

/** What the file of such a build says of itself. */
function left(execution: Execution, changed: Partial<Previous> = {}): Previous {
  const { program, provenance, persons } = execution;
  const made = fingerprintsOf(execution, VERSION);
  const sum = (fingerprint: string): Previous['tables'] extends ReadonlyMap<string, infer Table> ? Table : never => ({
    fingerprint,
    statement: fingerprint,
    rows: 0,
    milliseconds: 0,
  });
  const tables = made.tables.map(
    ({ name, fingerprint, statement }) => [name, { fingerprint, statement, rows: 100, milliseconds: 0 }] as const,
  );
  return {
    fingerprint: fileFingerprint(execution, made, []),
    versions: `${provenance.engineVersion} ${VERSION}`,
    asLeft: true,
    persons,
    tables: new Map([
      ...tables,
      ['meta.fidelity', sum(made.tally)],
      ['meta.fidelity of events', sum(made.eventTally)],
      ['meta.fidelity of spending', sum(made.spending)],
      ...made.records.map((record, at) => [`meta.fidelity of records ${at}`, sum(record)] as const),
    ]),
    violations: new Map(program.checks.map(({ sql }) => [sql, 0])),
    sums: [],
    types: new Map(program.types.map(({ name, values }) => [name, values])),
    freeShare: 0,
    ...changed,
  };
}

function workOver(previous: Previous, execution: Execution = executionOf()): Work {
  return planWork(execution, { databaseVersion: VERSION, previous });
}

function filled({ verdicts }: Work): Readonly<Record<string, TableVerdict['why']>> {
  const missed = verdicts.filter(({ outcome }) => outcome === 'miss');
  return Object.fromEntries(missed.map(({ name, why }) => [name, why]));
}

test('a file as it was left, made from the same, is left alone', () => {
  expect(workOver(left(executionOf()))).toMatchObject({ nothing: true, reuses: true });
});

const one = executionOf();
const another = { fingerprint: '', statement: '', rows: 0, milliseconds: 0 };
const more: Previous['tables'] = new Map([...left(one).tables, ['membersim.claims', another]]);
const otherType: Previous['types'] = new Map([...left(one).types, ['membersim.form', ['professional']]]);

test.each<[string, Partial<Previous>, TableVerdict['why']]>([
  ['another version', { versions: `0 ${VERSION}` }, 'made by another version'],
  ['another version of the database', { versions: '1 v0' }, 'made by another version'],
  ['somebody who wrote to it', { asLeft: false }, 'edited by hand'],
  ['other people', { persons: { from: 1, to: 39 } }, 'other people'],
  ['a cohort with a table more', { tables: more }, 'a table is gone'],
  ['a cohort with an enumeration more', { types: otherType }, 'a table is gone'],
  ['builds that left it mostly empty', { freeShare: 0.6 }, 'most of the file changed'],
])('a file of %s is made anew', (_, changed, why) => {
  const work = workOver(left(one, changed));
  expect(work).toMatchObject({ nothing: false, reuses: false });
  expect(new Set(Object.values(filled(work)))).toEqual(new Set([why]));
  expect(work.kept.size).toBe(0);
});

const isOfPeople = new Map(one.program.tables.map(({ name, kind }) => [name, kind === 'person']));
const ofPeople = one.program.tables.filter(({ kind }) => kind === 'person').map(({ name }) => name);

test.each<[string, Execution, readonly string[]]>([
  [
    'of another version',
    executionOf({ provenance: { ...one.provenance, engineVersion: '2' } }),
    [...isOfPeople.keys()],
  ],
  ['in ranges', executionOf({ rangeSize: 10 }), ofPeople],
  ['of other people', executionOf({ persons: { from: 2, to: 41 } }), ofPeople],
])('tables that a build makes otherwise %s have another fingerprint', (_, execution, names) => {
  const before = new Map(fingerprintsOf(one, VERSION).tables.map(({ name, fingerprint }) => [name, fingerprint]));
  const after = fingerprintsOf(execution, VERSION).tables;
  const changed = after.filter(({ name, fingerprint }) => fingerprint !== before.get(name)).map(({ name }) => name);
  expect(changed).toEqual(names.filter((name) => before.has(name)));
});

function otherValue(pool: string, column: string): readonly PoolTable[] {
  return pools.map((given) =>
    given.name === pool
      ? {
          ...given,
          columns: given.columns.map((it) =>
            it.name === column ? { ...it, values: ['Other', ...it.values.slice(1)] } : it,
          ),
        }
      : given,
  );
}

function filledFor(changed: { readonly plan?: Plan; readonly pools?: readonly PoolTable[] }): readonly string[] {
  const program = compilePlan(changed.plan ?? plan, changed.pools ?? pools);
  const work = workOver(left(one), executionOf({ program }));
  return work.verdicts.filter(({ outcome }) => outcome === 'miss').map(({ name }) => name);
}

test('a name that another takes the place of in its pool fills the tables that draw from it, and no other', () => {
  expect(filledFor({ pools: otherValue('family_names', 'name') })).toEqual(['core.persons']);
});

test.each([
  ['condition_code', ['patientsim.conditions']],
  ['identity_type', ['core.identities']],
])('another value of the enumeration %s fills the tables that have it, and no other', (name, tables) => {
  const enumerations: Enumeration[] = plan.enumerations.map((it) =>
    it.name === name ? { ...it, values: ['other', ...it.values.slice(1)] } : it,
  );
  expect(filledFor({ plan: { ...plan, enumerations } })).toEqual(tables);
});

test('what is filled range by range is filled along with what it reads, for its rows stand in that order then', () => {
  const inRanges = executionOf({ rangeSize: 10 });
  const { tables } = left(inRanges);
  const otherwise = { ...another, statement: tables.get('patientsim.patients')?.statement ?? '' };
  const previous = left(inRanges, { tables: new Map([...tables, ['patientsim.patients', otherwise]]) });
  expect(filled(workOver(previous, inRanges))).toEqual({
    'core.persons': 'read by what changed',
    'patientsim.patients': 'reads what changed',
  });
});

test('where most rows are to be filled a new file is made, and each table says why for itself', () => {
  const tables = new Map([...left(one).tables].map(([name, table]) => [name, { ...table, fingerprint: 'another' }]));
  const work = workOver(left(one, { tables }));
  expect(work.reuses).toBe(false);
  expect(new Set(Object.values(filled(work)))).toEqual(new Set(['reads what changed']));
});

const line: FidelityLine = {
  section: 'People',
  quantity: 'age',
  part: '',
  among: '',
  measure: 'mean',
  target: 72,
  targetHigh: null,
  actual: 71,
  people: 40,
  standardError: 1,
  z: 1,
  verdict: 'as declared',
  origin: '',
};
const { checks: rules, tally } = one.program;

test.each<[string, Partial<Execution>]>([
  ['is of another day', { provenance: { ...one.provenance, asOf: '2024-01-01' } }],
  ['is of another cohort', { provenance: { ...one.provenance, cohort: 'other' } }],
  ['is of another seed', { provenance: { ...one.provenance, seed: 1 } }],
  ['is held against another declaration', { compare: () => [line] }],
  [
    'says another rule',
    { program: { ...one.program, checks: rules.map((rule) => ({ ...rule, statement: 'Other.' })) } },
  ],
  ['counts people otherwise', { program: { ...one.program, tally: { ...tally, fingerprint: 'other' } } }],
])('a file that %s and has the same rows is written anew without filling any', (_, changed) => {
  const work = workOver(left(one), executionOf(changed));
  expect(work).toMatchObject({ nothing: false, reuses: true });
  expect(filled(work)).toEqual({});
});

test('a rule is asked again where a table that it reads is filled anew, and only there', () => {
  const { tables } = left(one);
  const previous = left(one, { tables: new Map([...tables, ['core.identities', another]]) });
  const { checks } = workOver(previous);
  const isOfIdentities = ({ reads }: (typeof checks)[number]): boolean => reads.includes('core.identities');
  expect(checks).toEqual(one.program.checks.filter(isOfIdentities));
  expect(checks).not.toEqual([]);
});
