import { appendFile, cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { cohortSkill, createWorkspace } from '../testing/workspace.ts';
import type { RunningProgram, Workspace } from '../testing/workspace.ts';

const READY = /watching .*/;
const READY_AS_JSON = /.*"event":"watching".*/;
const FEW = 'skills/cohorts/few.md';

async function startWatch(
  ...words: string[]
): Promise<{ readonly space: Workspace; readonly program: RunningProgram }> {
  const space = await createWorkspace();
  await space.write(FEW, cohortSkill('few', 3));
  const program = space.start('watch', ...words);
  await program.sees(READY);
  return { space, program };
}

test('an edit rebuilds the cohort that it changes', async () => {
  const { program, space } = await startWatch();
  await space.write(FEW, cohortSkill('few', 5));
  expect(await program.sees(/change .*/)).toBe('change  skills/cohorts/few.md');
  expect(await program.sees(/built .*/)).toMatch(/^built {3}few {2}persons 5 \(\+2\) · /);
  expect(await program.sees(READY)).toBe('watching 8 skills — 1 built — Ctrl-C stops');
});

test('an edit of prose rebuilds nothing and says so', async () => {
  const { program, space } = await startWatch();
  await space.write(
    FEW,
    `\n${cohortSkill('few', 3)}`.trimStart().replace('Some prose.', 'Other prose.\n\nOn more lines.'),
  );
  expect(await program.sees(READY)).toBe('watching 8 skills — nothing to rebuild, 1 unchanged — Ctrl-C stops');
});

test('an edit with an error names it and keeps the file until it is mended', async () => {
  const { program, space } = await startWatch();
  await space.write(FEW, cohortSkill('few', 5).replace('count:', 'cuont:'));
  expect(await program.sees(/error .*/)).toMatch(
    /^error {3}skills\/cohorts\/few\.md:13:1 .*`cuont`.* Nearest: `count`/,
  );
  expect(await program.sees(/kept .*/)).toMatch(/^kept {4}out\/few\.duckdb from \d\d:\d\d:\d\d$/);
  await space.write(FEW, cohortSkill('few', 5));
  await program.sees(/fixed {3}no errors/);
  expect(await program.sees(/built .*/)).toContain('persons 5');
});

test('cohorts are added, renamed and removed', async () => {
  const { program, space } = await startWatch();
  await space.write('skills/cohorts/more.md', cohortSkill('more', 4));
  expect(await program.sees(/built .*/)).toContain('more  persons 4');
  await program.sees(READY);
  await rename(join(space.folder, FEW), join(space.folder, 'skills/cohorts/little.md'));
  expect(await program.sees(/rename .*/)).toBe('rename  skills/cohorts/few.md → skills/cohorts/little.md');
  await program.sees(READY);
  await rm(join(space.folder, 'skills/cohorts/more.md'));
  expect(await program.sees(/gone .*/)).toBe('gone    more is no longer in the tree; out/more.duckdb stays');
});

test('a newer edit cancels the running build', async () => {
  const space = await createWorkspace();
  await space.write(FEW, cohortSkill('few', 5_000_000));
  const program = space.start('watch');
  await vi.waitUntil(async () => (await space.built()).length > 0, { timeout: 20_000 });
  await space.write(FEW, cohortSkill('few', 4));
  await program.sees(/cancel .*/);
  expect(await program.sees(/built .*/)).toContain('persons 4');
  await program.sees(READY);
  expect(await space.built()).toEqual(['few.duckdb']);
});

test('a folder of skills that is replaced is watched in its new place', async () => {
  const { program, space } = await startWatch();
  const skills = join(space.folder, 'skills');
  await cp(skills, join(space.folder, 'new'), { recursive: true });
  await rename(skills, join(space.folder, 'old'));
  await rename(join(space.folder, 'new'), skills);
  await program.sees(/The skills folder was replaced; watching the new one\./);
  await space.write(FEW, cohortSkill('few', 6));
  expect(await program.sees(/built .*/)).toContain('persons 6');
});

test('--poll sees edits without the notifications of the file system', async () => {
  const { program, space } = await startWatch('--poll');
  await space.write(FEW, cohortSkill('few', 5));
  expect(await program.sees(/built .*/)).toContain('persons 5');
});

test('Ctrl-C stops the watch and leaves the files', async () => {
  const { program, space } = await startWatch();
  program.interrupt();
  expect(await program.ended).toMatchObject({ code: 130, stderr: '' });
  expect(await space.built()).toEqual(['few.duckdb']);
});

test('with --json every event is one line of JSON', async () => {
  const space = await createWorkspace();
  await space.write(FEW, cohortSkill('few', 3));
  const program = space.start('watch', '--json');
  await program.sees(READY_AS_JSON);
  await appendFile(join(space.folder, FEW), '\nMore prose.\n');
  const line = await program.sees(/\{.*"event":"change".*\}/);
  expect(JSON.parse(line)).toMatchObject({ event: 'change', how: 'changed', file: 'cohorts/few.md' });
});

test('a cohort that the tree does not have ends the watch', async () => {
  const space = await createWorkspace();
  await space.write(FEW, cohortSkill('few', 3));
  expect(await space.run('watch', 'fwe')).toMatchObject({ code: 4, stdout: '' });
});
