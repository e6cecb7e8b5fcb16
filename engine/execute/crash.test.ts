/** A build that dies anywhere leaves the old or the new file, whole, and nothing that the next one does not clean. */
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { startBuilder } from '../testing/other-process.ts';
import type { OtherProcess } from '../testing/other-process.ts';
import { rounds } from '../testing/soak.ts';
import { planOf } from '../testing/cohort-builds.ts';
import { compileProgram, loadTree, nodeFileSystem } from '../pipeline.ts';
import { loadPools } from '../pools/index.ts';
import { executeProgram } from './index.ts';
import type { Execution, Step } from './index.ts';

const SKILLS = new URL('../../fixtures/mistakes/sound', import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const target = join(folder, 'out', 'cohort.duckdb');
const PREPARED = join(folder, 'builds.json');

/** A prepared build by its place: the second changes some tables of the first, the third all. */
interface Wanted {
  readonly build: 0 | 1 | 2;
  readonly dieAt?: Step;
}

await prepare();

/** Written down, so that a process that builds needs nothing but the database. */
async function prepare(): Promise<void> {
  const loaded = await loadTree(SKILLS, nodeFileSystem);
  const start = { line: 1, column: 1 };
  const builds = [
    { seed: 0, prevalence: 0.2 },
    { seed: 0, prevalence: 0.5 },
    { seed: 1, prevalence: 0.5 },
  ].map(({ seed, prevalence }): Omit<Execution, 'clock' | 'judge' | 'compare'> => {
    const conditions = [
      { code: 'E11.9', prevalence: 1 },
      { code: 'I10', prevalence },
    ];
    const overrides = [{ path: ['conditions'], value: conditions, at: { file: '<edit>', start, end: start } }];
    const plan = planOf(loaded, { what: 'sound-profile', overrides, seed, count: 40 });
    return {
      program: compileProgram(plan),
      pools: loadPools(),
      persons: plan.persons,
      provenance: { cohort: 'sound', seed, asOf: plan.asOf, engineVersion: '1', skills: [], skillsDigest: '' },
      target,
      force: false,
      resources: { memoryMegabytes: 500, temporaryMegabytes: 500 },
    };
  });
  await writeFile(PREPARED, JSON.stringify(builds));
}

let builder: OtherProcess | undefined;
afterAll(async () => builder?.kill('SIGKILL'));

/** A builder that waits for work. */
async function ready(): Promise<OtherProcess> {
  if (builder !== undefined) return builder;
  const started = startBuilder(PREPARED);
  builder = started;
  expect(await started.line()).toBe('ready');
  return started;
}

/** How the build ends; `undefined` where its process does. */
async function build(wanted: Wanted): Promise<string | undefined> {
  const { line, say } = await ready();
  say(wanted);
  for (;;) {
    const said = await line();
    if (said === undefined) builder = undefined;
    if (said?.startsWith('step ') !== true) return said;
  }
}

/** Which build the file is of, having looked whether all its tables are. */
async function content(): Promise<string> {
  const [row] = await readRows(
    target,
    `select (select fingerprint from meta.run) as fingerprint,
      (select count(*)::integer from core.persons) as people,
      (select bool_and(row_count = estimated_size) from meta.statements as made
        join duckdb_tables() as stands on made.table_name = schema_name || '.' || stands.table_name) as whole`,
  );
  expect(row).toMatchObject({ people: 40, whole: true });
  return JSON.stringify(row?.['fingerprint']);
}

const STEPS: readonly Step[] = [
  'locked',
  'copied',
  'opened',
  'filled',
  'checked',
  'recorded',
  'closed',
  'flushed',
  'log removed',
  'renamed',
  'released',
];

const ALL = [0, 1, 2] as const;

/** The file is new from the moment at which it is renamed. */
const isDone = (step: Step): boolean => STEPS.indexOf(step) >= STEPS.indexOf('renamed');

test('a build killed behind any of its steps leaves the old or the new file, whole, and the next one cleans up', async () => {
  for (const [at, dieAt] of STEPS.entries()) {
    expect(await build({ build: 0 }), `after ${STEPS[at - 1]}`).toBe('built');
    expect(await readdir(dirname(target))).toEqual(['cohort.duckdb']);
    const before = await content();
    expect(await build({ build: at % 2 === 0 ? 1 : 2, dieAt })).toBeUndefined();
    const after = await content();
    expect({ dieAt, isNew: after !== before }).toEqual({ dieAt, isNew: isDone(dieAt) });
  }
  await rm(target);
  expect(await build({ build: 2, dieAt: 'filled' })).toBeUndefined();
  expect(await readdir(dirname(target))).toContain('cohort.duckdb.next');
  await rm(`${target}.next`);
  await writeStray(`${target}.next`);
  for (const pid of [999_999_999, process.pid]) await mkdir(`${target}.tmp-${pid}`);
  expect(await build({ build: 0 }), 'where none stood').toBe('built');
  const reading = `cohort.duckdb.tmp-${process.pid}`;
  expect(await readdir(dirname(target))).toEqual(['cohort.duckdb', reading]);
  await rmdir(join(dirname(target), reading));
  expect(await strayTables()).toEqual([]);
});

test('a build whose lock another process has taken leaves the file to that one', async () => {
  const [, changed] = JSON.parse(await readFile(PREPARED, 'utf8'));
  const before = await content();
  const { diagnostics } = await executeProgram({
    ...changed,
    clock: { milliseconds: () => 0 },
    judge: () => [],
    compare: () => [],
    onStep: (step: Step) => step === 'closed' && writeFileSync(`${target}.lock`, '1 1 1\n'),
  });
  await rm(`${target}.lock`);
  expect(diagnostics.map(({ message }) => message).join()).toContain('another process has taken the lock');
  expect(await content()).toBe(before);
});

async function strayTables(): Promise<readonly unknown[]> {
  return readRows(target, "select table_name from duckdb_tables() where table_name = 'stray'");
}

/** A file with a table that no build makes; on request the table stands in its log alone. */
async function writeStray(file: string, ...before: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of [...before, 'create table stray as select 1 as one']) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** A log of somebody else's writes beside the target: a table `stray`. */
async function plantLog(): Promise<void> {
  const other = join(await mkdtemp(join(tmpdir(), 'healthsim-')), 'other.duckdb');
  await writeStray(other, 'pragma disable_checkpoint_on_shutdown');
  await rename(`${other}.wal`, `${target}.wal`);
  await rm(dirname(other), { recursive: true });
}

test(
  'a build killed at any time leaves the old or the new file, whole, and no log is replayed into it',
  async () => {
    const contents: string[] = [];
    const durations: number[] = [];
    for (const which of ALL) {
      const began = performance.now();
      expect(await build({ build: which })).toBe('built');
      durations.push(performance.now() - began);
      contents.push(await content());
    }
    const longest = Math.max(...durations.slice(1)) * 1.2;
    const times = rounds({ ci: 2, soak: 200 });
    for (let round = 0; round < times; round += 1) {
      const killed = await ready();
      const building = build({ build: ALL[round % 3] ?? 0 });
      await delay(((round * 0.618) % 1) * longest);
      await killed.kill('SIGKILL');
      await building;
      builder = undefined;
      expect(contents).toContain(await content());
      if (round % 5 === 0) await plantLog();
    }
    for (const which of ALL) expect(await build({ build: which })).toBe('built');
    expect(await readdir(dirname(target))).toEqual(['cohort.duckdb']);
    expect(await strayTables()).toEqual([]);
  },
  rounds({ ci: 180_000, soak: 3_600_000 }),
);
