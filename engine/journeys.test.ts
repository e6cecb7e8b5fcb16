/**
 * Each case of `fixtures/journeys` gives the timeline of its `expected.txt` and no other row: all cases happen to the same
 * people in one build, those that end people in one of their own.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';
import { parseExpected, unexpected } from './testing/expected-timeline.ts';
import type { TimelineRow } from './testing/expected-timeline.ts';

const ROOT = new URL('../fixtures/journeys', import.meta.url).pathname;
const cases = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();
const builds = await openCohortBuilds();

const filesOf = (name: string): readonly string[] =>
  readdirSync(join(ROOT, name))
    .filter((file) => file.endsWith('.md'))
    .toSorted();
const textOf = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');
const endsPeople = (name: string): boolean => textOf(name, `${name}.md`).includes('(alone)');

const loaded = await builds.tree({
  'generation/templates/profiles/journey-people.md': textOf('people.md'),
  ...Object.fromEntries(
    cases.flatMap((name) =>
      filesOf(name).map((file) => [`generation/templates/journeys/${file}`, textOf(name, file)] as const),
    ),
  ),
});

const ROWS = `select t.person_id, p.sex, t.journey, t.event, t.occurrence, t.status, t.skipped_because,
    date_diff('day', date '2024-01-08', t.moment::date)::integer as day, strftime(t.moment, '%H:%M') as clock,
    date_diff('day', date '2024-01-08', c.onset_date)::integer as onset,
    strftime(p.birth_date, '%Y-%m-%d') as birth_date
  from core.timeline t join core.persons p using (person_id)
  left join patientsim.conditions c on c.patient_id = t.person_id and c.code = 'E11.9'`;

async function timeline(names: readonly string[]): Promise<readonly TimelineRow[]> {
  const journeys = names.flatMap(filesOf).map((file) => file.replace('.md', ''));
  const file = await builds.build(loaded, { what: 'journey-people', journeys });
  return (await readRows(file, ROWS)) as unknown as readonly TimelineRow[];
}

const together = await timeline(cases.filter((name) => !endsPeople(name)));

test.each(cases)('%s', async (name) => {
  const rows = endsPeople(name) ? await timeline([name]) : together;
  const lines = parseExpected(textOf(name, 'expected.txt'), name);
  expect(unexpected(rows, lines)).toEqual([]);
});
