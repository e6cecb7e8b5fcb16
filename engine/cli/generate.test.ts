import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { cohortSkill, createWorkspace, PROGRAM } from '../testing/workspace.ts';

test('without an argument every cohort of the tree is built', async () => {
  const { built, run, write } = await createWorkspace();
  await write('skills/cohorts/few.md', cohortSkill('few', 3));
  await write('skills/cohorts/some.md', cohortSkill('some', 20));
  const { code, stderr, stdout } = await run('generate');
  expect(code).toBe(0);
  expect(await built()).toEqual(['few.duckdb', 'some.duckdb']);
  expect(JSON.parse(stdout)).toMatchObject({
    builds: [
      { name: 'few', file: 'out/few.duckdb', persons: { from: 1, to: 3 }, problems: [] },
      { name: 'some', file: 'out/some.duckdb', tables: expect.arrayContaining([{ name: 'core.persons', rows: 20 }]) },
    ],
  });
  expect(stderr).toMatchInlineSnapshot(`
    "Next: npx healthsim query out/few.duckdb "select * from patientsim.patients limit 5"
    "
  `);
});

test('options reach the data, which query reads, and what they warn of is among the problems', async () => {
  const { run } = await createWorkspace();
  const asked = ['--set', 'demographics.age=70', '--set', 'products=["patientsim","trialsim"]'];
  const made = await run('generate', 'sound-profile', '--count', '7', '--out', 'a.duckdb', ...asked);
  expect([made.code, JSON.parse(made.stdout).problems]).toMatchObject([0, [{ code: 'plan-study-none' }]]);
  const { stdout } = await run(
    'query',
    'a.duckdb',
    "select count(*) as people, max(datediff('year', birth_date, date '2025-01-01')) between 70 and 71 as aged from core.persons",
  );
  expect(JSON.parse(stdout)).toEqual([{ people: 7, aged: true }]);
});

test('a phrase with a word that nothing took up is named, and nothing is built', async () => {
  const { run } = await createWorkspace();
  const { code, stderr, stdout } = await run('generate', 'five diabetic Medicare members on skateboards', '--dry-run');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ builds: [], problems: [{ code: 'resolve-unread' }] });
  expect(stderr).toMatchInlineSnapshot(`
    "<phrase>:1:35 error[resolve-unread] Nothing took up "skateboards"; without it, other people or events might come out than asked for.
      1 │ five diabetic Medicare members on skateboards
        │                                   ^^^^^^^^^^^
      hint: Leave it out, or give it a meaning: in a \`phrases\` block of a builder skill, or in the column \`phrases\` of a reference.

    Nothing was built.
    "
  `);
});

test('a misspelt name ends with the nearest one', async () => {
  const { run } = await createWorkspace();
  const { code, stderr } = await run('generate', 'sound-profil');
  expect({ code, stderr }).toMatchInlineSnapshot(`
    {
      "code": 4,
      "stderr": "error[resolve-name-unknown] No profile, journey or cohort is called \`sound-profil\`.
      hint: Nearest: \`sound-profile\`.

    ",
    }
  `);
});

test('a tree with an error builds nothing, and the error is shown where it stands', async () => {
  const { built, run, write } = await createWorkspace();
  await write('skills/cohorts/few.md', cohortSkill('few', 3));
  await write(
    'skills/cohorts/broken.md',
    cohortSkill('broken', 3).replace('profile: sound-profile', 'profile: sound-profle'),
  );
  const { code, stderr, stdout } = await run('generate');
  expect({ code, built: await built() }).toEqual({ code: 1, built: [] });
  expect(JSON.parse(stdout)).toMatchObject({ builds: [], problems: [{ code: 'validate-reference-unknown' }] });
  expect(stderr).toMatchInlineSnapshot(`
    "skills/cohorts/broken.md:11:10 error[validate-reference-unknown] There is no profile named \`sound-profle\`.
      11 │ profile: sound-profle
         │          ^^^^^^^^^^^^
      hint: Nearest: \`sound-profile\`.

    Nothing was built.
    "
  `);
});

test('an error elsewhere does not stop what is asked for by name, but is not forgotten', async () => {
  const { built, run, write } = await createWorkspace();
  await write('skills/cohorts/broken.md', cohortSkill('broken', 3).replace('count: 3', 'count: three'));
  const { code, stderr } = await run('generate', 'sound-profile', '--count', '2');
  expect({ code, built: await built() }).toEqual({ code: 1, built: ['sound-profile.duckdb'] });
  expect(stderr).toContain('skills has 1 error in 1 file; `healthsim check` names them.');
});

