/** What a watch does when nobody edits anything. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem, readTree } from '../pipeline.ts';
import { cohortSkill, createWorkspace } from '../testing/workspace.ts';
import { createRebuild } from './rebuild.ts';
import type { WatchEvent } from './watch-event.ts';

test('a file that cannot be written is tried again in silence until it can be', async () => {
  const space = await createWorkspace();
  await space.write('skills/cohorts/few.md', cohortSkill('few', 3));
  const file = join(space.folder, 'few.duckdb');
  await writeFile(file, 'notes');
  let now = 0;
  let told: WatchEvent[] = [];
  const rebuild = createRebuild({
    cohorts: [],
    fileOf: () => file,
    clock: { milliseconds: () => now },
    tell: (event) => told.push(event),
  });
  const tryNow = async (): Promise<readonly string[]> => {
    told = [];
    const skills = join(space.folder, 'skills');
    await rebuild.run(await readTree(skills, nodeFileSystem), new AbortController().signal);
    return told.map((one) => ('code' in one ? one.code : one.event));
  };
  expect(await tryNow()).toEqual(['diagnostic', 'watch-trying', 'watching']);
  expect(await rebuild.isWanted()).toBe(false);
  now += 5000;
  expect(await rebuild.isWanted()).toBe(true);
  expect(await rebuild.isWanted()).toBe(false);
  expect(await tryNow()).toEqual([]);
  expect(await rebuild.isWanted()).toBe(false);

  await rm(file);
  now += 5000;
  expect(await rebuild.isWanted()).toBe(true);
  expect(await tryNow()).toEqual(['built', 'watching']);
  now += 5000;
  expect(await rebuild.isWanted()).toBe(false);

  await space.write('skills/cohorts/few.md', cohortSkill('few', 4));
  await rm(file);
  await writeFile(file, 'other notes');
  expect(await tryNow()).toEqual(['change', 'diagnostic', 'watch-trying', 'watching']);
  now += 5000;
  expect(await rebuild.isWanted()).toBe(true);
  await space.write('skills/cohorts/few.md', cohortSkill('few', 3));
  expect(await tryNow()).toEqual(['change', 'diagnostic', 'watching']);
  await rebuild.close();
});

test('a cohort that never had a plan is not built, and one whose plan is lost keeps its file', async () => {
  const space = await createWorkspace();
  const told: string[] = [];
  const rebuild = createRebuild({
    cohorts: [],
    fileOf: () => join(space.folder, 'few.duckdb'),
    clock: { milliseconds: () => 0 },
    tell: (event) => {
      if (event.event === 'watching')
        told.push(JSON.stringify([event.built, event.kept, event.missing, event.unchanged]));
    },
  });
  const write = async (count: number): Promise<void> => {
    await space.write('skills/cohorts/few.md', cohortSkill('few', count));
    const reading = await readTree(join(space.folder, 'skills'), nodeFileSystem);
    await rebuild.run(reading, new AbortController().signal);
  };
  const tooMany = 900_000_000;
  await write(tooMany);
  await write(3);
  await write(tooMany);
  expect(told).toEqual(['[0,0,1,0]', '[1,0,0,0]', '[0,1,0,0]']);
  await rebuild.close();
});
