/** The loop on real folders, with a build that only notes what it was given. */
import { writeFileSync } from 'node:fs';
import { cp, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { nodeFileSystem, readTree } from '../pipeline.ts';
import { watchTree } from './watch-tree.ts';
import type { TreeWatch, WatchControls } from './watch-tree.ts';

const workshop = await mkdtemp(join(tmpdir(), 'healthsim-watch-'));
afterAll(() => rm(workshop, { recursive: true, force: true }));

interface Watched {
  readonly root: string;
  /** What each build was given: paths with their texts. */
  readonly builds: readonly Readonly<Record<string, string>>[];
  readonly notices: readonly string[];
  readonly again: () => void;
  /** Waits for as many builds, and for no more to follow. */
  readonly settle: (count: number) => Promise<void>;
  readonly end: () => Promise<void>;
}

async function watching(options: Partial<Pick<TreeWatch, 'poll' | 'build'>> = {}): Promise<Watched> {
  const root = await mkdtemp(join(workshop, 'skills-'));
  await writeFile(join(root, 'a.md'), 'first');
  const builds: Readonly<Record<string, string>>[] = [];
  const notices: string[] = [];
  const ending = new AbortController();
  let controls: WatchControls | undefined;
  const done = watchTree({
    root,
    poll: options.poll ?? false,
    signal: ending.signal,
    expect: () => undefined,
    read: () => readTree(root, nodeFileSystem),
    build: async (reading, signal) => {
      builds.push(Object.fromEntries(reading.files.map(({ path, text }) => [path, text])));
      await options.build?.(reading, signal);
    },
    isWanted: async () => false,
    notice: ({ code }) => notices.push(code),
    controls: (given) => (controls = given),
  });
  const settle = async (count: number): Promise<void> => {
    await vi.waitUntil(() => builds.length >= count, { timeout: 10_000, interval: 20 });
    await delay(250);
  };
  await settle(1);
  return {
    root,
    builds,
    notices,
    again: () => controls?.again(),
    settle,
    end: async () => {
      ending.abort();
      await done;
    },
  };
}

test.concurrent('a checkout of thirty files is one batch', async () => {
  const { root, builds, settle, end } = await watching();
  for (let file = 0; file < 30; file += 1) {
    writeFileSync(join(root, `${file}.md`), 'from another branch');
    await nextTurn();
  }
  await settle(2);
  await end();
  expect(builds.map((files) => Object.keys(files).length)).toEqual([1, 31]);
});

test.concurrent('a file that is emptied and then written is never taken for an empty one', async () => {
  const { root, builds, settle, end } = await watching();
  await truncate(join(root, 'a.md'));
  await delay(150);
  await writeFile(join(root, 'a.md'), 'second');
  await settle(2);
  await end();
  expect(builds).toEqual([{ 'a.md': 'first' }, { 'a.md': 'second' }]);
});

test.concurrent('a file that is taken away and put back was never gone; one that stays away is', async () => {
  const { root, builds, settle, end } = await watching();
  await rm(join(root, 'a.md'));
  await delay(220);
  await writeFile(join(root, 'a.md'), 'first');
  await delay(600);
  expect(builds).toHaveLength(1);
  await rm(join(root, 'a.md'));
  await settle(2);
  await end();
  expect(builds.at(-1)).toEqual({});
});

test.concurrent('a renamed file has one name at a time', async () => {
  const { root, builds, settle, end } = await watching();
  await rename(join(root, 'a.md'), join(root, 'b.md'));
  await settle(2);
  await end();
  expect(builds).toEqual([{ 'a.md': 'first' }, { 'b.md': 'first' }]);
});

test.concurrent('writing the same bytes again builds nothing, unless it is asked for', async () => {
  const { root, builds, settle, again, end } = await watching();
  await writeFile(join(root, 'a.md'), 'first');
  await delay(400);
  expect(builds).toHaveLength(1);
  again();
  await settle(2);
  await end();
});

test.concurrent('a root that is replaced is watched in its new place', async () => {
  const { root, builds, notices, settle, end } = await watching();
  await cp(root, `${root}-new`, { recursive: true });
  await rename(root, `${root}-old`);
  await rename(`${root}-new`, root);
  await vi.waitUntil(() => notices.length > 0, { timeout: 10_000 });
  await delay(200);
  await writeFile(join(root, 'a.md'), 'second');
  await settle(2);
  await end();
  expect(builds.at(-1)).toEqual({ 'a.md': 'second' });
  expect(notices).toContain('watch-root-back');
});

test.concurrent('polling sees edits without the notifications of the file system', async () => {
  const { root, builds, settle, end } = await watching({ poll: true });
  await writeFile(join(root, 'a.md'), 'second, longer');
  await settle(2);
  await end();
  expect(builds.at(-1)).toEqual({ 'a.md': 'second, longer' });
});

test.concurrent('a newer edit cancels the running build and waits for its end', async () => {
  const ended: string[] = [];
  const { root, settle, end } = await watching({
    build: (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          ended.push('cancelled');
          resolve();
        });
      }),
  });
  await writeFile(join(root, 'a.md'), 'second');
  await settle(2);
  expect(ended).toEqual(['cancelled']);
  await end();
  expect(ended).toHaveLength(2);
});

test.concurrent('a fault while building is told and ends nothing', async () => {
  const faults = [new TypeError('a bug')];
  const { root, notices, settle, end } = await watching({
    build: async () => {
      const fault = faults.pop();
      if (fault) throw fault;
    },
  });
  expect(notices).toEqual(['watch-fault']);
  await writeFile(join(root, 'a.md'), 'second');
  await settle(2);
  await end();
});
