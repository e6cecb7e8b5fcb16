import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { cohortSkill, createWorkspace, PROGRAM } from '../testing/workspace.ts';

test('a misspelt command or option ends with the nearest one', async () => {
  const { run } = await createWorkspace();
  expect(await run('genrate')).toMatchInlineSnapshot(`
    {
      "code": 2,
      "stderr": "error: unknown command 'genrate'
    (Did you mean generate?)
    ",
      "stdout": "",
    }
  `);
  expect(await run('generate', '--cuont', '5')).toMatchInlineSnapshot(`
    {
      "code": 2,
      "stderr": "error: unknown option '--cuont'
    (Did you mean --count?)
    ",
      "stdout": "",
    }
  `);
});

test('who stops reading hears nothing, and output that cannot be written ends the run by the code of files', async () => {
  const { folder, start } = await createWorkspace();
  const reader = start('list');
  reader.stopReading();
  expect(await reader.ended).toEqual({ code: 0, stdout: '', stderr: '' });
  const closed = openSync(join(folder, 'skills/executors/executor.md'), 'r');
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'list'], {
    cwd: folder,
    stdio: ['ignore', closed, 'pipe'],
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([6, 'error: EBADF: bad file descriptor, write\n']);
});

test('a folder without skills is said to be one', async () => {
  const { run } = await createWorkspace();
  expect(await run('list', '--skills', 'nowhere')).toMatchInlineSnapshot(`
    {
      "code": 6,
      "stderr": "error: There is no folder \`nowhere\` here.
      hint: Run in the folder that holds the skills, or name it: --skills <folder>.
    ",
      "stdout": "",
    }
  `);
});

test('check of a sound tree finds nothing', async () => {
  const { run } = await createWorkspace();
  expect(await run('check', '--format', 'line')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "stderr": "8 files: no problems.
    ",
      "stdout": "",
    }
  `);
});

test('check names each problem with its line, also of one folder alone', async () => {
  const { run, write } = await createWorkspace();
  await write('skills/cohorts/few.md', cohortSkill('few', 3).replace('count: 3', 'cuont: 3'));
  expect(await run('check', '--format', 'line')).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stderr": "9 files: 1 error in 1 file.
    ",
      "stdout": "skills/cohorts/few.md:13:1 error[validate-key-unknown] \`cuont\` is no key of a cohort, so it would be lost. Nearest: \`count\`.
    ",
    }
  `);
  expect(await run('check', 'skills/templates')).toMatchObject({ code: 0 });
  expect(await run('check', 'templates')).toMatchObject({ code: 0 });
  expect(await run('check', 'skills/tempaltes')).toMatchObject({ code: 2 });
});

test('check prints what other programs read, and counts what could not be read among the files', async () => {
  const { run, write } = await createWorkspace();
  await write('skills/cohorts/few.md', cohortSkill('few', 3).replace('count: 3', 'cuont: 3'));
  await write('skills/not-text.md', '\0');
  const { stdout, stderr } = await run('check');
  expect(JSON.parse(stdout)).toMatchObject({
    diagnostics: [{ file: 'skills/cohorts/few.md', line: 13 }, { file: 'skills/not-text.md' }],
  });
  expect(stderr).toBe('10 files: 2 errors in 2 files.\n');
  expect(await run('check', '--json', '--format', 'line')).toMatchObject({ code: 2, stdout: '' });
  expect(JSON.parse((await run('check', '--format', 'sarif')).stdout)).toMatchObject({ version: '2.1.0' });
  expect((await run('check', '--format', 'github')).stdout).toMatch(/^::error file=skills\/cohorts\/few.md,line=13/);
});

test('a phrase that two templates answer equally is ambiguous', async () => {
  const { folder, run, write } = await createWorkspace();
  const sound = await readFile(join(folder, 'skills/templates/profiles/sound-profile.md'), 'utf8');
  await write(
    'skills/templates/profiles/twin.md',
    sound.replaceAll('sound-profile', 'twin').replace('sound diabetic', 'twin diabetic'),
  );
  const { code, stderr, stdout } = await run('resolve', 'ten diabetic Medicare members');
  expect(code).toBe(3);
  expect(stderr).toContain('`sound-profile`');
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: 'ambiguous',
    candidates: expect.arrayContaining([expect.objectContaining({ skill: 'twin' })]),
  });
});

test('a phrase that no template answers matches nothing', async () => {
  const { run } = await createWorkspace();
  expect(await run('resolve', 'flying elephants')).toMatchObject({ code: 4 });
});

test('resolve says what a phrase means', async () => {
  const { run } = await createWorkspace();
  const { code, stdout } = await run('resolve', '12 diabetic Medicare members');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: 'resolved',
    profile: 'sound-profile',
    overrides: [{ path: ['count'], value: 12 }],
  });
});

test('the JSON of a phrase holds what is wrong with it, with its place', async () => {
  const { run } = await createWorkspace();
  for (const command of ['resolve', 'generate']) {
    const { code, stdout } = await run(command, '0 diabetic Medicare members', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).problems).toMatchObject([
      { code: 'resolve-count-range', severity: 'error', at: { start: { line: 1, column: 1 } } },
    ]);
  }
  const none = await run('generate', 'flurbitis of nobody', '--json');
  expect(none.code).toBe(4);
  expect(JSON.parse(none.stdout).problems).toMatchObject([{ code: 'resolve-none' }]);
});

