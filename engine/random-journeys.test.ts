/**
 * Journeys that a seed makes up, of every kind of timing, recurrence, branch, cycle and transition: whatever they are, events
 * keep their order and their windows, nothing happens without its cause, and everything happens as often as it must. What lies behind
 * `as_of` is planned, and an earlier `as_of` changes nothing before it.
 */
import { expect, test } from 'vitest';
import { readRecord } from './pipeline.ts';
import { readRows } from './testing/built-tables.ts';
import type { Row } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';
import { randomJourney } from './testing/random-journey.ts';

const PEOPLE = 60;
const JOURNEYS = 40;
const PER_BUILD = 20;
const builds = await openCohortBuilds();
const profile = `---
name: anybody
description: People to whom made-up journeys happen.
type: profile-template
---

\`\`\`yaml
profile_name: Anybody
count: ${PEOPLE}
seed: 5
as_of: 2025-06-30
demographics: { age: { min: 30, max: 70 } }
conditions: [ { code: E11.9, prevalence: 1 } ]
products: [patientsim]
\`\`\`
`;
const journeys = Array.from({ length: JOURNEYS }, (_, index) => randomJourney(index + 1));
const loaded = await builds.tree({
  'generation/templates/profiles/anybody.md': profile,
  ...Object.fromEntries(journeys.map(({ name, text }) => [`generation/templates/journeys/${name}.md`, text] as const)),
});

/** Within the journeys. */
const EARLIER = '2024-07-01';
const ROWS = `select person_id, journey, event, occurrence, status, skipped_because,
    date_diff('day', date '2024-01-08', moment::date)::integer as day, epoch(moment)::bigint as second from core.timeline`;

async function built(from: number, asOf?: string): Promise<{ readonly file: string; readonly rows: readonly Row[] }> {
  const names = journeys.slice(from, from + PER_BUILD).map(({ name }) => name);
  const file = await builds.build(loaded, {
    what: 'anybody',
    journeys: names,
    ...(asOf === undefined ? {} : { asOf }),
  });
  return { file, rows: await readRows(file, ROWS) };
}

const all = await Promise.all([built(0), built(PER_BUILD)]);

/** Rows by journey, person, event and occurrence. */
const byKey = new Map(all.flatMap(({ rows }) => rows.map((row) => [keyOf(row), row] as const)));

