/** Whatever goes wrong with a build, the last good file stays, and what is not ours is not touched. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { DATABASE_VERSION } from './execute/database.ts';
import { inspectTarget } from './execute/target.ts';
import type { Plan } from './model/index.ts';
import { ENGINE_VERSION } from './pipeline.ts';
import type { BuildReport } from './pipeline.ts';
import { readRows } from './testing/built-tables.ts';
import { buildAt, openCohortBuilds, planOf } from './testing/cohort-builds.ts';
import type { BuildOptions } from './testing/cohort-builds.ts';

const START = { line: 1, column: 1 };
/** The chart alone, which is a build as any other. */
const CHART = { path: ['products'], value: ['patientsim'], at: { file: '<test>', start: START, end: START } };
const ASK = { what: 'medicare-diabetic-first-year', count: 40, overrides: [CHART] };
const { build, folder, tree } = await openCohortBuilds();
const loaded = await tree();
const plan = planOf(loaded, ASK);
const sound = await build(loaded, ASK);

async function openRaw(file: string): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  instance.closeSync();
  return connection;
}

async function newFolder(): Promise<string> {
  return mkdtemp(join(folder, 'target-'));
}

/** A folder with the sound file alone in it. */
async function withLastBuild(): Promise<{ readonly place: string; readonly target: string }> {
  const place = await newFolder();
  const target = join(place, 'cohort.duckdb');
  await copyFile(sound, target);
  return { place, target };
}

async function rebuild(target: string, options: BuildOptions = {}, as: Plan = plan): Promise<BuildReport> {
  return buildAt(target, { plan: as, loaded }, options);
}

function codes({ diagnostics }: BuildReport): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** Nothing but the file of the last good build is left. */
async function expectLastBuild(place: string): Promise<void> {
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
  expect(await digest(join(place, 'cohort.duckdb'))).toBe(await digest(sound));
}

test('a file says of what people, of which skills and by which programs it was made', async () => {
  const [run] = await readRows(
    sound,
    `select cohort, seed::integer as seed, as_of::text as as_of, first_person, last_person, skills_digest, engine_version, database_version from meta.run`,
  );
  expect(run).toEqual({
    cohort: plan.cohort,
    seed: plan.seed,
    as_of: plan.asOf,
    first_person: 1,
    last_person: 40,
    skills_digest: loaded.digest,
    engine_version: ENGINE_VERSION,
    database_version: DATABASE_VERSION,
  });
  const skills = await readRows(sound, 'select path, digest from meta.skills');
  expect(skills).toEqual(loaded.skills.map(({ path, digest: made }) => ({ path, digest: made })));
  const lines = await readRows(
    sound,
    "select origin from meta.statements where table_name = 'patientsim.conditions' and regexp_matches(origin, '[.]md:[1-9]')",
  );
  expect(lines).toHaveLength(1);
});

test('a build that breaks a rule says which, and leaves the last good file', async () => {
  const { place, target } = await withLastBuild();
  const [first] = plan.invariants;
  const nobody = { ...first, name: 'nobody', table: 'core.persons', statement: 'There is nobody.' };
  const violated = { kind: 'table', schema: 'core', name: 'persons' } as const;
  const report = await rebuild(
    target,
    {},
    {
      ...plan,
      invariants: [...plan.invariants, { ...nobody, violations: violated }],
    },
  );
  expect(report.file).toBeUndefined();
  expect(report.diagnostics).toMatchObject([
    { code: 'verify-rule-broken', params: { rule: 'nobody', table: 'core.persons', rows: 40 } },
  ]);
  await expectLastBuild(place);
});

test('a statement that fails leaves the last good file', async () => {
  const { place, target } = await withLastBuild();
  const tables = plan.tables.map((table) =>
    table.name === 'patients' ? { ...table, columns: table.columns.map((one) => ({ ...one, name: 'twice' })) } : table,
  );
  expect(codes(await rebuild(target, {}, { ...plan, tables }))).toEqual(['execute-statement-failed']);
  await expectLastBuild(place);
});

test('a build whose file was made by an earlier one replaces it whole', async () => {
  const { place, target } = await withLastBuild();
  const report = await rebuild(target, {}, planOf(loaded, { ...ASK, count: 7 }));
  expect(report).toMatchObject({ file: target, diagnostics: [] });
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
  expect(await readRows(target, 'select count(*)::integer as people from core.persons')).toEqual([{ people: 7 }]);
});

test('a text is refused and not touched, but replaced where that is asked for', async () => {
  const place = await newFolder();
  const target = join(place, 'notes.txt');
  await writeFile(target, 'Notes of somebody.\n');
  expect(codes(await rebuild(target))).toEqual(['execute-target-foreign']);
  expect(await readFile(target, 'utf8')).toBe('Notes of somebody.\n');
  expect(await readdir(place)).toEqual(['notes.txt']);
  expect(codes(await rebuild(target, { force: true }))).toEqual([]);
  expect(await readRows(target, 'select count(*)::integer as people from core.persons')).toEqual([{ people: 40 }]);
});

test.each(['42 as answer', "'1' as engine_version where false", "unnest(['1', '2']) as engine_version"])(
  'a database that somebody else made, which says of its run %s, is refused and not touched',
  async (says) => {
    const place = await newFolder();
    const target = join(place, 'cohort.duckdb');
    const connection = await openRaw(target);
    await connection.run('create schema meta');
    await connection.run(`create table meta.run as select ${says}`);
    connection.closeSync();
    const before = await digest(target);
    expect(codes(await rebuild(target))).toEqual(['execute-target-foreign']);
    expect(await digest(target)).toBe(before);
    expect(await readdir(place)).toEqual(['cohort.duckdb']);
  },
);

