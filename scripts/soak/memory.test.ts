import { expect, test } from 'vitest';
import { judgeMemory } from './memory.ts';

/** Megabytes after each of 200 edits: garbage comes and goes, and the first tenth is still warming up. */
function session(growthAnEdit: number): readonly number[] {
  return Array.from(
    { length: 200 },
    (_, edit) => Math.min(250, 200 + 3 * edit) + 4 * (edit % 10) + growthAnEdit * edit,
  );
}

test('garbage that comes and goes is no growth, and neither is warming up', () => {
  const { isFlat, megabytes } = judgeMemory(session(0));
  expect(megabytes).toEqual([249, 270, 270, 270, 270, 270, 270, 270, 270, 270]);
  expect(isFlat).toBe(true);
});

test('a little more at each edit is growth', () => {
  expect(judgeMemory(session(0.2)).isFlat).toBe(false);
});

test('a session of which nothing is known is not flat', () => {
  expect(judgeMemory([]).isFlat).toBe(false);
});
