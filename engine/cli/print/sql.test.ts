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
  const list = Array.from({ length: 100 }, (_value, index) => `"it''s ${index}"`).join(', ');
  const sql = `select * from (select unnest(cast('[${list}]' as varchar[]))) as "rows"("a")`;
  expect(formatSql(sql)).toContain('…');
  expect(formatSql(sql)).toMatch(/\]' as varchar\[\]\)\)\n\) as "rows"\("a"\)$/);
  expect(formatSql(sql).length).toBeLessThan(200);
});
