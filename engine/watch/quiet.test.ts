import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createQuiet } from './quiet.ts';

const SOON = { quietMilliseconds: 5000, briefMilliseconds: 10, longestMilliseconds: 5000 };

test('a burst of wake-ups becomes one call', async () => {
  let calls = 0;
  const quiet = createQuiet({ ...SOON, quietMilliseconds: 30, call: () => (calls += 1) });
  for (let wake = 0; wake < 5; wake += 1) quiet.wake();
  await delay(120);
  expect(calls).toBe(1);
});

test('wake-ups that never stop are answered all the same', async () => {
  let calls = 0;
  const quiet = createQuiet({ ...SOON, longestMilliseconds: 60, call: () => (calls += 1) });
  const ticking = setInterval(() => quiet.wake(), 10);
  await delay(150);
  clearInterval(ticking);
  quiet.cancel();
  expect(calls).toBeGreaterThan(0);
});

test('one file that is written is not waited for as long as several', async () => {
  const called: string[] = [];
  const [one, several] = ['one', 'several'].map((name) => createQuiet({ ...SOON, call: () => called.push(name) }));
  for (const file of ['a.md', 'a.md']) one?.wake(file);
  for (const file of ['a.md', 'b.md', 'b.md']) several?.wake(file);
  await delay(100);
  several?.cancel();
  expect(called).toEqual(['one']);
});
