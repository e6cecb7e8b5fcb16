import { expect, test } from 'vitest';
import type { FidelityLine } from '../../model/index.ts';
import { formatReport } from './report.ts';

const line: FidelityLine = {
  section: 'labs',
  quantity: 'urine_albumin_creatinine',
  part: '',
  among: "has_condition('N18') and age between 65 and 74",
  measure: 'mean',
  target: 1_234.5,
  targetHigh: null,
  actual: 1_240,
  people: 100,
  standardError: 5,
  z: 1.1,
  verdict: 'too few to tell',
  origin: 'p.md:3',
};
const plain = (text: string): string => text;
const paint = { strong: plain, faint: plain, success: plain, warning: plain, error: plain };

function reportOf(width: number, ...lines: readonly Partial<FidelityLine>[]): string {
  const fidelity = lines.map((one) => ({ ...line, ...one }));
  const record = { cohort: 'c', seed: 1, asOf: '2025-01-01', people: 100, fidelity };
  return formatReport(record as unknown as Parameters<typeof formatReport>[0], { paint, width });
}

test.each([64, 80, 110, 120])('tables fit a terminal of %i columns', (width) => {
  const text = reportOf(
    width,
    {},
    { measure: 'shape', standardError: null },
    { measure: 'share', target: 0.5, actual: 0.6 },
  );
  const [, table = ''] = text.split('\n\n');
  expect(Math.max(...table.split('\n').map((row) => Array.from(row).length))).toBeLessThanOrEqual(width);
  expect(table).toContain('1,235');
});

test('on a narrow terminal a quantity stands above its lines, and one of a single line beside it', () => {
  const text = reportOf(
    80,
    { quantity: 'a1c', among: '' },
    { quantity: 'ldl' },
    { quantity: 'ldl', among: 'otherwise' },
  );
  const heads = text.split('\n').map((row) => row.split(/\s{2,}(?=\S)/)[0]);
  expect(heads.slice(5, 9)).toEqual(['a1c, mean', 'ldl', '', '']);
});

test('numbers are told in digits, and what adding up leaves of nothing as nothing', () => {
  const text = reportOf(120, { target: -3.4e-16, actual: -12_345.6 });
  expect(text).toMatch(/ 0 +−12,346 /);
});

test('a bar reaches the mark of what was declared where no cell lies between both', () => {
  const share = { measure: 'share', quantity: 'visit', among: '', target: 0.9, actual: 0.8999 } as const;
  expect(reportOf(120, share)).toContain('██████████████│·');
});

test('words of lines that do not say what they mean are told below', () => {
  expect(reportOf(120, { part: 'on time' })).toContain('On time: in the window of the event');
  expect(reportOf(120, { among: 'F, by chance' })).toContain('By chance: no quota holds there.');
  expect(reportOf(120, {})).not.toMatch(/On time|By chance/);
});

test('a long report leads with what is out of line and sums the others up by section, and tells all lines when asked', () => {
  const many = Array.from({ length: 80 }, (_, at) => ({
    quantity: `lab ${at}`,
    among: '',
    z: at / 100,
    verdict: 'as declared' as const,
  }));
  const lines = [...many, { section: 'claims', quantity: 'denied', among: '', z: 6, verdict: 'off' as const }];
  const text = reportOf(120, ...lines);
  expect(text.indexOf('to look at')).toBeLessThan(text.indexOf('denied'));
  expect(text).toMatch(/labs +80 of 80 +\+0\.8 +lab 79/);
  expect(text).not.toContain('lab 3,');
  const record = { cohort: 'c', seed: 1, asOf: '2025-01-01', people: 100, fidelity: [{ ...line, ...lines[3] }] };
  expect(
    formatReport(record as unknown as Parameters<typeof formatReport>[0], { paint, width: 120, all: true }),
  ).toContain('lab 3');
});

test('declarations about people whom there are none of are counted, not told', () => {
  const text = reportOf(120, { quantity: 'ldl' }, { quantity: 'of nobody', people: 0 });
  expect(text).not.toContain('of nobody');
  expect(text).toContain('1 declaration about people whom there are none of.');
});

test.each([
  { lines: 1, said: ["has_condition('N18') and age between 65 and 74: mean declared 1,235, came out 1,240"] },
  { lines: 80, said: [] },
])('on a terminal of 40 columns no word of $lines lines is lost', ({ lines, said }) => {
  const alike = Array.from({ length: lines }, () => ({ section: 'outpatient and inpatient stays' }));
  const text = reportOf(40, ...alike, { section: 'measurements of people', among: '' });
  const words = text.replaceAll(/\s+/g, ' ');
  for (const one of ['outpatient and inpatient stays', 'measurements of people', 'too few', ...said])
    expect(words).toContain(one);
  expect(text).not.toContain('…');
  expect(Math.max(...text.split('\n').map((row) => Array.from(row).length))).toBeLessThanOrEqual(40);
});
