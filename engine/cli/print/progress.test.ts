import { expect, test } from 'vitest';
import { createProgress, formatProgress } from './progress.ts';

test('a build says how far it is and how long it will take', () => {
  expect(formatProgress({ name: 'few', share: 0.25, taken: 3000 })).toBe(
    'few  ██████░░░░░░░░░░░░░░░░░░  25 %, about 9 s left',
  );
  expect(formatProgress({ name: 'few', share: 0.5, taken: 120_000 })).toMatch(/50 %, about 2 min 0 s left$/);
  expect(formatProgress({ name: 'few', share: 1, taken: 9000 })).toMatch(/100 %, checking and writing out$/);
});

test('nothing is said in the first two seconds', () => {
  const shown: string[] = [];
  let now = 500;
  const tell = createProgress({
    name: 'few',
    clock: { milliseconds: () => now },
    show: (text) => shown.push(text),
  });
  now = 2400;
  tell(1, 10);
  expect(shown).toEqual([]);
  now = 2600;
  tell(2, 10);
  expect(shown).toHaveLength(1);
});
