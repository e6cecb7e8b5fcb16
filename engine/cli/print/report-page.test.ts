import { expect, test } from 'vitest';
import type { FidelityLine } from '../../model/index.ts';
import { formatReportPage } from './report-page.ts';

const line: FidelityLine = {
  section: 'conditions',
  quantity: 'I10',
  part: '',
  among: '',
  measure: 'share',
  target: 0.5,
  targetHigh: null,
  actual: 0.51,
  people: 100,
  standardError: 0.05,
  z: 0.2,
  verdict: 'as declared',
  origin: 'p.md:3',
};

function pageOf(...lines: readonly Partial<FidelityLine>[]): string {
  const fidelity = lines.map((one) => ({ ...line, ...one }));
  return formatReportPage({
    cohort: 'c',
    seed: 1,
    asOf: '2025-01-01',
    people: 100,
    engineVersion: '1',
    fidelity,
    violations: [],
  } as unknown as Parameters<typeof formatReportPage>[0]);
}

test('what is off stands first, and quantities of one line share a table', () => {
  const page = pageOf({ quantity: 'E11' }, { quantity: 'I10' }, { section: 'labs', quantity: 'ldl', verdict: 'off' });
  expect(page.match(/<h2>[^<]*/g)).toEqual(['<h2>to look at', '<h2>conditions', '<h2>labs']);
  const [, conditions = ''] = page.split('<h2>conditions');
  expect(conditions.split('<h2>')[0]?.match(/<table>/g)).toHaveLength(1);
  expect(page.indexOf('ldl')).toBeLessThan(page.indexOf('E11'));
});

test('nothing of a file is read as markup, and the page loads and runs nothing', () => {
  const page = pageOf({ quantity: '<script>alert(1)</script>', among: '"><img src=x>', origin: '"onclick="' });
  expect(page).not.toMatch(/<script|<img|onclick="/);
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
  );
});

test('sections of a long page fold, and say what of them is farthest from its declaration', () => {
  const page = pageOf(...Array.from({ length: 70 }, (_, at) => ({ quantity: `C${at}`, z: at / 30 })));
  expect(page).toMatch(
    /<details><summary><h2>conditions<\/h2> <span class="good">70 of 70 as declared<\/span> <span class="farthest">farthest: C69 \(\+2\.3\)/,
  );
});

test('whom several lines of a quantity are about is told once above them', () => {
  const page = pageOf(
    ...['White', 'Asian'].map((part) => ({ quantity: 'race', part, among: 'rural' })),
    { quantity: 'race', part: 'White', among: 'urban' },
    { quantity: 'race', part: 'Asian', among: '' },
  );
  const heads = [...page.matchAll(/<th scope="row(?:group" colspan="6)?">([^<]*)/g)].map(([, text]) => text);
  expect(heads).toEqual(['rural', 'White', 'Asian', 'urban: White', 'Asian']);
});
