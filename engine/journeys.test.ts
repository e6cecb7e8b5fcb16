/**
 * Each case of `fixtures/journeys` gives the timeline of its `expected.txt` and no other row: all cases happen to the same
 * people in one build, those that end people in one of their own.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatJourney } from './cli/print/journey.ts';
import { formatMermaid } from './cli/print/mermaid.ts';
import { formatPerson } from './cli/print/person.ts';
import type { Journey } from './model/index.ts';
import { readPerson, readRecord } from './pipeline.ts';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds, planOf } from './testing/cohort-builds.ts';
import { parseExpected, unexpected } from './testing/expected-timeline.ts';
import type { TimelineRow } from './testing/expected-timeline.ts';

const ROOT = new URL('../fixtures/journeys', import.meta.url).pathname;
const cases = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();
/** That `people.md` asks for. */
const PEOPLE = 12;
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

async function built(names: readonly string[]): Promise<string> {
  const journeys = names.flatMap(filesOf).map((file) => file.replace('.md', ''));
  return builds.build(loaded, { what: 'journey-people', journeys });
}

async function timeline(file: string): Promise<readonly TimelineRow[]> {
  return (await readRows(file, ROWS)) as unknown as readonly TimelineRow[];
}

const file = await built(cases.filter((name) => !endsPeople(name)));
const together = await timeline(file);

test.each(cases)('%s', async (name) => {
  const rows = endsPeople(name) ? await timeline(await built([name])) : together;
  const lines = parseExpected(textOf(name, 'expected.txt'), name);
  expect(unexpected(rows, lines)).toEqual([]);
});

test('the report counts the decisions of a branch that happened, not the people', async () => {
  const { result } = await readRecord(file);
  const lines = (result?.fidelity ?? []).filter(({ section }) => section === 'branches');
  const people = (await readRows(file, 'select count(*)::integer as people from core.persons'))[0]?.['people'];
  const decided = (quantity: string, part: string): number =>
    Number(lines.find((line) => line.quantity === quantity && line.part === part)?.people) / Number(people);
  expect(decided('branches-each-time/by chance', 'toxic')).toBe(3);
  expect(decided('branches-at-each-start/Base', 'warm')).toBe(4);
  expect(decided('branches-by-chance/shares', 'one')).toBe(1);
  const entered = together.filter(({ journey, event }) => journey === 'ways-by-chance' && event === 'enter Ill');
  const checks = entered.reduce((sum, { day }) => sum + day / 60, 4 * (Number(people) - entered.length));
  const left = lines.find(({ quantity }) => quantity === 'ways-by-chance/Well to Ill');
  expect(left).toMatchObject({ people: checks, actual: expect.closeTo(entered.length / checks, 6), target: 0.25 });
  expect(lines.filter(({ verdict }) => verdict === 'off')).toEqual([]);
});

test('the report counts of a branch those who came to it, by the day of the file and before any end', async () => {
  const { result } = await readRecord(file);
  const lines = (result?.fidelity ?? []).filter(({ section }) => section === 'branches');
  const came = (journey: string, event: string): number =>
    together.filter((row) => row.journey === journey && row.event === event && row.status === 'happened').length;
  const point = (quantity: string, part: string): unknown =>
    lines.find((line) => line.quantity === quantity && line.part === part)?.people;
  const [invited, stayed] = [came('branches-come-to', 'invited'), came('branches-come-to', 'stayed')];
  expect([invited, stayed].every((people) => people > 0 && people < PEOPLE)).toBe(true);
  expect(
    ['answer yes', 'how by letter', 'review women', 'looking_back known', 'end near'].map((line) => {
      const [quantity = '', ...part] = line.split(' ');
      return point(`branches-come-to/${quantity}`, part.join(' '));
    }),
  ).toEqual([invited, came('branches-come-to', 'told'), stayed, stayed, 0]);
  expect(point('answered/first', 'read')).toBe(invited);
  expect(point('to-begin/first', 'calm')).toBe(came('to-begin', 'start'));
  expect(point('to-begin/enter Extra', 'Extra')).toBe(came('to-begin', 'bonus'));
});

test('the timeline of one person of a built file is told with what each event made', async () => {
  const { result } = await readPerson(file, 3);
  const paint = { strong: (text: string) => text, faint: (text: string) => `(${text})` };
  const lines = result === undefined ? [] : formatPerson(result, paint, 160).split('\n');
  const about = (...words: readonly string[]): string | undefined =>
    lines.find((line) => words.every((word) => line.includes(` ${word} `)));
  expect(lines[0]).toMatch(/^Person 3: \w+ \w+, [FM], born 19\d\d-\d\d-\d\d, /);
  expect(about('calendar: Calendar', 'emergency')).toMatch(
    /^2024-01-15 \d\d:\d\d +\d\d .* EMER encounter, \d+ minutes/,
  );
  expect(about('measured')).toMatch(/^2024-03-12 .* ldl \d+ mg\/dL/);
  expect(about('effect')).toMatch(/^\(2024-01-14 .* skipped: what it follows was skipped\)$/);
  expect(about('lifecycle:', 'care', '#2')).toMatch(/^\(2026-06-\d\d .* planned: not yet due\)$/);
  expect(lines.at(-1)).toMatch(/^\d+ events happened, \d+ skipped, [1-9]\d* planned behind the day of the file$/);
  const called = (result?.events ?? []).filter(({ journey }) => journey === 'journey-in-a-journey');
  expect(called.slice(0, 2).map(({ event }) => event)).toEqual(['decision', 'called-briefly']);
  expect((await readPerson(file, 99)).result).toBeUndefined();
});

test('a journey that stands alone says how many people take it, unless the request does', () => {
  expect(planOf(loaded, { what: 'timing-in-words' }).persons.to).toBe(7);
  expect(planOf(loaded, { what: 'timing-in-words', count: 3 }).persons.to).toBe(3);
});

function drawn(name: string): Journey {
  const journey = loaded.library.journeys.find(({ id }) => id === name);
  if (journey === undefined) throw new Error(name);
  return journey;
}

test('phases are drawn with the ways out of them, series with what ends them, and what calls a journey as one', () => {
  const lifecycle = formatJourney(drawn('lifecycle'));
  expect(lifecycle).toContain('→ Advanced              every 30 days, if decline > 10');
  expect(lifecycle).toContain('→ Late                  10 days after hospital');
  expect(lifecycle).not.toContain('Early to Advanced');
  expect(formatJourney(drawn('recurrence-until'))).toMatch(/treatment .* every 30 days, .* until pain <= 8/);
  expect(formatJourney(drawn('journey-in-a-journey'))).toMatch(/called-episode +journey +30 days after decision/);
  expect(formatJourney(drawn('after-and-before'))).toMatch(/warning .* 7 days before surgery/);
  const chart = formatMermaid(drawn('lifecycle')).split('\n');
  expect(chart).toContain('  s0 -->|"every 30 days, if decline > 10"| s1');
  expect(chart.filter((line) => line.includes('undefined'))).toEqual([]);
});
