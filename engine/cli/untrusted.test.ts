/** Hostile names and values on the way to a terminal, and hostile places for files, with the program as it is run. */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { cohortSkill, createWorkspace } from '../testing/workspace.ts';

const HOSTILE = '\u001b]8;;http://example.org\u0007\u001b[2J\u202e\u009b1m';
const ACTS = /(?![\t\n])[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u;

test('a built file says nothing of its machine, and nothing that a name, a value or the database says acts on a terminal', async () => {
  const canaries = ['HOME', 'USER', 'LOGNAME', 'HOSTNAME', 'API_TOKEN'].map((name) => [name, `canary-of-${name}`]);
  for (const [name = '', canary] of canaries) vi.stubEnv(name, canary);
  const { folder, run, write } = await createWorkspace();
  const built = await run('generate', 'sound-profile', '--count', '2', '--out', 'a.duckdb');
  const records = ['run', 'skills', 'statements', 'dictionary'].map(
    (name) => `(select string_agg(a::varchar, '') from meta.${name} a)`,
  );
  const told = await Promise.all([
    run('query', 'a.duckdb', `select ${records.join(', ')}`),
    run('report', 'a.duckdb', '--html'),
    run('check', '--format', 'sarif'),
  ]);
  vi.unstubAllEnvs();
  const files = ['a.duckdb', 'a.html'].map((name) => readFileSync(join(folder, name)).toString('latin1'));
  const made = [...files, ...[built, ...told].flatMap(({ stdout, stderr }) => [stdout, stderr])].join('\n');
  expect(made).toContain('sound-profile');
  const secrets = [folder, hostname(), process.cwd(), process.env['PATH'] ?? '', 'canary-of-'];
  expect(secrets.filter((secret) => secret.length > 5 && made.includes(secret))).toEqual([]);
  await write(`skills/${HOSTILE}.md`, 'no front matter');
  await write('skills/cohorts/few.md', cohortSkill('few', 3).replace('Some prose.', `| a |\n|---|\n| ${HOSTILE} |`));
  const runs = await Promise.all([
    run('check', '--format', 'pretty'),
    run('generate', `two ${HOSTILE} diabetic people`, '--set', `a.${HOSTILE}="${HOSTILE}"`, '--dry-run'),
    run('list', '--skills', HOSTILE),
    run('list', `--${HOSTILE}`),
    run('query', 'a.duckdb', `select "${HOSTILE}"`),
    run('generate', 'sound-profile', '--set', 'profile_name="a\\u0000b"'),
  ]);
  for (const one of runs) expect(`${one.stdout}${one.stderr}`).not.toMatch(ACTS);
  expect(runs.map(({ code }) => code)).toEqual([1, 1, 6, 2, 1, 1]);
});

test('no file is written among the skills or through a link, and none is called as a file cannot be', async () => {
  const { folder, run, write } = await createWorkspace();
  writeFileSync(join(folder, 'notes.txt'), 'my notes');
  symlinkSync(join(folder, 'notes.txt'), join(folder, 'link.duckdb'));
  symlinkSync(join(folder, 'skills'), join(folder, 'tree'));
  symlinkSync('skills', join(folder, 'out'));
  await write('outside/notes.txt', 'my notes');
  symlinkSync(join(folder, 'outside'), join(folder, 'skills/populationsim'));
  await write('svi.csv', 'ST_ABBR,COUNTY,FIPS,E_TOTPOP,RPL_THEMES\nTX,Harris County,48201,100,0.5\n');
  const before = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const targets = ['tree/new/a.duckdb', 'link.duckdb'];
  const runs = await Promise.all([
    ...targets.map((target) => run('generate', 'sound-profile', '--force', '--out', target)),
    run('watch'),
    run('reference', 'load', 'svi', 'svi.csv'),
  ]);
  expect(runs.map(({ code }) => code)).toEqual([2, 6, 2, 2]);
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('my notes');
  expect(new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))).toEqual(new Set(before));
  for (const name of ['../../x', 'con', 'Few', 'a/b', 'few '])
    await write(`skills/cohorts/${name.replaceAll(/\W/g, '')}.md`, cohortSkill(JSON.stringify(name), 3));
  rmSync(join(folder, 'out'));
  const { code } = await run('generate');
  expect({ code, built: readdirSync(folder).includes('out') }).toEqual({ code: 1, built: false });
});

/** Node refuses to start a program, whatever asks for it. */
const STARTS_NOTHING = '--experimental-permission --allow-fs-read=* --allow-fs-write=* --allow-addons';

test('a skill starts no program: keys that ask for one are named, its scripts are files like others', async () => {
  vi.stubEnv('NODE_OPTIONS', STARTS_NOTHING);
  const { folder, run, write } = await createWorkspace();
  const started = join(folder, 'started');
  await write('skills/cohorts/hooks/before.sh', `#!/bin/sh\ntouch ${started}\n`);
  chmodSync(join(folder, 'skills/cohorts/hooks/before.sh'), 0o755);
  const asking = cohortSkill('few', 3)
    .replace('type: cohort', `type: cohort\nhooks: touch ${started}`)
    .replace('count:', `command: touch ${started}\nscripts: [ hooks/before.sh ]\ncount:`);
  await write('skills/cohorts/few.md', asking);
  const { stdout } = await run('check', '--format', 'line');
  expect(['hooks', 'command', 'scripts'].filter((key) => !stdout.includes(`\`${key}\` is no key`))).toEqual([]);
  await write('skills/cohorts/few.md', `${cohortSkill('few', 3)}\n\`\`\`sh\ntouch ${started}\n\`\`\`\n`);
  expect(await run('generate')).toMatchObject({ code: 0 });
  vi.unstubAllEnvs();
  expect(existsSync(started)).toBe(false);
});
