import { expect, test } from 'vitest';
import { formatSql } from './sql.ts';

test('each subquery stands on lines of its own', () => {
  expect(`\n${formatSql('insert into t (a) select a from (select f(1) as a from (select 2)) order by a')}`)
    .toMatchInlineSnapshot(`
    "
    insert into t (a) select a from (
      select f(1) as a from (
        select 2
      )
    ) order by a"
  `);
});

test('parentheses within a text are no subquery', () => {
  expect(formatSql(`select '(select' as a, ")" as b`)).toBe(`select '(select' as a, ")" as b`);
});

test('a long list of values is cut', () => {
  const rows = Array.from({ length: 100 }, (_row, index) => `(${index}, 'place')`).join(', ');
  expect(formatSql(`select * from (values ${rows}) as "rows"("a")`).length).toBeLessThan(200);
});
