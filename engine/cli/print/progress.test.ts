import { expect, test } from 'vitest';
import { createProgress, formatProgress } from './progress.ts';

test('a build says how far it is and how long it will take', () => {
  const first = { share: 0, at: 0 };
  expect(formatProgress({ name: 'few', share: 0.25, taken: 3000, first })).toBe(
    'few  ██████░░░░░░░░░░░░░░░░░░  25 %, about 9 s left',
  );
  expect(formatProgress({ name: 'few', share: 0.5, taken: 120_000, first })).toMatch(/50 %, about 2 min 0 s left$/);
  expect(formatProgress({ name: 'few', share: 1, taken: 9000, first })).toMatch(/100 %, checking and writing out$/);
});

test('what was made ready before the first share says nothing of what is left', () => {
  const first = { share: 0.02, at: 9000 };
  expect(formatProgress({ name: 'few', share: 0.05, taken: 9200, first })).toBe('few  █░░░░░░░░░░░░░░░░░░░░░░░  5 %');
  expect(formatProgress({ name: 'few', share: 0.52, taken: 12_000, first })).toMatch(/52 %, about 3 s left$/);
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
