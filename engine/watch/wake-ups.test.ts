import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { adviceFor, watchFolder } from './wake-ups.ts';

test.each([
  ['ENOSPC', 'raise fs.inotify.max_user_watches, or use --poll'],
  ['EMFILE', 'raise the limit (ulimit -n), or use --poll'],
])('the watcher failing with %s is answered with advice', (code, advice) => {
  expect(adviceFor(Object.assign(new Error('out of something'), { code })).message).toContain(advice);
});

test('another failure of the watcher is told as it is', () => {
  expect(adviceFor(new Error('no such device')).message).toBe('The file watcher says: no such device');
});

test('a save that follows another at once is told as well', async () => {
  const root = await mkdtemp(join(tmpdir(), 'healthsim-wake-'));
  onTestFinished(async () => rm(root, { recursive: true, force: true }));
  const file = join(root, 'a.md');
  await writeFile(file, 'once');
  const woken: (string | undefined)[] = [];
  const watcher = watchFolder({
    root,
    poll: false,
    wake: (one) => woken.push(one),
    notice: ({ message }) => expect.unreachable(message),
  });
  onTestFinished(watcher.close);
  await vi.waitUntil(
    async () => {
      await writeFile(file, 'is it there yet?');
      return woken.length > 0;
    },
    { timeout: 20_000, interval: 200 },
  );
  await settled(woken);

  await writeFile(file, 'twice');
  await vi.waitUntil(() => woken.length > 0, { timeout: 20_000, interval: 1 });
  await pause(15);
  woken.length = 0;
  await writeFile(file, 'three times');
  await vi.waitUntil(() => woken.length > 0, { timeout: 2000, interval: 1 });
  expect(new Set(woken)).toEqual(new Set([file]));
});

/** Nothing has woken anybody for a while. */
async function settled(woken: unknown[]): Promise<void> {
  do {
    woken.length = 0;
    await pause(200);
  } while (woken.length > 0);
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
