/** What is made ready before a build is used as long as it is true, and no longer. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
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
  expect([...standby.heldFor(target).keys()]).toContain('scratch.population');

  standby.prepare([target]);
  expect(await build(1)).toMatchObject({ unchanged: true });
  standby.prepare([target]);
  const kept = (await build(2)).verdicts.filter(({ outcome }) => outcome === 'hit');
  expect(kept).not.toEqual([]);

  standby.prepare([target]);
  const look = await standby.takeLook(target);
  expect(look).toBeDefined();
  const instance = await DuckDBInstance.create(target);
  const connection = await instance.connect();
  await connection.run('delete from core.persons');
  connection.closeSync();
  instance.closeSync();
  const { verdicts } = await buildAt(
    target,
    { plan: plan(2), loaded },
    { standby: { ...standby, takeLook: async () => look } },
  );
  expect(new Set(verdicts.map(({ why }) => why))).toEqual(new Set(['edited by hand']));

  standby.prepare([]);
  expect(standby.heldFor(target).size).toBe(0);
  await standby.close();
});

test('what stands in memory is kept for the last targets, of so many people in all', async () => {
  const loaded = await loadTree(SKILLS, nodeFileSystem);
  const standby = await createStandby(6);
  const plan = planOf(loaded, { what: 'sound-profile', count: 3 });
  const targets = ['one', 'two', 'three'].map((name) => join(folder, `${name}.duckdb`));
  for (const target of targets) expect((await buildAt(target, { plan, loaded }, { standby })).diagnostics).toEqual([]);
  expect(targets.map((target) => standby.heldFor(target).size > 0)).toEqual([false, true, true]);
  const more = planOf(loaded, { what: 'sound-profile', count: 7 });
  expect(await buildAt(join(folder, 'four.duckdb'), { plan: more, loaded }, { standby })).toMatchObject({
    diagnostics: [],
  });
  expect(targets.map((target) => standby.heldFor(target).size > 0)).toEqual([false, true, true]);
  await standby.close();
});