function keyOf({ journey, person_id: person, event, occurrence }: Row): string {
  return [journey, person, event, occurrence].map(String).join('|');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function rowsOf(journey: string): readonly Row[] {
  return all.flatMap(({ rows }) => rows.filter((row) => row['journey'] === journey));
}

test.each(journeys)('$name keeps order, windows, causes and counts', ({ name, events, leaves }) => {
  const rows = rowsOf(name);
  const wrong: string[] = [];
  const check = (row: Row, what: string, holds: boolean): void => {
    if (!holds) wrong.push(`${what}: ${JSON.stringify(row)}`);
  };
  for (const row of rows) {
    const event = events.find(({ id }) => id === row['event']);
    if (event === undefined) {
      check(row, 'an event that nobody wrote', textOf(row['event']).startsWith('enter '));
      continue;
    }
    const runs = Math.floor(Number(row['occurrence']) / event.run);
    const anchor =
      event.after === undefined
        ? undefined
        : byKey.get([name, row['person_id'], event.after, event.each ? runs : 0].map(String).join('|'));
    const base = event.after === undefined ? event.begins : Number(anchor?.['day']);
    const later = (Number(row['occurrence']) % event.run) * event.step;
    const day = Number(row['day']) - base - later - runs * (event.each && event.after ? 0 : event.every);
    check(row, 'within its window', day >= event.low && day <= event.high);
    if (event.after === undefined) continue;
    const [own, others] = event.leads ? [anchor, row] : [row, anchor];
    check(row, 'in order with what it follows or leads up to', Number(own?.['second']) >= Number(others?.['second']));
    check(row, 'not without its cause', row['status'] === 'skipped' || anchor?.['status'] === 'happened');
    const blame = event.leads ? 'what it leads up to does not happen' : 'what it follows was skipped';
    const isBlamed = row['skipped_because'] === blame;
    check(row, 'its cause is blamed where it was skipped', isBlamed === (anchor?.['status'] === 'skipped'));
  }
  for (const event of events.filter((one) => !one.isLeft)) {
    const own = rows.filter((row) => row['event'] === event.id);
    if (own.length !== PEOPLE * event.count) wrong.push(`${event.id}: ${own.length} rows, not ${PEOPLE * event.count}`);
    const happened = own.filter((row) => row['status'] === 'happened').length;
    if (event.isCertain && happened !== own.length)
      wrong.push(`${event.id} happened ${happened} times of ${own.length}`);
    if (event.isImpossible && happened > 0) wrong.push(`${event.id} happened ${happened} times`);
  }
  if (leaves !== undefined) {
    const late = rows.filter(
      (row) =>
        leaves.of.includes(textOf(row['event'])) && row['status'] === 'happened' && Number(row['day']) > leaves.day,
    );
    wrong.push(...late.map((row) => `after the phase: ${JSON.stringify(row)}`));
  }
  expect(rows.length).toBeGreaterThan(0);
  expect(wrong.slice(0, 5)).toEqual([]);
});

test('an earlier as_of tells the same until then and plans the rest, of which nothing has happened', async () => {
  const { file, rows } = await built(0, EARLIER);
  const last = (Date.parse(EARLIER) - Date.parse('2024-01-08')) / 86_400_000;
  const wrong = rows.filter((row) => {
    const { day, second, status, skipped_because: reason } = row;
    const whole = byKey.get(keyOf(row)) ?? {};
    if (whole['second'] !== second) return true;
    const isSame = whole['status'] === status && whole['skipped_because'] === reason;
    const isPlanned = status === 'planned' && reason === 'not yet due';
    return Number(day) > last ? !(isPlanned || (isSame && status === 'skipped')) : !isSame;
  });
  expect(wrong.slice(0, 5)).toEqual([]);
  const counted = (status: string): number => rows.filter((row) => row['status'] === status).length;
  expect([counted('happened') > 1000, counted('skipped') > 500, counted('planned') > 1000]).toEqual([true, true, true]);
  const { result } = await readRecord(file);
  expect((result?.fidelity ?? []).filter(({ verdict }) => verdict === 'off')).toEqual([]);
});

test('branches are taken by everybody once, or anew each time, and what was declared is what happened', async () => {
  for (const { name, branches } of journeys.filter((one) => one.branches.length > 0)) {
    const rows = rowsOf(name).filter((row) => branches.includes(textOf(row['event'])) && row['status'] === 'happened');
    expect([name, rows.length]).toEqual([name, PEOPLE]);
    expect(new Set(rows.map((row) => row['person_id'])).size).toBe(PEOPLE);
  }
  for (const { name, anew } of journeys) {
    const rows = rowsOf(name).filter((row) => anew.of.includes(textOf(row['event'])) && row['status'] === 'happened');
    const decisions = rows.map((row) => `${Number(row['person_id'])} ${Number(row['occurrence'])}`);
    expect([name, decisions.length, new Set(decisions).size]).toEqual([
      name,
      ...[1, 1].map((one) => one * PEOPLE * anew.count),
    ]);
    const taken = new Set(rows.map((row) => `${Number(row['person_id'])} ${textOf(row['event'])}`));
    expect(taken.size).toBeGreaterThan(PEOPLE);
  }
  for (const { file } of all) {
    const { result } = await readRecord(file);
    const lines = (result?.fidelity ?? []).filter(({ section }) => section === 'events' || section === 'branches');
    expect(lines.length).toBeGreaterThan(PER_BUILD);
    expect(lines.filter(({ verdict }) => verdict === 'off')).toEqual([]);
    const doubtful = lines.filter(({ verdict }) => verdict === 'doubtful');
    expect(doubtful.length).toBeLessThanOrEqual(Math.ceil(lines.length / 50));
  }
});
