import { expect, test } from 'vitest';
import { formatJsonLine } from './json.ts';

test('whole numbers of the database stay exact', () => {
  expect(formatJsonLine({ small: 5n, large: 9_007_199_254_740_993n })).toBe('{"small":5,"large":"9007199254740993"}');
});
