import { expect, test } from 'vitest';
import { isName } from './names-fit.ts';
import { strangeCharacters } from './strange-characters.ts';

test.each([
  ['di\u0430betes', 'U+0430'],
  ['diabet\u03bfs', 'U+03BF'],
  ['diabet\u0585s', 'U+0585'],
  ['\u13a0iabetes', 'U+13A0'],
  ['diabet\u2c9fs', 'U+2C9F'],
  ['\ua4d3iabetes', 'U+A4D3'],
  ['di\uff41betes', 'U+FF41'],
  ['\u{1d41d}iabetes', 'U+1D41D'],
  ['a\u200bb', 'U+200B'],
  ['a\u0007b', 'U+0007'],
  ['a\u115fb', 'U+115F'],
  ['a\u1160b', 'U+1160'],
  ['a\u3164b', 'U+3164'],
  ['a\uffa0b', 'U+FFA0'],
])('%s holds %s, which looks like another letter or like nothing', (text, character) => {
  expect(strangeCharacters(text)).toEqual([character]);
});

test.each([
  'diabetes',
  'diab\u00e8te',
  '\u03b2 blockers',
  '\u0434\u0438\u0430\u0431\u0435\u0442',
  '\u7cd6\u5c3f\u75c5',
])('%s looks like what it is', (text) => {
  expect(strangeCharacters(text)).toEqual([]);
});

test.each(['con', 'prn', 'aux', 'nul', 'com1', 'lpt9', 'a'.repeat(64), 'A', '1a', 'a b', 'a.b', '', '-a'])(
  'nothing is called %j, since no file can be everywhere',
  (name) => {
    expect(isName(name)).toBe(false);
  },
);

test.each(['conference', 'com', 'lpt10', 'a'.repeat(63), 'a-1'])('a skill may be called %j', (name) => {
  expect(isName(name)).toBe(true);
});
