/** Documents into skills: kinds, triggers, what is dropped, and what is said about it. */
import { expect, test } from 'vitest';
import { parseSkill } from '../parse/index.ts';
import type { TreeValidation } from './index.ts';
import { schemaDiagnostics } from './schema-diagnostics.ts';
import { validateTree } from './index.ts';

type Files = Readonly<Record<string, string>>;

function validate(files: Files): TreeValidation {
  const parsed = Object.entries(files).map(([path, text]) => parseSkill({ path, text, digest: 'd' }));
  const unreadable = Object.keys(files).filter((_, index) => parsed[index]?.document === undefined);
  return validateTree(
    parsed.flatMap(({ document }) => document ?? []),
    unreadable,
  );
}

function codes(files: Files): readonly string[] {
  return validate(files).diagnostics.map(({ at, code }) => `${at?.file}:${at?.start.line}:${at?.start.column} ${code}`);
}

function file(name: string, frontMatter: string, body = ''): string {
  return `---\nname: ${name}\ndescription: What it is.\n${frontMatter}---\n\n${body}`;
}

const PROFILE = '```yaml\nprofile_name: P\ncount: 5\n```\n';

test.each([
  ['SKILL.md', '', '', 'skill'],
  ['x/it.md', 'type: profile_template\n', PROFILE, 'profile-template'],
  ['generation/templates/profiles/it.md', '', PROFILE, 'profile-template'],
  ['generation/builders/it.md', '', '', 'builder'],
  ['generation/journeys/it.md', '', '', 'journey-pattern'],
  ['x/it.md', 'tables: { states: States }\n', '## States\n\n| state |\n|---|\n| TX |\n', 'reference'],
  ['x/it.md', '', '```yaml\nprofile: it\n```\n', 'cohort'],
  ['x/it.md', '', '```yaml\nevents: { a: { type: encounter } }\n```\n', 'event'],
  ['x/it.md', '', '```yaml\ndistributions: { a: 5 }\n```\n', 'distribution'],
  ['x/it.md', '', 'Prose.\n', 'reference'],
])('%s with %j and %j is a %s', (path, frontMatter, body, kind) => {
  const others = { 'y/templates/profiles/other.md': file('other', '', PROFILE) };
  const { skills } = validate({
    ...others,
    [path]: file('it', frontMatter, body.replace('profile: it', 'profile: other')),
  });
  expect(skills.find(({ name }) => name === 'it')?.kind).toBe(kind);
});

test('what says nothing of its kind is what it extends, along a line too', () => {
  const { skills, diagnostics } = validate({
    'x/root.md': file('root', 'type: journey-template\n', '```yaml\njourney_name: J\n```\n'),
    'x/next.md': file('next', 'extends: root\n', '```yaml\nduration: 3 days\n```\n'),
    'x/last.md': file('last', 'extends: next.md\n'),
  });
  expect(diagnostics).toEqual([]);
  expect(skills.map(({ kind }) => kind)).toEqual(['journey-template', 'journey-template', 'journey-template']);
});

test('README files are prose: their links are checked, and they are no skills', () => {
  const { skills, diagnostics } = validate({ 'README.md': '# Tree\n\n[a](a.md)\n\n```yaml\nwhatever: 1\n```\n' });
  expect(skills).toEqual([]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['validate-link-dead']);
});

test('trigger phrases come from front matter and from under their heading, each once', () => {
  const text = file('it', 'triggers: [first phrase]\n', '## Trigger Phrases\n\n- "First phrase"\n- second phrase\n');
  const [skill] = validate({ 'it.md': text }).skills;
  expect(skill?.triggers.map(({ value }) => value)).toEqual(['first phrase', 'second phrase']);
});

test('a block marked as an example is checked and not run', () => {
  const text = file('it', 'type: builder\n', '```json example\n{ "profile_name": "P", "count": 0 }\n```\n');
  expect(codes({ 'it.md': text })).toEqual(['it.md:8:33 validate-value-range']);
  const [skill] = validate({ 'it.md': text.replace('0 }', '1 }') }).skills;
  expect(skill?.specifications.map(({ kind, runnable }) => ({ kind, runnable }))).toEqual([
    { kind: 'profile', runnable: false },
  ]);
});

test('an example that looks like nothing is a warning, and its skill stays', () => {
  const { skills, diagnostics } = validate({
    'it.md': file('it', 'type: builder\n', '```yaml example\nrow: 1\n```\n'),
  });
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['validate-example-unknown', 'warning']]);
  expect(skills.map(({ name }) => name)).toEqual(['it']);
});