test.each([false, true])('a folder is no target, with force %s', async (force) => {
  const place = await newFolder();
  const target = join(place, 'cohort.duckdb');
  await mkdir(target);
  await writeFile(join(target, 'kept.txt'), 'kept');
  expect(codes(await rebuild(target, { force }))).toEqual(['execute-target-folder']);
  expect(await readdir(target)).toEqual(['kept.txt']);
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
});

test.each([false, true])('a link is not followed, with force %s', async (force) => {
  const { place, target } = await withLastBuild();
  const link = join(place, 'link.duckdb');
  await symlink(target, link);
  expect(codes(await rebuild(link, { force }))).toEqual(['execute-target-folder']);
  expect(await readdir(place)).toEqual(['cohort.duckdb', 'link.duckdb']);
  await rm(link);
  await expectLastBuild(place);
});

test('what stands beside the target under a longer name is not touched', async () => {
  const { place, target } = await withLastBuild();
  await writeFile(join(place, 'cohort.duckdb.next-year.txt'), 'plans');
  expect(codes(await rebuild(target))).toEqual([]);
  expect(await readdir(place)).toEqual(['cohort.duckdb', 'cohort.duckdb.next-year.txt']);
});

/** A log of writes that were never written out: a table `stray`. */
async function leaveLog(target: string): Promise<void> {
  const connection = await openRaw(target);
  await connection.run('pragma disable_checkpoint_on_shutdown');
  await connection.run("set checkpoint_threshold = '1GB'");
  await connection.run('create table stray as select 1 as one');
  connection.closeSync();
}

const STRAY = "select count(*)::integer as tables from duckdb_tables() where table_name = 'stray'";

test('the log of somebody who wrote into the last build is not replayed into the next', async () => {
  const { place, target } = await withLastBuild();
  await leaveLog(target);
  expect(await readdir(place)).toEqual(['cohort.duckdb', 'cohort.duckdb.wal']);
  expect(codes(await rebuild(target))).toEqual([]);
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
  expect(await readRows(target, STRAY)).toEqual([{ tables: 0 }]);
});

test('the log of a database that is gone is not replayed', async () => {
  const { place, target } = await withLastBuild();
  await leaveLog(target);
  await rm(target);
  expect(codes(await rebuild(target))).toEqual([]);
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
  expect(await readRows(target, STRAY)).toEqual([{ tables: 0 }]);
});

test('a file that has a log beside it is looked at without writing through a link', async () => {
  const { place, target } = await withLastBuild();
  await writeFile(`${target}.wal`, 'no log');
  await writeFile(join(place, 'notes.txt'), 'my notes');
  await symlink(join(place, 'notes.txt'), `${target}.next.look`);
  expect((await inspectTarget(target, false)).refusal).toBeUndefined();
  expect(await readFile(join(place, 'notes.txt'), 'utf8')).toBe('my notes');
  expect(await readdir(place)).toEqual(['cohort.duckdb', 'cohort.duckdb.wal', 'notes.txt']);
});

test('the log of another database does not stand in the way of a rebuild', async () => {
  const { place, target } = await withLastBuild();
  const other = join(await newFolder(), 'other.duckdb');
  await leaveLog(other);
  await copyFile(`${other}.wal`, `${target}.wal`);
  expect(codes(await rebuild(target))).toEqual([]);
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
  expect(await readRows(target, STRAY)).toEqual([{ tables: 0 }]);
});

test.each([1, 2])('a build of %d workers that is stopped midway leaves the last good file', async (workers) => {
  const { place, target } = await withLastBuild();
  const stop = new AbortController();
  const done: number[] = [];
  const onProgress = (people: number): void => {
    done.push(people);
    if (people >= 10) stop.abort();
  };
  const report = await rebuild(target, { signal: stop.signal, onProgress, workers, rangeSize: 5 });
  expect(codes(report)).toEqual(['execute-interrupted']);
  expect(done.at(-1)).toBeLessThan(40);
  await expectLastBuild(place);
});

test.each([0, 1, 30, 100])('a build that is stopped after %d ms leaves a whole file', async (delay) => {
  const { place, target } = await withLastBuild();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), delay);
  const report = await rebuild(target, { signal: stop.signal, rangeSize: 5 });
  clearTimeout(timer);
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
  if (report.file === undefined) await expectLastBuild(place);
  expect(await readRows(target, 'select count(*)::integer as people from core.persons')).toEqual([{ people: 40 }]);
});

test('a build that is stopped before it begins writes nothing', async () => {
  const place = await newFolder();
  const report = await rebuild(join(place, 'cohort.duckdb'), { signal: AbortSignal.abort() });
  expect(codes(report)).toEqual(['execute-interrupted']);
  expect(await readdir(place)).toEqual([]);
});

test.each([1, 2])('of two builds of one file at once one wins and the other says why not, time %d', async () => {
  const { place, target } = await withLastBuild();
  const reports = await Promise.all([rebuild(target), rebuild(target)]);
  expect(reports.flatMap(codes)).toEqual(['execute-locked']);
  expect(reports.flatMap(({ file }) => file ?? [])).toEqual([target]);
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
  expect(await readRows(target, 'select count(*)::integer as people from core.persons')).toEqual([{ people: 40 }]);
});

test('the lock and the remains of a build that was killed do not stand in the way', async () => {
  const { place, target } = await withLastBuild();
  await writeFile(`${target}.lock`, '999999999\n');
  await writeFile(`${target}.next`, 'half a file');
  await writeFile(`${target}.next.wal`, 'half a log');
  await mkdir(`${target}.next.tmp`);
  expect(codes(await rebuild(target))).toEqual([]);
  expect(await readdir(place)).toEqual(['cohort.duckdb']);
});
