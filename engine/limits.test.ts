/** Limits stand in the profile executor's front matter; what is above them is refused with the product, and leaves no file. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerTo, buildAt, openCohortBuilds, planOf } from './testing/cohort-builds.ts';
import type { Wishes } from './testing/cohort-builds.ts';
import { planRequest } from './pipeline.ts';
import type { Loaded } from './pipeline.ts';

const EXECUTOR = 'generation/executors/profile-executor.md';
const builds = await openCohortBuilds();

async function limitedTo(limits: Readonly<Record<string, number>>): Promise<Loaded> {
  const text = await readFile(join('skills', EXECUTOR), 'utf8');
  const edited = Object.entries(limits).reduce(
    (before, [name, value]) => before.replace(new RegExp(`^( +${name}: ).*$`, 'm'), `$1${value}`),
    text,
  );
  return builds.tree({ [EXECUTOR]: edited });
}

const tight = await limitedTo({ people: 500_000, rows: 1_000_000, events_per_person: 30 });

/** What stands in the way of what is asked. */
function refusals(ask: Wishes): readonly string[] {
  const [request] = answerTo(tight, ask).requests;
  return request === undefined ? [] : planRequest(tight, request).diagnostics.map(({ message }) => message);
}

test('more people than the limit are refused', () => {
  expect(refusals({ what: 'medicare-diabetic', count: 1_000_000 })).toEqual([
    '1,000,000 people are asked for; the limit is 500,000.',
  ]);
});

test('more events than a person may have are refused, and the most frequent one is named where it stands', () => {
  const daily = { path: ['journeys'], value: ['diabetic-first-year', 'surgical-episode', 'new-member-onboarding'] };
  const said = refusals({
    what: 'medicare-diabetic',
    overrides: [{ ...daily, at: { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } } }],
  });
  expect(said.join()).toMatch(/Up to \d+ events may happen to one person, \d+ of them "[\w-]+"; the limit is 30\./);
});

test('care that a profile counts so often that it passes the limit is refused, whatever its curve', () => {
  const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const counts = [100_000, { distribution: 'uniform', min: 0, max: 40 }, { distribution: 'poisson', mean: 30 }];
  const said = counts.map((value) =>
    refusals({ what: 'commercial-healthy', overrides: [{ path: ['utilization', 'lab_orders'], value, at }] }).join(),
  );
  expect(said[0]).toMatch(/^The event "metabolic_panel" may happen 100,000 times to a person; 10,000 [^,]*$/);
  expect(said[1]).toMatch(/Up to \d+ events may happen to one person, 40 of them "metabolic_panel"/);
  expect(said[2]).toMatch(/Up to \d+ events may happen to one person, 5\d of them "metabolic_panel"/);
});

test('more rows than the limit are refused with the product, and nothing is written', async () => {
  const target = join(builds.folder, 'large.duckdb');
  const plan = planOf(tight, { what: 'medicare-diabetic', count: 400_000 });
  const { file, diagnostics } = await buildAt(target, { plan, loaded: tight });
  expect(diagnostics.map(({ code, at }) => [code, at?.file])).toEqual([['execute-limit-rows', EXECUTOR]]);
  const [, perPerson = '', rows = ''] =
    /^400,000 people × ([\d.]+) rows each = ([\d,]+) rows are to be expected/.exec(diagnostics[0]?.message ?? '') ?? [];
  expect(Number(rows.replaceAll(',', '')) / 400_000).toBeCloseTo(Number(perPerson), 0);
  expect([file, existsSync(target)]).toEqual([undefined, false]);
});

test('what is expected of rows is what comes out', async () => {
  const few = planOf(tight, { what: 'medicare-diabetic', count: 200 });
  const { tables } = await buildAt(join(builds.folder, 'some.duckdb'), { plan: few, loaded: tight });
  const plan = planOf(tight, { what: 'medicare-diabetic', count: 400_000 });
  const { diagnostics } = await buildAt(join(builds.folder, 'large.duckdb'), { plan, loaded: tight });
  const ofPeople = new Set(
    few.tables.filter(({ fill }) => fill === 'person').map(({ schema, name }) => `${schema}.${name}`),
  );
  const rows = tables.filter(({ name }) => ofPeople.has(name)).reduce((sum, table) => sum + table.rows, 0);
  expect(diagnostics[0]?.params).toMatchObject({ perPerson: rows / 200 });
});

test('a build that takes longer than its time is stopped and leaves nothing', async () => {
  const loaded = await limitedTo({ minutes: 0.001 });
  const target = join(builds.folder, 'slow.duckdb');
  const { diagnostics } = await buildAt(target, {
    plan: planOf(loaded, { what: 'medicare-diabetic', count: 90_000 }),
    loaded,
  });
  expect(diagnostics.map(({ code }) => code)).toEqual(['execute-out-of-time']);
  expect([existsSync(target), existsSync(`${target}.next`)]).toEqual([false, false]);
});

test('no profile, phrase or option raises a limit', () => {
  const at = { file: '<--set limits.people>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const raised = { what: 'medicare-diabetic', overrides: [{ path: ['limits', 'people'], value: 10 ** 9, at }] };
  expect(refusals(raised).join()).toContain('`limits`');
});
