import { expect, test } from 'vitest';
import { formatCanonical } from './canonical.ts';

test('what has a value among other things is shown whole', () => {
  const at = { file: 'people.md', start: { line: 9, column: 1 }, end: { line: 9, column: 2 } };
  const correlation = { between: ['I10', 'N18.3'], measure: 'odds_ratio', value: 2.1, at };
  const shown = formatCanonical({ count: { value: 5, at }, correlations: [correlation] }, ({ file }) => file);
  expect(shown.split('\n').map((line) => line.replace(/ *#.*/, ''))).toEqual([
    'count: 5',
    'correlations:',
    '  - between:',
    '      - I10',
    '      - N18.3',
    '    measure: odds_ratio',
    '    value: 2.1',
  ]);
});
