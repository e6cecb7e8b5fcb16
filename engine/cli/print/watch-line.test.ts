import { expect, test } from 'vitest';
import { createPaint } from '../../diagnostics/index.ts';
import { formatWatchEvent } from './watch-line.ts';

const words = { pathOf: (file: string) => file, paint: createPaint(false), timeOf: () => '12:00:00', steering: '' };

test('a rebuild that was asked for and found nothing to do says so', () => {
  const built = {
    event: 'built',
    cohort: 'few',
    file: 'out/few.duckdb',
    tables: [
      { name: 'core.persons', rows: 20, before: 20 },
      { name: 'core.identities', rows: 40, before: 40 },
    ],
  } as const;
  const line = (filled: number, generate: number): string =>
    formatWatchEvent({ ...built, filled, milliseconds: { generate, verify: 0 } }, 0, words);
  expect([line(0, 0), line(1, 80)]).toEqual([
    '12:00:00 built   few  persons 20 (=) · 1 other table (=)  up to date: nothing changed',
    '12:00:00 built   few  persons 20 (=) · 1 other table (=)  1 of 2 tables filled  80 ms (generate 80 ms)',
  ]);
});