test('list has the skills of one kind', async () => {
  const { run } = await createWorkspace();
  const { stdout } = await run('list', 'journey-template');
  expect(JSON.parse(stdout)).toMatchObject([
    { name: 'sound-journey', file: 'skills/templates/journeys/sound-journey.md' },
  ]);
});

test('list has every template that can be run, also the second of a file', async () => {
  const { run, write } = await createWorkspace();
  const block = (name: string): string => `\`\`\`yaml profile\nprofile_name: ${name}\ncount: 3\n\`\`\`\n`;
  await write(
    'skills/templates/profiles/two-groups.md',
    `---\nname: two-groups\ndescription: Two.\ntype: profile-template\n---\n\n${block('First Group')}\n${block('Second Group')}`,
  );
  const { stdout } = await run('list', 'profile-template');
  const named = (JSON.parse(stdout) as { readonly name: string; readonly description: string }[]).slice(-2);
  expect(named).toMatchObject([
    { name: 'two-groups', description: 'Two.' },
    { name: 'two-groups/second-group', description: 'Second Group', file: 'skills/templates/profiles/two-groups.md' },
  ]);
  expect(JSON.parse((await run('show', 'two-groups/second-group', '--resolved')).stdout)).toMatchObject({
    specifications: [{ id: 'two-groups/second-group' }],
  });
  expect(await run('generate', 'two-groups/second-group')).toMatchObject({ code: 0 });
});

test('show has the canonical form of a skill, with the place of each value', async () => {
  const { run } = await createWorkspace();
  const { stdout } = await run('show', 'sound-profile', '--resolved');
  expect(JSON.parse(stdout)).toMatchObject({
    specifications: [{ id: 'sound-profile', count: { at: { file: 'executors/executor.md' } } }],
  });
  expect(await run('show', 'sound-profle')).toMatchObject({ code: 4 });
});

test('show says what is wrong with a skill that cannot be read, and does not deny it', async () => {
  const { run, write } = await createWorkspace();
  await write('skills/templates/profiles/broken.md', '---\nname: broken\ndescription: Text.\ntyp: reference\n---\n');
  const { code, stdout, stderr } = await run('show', 'broken');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('skills/templates/profiles/broken.md:4:1 error[');
});

test('explain leads from a column to the line of the skill', async () => {
  const { run } = await createWorkspace();
  const { stdout } = await run('explain', 'core.persons.birth_date', '--cohort', 'sound-profile');
  expect(JSON.parse(stdout)).toMatchObject({
    lines: [{ place: 'skills/templates/profiles/sound-profile.md:14' }],
    streams: expect.arrayContaining(['sound-profile/demographics/age']),
  });
});

test('explain looks into the first cohort that has the table', async () => {
  const { run, write } = await createWorkspace();
  const people = cohortSkill('people', 5).replace('profile: sound-profile', '$&\nproducts: [membersim]');
  await write('skills/people.md', people);
  await write('skills/the-sick.md', cohortSkill('the-sick', 5));
  expect(JSON.parse((await run('explain', 'patientsim.patients')).stdout)).toMatchObject({ cohort: 'the-sick' });
});

test('explain knows every code of a diagnostic', async () => {
  const { run } = await createWorkspace();
  expect(JSON.parse((await run('explain', 'parse-yaml-colon')).stdout)).toMatchObject({ severity: 'error' });
  expect(await run('explain', 'parse-yaml-coln')).toMatchObject({ code: 4 });
});

test('query reads and never writes', async () => {
  const { run } = await createWorkspace();
  await run('generate', 'sound-profile', '--count', '2');
  const file = 'out/sound-profile.duckdb';
  expect(await run('query', file, 'drop table core.persons')).toMatchObject({ code: 1 });
  expect(await run('query', 'out/other.duckdb', 'select 1')).toMatchObject({ code: 6 });
  const { stdout } = await run('query', file, 'select person_id from core.persons order by person_id');
  expect(JSON.parse(stdout)).toEqual([{ person_id: 1 }, { person_id: 2 }]);
});

test('whatever asks a built file ends by the code of what it found', async () => {
  const { folder, run } = await createWorkspace();
  const file = 'out/sound-profile.duckdb';
  await run('generate', 'sound-profile', '--count', '2');
  const endOf = async (...words: string[]): Promise<number | null> => (await run(...words)).code;
  const none = 'out/other.duckdb';
  const missing = [endOf('verify', none), endOf('report', none), endOf('show', '--person', '2', none)];
  expect(await Promise.all(missing)).toEqual([6, 6, 6]);
  expect(await endOf('verify', file)).toBe(0);
  const instance = await DuckDBInstance.create(join(folder, file));
  const connection = await instance.connect();
  await connection.run('delete from core.persons where person_id = 2');
  connection.closeSync();
  instance.closeSync();
  expect(await Promise.all([endOf('verify', file), endOf('show', '--person', '2', file)])).toEqual([1, 4]);
});

test('a build that takes longer than it may ends by the code of builds that fail', async () => {
  const { built, folder, run } = await createWorkspace();
  const executor = join(folder, 'skills', 'executors', 'executor.md');
  await writeFile(
    executor,
    (await readFile(executor, 'utf8')).replace('  count: 10', '  limits: { minutes: 0.0001 }\n  count: 10'),
  );
  const { code, stderr } = await run('generate', 'sound-profile');
  expect({ code, built: await built() }).toEqual({ code: 5, built: [] });
  expect(stderr).toContain('error[execute-out-of-time]');
});
