import { expect, test } from 'vitest';
import { displayWidth } from '../../diagnostics/index.ts';
import { formatFitted, formatRecords } from './table.ts';
import { wrapLines } from './wrap.ts';

const widest = (text: string): number => Math.max(...text.split('\n').map(displayWidth));

test('prose is broken between words, goes on further in, and is whole where its words are longer than the line', () => {
  expect(wrapLines('  hint: Write a prevalence by age to say the share.', 24)).toBe(
    ['  hint: Write a', '    prevalence by age to', '    say the share.'].join('\n'),
  );
  expect(wrapLines('skills/a-folder/with-a-long-name.md:1:1 error', 24)).toBe(
    'skills/a-folder/with-a-long-name.md:1:1\n  error',
  );
  expect(wrapLines('a line that fits', 24)).toBe('a line that fits');
});

test('colours take no room, and wide characters take two columns', () => {
  expect(wrapLines('\u001b[1mfour\u001b[22m five six seven', 22)).toBe('\u001b[1mfour\u001b[22m five six seven');
  expect(wrapLines('漢漢漢漢漢漢 漢漢漢漢漢漢', 20)).toBe('漢漢漢漢漢漢\n  漢漢漢漢漢漢');
});

test('source with its carets and a command to be copied stay in one piece', () => {
  const whole = [
    '  14 │ conditions: [{ code: I10, prevalence: 72 }]',
    'Next: npx healthsim query out/a.duckdb "select 1"',
  ];
  for (const line of whole) expect(wrapLines(line, 24)).toBe(line);
});

test('on a narrow terminal what is long stands below its row, and a wide row becomes lines', () => {
  const columns = [{ title: 'kind' }, { title: 'name' }, { title: 'description' }];
  const rows = [
    ['cohort', 'medicare-diabetic-first-year', 'One thousand people on Medicare Advantage in their first year.'],
  ];
  const fitted = formatFitted(columns, rows, { title: 'description', width: 40 });
  expect(fitted).toContain('medicare-diabetic-first-year');
  expect(fitted.replaceAll(/\s+/g, ' ')).toContain('Advantage in their first year.');
  const records = formatRecords(['claim_id', 'status'], [['7733781420000', 'paid']], 40);
  expect(records.split('\n').slice(1)).toEqual(['claim_id  7733781420000', 'status    paid']);
  expect(Math.max(widest(fitted), widest(records))).toBeLessThanOrEqual(40);
});
