import { expect, test } from 'vitest';
import type { WatchEvent } from '../watch/index.ts';
import { createJournal } from './watch-journal.ts';

function built(...tables: readonly (readonly [name: string, before: number | undefined, rows: number])[]): WatchEvent {
  return {
    event: 'built',
    cohort: 'elders',
    file: 'out/elders.duckdb',
    tables: tables.map(([name, before, rows]) => ({ name, before, rows })),
    filled: tables.length,
    milliseconds: {},
  };
}

function change(file: string): WatchEvent {
  return { event: 'change', how: 'changed', file, before: undefined };
}

test('shows ten files of a batch and counts the others', () => {
  const { take } = createJournal();
  const shown = Array.from({ length: 31 }, (_, at) => change(`${at}.md`)).flatMap(take);
  expect(shown).toHaveLength(10);
  expect(take({ event: 'fixed' })).toEqual([
    { event: 'notice', code: 'watch-more', message: '21 more files' },
    { event: 'fixed' },
  ]);
});

test('knows which tables the last edit changed, before and after', () => {
  const { take, lastEdit } = createJournal();
  take(built(['core.persons', undefined, 10]));
  expect(lastEdit()).toBe('No skill has been edited yet.');
  take(change('a.md'));
  expect(lastEdit()).toBe('The last edit rebuilt nothing.');
  take(built(['core.persons', 10, 10], ['patientsim.observations', 1200, 1150], ['meta.skills', 3, 4]));
  expect(lastEdit()).toMatchInlineSnapshot(`
    "cohort  table                    before  after  difference
    ──────  ───────────────────────  ──────  ─────  ──────────
    elders  patientsim.observations   1,200  1,150         -50"
  `);
  take(change('a.md'));
  take(built(['core.persons', 10, 10]));
  expect(lastEdit()).toBe('The last edit rebuilt elders; every table has as many rows as before.');
});
