import { expect, test } from 'vitest';
import { formatTable } from './table.ts';

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

test('a long cell is cut', () => {
  expect(formatTable([{ title: 'name', limit: 5 }], [['abcdefgh']])).toContain('abcd…');
});
