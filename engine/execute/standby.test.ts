/** What is made ready before a build is used as long as it is true, and no longer. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test, vi } from 'vitest';
import { fingerprints, readTables } from '../testing/built-tables.ts';
import { buildAt, planOf } from '../testing/cohort-builds.ts';
import { createStandby, loadTree, nodeFileSystem } from '../pipeline.ts';

const SKILLS = new URL('../../fixtures/mistakes/sound', import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a file that was looked at beforehand is built upon, and one that somebody wrote to since is made anew', async () => {
  const loaded = await loadTree(SKILLS, nodeFileSystem);
  const target = join(folder, 'cohort.duckdb');
  const standby = await createStandby();
  const plan = (seed: number): ReturnType<typeof planOf> => planOf(loaded, { what: 'sound-profile', seed, count: 4 });
  const build = async (seed: number): ReturnType<typeof buildAt> =>
    buildAt(target, { plan: plan(seed), loaded }, { standby });
  standby.prepare([target]);
  expect(await build(1)).toMatchObject({ unchanged: false, diagnostics: [] });

  standby.prepare([target]);
  expect(await build(1)).toMatchObject({ unchanged: true });
  standby.prepare([target]);
  const kept = (await build(2)).verdicts.filter(({ outcome }) => outcome === 'hit');
  expect(kept).not.toEqual([]);

  standby.prepare([target]);
  // While it is looked at, nobody can write to it.
  const instance = await vi.waitUntil(async () => DuckDBInstance.create(target).catch(() => undefined));
  const connection = await instance.connect();
  await connection.run('delete from core.persons');
  connection.closeSync();
  instance.closeSync();
  const { verdicts } = await build(2);
  expect(new Set(verdicts.map(({ why }) => why))).toEqual(new Set(['edited by hand']));
  await standby.close();
});

test('builds that follow each other in a file that stays open give what builds of new files give, and leave nothing', async () => {
  const loaded = await loadTree(SKILLS, nodeFileSystem);
  const own = await mkdtemp(join(folder, 'own-'));
  const [target, anew] = [join(own, 'cohort.duckdb'), join(folder, 'anew.duckdb')];
  const temporary = join(folder, 'temporary');
  await mkdir(join(temporary, `healthsim-rebuilding-${NO_PROCESS}-aB3dE6`), { recursive: true });
  await writeFile(join(temporary, `healthsim-rebuilding-${NO_PROCESS}-aB3dE6`, 'build.duckdb'), 'left behind');
  await mkdir(join(temporary, 'healthsim-rebuilding-notes'));
  vi.stubEnv('TMPDIR', temporary);
  const standby = await createStandby();
  const people = (prevalence: number, seed: number, count: number): ReturnType<typeof planOf> =>
    planOf(loaded, { what: 'sound-profile', overrides: [conditions(prevalence)], seed, count });
  for (const plan of [people(0.2, 1, 6), people(0.5, 1, 6), people(0.3, 1, 6), people(0.3, 2, 6), people(0.5, 2, 9)]) {
    standby.prepare([target]);
    const { diagnostics } = await buildAt(target, { plan, loaded }, { standby });
    expect(diagnostics).toEqual([]);
    await rm(anew, { force: true });
    await buildAt(anew, { plan, loaded });
    expect(fingerprints(await readTables(target))).toEqual(fingerprints(await readTables(anew)));
    expect((await readdir(temporary)).toSorted()).toEqual([
      expect.stringMatching(`^healthsim-rebuilding-${process.pid}-`),
      'healthsim-rebuilding-notes',
    ]);
    expect(await readdir(own)).toEqual(['cohort.duckdb']);
  }
  vi.stubEnv('TMPDIR', join(folder, 'nowhere'));
  const other = await buildAt(join(own, 'other.duckdb'), { plan: people(0.5, 1, 6), loaded }, { standby });
  vi.unstubAllEnvs();
  expect(other).toMatchObject({ diagnostics: [], unchanged: false });
  await standby.close();
  expect(await readdir(temporary)).toEqual(['healthsim-rebuilding-notes']);
});

/** No system has so many. */
const NO_PROCESS = 2 ** 30;

function conditions(prevalence: number): NonNullable<Parameters<typeof planOf>[1]['overrides']>[number] {
  const start = { line: 1, column: 1 };
  const value = [
    { code: 'E11.9', prevalence: 1 },
    { code: 'I10', prevalence },
  ];
  return { path: ['conditions'], value, at: { file: '<edit>', start, end: start } };
}
