import { expect, test } from 'vitest';
import { didYouMean, excerpt } from './wording.ts';

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