test('a skill with an error is dropped, and what refers to it is not held against others', () => {
  const journey = '```yaml\njourney_name: J\nduration: 30 days\nevents: [visit]\n```\n';
  const { skills, diagnostics } = validate({
    'events/all.md': file('all', 'extra: 1\n', '```yaml\nevents: { visit: { type: encounter } }\n```\n'),
    'templates/profiles/p.md': file('p', '', PROFILE.replace('5', '0')),
    'templates/journeys/j.md': file('j', 'profile: p\n', journey),
  });
  expect(diagnostics.map(({ code }) => code)).toEqual(['validate-key-unknown', 'validate-value-range']);
  expect(skills.map(({ name }) => name)).toEqual(['j']);
});

test('a key that another key of the same map means is told by that one', () => {
  const journey =
    '```yaml\njourney_name: J\nduration: 30 days\nevents: [ { id: a, type: diagnosis, diagnosis: E11.9 } ]\n```\n';
  expect(validate({ 'templates/journeys/j.md': file('j', '', journey) }).diagnostics.map(({ hint }) => hint)).toEqual([
    'Here it is called `conditions`.',
  ]);
});

test('what a file that cannot be read may define is not missed', () => {
  const journey = '```yaml\njourney_name: J\nduration: 30 days\nevents: [visit]\n```\n';
  expect(
    codes({
      'events/all.md': '---\nname: [\n---\n',
      'templates/profiles/p.md': '# No front matter\n',
      'templates/journeys/j.md': file('j', 'profile: p\n', `${journey}[catalogue](../../events/all.md#anywhere)\n`),
    }),
  ).toEqual([]);
});

test('a link into a folder that was not read leads somewhere, another nowhere', () => {
  const { document } = parseSkill({ path: 'README.md', text: '[a](linked/a.md) [b](other/b.md)\n', digest: 'd' });
  const { diagnostics } = validateTree(document === undefined ? [] : [document], ['linked']);
  expect(diagnostics.map(({ code, at }) => [code, at?.start.column])).toEqual([['validate-link-dead', 18]]);
});

test('a journey may use the events that it defines itself', () => {
  const events = '[ { id: call, type: outreach, timing: { day: 3 } }, call, { id: other } ]';
  const text = file('j', '', `\`\`\`yaml\njourney_name: J\nduration: 30 days\nevents: ${events}\n\`\`\`\n`);
  expect(codes({ 'templates/journeys/j.md': text })).toEqual([
    'templates/journeys/j.md:9:73 validate-reference-unknown',
  ]);
});

test('a skill is not to be called as its file, where no skill can be', () => {
  const hints = ['it', '😀'].map((name) => {
    const { diagnostics } = validate({ [`templates/profiles/${name}.md`]: file('them', '') });
    return diagnostics.find(({ code }) => code === 'validate-name-place')?.hint;
  });
  expect(hints).toEqual(['Rename the file to `them.md`, or call the skill `it`.', 'Rename the file to `them.md`.']);
});

test('names that differ by case or by the width of letters only are the same', () => {
  expect(codes({ 'a.md': file('it', ''), 'b.md': file('IT', '') })).toEqual([
    'b.md:2:7 validate-name-form',
    'b.md:2:7 validate-name-taken',
  ]);
});

test('a copy that still has the name of what it was copied from is told so, and not the other', () => {
  const theirs = file('theirs', '');
  const { diagnostics } = validate({ 'templates/profiles/a-copy.md': theirs, 'templates/profiles/theirs.md': theirs });
  const named = diagnostics.filter(({ code }) => code.startsWith('validate-name'));
  expect(named.map(({ code, at, hint }) => [code, at?.file, hint])).toEqual([
    ['validate-name-taken', 'templates/profiles/a-copy.md', 'Call this one `a-copy`, as its file is called.'],
  ]);
});

test('keys of the language of objects mean nothing', () => {
  const text = file(
    'it',
    '',
    '```yaml\nprofile_name: P\nattributes: { toString: 1, hasOwnProperty: 2, valueOf: 3 }\nhasOwnProperty: 1\n```\n',
  );
  expect(codes({ 'it.md': text })).toEqual(['it.md:9:1 validate-key-unknown']);
});

function aged(age: string): string {
  return file('it', '', `\`\`\`yaml\nprofile_name: P\ndemographics: { age: ${age} }\n\`\`\`\n`);
}

test('several things wrong with one value are one diagnostic', () => {
  expect(codes({ 'it.md': aged('{ distribution: nromal, whatever: 1 }') })).toEqual([
    'it.md:8:38 validate-value-unknown',
  ]);
  expect(codes({ 'it.md': aged('{ distribution: normal }') })).toEqual(['it.md:8:22 validate-key-missing']);
  expect(codes({ 'it.md': aged('{ distribuiton: normal, mean: 3, sd: 1 }') })).toEqual([
    'it.md:8:24 validate-key-unknown',
  ]);
  expect(codes({ 'it.md': aged('null') })).toEqual(['it.md:8:22 validate-value-kind']);
});

