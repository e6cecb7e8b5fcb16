import { expect, test } from 'vitest';
import { codes, describeCode, isCode } from './code.ts';

test.each(codes)('%s can be explained without its facts', (code) => {
  const description = isCode(code) ? describeCode(code) : undefined;
  expect(description?.message).toMatch(/\w/);
  expect(JSON.stringify(description)).not.toMatch(/undefined|\[object/);
  expect(description?.hint ?? '').not.toMatch(/^<\w+>$/);
});