test('a skill that is named and has errors is never read as a phrase that means another', async () => {
  const { built, run, write } = await createWorkspace();
  const name = 'creaky-joints';
  await write(
    'skills/templates/profiles/knees.md',
    '---\nname: knees\ndescription: Bad knees.\ntype: profile-template\ntriggers: [creaky joints]\n---\n\n```yaml\nprofile_name: Knees\ncount: 2\n```\n',
  );
  await write(`skills/cohorts/${name}.md`, cohortSkill(name, 3).replace('count: 3', 'count: three'));
  const { code, stderr } = await run('generate', name);
  expect({ code, built: await built() }).toEqual({ code: 1, built: [] });
  expect(stderr).toContain(`skills/cohorts/${name}.md:`);
  expect(stderr).toMatch(/Nothing was built\.\n$/);
  const others = await Promise.all([
    run('resolve', name),
    run('generate', name, '--until', 'plan'),
    run('explain', 'core.persons', '--cohort', name),
  ]);
  expect(others.map((one) => one.code)).toEqual([1, 1, 4]);
  expect(others.filter((one) => one.stdout.includes('knees') || !one.stderr.includes(`/${name}.md:`))).toEqual([]);
});

test('Ctrl-C ends a build with one line and leaves nothing behind', async () => {
  const { built, start } = await createWorkspace();
  const program = start('generate', 'sound-profile', '--count', '5000000');
  await vi.waitUntil(async () => (await built()).length > 0, { timeout: 20_000 });
  program.interrupt();
  expect(await program.ended).toEqual({
    code: 130,
    stdout: '',
    stderr: 'Interrupted: out/sound-profile.duckdb was left alone.\n',
  });
  expect(await built()).toEqual([]);
});

test('a second build of the same file ends at once and says who builds', async () => {
  const { built, run, start } = await createWorkspace();
  const first = start('generate', 'sound-profile', '--count', '5000000');
  await vi.waitUntil(async () => (await built()).length > 0, { timeout: 20_000 });
  const { code, stderr } = await run('generate', 'sound-profile', '--count', '2');
  first.interrupt();
  await first.ended;
  expect({ code, stderr: stderr.replace(/PID \d+/, 'PID n') }).toMatchInlineSnapshot(`
    {
      "code": 6,
      "stderr": "error[execute-locked] out/sound-profile.duckdb is being built by another process (PID n).
      hint: Wait for it to finish; \`generate\` can also choose another file with --out.

    ",
    }
  `);
});

test('a file that was made by something else is not replaced', async () => {
  const { folder, run, write } = await createWorkspace();
  await write('notes.duckdb', 'my notes');
  const { code } = await run('generate', 'sound-profile', '--out', 'notes.duckdb');
  expect({ code, text: await readFile(join(folder, 'notes.duckdb'), 'utf8') }).toEqual({ code: 6, text: 'my notes' });
});

test('a file for which there is no room is named as it was asked for, with what the system said, and leaves nothing', async () => {
  const { built, folder } = await createWorkspace();
  const limited = ['-c', `trap '' XFSZ; ulimit -f 40; exec "$0" "$@"`, process.execPath, PROGRAM];
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile('sh', [...limited, 'generate', 'sound-profile'], { cwd: folder }, (error, _stdout, told) =>
      resolve({ code: error?.code, stderr: told }),
    );
  });
  expect(code).toBe(6);
  expect(stderr).toContain('out/sound-profile.duckdb could not be written: File too large');
  expect(stderr).not.toContain(folder);
  expect(await built()).toEqual([]);
});

test('a tree without a cohort says what to do instead', async () => {
  const { built, run } = await createWorkspace();
  const { code, stderr } = await run('generate');
  expect({ code, stderr, built: await built() }).toMatchInlineSnapshot(`
    {
      "built": [],
      "code": 4,
      "stderr": "error: skills holds no cohort, so there is nothing to build by itself.
      hint: Name a template, as in \`healthsim generate sound-profile\` (\`healthsim list\` shows all), or write a skill of type cohort.
    ",
    }
  `);
});

test('what stops after a stage takes no option of a build', async () => {
  const { run } = await createWorkspace();
  const { code, stderr } = await run('generate', 'sound-profile', '--until', 'plan', '--out', 'never.duckdb');
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("'--until <stage>' cannot be used with option '--out <file>'"),
  ]);
});

test('a stage can be stopped at, and what it made is printed', async () => {
  const { built, run } = await createWorkspace();
  const { code, stdout } = await run('generate', 'sound-profile', '--until', 'plan');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([{ cohort: 'sound-profile', persons: { from: 1 } }]);
  expect(await built()).toEqual([]);
});

test('one file cannot hold several cohorts', async () => {
  const { run, write } = await createWorkspace();
  await write('skills/cohorts/few.md', cohortSkill('few', 3));
  await write('skills/cohorts/some.md', cohortSkill('some', 20));
  const { code, stderr } = await run('generate', '--out', 'a.duckdb');
  expect({ code, stderr }).toMatchInlineSnapshot(`
    {
      "code": 2,
      "stderr": "error: --out names one file, and the tree has 2 cohorts.
      hint: Name the cohort to build, or leave --out away.
    ",
    }
  `);
});
