import { expect, test } from 'vitest';
import { didYouMean, escapeControls, excerpt } from './wording.ts';

test('a long value is cut between words, where one ends near enough', () => {
  const words = 'groups that sum to the 4000 people of the county 48201, found 3999';
  expect(excerpt(words)).toBe('groups that sum to the 4000 people of the county 48201…');
  expect(excerpt('x'.repeat(80))).toBe(`${'x'.repeat(60)}…`);
});

test('the nearest of codes are those of the nearest numbers, however many digits differ', () => {
  const counties = ['01073', '04013', '48201', '48215', '48303', '55079'];
  expect(didYouMean('48999', counties)).toBe('Nearest: `48303`, `48215`, `48201`.');
  expect(didYouMean('99999', counties)).toBe('Nearest: `55079`, `48303`, `48215`.');
});

test.each([
  0x0, 0x1b, 0x7f, 0x9b, 0xad, 0x61c, 0x180e, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x2066, 0x206f, 0xfeff, 0xfff9,
  0xe0041,
])('the character %i, which nobody sees or which moves others, is written out', (code) => {
  expect(escapeControls(`a${String.fromCodePoint(code)}b`)).toBe(`a\\u{${code.toString(16)}}b`);
});
