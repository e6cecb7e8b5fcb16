import { expect, test } from 'vitest';
import { formatOrigin } from './origin.ts';

test('of a file with many lines behind a column the first are shown and the others counted', () => {
  expect(linesShown(283)).toEqual([
    'people.md:9   geography: national',
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((at) => `places.md:${26 + at}  | Town ${at} |`),
    'places.md     and 275 more lines',
  ]);
});

test('one line more is shown, and not counted', () => {
  expect(linesShown(9).at(-1)).toBe('places.md:34  | Town 8 |');
});

/** Of a column behind which a table of so many rows stands. */
function linesShown(count: number): readonly string[] {
  const rows = Array.from({ length: count }, (_row, at) => ({ place: `places.md:${26 + at}`, text: `| Town ${at} |` }));
  const shown = formatOrigin({
    subject: 'core.persons.city',
    cohort: 'people',
    comment: 'City.',
    type: 'text',
    references: undefined,
    columns: [],
    lines: [{ place: 'people.md:9', text: 'geography: national' }, ...rows],
    streams: [],
    sql: '',
  });
  return shown.split('\n').filter((line) => line.includes('.md'));
}
