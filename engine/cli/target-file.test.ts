import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { assertLoaded, assertPage } from './replacing.ts';
import { formatReportPage } from './print/report-page.ts';
import { loadReference, readLines } from '../pipeline.ts';
import { makePipe } from '../testing/make-pipe.ts';
import { assertTarget } from './target-file.ts';
import { loadSkills } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'healthsim-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['skills', '.git', 'out']) mkdirSync(join(folder, name));
symlinkSync(join(folder, 'skills'), join(folder, 'tree'));
const skills = join(folder, 'skills');

test.each(['skills/a.duckdb', 'skills/new/deep/a.duckdb', 'tree/a.duckdb', 'out/../skills/a.duckdb', '.git/a.duckdb'])(
  'nothing is written at %s',
  async (path) => {
    await expect(assertTarget(join(folder, path), skills)).rejects.toThrow(/lies within/);
  },
);

test.each(['a.duckdb', 'out/a.duckdb', 'out/new/a.duckdb', 'skills-old/a.duckdb'])(
  'a file may be written at %s',
  async (path) => {
    await expect(assertTarget(join(folder, path), skills)).resolves.toBeUndefined();
  },
);

test.each(['/', homedir()])('nothing is written into %s itself, and it is no tree of skills', async (place) => {
  await expect(assertTarget(join(place, 'a.duckdb'), skills)).rejects.toThrow(/itself/);
  await expect(loadSkills(place)).rejects.toThrow(/not a folder of skills/);
});

test('a page replaces an earlier page and nothing else', async () => {
  const [page, notes] = [join(folder, 'page.html'), join(folder, 'notes.html')];
  writeFileSync(
    page,
    formatReportPage({ cohort: 'c', seed: 1, asOf: '2025-01-01', people: 0, engineVersion: '0', fidelity: [] }),
  );
  writeFileSync(notes, '<!doctype html>\n<html lang="en">\n<p>my notes</p>');
  await expect(assertPage(page)).resolves.toBeUndefined();
  await expect(assertPage(join(folder, 'new.html'))).resolves.toBeUndefined();
  const pipe = join(folder, 'pipe.html');
  makePipe(pipe);
  for (const other of [notes, folder, pipe]) await expect(assertPage(other)).rejects.toThrow(/is no page/);
});

test('a skill that is made from a file replaces an earlier one and none that somebody wrote', async () => {
  const [made, own] = [join(folder, 'svi-counties.md'), join(folder, 'census-counties.md')];
  const csv = join(folder, 'a.csv');
  writeFileSync(csv, 'ST_ABBR,COUNTY,FIPS,E_TOTPOP,RPL_THEMES\nTX,Harris County,48201,100,0.5\n');
  const { skill } = await loadReference({ layout: 'svi', file: 'a.csv', lines: readLines(csv), states: [] });
  writeFileSync(made, skill?.text ?? '');
  writeFileSync(own, 'my own prose');
  await expect(assertLoaded(made)).resolves.toBeUndefined();
  for (const other of [own, folder, join(folder, 'pipe.html')])
    await expect(assertLoaded(other)).rejects.toThrow(/was not written by/);
});
