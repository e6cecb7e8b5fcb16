import { expect, test } from 'vitest';
import { formatJson, formatJsonLine } from './json.ts';

test('whole numbers of the database stay exact', () => {
  expect(formatJsonLine({ small: 5n, large: 9_007_199_254_740_993n })).toBe('{"small":5,"large":"9007199254740993"}');
});

test('characters that a terminal would act on are escaped, and mean the same', () => {
  const hostile = { '\u001b[2J': '\u009b1m\u202e\u2028' };
  expect(formatJson(hostile)).toMatch(/^[\n\x20-\x7e]*$/);
  expect(JSON.parse(formatJson(hostile))).toEqual(hostile);
});
