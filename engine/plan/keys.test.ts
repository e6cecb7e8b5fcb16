import { expect, test } from 'vitest';
import { nameKeys } from './keys.ts';

const names = Array.from({ length: 5000 }, (_, index) => `journey/event-${index}`);

test('every name has a key of its own from 0 to below ten million', () => {
  const keys = [...nameKeys(names).values()];
  expect(new Set(keys).size).toBe(names.length);
  expect(Math.min(...keys)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...keys)).toBeLessThan(10_000_000);
});

test('a key does not depend on the order of the names', () => {
  expect(nameKeys(names.toReversed())).toEqual(new Map([...nameKeys(names)].toReversed()));
});

test('removing names leaves the keys of the others', () => {
  const all = nameKeys(names);
  const some = nameKeys(names.filter((_, index) => index % 7 === 0));
  const moved = [...some].filter(([name, key]) => all.get(name) !== key);
  expect(moved.length).toBeLessThanOrEqual(2);
});
