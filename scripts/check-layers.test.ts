/** Every law is broken once in a small tree, and the check must say where. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkLayers } from './check-layers.ts';
import { checkMachine } from './layers/machine-rules.ts';

const made: string[] = [];
const SOUND: Readonly<Record<string, string>> = {
  'engine/model/index.ts': "export type * from './person.ts';\n",
  'engine/model/person.ts': 'export interface Person { readonly id: number }\n',
  'engine/diagnostics/index.ts': "import type { Person } from '../model/index.ts';\nexport type Named = Person;\n",
  'engine/ports/index.ts': 'export const clock = { now: () => performance.now() };\n',
  'engine/read/index.ts':
    "import { parse } from 'yaml';\nimport type { Person } from '../model/index.ts';\nexport const read = (): Person => parse('');\n",
  'engine/plan/index.ts': 'export const plan = 1;\n',
  'engine/compile/index.ts': 'export const sql = (name: string): string => `SELECT ${name}`;\n',
  'engine/execute/index.ts':
    "export const run = async (session: Session, statement: Statement) => {\n  await session.run('begin');\n  await session.run(statement.sql);\n};\n",
  'engine/cli/main.ts': "import { build } from '../pipeline.ts';\nbuild();\n",
  'engine/pipeline.ts': "import { plan } from './plan/index.ts';\nexport const build = () => plan;\n",
  'README.md': 'A project.\n',
};

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

function check(files: Readonly<Record<string, string>>): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'layers-'));
  made.push(root);
  for (const [path, text] of Object.entries({ ...SOUND, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkLayers(root).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

test('a sound tree has no findings', () => {
  expect(check({})).toEqual([]);
});

test('a tree without sources is a finding, not a success', () => {
  const root = mkdtempSync(join(tmpdir(), 'layers-'));
  made.push(root);
  expect(checkLayers(root).map(({ rule }) => rule)).toEqual(['no-source']);
});

test.each<[law: string, path: string, text: string, rule: string]>([
  ['a stage imports no other stage', 'engine/plan/a.ts', "\nimport { read } from '../read/index.ts';", 'layer'],
  ['a type is an import too', 'engine/plan/a.ts', "\nimport type { Read } from '../read/index.ts';", 'layer'],
  ['an export is an import too', 'engine/plan/a.ts', "\nexport * from '../read/index.ts';", 'layer'],
  ['an import that is awaited is one too', 'engine/plan/a.ts', "\nawait import('../read/index.ts');", 'layer'],
  ['an import over several lines is one too', 'engine/plan/a.ts', "import {\nread } from '../read/index.ts';", 'layer'],
  ['a stage does not import the pipeline', 'engine/plan/a.ts', "\nimport { build } from '../pipeline.ts';", 'layer'],
  ['a stage imports no front end', 'engine/plan/a.ts', "\nimport { main } from '../cli/index.ts';", 'layer'],
  ['the model imports nothing', 'engine/model/a.ts', "\nimport { clock } from '../ports/index.ts';", 'layer'],
  ['ports import the model alone', 'engine/ports/a.ts', "\nimport { x } from '../diagnostics/index.ts';", 'layer'],
  [
    'diagnostics import the model alone',
    'engine/diagnostics/a.ts',
    "\nimport { x } from '../ports/index.ts';",
    'layer',
  ],
  ['a front end imports no stage', 'engine/cli/a.ts', "\nimport { plan } from '../plan/index.ts';", 'layer'],
  ['watching does not import the command line', 'engine/watch/a.ts', "\nimport { x } from '../cli/index.ts';", 'layer'],
  ['the pipeline imports no front end', 'engine/pipeline.ts', "\nimport { x } from './cli/index.ts';", 'layer'],
  ['nothing outside the engine is imported', 'engine/plan/a.ts', "\nimport { x } from '../../scripts/x.ts';", 'layer'],
  [
    'only tests import what is made for tests',
    'engine/plan/a.ts',
    "\nimport { x } from '../testing/index.ts';",
    'layer',
  ],
  [
    'a folder is entered through its index',
    'engine/plan/a.ts',
    "\nimport type { Person } from '../model/person.ts';",
    'entrance',
  ],
  [
    'the pipeline enters stages through their index',
    'engine/pipeline.ts',
    "\nimport { x } from './plan/x.ts';",
    'entrance',
  ],
  ['a built-in module has its prefix', 'engine/read/a.ts', "\nimport { join } from 'path';", 'node-prefix'],
  ['chance', 'engine/plan/a.ts', '\nMath.random();', 'no-chance'],
  ['chance by another name', 'engine/plan/a.ts', '\ncrypto.randomUUID();', 'no-chance'],
  ['the date of today', 'engine/plan/a.ts', '\nconst today = new Date();', 'no-clock'],
  ['the time', 'engine/plan/a.ts', '\nDate.now();', 'no-clock'],
  ['the time since the start', 'engine/plan/a.ts', '\nperformance.now();', 'no-clock'],
  ['the clock within a template', 'engine/plan/a.ts', '\nconst text = `at ${Date.now()}`;', 'no-clock'],
  ["the database's hash", 'engine/compile/a.ts', "\nconst sql = 'hash(person_id)';", 'no-sql-chance'],
  ["the database's chance", 'engine/plan/a.ts', "\nconst sql = 'random()';", 'no-sql-chance'],
  [
    "the database's chance in a template",
    'engine/compile/a.ts',
    '\nconst sql = `x + RANDOM() + ${y}`;',
    'no-sql-chance',
  ],
  ["the database's seed", 'engine/compile/a.ts', "\nconst sql = 'select setseed(0.5)';", 'no-sql-chance'],
  ["the database's clock", 'engine/compile/a.ts', "\nconst sql = 'now()';", 'no-sql-chance'],
  ["the database's date", 'engine/compile/a.ts', "\nconst sql = 'current_date';", 'no-sql-chance'],
  ["the database's identifiers", 'engine/compile/a.ts', "\nconst sql = 'gen_random_uuid()';", 'no-sql-chance'],
  ['a function of chance by name', 'engine/compile/a.ts', "\ncall('hash', person);", 'no-sql-chance'],
  ['SQL with a hole', 'engine/plan/a.ts', '\nconst sql = `SELECT ${name}`;', 'no-pasted-sql'],
  [
    'SQL with a hole in small letters',
    'engine/watch/a.ts',
    '\nconst sql = `create table ${name} (id int)`;',
    'no-pasted-sql',
  ],
  ['SQL put together with plus', 'engine/plan/a.ts', "\nconst sql = 'DROP TABLE ' + name;", 'no-pasted-sql'],
  ['a text run as it is put together', 'engine/execute/a.ts', '\nawait session.run(text + name);', 'no-pasted-sql'],
  ['a template run with its holes', 'engine/execute/a.ts', '\nawait session.prepare(`${verb} it`);', 'no-pasted-sql'],
  ['a mock', 'engine/plan/a.test.ts', "\nvi.mock('./b.ts');", 'no-mock'],
  ['eval', 'scripts/a.ts', "\neval('1');", 'no-code-from-text'],
  ['a function made from text', 'engine/plan/a.ts', "\nnew Function('return 1');", 'no-code-from-text'],
  ['the module vm', 'engine/plan/a.ts', "\nimport vm from 'node:vm';", 'no-code-from-text'],
  ['gray-matter', 'scripts/a.ts', "\nimport matter from 'gray-matter';", 'no-code-from-text'],
  ['a clinical code', 'engine/plan/a.ts', "\nconst primary = 'E11.9';", 'no-clinical-code'],
  ['a family of codes', 'engine/plan/a.ts', "\nconst primary = 'I10';", 'no-clinical-code'],
  ['a place on a machine, in prose', 'docs/a.md', `\nSee ${['', 'work', 'x'].join('/')}.`, 'no-machine'],
  ['a place on a machine, in code', 'engine/plan/a.ts', `\n// ${['', 'root', 'x'].join('/')}`, 'no-machine'],
])('%s is found', (_law, path, text, rule) => {
  expect(check({ [path]: `${text}\n` })).toEqual([`${path}:2 ${rule}`]);
});

test.each<[what: string, path: string, text: string]>([
  ['a word in a comment', 'engine/plan/a.ts', '// Math.random, E11.9, new Date()\n/* eval( */'],
  ['a word in a string', 'engine/plan/a.ts', "const text = 'Math.random is banned';"],
  ['a quote in a regular expression', 'engine/plan/a.ts', "const quote = /['\"`]/;\nconst after = 'fine';"],
  ['a date that is given', 'engine/plan/a.ts', "const day = new Date('2025-01-01');"],
  ['a clock at the edge', 'engine/cli/a.ts', 'performance.now();'],
  ['SQL where it is made', 'engine/compile/a.ts', 'const sql = `CREATE TABLE ${name}`;'],
  ['SQL without a hole', 'engine/execute/a.ts', "await session.run('insert into meta.run values ($1)', [seed]);"],
  ['a sentence that begins like SQL', 'engine/plan/a.ts', 'const text = `create ${name} first`;'],
  ['a code in a test', 'engine/plan/a.test.ts', "const code = 'E11.9';"],
  ['a stage in a test', 'engine/plan/a.test.ts', "import { read } from '../read/index.ts';"],
  ['a package in a test', 'engine/plan/a.test.ts', "import { parse } from 'yaml';"],
  [
    'schemas as data',
    'engine/validate/a.ts',
    "import schema from '../../schemas/profile.schema.json' with { type: 'json' };",
  ],
  ['a path that only ends like one', 'README.md', 'out/work/ and net/root/ and ${x}/work/'],
])('%s breaks no law', (_what, path, text) => {
  expect(check({ [path]: `${text}\n` })).toEqual([]);
});

test('a package imported by two folders is found at each', () => {
  expect(check({ 'engine/plan/a.ts': "import { stringify } from 'yaml';\n" })).toEqual([
    'engine/plan/a.ts:1 one-importer',
    'engine/read/index.ts:1 one-importer',
  ]);
});

test('a folder inside a stage that has an index is entered through it', () => {
  const files = { 'engine/plan/deep/index.ts': '', 'engine/plan/deep/b.ts': '', 'engine/plan/flat/c.ts': '' };
  const text = "import './deep/b.ts';\nimport './flat/c.ts';\nimport './deep/index.ts';\n";
  expect(check({ ...files, 'engine/plan/a.ts': text })).toEqual(['engine/plan/a.ts:1 entrance']);
});

test('the name of the host is found', () => {
  const files = [{ path: 'a.md', text: 'made on\nbig-machine-7\n' }];
  expect(checkMachine(files, 'big-machine-7')).toMatchObject([{ file: 'a.md', line: 2, rule: 'no-machine' }]);
});
