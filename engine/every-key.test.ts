/**
 * Every key of the schemas says something: given another value in the skills of `fixtures/every-key`, it changes what is planned,
 * or a diagnostic names it, unless its schema says that it changes nothing. Templates that are dear to plan are tried by
 * `npm run soak:builds` alone.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createKeyExaminer } from './testing/keys/examine-keys.ts';
import type { Effect } from './testing/keys/examine-keys.ts';
import { createSchemaKeys } from './testing/keys/used-keys.ts';
import { rounds } from './testing/soak.ts';

const FOLDER = new URL('../fixtures/every-key/', import.meta.url);
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => {
    const text = readFileSync(new URL(path, FOLDER), 'utf8');
    return { path, text, digest: text };
  });
const keys = createSchemaKeys();
const examiner = createKeyExaminer(files, keys);

/** Files that are tried side by side, and what they need beside themselves. */
const COMMON = ['reference.md', 'catalogue.md', 'costs.md', 'executor.md', 'plain-people.md', 'trial-people.md'];
const PEOPLE = ['every-people.md', 'short-journey.md', 'start-a.md'];
const BATCHES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^values-[a-e]/, []],
  [/^(start-|short|templated|cycle|ways|skill|every-third|every-places)/, []],
  [/^(values-f|every-other|season)/, []],
  [/^every-people/, ['short-journey.md', 'start-a.md']],
  [/^starts/, ['short-journey.md', 'start-a.md', 'start-b.md', 'start-c.md', 'start-d.md', 'start-e.md']],
  [/^(heir|every-cohort|events-journey)/, [...PEOPLE, 'every-other.md']],
  [/^every-journey/, PEOPLE],
  [/^(every|other|third)-study/, []],
];

function effects(): ReadonlyMap<string, Effect> {
  const found = new Map<string, Effect>();
  for (const [batch, needs] of BATCHES.slice(0, rounds({ ci: 2, soak: BATCHES.length }))) {
    const tried = files.map(({ path }) => path).filter((path) => batch.test(path));
    examiner.examine({ files: tried, needs: [...COMMON, ...needs] }, found);
  }
  return found;
}

test('the skills have no mistake', () => {
  expect(examiner.diagnostics.map(({ at, message }) => `${at?.file}:${at?.start.line} ${message}`)).toEqual([]);
});

test('they use every key of the schemas but the names of reference tables', () => {
  const used = new Set(files.flatMap(({ path }) => examiner.usedBy(path)).map(({ key }) => key));
  const unused = [...keys.all.keys()].filter((key) => !used.has(key) && !key.startsWith('front-matter#Tables.'));
  expect(unused).toEqual([]);
});

test(
  'another value of a key shows or is named, but of those that say they change nothing',
  () => {
    const found = [...effects()];
    const silent = (key: string): boolean => keys.all.get(key) === true;
    expect(found.filter(([key, effect]) => effect === 'nothing' && !silent(key))).toEqual([]);
    expect(found.filter(([key, effect]) => effect === 'changes' && silent(key))).toEqual([]);
    expect(found.length).toBeGreaterThan(rounds({ ci: 200, soak: 450 }));
  },
  rounds({ ci: 60_000, soak: 600_000 }),
);
