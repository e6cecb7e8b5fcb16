import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createQuiet } from './quiet.ts';

test('a burst of wake-ups becomes one call', async () => {
  let calls = 0;
  const quiet = createQuiet({ quietMilliseconds: 30, longestMilliseconds: 1000, call: () => (calls += 1) });
  for (let wake = 0; wake < 5; wake += 1) quiet.wake();
  await delay(120);
  expect(calls).toBe(1);
});

test('wake-ups that never stop are answered all the same', async () => {
  let calls = 0;
  const quiet = createQuiet({ quietMilliseconds: 200, longestMilliseconds: 60, call: () => (calls += 1) });
  const ticking = setInterval(quiet.wake, 10);
  await delay(150);
  clearInterval(ticking);
  quiet.cancel();
  expect(calls).toBeGreaterThan(0);
});
