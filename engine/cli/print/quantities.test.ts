import { expect, test } from 'vitest';
import { formatCount, formatDuration, formatQuantity } from './quantities.ts';

test.each([
  [0.4, '0 ms'],
  [12.6, '13 ms'],
  [999.9, '1.00 s'],
  [1234, '1.23 s'],
  [59_999, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d milliseconds read as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('thousands are set apart', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
});

test('one thing is singular, none and many are plural', () => {
  expect([0, 1, 2].map((count) => formatQuantity(count, 'person', 'people'))).toEqual([
    '0 people',
    '1 person',
    '2 people',
  ]);
});
