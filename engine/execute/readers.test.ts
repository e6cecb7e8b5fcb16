/** Programs that read a file while it is built again see one build, whole: the one they opened. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { buildAt, planOf } from '../testing/cohort-builds.ts';
import { startReader } from '../testing/other-process.ts';
import { rounds } from '../testing/soak.ts';
import { loadTree, nodeFileSystem } from '../pipeline.ts';

const SKILLS = new URL('../../fixtures/mistakes/sound', import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Which build it is, whether every table has the rows that it recorded, and the rows of a table that each build changes. */
const QUESTION = `select (select fingerprint from meta.run) as build,
  (select bool_and(row_count = estimated_size) from meta.statements as made
    join duckdb_tables() as stands on made.table_name = schema_name || '.' || stands.table_name) as whole,
  (select count(*)::integer from patientsim.conditions) as conditions`;

interface Answer {
  readonly when: 'first' | 'now';
  readonly rows: readonly object[];
}

test(
  'a reader that asks throughout sees whole builds and no error, and rebuilds succeed',
  async () => {
    const loaded = await loadTree(SKILLS, nodeFileSystem);
    const target = join(folder, 'cohort.duckdb');
    const start = { line: 1, column: 1 };
    const at = { file: '<edit>', start, end: start };
    const rebuild = async (round: number): Promise<object> => {
      const conditions = [
        { code: 'E11.9', prevalence: 1 },
        { code: 'I10', prevalence: (round % 10) / 10 },
      ];
      const seed = Math.floor(round / 7);
      const overrides = [{ path: ['conditions'], value: conditions, at }];
      const plan = planOf(loaded, { what: 'sound-profile', overrides, seed, count: 40 });
      const { diagnostics } = await buildAt(target, { plan, loaded });
      expect(diagnostics).toEqual([]);
      const [built = {}] = await readRows(target, QUESTION);
      return built;
    };
    const builds = [await rebuild(0)];
    const reader = startReader(target, QUESTION);
    const answers: Answer[] = [JSON.parse((await reader.line()) ?? '') as Answer];
    const reading = (async () => {
      for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
        answers.push(JSON.parse(line) as Answer);
      }
    })();
    const times = rounds({ ci: 10, soak: 100 });
    for (let round = 1; round <= times; round += 1) builds.push(await rebuild(round));
    await reader.kill('SIGKILL');
    await reading;

    const seen = (when: Answer['when']): readonly object[] =>
      answers.filter((answer) => answer.when === when).flatMap(({ rows }) => rows);
    expect(answers.filter(({ when }) => when === undefined)).toEqual([]);
    for (const row of seen('first')) expect(row).toEqual(builds[0]);
    const whole = new Set(builds.map((build) => JSON.stringify(build)));
    expect([...new Set(seen('now').map((row) => JSON.stringify(row)))].filter((row) => !whole.has(row))).toEqual([]);
    expect(new Set(seen('now').map((row) => JSON.stringify(row))).size).toBeGreaterThan(2);
    for (const build of builds) expect(build).toMatchObject({ whole: true });
  },
  rounds({ ci: 180_000, soak: 3_600_000 }),
);
