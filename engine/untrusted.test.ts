/** Skills come from people nobody has met. What they write stays data, costs little, and is not echoed at length. */
import { readdir, readFile } from 'node:fs/promises';
import net from 'node:net';
import dns from 'node:dns';
import { expect, test, vi } from 'vitest';
import { formatDiagnostics, summarize } from './diagnostics/index.ts';
import type { FileSystem } from './ports/index.ts';
import { loadTree } from './pipeline.ts';
import type { Loaded } from './pipeline.ts';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';
import { createRandom } from './testing/fuzz/random.ts';

const builds = await openCohortBuilds();

/** A tree of these files alone. */
async function treeOf(files: Readonly<Record<string, string>>): Promise<Loaded> {
  const fileSystem: FileSystem = {
    list: async () =>
      Object.entries(files).map(([name, text]) => ({ name, kind: 'file', bytes: Buffer.byteLength(text) })),
    readText: async (path) => files[path.slice('skills/'.length)] ?? '',
  };
  return loadTree('skills', fileSystem);
}

function profileSkill(name: string, body: string): string {
  return `---\nname: ${name}\ndescription: People.\ntype: profile-template\n---\n\n\`\`\`yaml\n${body}\n\`\`\`\n`;
}

const ALPHABET = [
  'a',
  'B',
  '7',
  ' ',
  "'",
  '"',
  '`',
  '\\',
  ';',
  '--',
  '$1',
  '?',
  '%',
  '{',
  '}',
  '/*',
  '*/',
  '\n',
  '\t',
  'é',
  '漢',
  '👩‍⚕️',
  "''",
  '\\n',
  "'; drop table core.persons; --",
  'null',
  '::',
  '@',
  '#',
  '|',
  '<b>',
  '=cmd()',
];

/** Texts of every kind that a file can hold, trimmed as authors' texts are. */
function texts(count: number): readonly string[] {
  const random = createRandom(11);
  const made = Array.from({ length: count * 2 }, () =>
    Array.from({ length: 1 + random.below(8) }, () => random.pick(ALPHABET))
      .join('')
      .trim(),
  );
  return [
    ...new Set([
      "x'; create table pwned(a int); --",
      ...made.filter((text) => text !== '' && !/^-?[\d.]+$/.test(text)),
    ]),
  ].slice(0, count);
}

test('any text comes back from the database as it was written, and none of it runs; no socket is opened', async () => {
  const connect = vi.spyOn(net.Socket.prototype, 'connect');
  const lookup = vi.spyOn(dns, 'lookup');
  const values = texts(200);
  const weights = Object.fromEntries(values.map((value) => [value, 1 / values.length]));
  const block = JSON.stringify({
    profile_name: "People'; --",
    count: 2000,
    attributes: { mark: { distribution: 'categorical', weights } },
  });
  const loaded = await builds.tree({
    'generation/templates/profiles/marked.md': profileSkill('marked', block),
  });
  const file = await builds.build(loaded, { what: 'marked' });
  const rows = await readRows(file, "select distinct text as value from core.attributes where name = 'mark'");
  expect(new Set(rows.map(({ value }) => value))).toEqual(new Set(values));
  expect(await readRows(file, "select * from duckdb_tables() where table_name = 'pwned'")).toEqual([]);
  expect(connect).not.toHaveBeenCalled();
  expect(lookup).not.toHaveBeenCalled();
});

const INHERITED = [
  'constructor',
  'prototype',
  '__proto__',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'tostring',
  'valueof',
];

test('names that every object has mean nothing, wherever they stand, and change no object', async () => {
  const spots = (word: string): readonly string[] => [
    `profile_name: P\ndemographics: { age: { distribution: ${word} } }`,
    `profile_name: P\n${word}: { polluted: true }`,
    `profile_name: P\nattributes: { ${word}: 1 }`,
    `profile_name: P\nconditions: [ ${word}, { code: ${word}, prevalence: 1 } ]`,
    `profile_name: P\nsampling: ${word}\nproducts: [${word}]\nsource: ${word}`,
    `profile_name: P\ncoverage: { type: ${word}, plans: { ${word}: 1 } }`,
    `profile_name: P\njourneys: [ ${word} ]\nmedications: [ ${word} ]`,
    `profile_name: P\ndemographics: { household: { ${word}: 1 }, geography: ${word}, gender: { ${word}: 1 } }`,
    `profile_name: P\nattributes: { a: { use: ${word} }, b: { distribution: seasonal, base: 1, months: { ${word}: 2 } } }`,
    `journey_name: J\nduration: 1 ${word}\nphases: [ { name: A, duration: 1 month, events: [ ${word}, { id: x, type: ${word}, timing: ${word}, recurrence: ${word} } ] } ]`,
  ];
  const files = INHERITED.flatMap((word) =>
    spots(word).map((body, at) => [`${word.toLowerCase().replaceAll('_', '')}-${at}.md`, body] as const),
  );
  const loaded = await treeOf(
    Object.fromEntries(files.map(([path, body]) => [path, profileSkill(path.slice(0, -3), body)])),
  );
  expect({}).not.toHaveProperty('polluted');
  const named = new Set(loaded.diagnostics.filter(({ severity }) => severity === 'error').map(({ at }) => at?.file));
  expect(files.map(([path]) => path).filter((path) => !named.has(path) && !path.endsWith('-2.md'))).toEqual([]);
});

