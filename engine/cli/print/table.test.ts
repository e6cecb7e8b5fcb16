import { expect, test } from 'vitest';
import { fitColumn, formatTable } from './table.ts';

test('columns are as wide as their widest cell, and numbers stand at the right', () => {
  const table = formatTable(
    [{ title: 'table' }, { title: 'rows', align: 'right' }],
    [
      ['core.persons', '100'],
      ['membersim.plans', '12,004'],
    ],
  );
  expect(`\n${table}`).toMatchInlineSnapshot(`
    "
    table              rows
    ───────────────  ──────
    core.persons        100
    membersim.plans  12,004"
  `);
});

test('a cell cannot move the cursor, colour the terminal or break its line', () => {
  expect(formatTable([{ title: 'name' }], [['a\u{1b}[2Jb\nc\u{202e}']])).toContain(String.raw`a\u{1b}[2Jb\nc\u{202e}`);
});

test('one column gives way until its table fits the line, but not below its least', () => {
  const columns = [{ title: 'rule' }, { title: 'broken by' }];
  const rows = [['a'.repeat(50), '3']];
  const widest = (width: number): number =>
    formatTable(fitColumn(columns, rows, { title: 'rule', width }), rows).split('\n')[1]?.length ?? 0;
  expect([80, 50, 20].map(widest)).toEqual([61, 50, 21]);
});

test('a long cell is cut', () => {
  expect(formatTable([{ title: 'name', limit: 5 }], [['abcdefgh']])).toContain('abcd…');
});
