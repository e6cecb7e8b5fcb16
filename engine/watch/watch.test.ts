/** The program as it is run: what it prints, what it leaves in `out/`, how it ends. */
import { appendFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { takeBuildLock } from '../execute/build-lock.ts';
import { cohortSkill, createWorkspace } from '../testing/workspace.ts';
import type { Run, RunningProgram, Workspace } from '../testing/workspace.ts';

const READY = /watching .*/;
const READY_AS_JSON = /.*"event":"watching".*/;
const FEW = 'skills/cohorts/few.md';

async function startWatch(
  ...words: string[]
): Promise<{ readonly space: Workspace; readonly program: RunningProgram }> {
  const space = await createWorkspace();
  await space.write(FEW, cohortSkill('few', 3));
  const program = space.start('watch', ...words);
  await program.sees(words.includes('--json') ? READY_AS_JSON : READY);
  return { space, program };
}

function stop(program: RunningProgram): Promise<Run> {
  program.interrupt();
  return program.ended;
}

test('edits rebuild what they change, mistakes keep the last good file, Ctrl-C leaves the files', async () => {
  const { program, space } = await startWatch();
  await space.write(FEW, cohortSkill('few', 5));
  expect(await program.sees(/change .*/)).toBe('change  skills/cohorts/few.md');
  expect(await program.sees(/built .*/)).toMatch(/^built {3}few {2}persons 5 \(\+2\) · /);
  expect(await program.sees(READY)).toBe('watching 8 skills — 1 built — Ctrl-C stops');

  await space.write(FEW, cohortSkill('few', 5).replace('Some prose.', 'Other prose.\n\nOn more lines.'));
  expect(await program.sees(READY)).toBe('watching 8 skills — nothing to rebuild, 1 unchanged — Ctrl-C stops');

  await space.write(FEW, cohortSkill('few', 6).replace('count:', 'cuont:'));
  expect(await program.sees(/error .*/)).toMatch(
    /^error {3}skills\/cohorts\/few\.md:13:1 .*`cuont`.* Nearest: `count`/,
  );
  expect(await program.sees(/kept .*/)).toMatch(/^kept {4}out\/few\.duckdb from \d\d:\d\d:\d\d$/);
  await program.sees(READY);
  await rm(join(space.folder, 'out'), { recursive: true });
  expect(await program.sees(/note .*/)).toBe('note    out/few.duckdb was taken away.');
  expect(await program.sees(/kept .*/)).toBe('kept    nothing: there is no out/few.duckdb');
  expect(await program.sees(READY)).toBe('watching 7 skills — 1 error, 1 not built — Ctrl-C stops');
  await space.write(FEW, cohortSkill('few', 6));
  await program.sees(/fixed {3}no errors/);
  expect(await program.sees(/built .*/)).toContain('persons 6 (+1)');
  await program.sees(READY);

  const file = join(space.folder, 'out/few.duckdb');
  const other = await takeBuildLock(file);
  await space.write(FEW, cohortSkill('few', 7));
  expect(await program.sees(/note .*/)).toMatch(
    /few\.duckdb is being built by another process \(PID \d+\), which is waited for/,
  );
  if (other.kind === 'held') await other.lock.release();
  expect(await program.sees(/built .*/)).toContain('persons 7 (+1)');
  await program.sees(READY);

  await rm(file);
  expect(await program.sees(/note .*/)).toBe('note    out/few.duckdb was taken away.');
  expect(await program.sees(/built .*/)).toMatch(/^built {3}few {2}persons 7 \(=\) · /);
  await program.sees(READY);
  await truncate(file);
  expect(await program.sees(/note .*/)).toBe('note    out/few.duckdb was emptied.');
  expect(await program.sees(/built .*/)).toMatch(/^built {3}few {2}persons 7 \(=\) · /);
  await program.sees(READY);

  await space.write('skills/cohorts/more.md', cohortSkill('more', 4));
  expect(await program.sees(/built .*/)).toContain('more  persons 4');
  await program.sees(READY);
  await rename(join(space.folder, FEW), join(space.folder, 'skills/cohorts/little.md'));
  expect(await program.sees(/rename .*/)).toBe('rename  skills/cohorts/few.md → skills/cohorts/little.md');
  await program.sees(READY);
  await rm(join(space.folder, 'skills/cohorts/more.md'));
  expect(await program.sees(/gone .*/)).toBe('gone    more is no longer in the tree; out/more.duckdb stays');

  await program.sees(READY);
  await space.write('skills/cohorts/more.md', cohortSkill('more', 4).replace('count:', 'cuont:'));
  expect(await program.sees(/kept .*/)).toMatch(/^kept {4}out\/more\.duckdb from/);
  await program.sees(READY);
  await space.write('skills/cohorts/never.md', cohortSkill('never', 4).replace('count:', 'cuont:'));
  expect(await program.sees(/kept {4}nothing.*/)).toBe('kept    nothing: there is no out/never.duckdb');
  expect(await program.sees(READY)).toMatch(/2 errors, .*1 not built/);

  expect(await stop(program)).toMatchObject({ code: 130, stderr: '' });
  expect(await space.built()).toEqual(['few.duckdb', 'more.duckdb']);
});

test('a newer edit cancels the running build, which leaves nothing', async () => {
  const space = await createWorkspace();
  await space.write(FEW, cohortSkill('few', 5_000_000));
  const program = space.start('watch');
  await vi.waitUntil(async () => (await space.built()).length > 0, { timeout: 20_000 });
  await space.write(FEW, cohortSkill('few', 4));
  await program.sees(/cancel .*/);
  expect(await program.sees(/built .*/)).toContain('persons 4');
  await program.sees(READY);
  expect(await space.built()).toEqual(['few.duckdb']);
  await stop(program);
});

test('with --json every event is one line of JSON, nothing in it acts on a terminal, and a warning that stays is told once', async () => {
  const { program, space } = await startWatch('--json');
  await space.write(
    'skills/builders/odd.md',
    '---\nname: odd\ndescription: An odd example.\ntype: builder\n---\n\n```json example\n{ "odd": 1 }\n```\n',
  );
  await program.sees(READY_AS_JSON);
  await appendFile(join(space.folder, FEW), '\nMore prose.\n');
  const line = await program.sees(/\{.*"event":"change".*\}/);
  expect(JSON.parse(line)).toMatchObject({ event: 'change', how: 'changed', file: 'cohorts/few.md' });
  await space.write('skills/\u001b[2Jcleared\u202e.md', 'no front matter');
  const problem = await program.sees(/\{.*"event":"diagnostic".*\}/);
  expect(problem).toMatch(/^[\x20-\x7e]*$/);
  expect(Object.keys(JSON.parse(problem).diagnostic)).not.toContain('params');
  const { stdout } = await stop(program);
  const lines = stdout.trim().split('\n');
  expect(() => lines.map((one) => JSON.parse(one))).not.toThrow();
  expect(lines.filter((one) => one.includes('validate-example-unknown'))).toHaveLength(1);
});

test('a cohort that the tree does not have ends the watch', async () => {
  const space = await createWorkspace();
  await space.write(FEW, cohortSkill('few', 3));
  expect(await space.run('watch', 'fwe')).toMatchObject({ code: 4, stdout: '' });
  expect(await space.run('watch', 'sound-profile')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('no cohort `sound-profile`; a profile-template is called so.'),
  });
});