test.each([
  ['seed: 1.5', '`seed` must be a whole number, but it is `1.5`.', undefined],
  ['count: 2.5', '`count` must be a whole number, but it is `2.5`.', undefined],
  ['demographics:', '`demographics` must be a map, but it is empty.', undefined],
  [
    'conditions: [{ code: I10, prevalence: 30% }]',
    '`prevalence` must be a share from 0 to 1, but it is the text `30%`.',
    'Shares are numbers from 0 to 1: 30 % is written as 0.3.',
  ],
  [
    'conditions: [{ code: I10, prevalence: 80 }]',
    '`prevalence` is 80; it must be at most 1.',
    'Shares are numbers from 0 to 1: 80 % is written as 0.8.',
  ],
  [
    'conditions: [{ code: I10, prevalence: 0,8 }]',
    '`8` is no key of a condition, so it would be lost.',
    'Decimals stand behind a point, as in `0.8`.',
  ],
  [
    'conditions: { code: I10, prevalence: 0.8 }',
    'Each key of this map must be an ICD-10-CM code with its dot, such as `E11.9`; `code` is a key of a condition.',
    'In a list each stands in a map of its own: `[{ code: … }]`.',
  ],
  [
    'conditions: [{ code: "“I10”", prevalence: 0.8 }]',
    '`code` must be an ICD-10-CM code with its dot, such as `E11.9`, but it is `“I10”`.',
    'Curly quotes belong to the text; straight ones, `"`, stand around it.',
  ],
  [
    'conditions: [hypertension]',
    'Item 1 of `conditions` must be an ICD-10-CM code with its dot, such as `E11.9`, but it is `hypertension`.',
    'Codes stand beside what they mean in the conditions reference.',
  ],
  ['products: []', '`products` has 0 items; it must have at least 1.', undefined],
  [
    'demographics: { age: { distribution: normal, mean: 78, sigma: 6 } }',
    '`sigma` is no key of a normal distribution, so it would be lost.',
    'Here it is called `std_dev`.',
  ],
  [
    'clinical: { medications: [] }',
    '`medications` is no key of the clinical part, so it would be lost.',
    'It is a key of a profile, of a cohort, of a map of tables.',
  ],
])('%s is told in words that say what to write', (line, message, hint) => {
  const { diagnostics } = validate({ 'it.md': file('it', '', `\`\`\`yaml\nprofile_name: P\n${line}\n\`\`\`\n`) });
  expect(diagnostics.map((one) => [one.message, one.hint])).toEqual([[message, hint]]);
});

test('thousands of wrong items are a bounded number of diagnostics', () => {
  const items = Array.from({ length: 9000 }, () => '7').join(', ');
  const text = file('it', '', `\`\`\`yaml\nprofile_name: P\nproducts: [${items}]\n\`\`\`\n`);
  const { diagnostics } = validate({ 'it.md': text });
  expect(diagnostics).toHaveLength(101);
  expect(diagnostics.at(-1)?.message).toContain('8900 more');
});

test('of a flood only what is read is put into words, from the top of the text, and the rest is counted', () => {
  const text = file('it', '', `\`\`\`yaml\n${Array.from({ length: 300 }, (_, at) => `k${at}: 1\n`).join('')}\`\`\`\n`);
  const data = parseSkill({ path: 'it.md', text, digest: 'd' }).document?.blocks[0]?.data;
  const found = schemaDiagnostics(data!, { schema: 'profile', subject: 'It' }, 100);
  expect(found).toMatchObject({ told: { length: 100 }, more: 200 });
  expect(found.told.map(({ at }) => at?.start.line)).toEqual(Array.from({ length: 100 }, (_, at) => at + 7));
});

test('an heir of a file with a flood of mistakes says nothing of them', () => {
  const wrong = Array.from({ length: 300 }, (_, at) => `k${at}: 1\n`).join('');
  const { diagnostics } = validate({
    'base.md': file('base', 'type: profile-template\n', `\`\`\`yaml\nprofile_name: P\n${wrong}\`\`\`\n`),
    'heir.md': file('heir', 'extends: base\n', '```yaml\ncount: 5\n```\n'),
  });
  const others = diagnostics.filter(({ code }) => code !== 'validate-key-unknown');
  expect(others.map(({ at, code, message }) => [at?.file, code, /\d+ more/.exec(message)?.[0]])).toEqual([
    ['base.md', 'validate-more', '200 more'],
    ['heir.md', 'validate-cause-elsewhere', undefined],
  ]);
});
