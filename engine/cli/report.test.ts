import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace } from '../testing/workspace.ts';
import { report } from './commands/report.ts';
import type { ReportOptions } from './commands/report.ts';
import { createSession } from './session.ts';

/** More lines than a terminal is told unasked. */
const MANY = Array.from({ length: 40 }, (_, at) => `  score_${at}: { distribution: uniform, min: 0, max: ${at + 1} }`);

const session = createSession({ json: false });

async function told(file: string, options: Partial<ReportOptions>): Promise<string> {
  let text = '';
  const write = (part: string): void => void (text += part);
  await report(file, { skills: 'skills', ...options }, { ...session, json: options.json === true, write, note: write });
  return text;
}

test('a long report sums up on a terminal, and tells every line when asked, in JSON and on a page', async () => {
  const { folder, run, write } = await createWorkspace();
  const [file, page] = [join(folder, 'many.duckdb'), join(folder, 'page.html')];
  const profile = 'skills/templates/profiles/sound-profile.md';
  const text = await readFile(join(folder, profile), 'utf8');
  await write(profile, text.replace('demographics:', `attributes:\n${MANY.join('\n')}\ndemographics:`));
  expect(await run('generate', 'sound-profile', '--count', '20', '--out', file)).toMatchObject({ code: 0 });

  const short = await told(file, {});
  expect(short).toContain('Every line: --all, or a page with --html.');
  expect(scoresOf(short).size).toBeLessThan(MANY.length);
  expect(scoresOf(await told(file, { all: true })).size).toBe(MANY.length);
  expect(scoresOf(await told(file, { json: true })).size).toBe(MANY.length);
  await expect(told(file, { html: true, out: '/proc/none/page.html' })).rejects.toThrow(
    '`/proc/none/page.html` could not be written: no such file or directory.',
  );
  await expect(told(file, { html: true, skills: folder, out: page })).rejects.toThrow('where skills stand');
  await expect(told(file, { html: true, out: file })).rejects.toThrow('is no page');
  await expect(told(file, { html: true, json: true })).rejects.toThrow('--html writes a page');
  await expect(told(file, { out: page })).rejects.toThrow('--out is where a page is written.');
  expect(await told(file, { html: true, out: page })).toContain(`Written to ${page}`);
  expect(scoresOf(await readFile(page, 'utf8')).size).toBe(MANY.length);
});

function scoresOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/score_\d+/g));
}

test('a terminal that says 0 columns has not been told its size, and is taken for one of the usual', () => {
  const { columns } = process.stdout;
  process.stdout.columns = 0;
  expect(createSession({ json: false }).width).toBe(100);
  process.stdout.columns = columns;
});
