import { expect, test } from 'vitest';
import { formatOrigin } from './origin.ts';

test('of a file with many lines behind a column the first are shown and the others counted', () => {
  const rows = Array.from({ length: 283 }, (_row, at) => ({ place: `places.md:${26 + at}`, text: `| Town ${at} |` }));
  const lines = [{ place: 'people.md:9', text: 'geography: national' }, ...rows];
  const shown = formatOrigin({
    subject: 'core.persons.city',
    cohort: 'people',
    comment: 'City.',
    type: 'text',
    references: undefined,
    columns: [],
    lines,
    streams: [],
    sql: '',
  });
  expect(shown.split('\n').filter((line) => line.includes('.md'))).toEqual([
    'people.md:9   geography: national',
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((at) => `places.md:${26 + at}  | Town ${at} |`),
    'places.md     and 275 more lines',
  ]);
});