test('an override cannot reach what every object has', async () => {
  const loaded = await builds.tree();
  const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  for (const path of [['__proto__'], ['constructor', 'prototype'], ['demographics', '__proto__', 'polluted']]) {
    await expect(
      builds.build(loaded, {
        what: 'medicare-diabetic',
        count: 1,
        overrides: [{ path, value: { polluted: true }, at }],
      }),
    ).rejects.toThrow(/normalize/);
  }
  expect({}).not.toHaveProperty('polluted');
});

test('a skill cannot choose a schema', async () => {
  const body = '"$schema": http://example.org/evil.json\n"$ref": "#/x"\nprofile_name: P\ncount: many';
  const { diagnostics } = await treeOf({ 'p.md': profileSkill('p', body) });
  const said = diagnostics.map(({ code, at }) => `${at?.start.line} ${code}`);
  expect(said).toEqual(
    expect.arrayContaining(['8 validate-key-unknown', '9 validate-key-unknown', '11 validate-value-kind']),
  );
});

test('a flood of mistakes is cut to what can be read, and counted', async () => {
  const wrong = `profile_name: P\nconditions:\n${'  - { cod: 1 }\n'.repeat(200)}`;
  const files = Array.from({ length: 15 }, (_, at) => [`p-${at}.md`, profileSkill(`p-${at}`, wrong)] as const);
  const { diagnostics, sources } = await treeOf(Object.fromEntries(files));
  const lines = formatDiagnostics(diagnostics, { format: 'line', sources, root: 'skills', colour: false }).split('\n');
  expect(lines.length).toBeLessThanOrEqual(1001);
  expect(lines.at(-1)).toMatch(/^\d+ more problems not shown$/);
  expect(lines.at(-1)).toBe('1010 more problems not shown');
  expect(summarize(diagnostics)).toBe('3000 errors in 15 files');
});

test('a value as long as a file is not echoed, in whichever place it is wrong', async () => {
  const long = 'x'.repeat(200_000);
  const spots = [
    `profile_name: P\ncount: ${long}`,
    `profile_name: P\n${long}: 1`,
    `profile_name: P\nconditions: [ ${long} ]`,
    `profile_name: P\ndemographics: { age: ${long}, gender: { ${long}: 2 }, geography: ${long} }`,
    `profile_name: P\njourneys: [ ${long} ]\nmedications: [ { drug: ${long}, given: "${long}" } ]`,
    `profile_name: P\ncoverage: { type: ${long} }\nproducts: [ ${long} ]\nas_of: ${long}`,
    `journey_name: J\nduration: ${long}\nphases: [ { name: ${long}, duration: ${long}, events: [ ${long} ] } ]`,
    `profile_name: P\nattributes: { a: { formula: "${long} + 1" }, b: { distribution: ${long} } }`,
  ];
  const files = spots.map((body, at) => [`p-${at}.md`, profileSkill(`p-${at}`, body)] as const);
  const { diagnostics } = await treeOf(Object.fromEntries(files));
  expect(new Set(diagnostics.map(({ at }) => at?.file)).size).toBe(spots.length);
  const longest = Math.max(...diagnostics.map(({ message, hint = '' }) => Math.max(message.length, hint.length)));
  expect(longest).toBeLessThan(1000);
});

/** Patterns that backtrack badly would take minutes on these, and the test its time limit. */
test('no pattern of ours is slow on a long hostile text', async () => {
  const runs = [
    'a',
    ' ',
    '-',
    '0',
    '1.',
    'a-',
    'a ',
    '((',
    "''",
    '""',
    '\\',
    '1 day ',
    'a_',
    '.5',
    'T-',
    '- ',
    '\t',
    '*_',
    '[[',
    '![',
  ].map((piece) => piece.repeat(10_000 / piece.length));
  const hostile = runs.flatMap((run) => [run, `${run}!`, `x${run}\u0001`]);
  for (const name of await readdir('schemas')) {
    const text = await readFile(`schemas/${name}`, 'utf8');
    for (const [, pattern = ''] of text.matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)) {
      const expression = new RegExp(JSON.parse(pattern), 'u');
      for (const run of hostile) expression.test(run);
    }
  }
  const bodies = runs.map((run) => {
    const quoted = JSON.stringify(run);
    return `journey_name: ${quoted}\nduration: ${quoted}\nstart: ${quoted}\nphases: [ { name: A, duration: ${quoted}, events: [ ${quoted}, { event: ${quoted}, timing: ${quoted}, recurrence: ${quoted}, condition: ${quoted} } ] } ]`;
  });
  const files = bodies.map((body, at) => [`p-${at}.md`, profileSkill(`p-${at}`, body)] as const);
  const { diagnostics } = await treeOf(Object.fromEntries(files));
  expect(diagnostics.length).toBeGreaterThan(0);
});
