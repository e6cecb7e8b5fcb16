import { expect, test } from 'vitest';
import { parseSkill } from './index.ts';

/** Problems as `line:column code`, and `dropped` unless there is a document. */
function problemsOf(text: string, path = 'a.md'): readonly string[] {
  const { document, diagnostics } = parseSkill({ path, text, digest: 'd' });
  expect(document === undefined).toBe(diagnostics.length > 0);
  return diagnostics.map(({ code, at }) => `${at?.start.line}:${at?.start.column} ${code}`);
}

/** The first problem of a text, in words. */
function wordsOf(text: string): readonly (string | undefined)[] {
  const [first] = parseSkill({ path: 'a.md', text, digest: 'd' }).diagnostics;
  return [first?.message, first?.hint];
}

const matter = (yaml: string): string => `---\n${yaml}\n---\n`;
const yamlBlock = (yaml: string): string => `---\nname: a\n---\n\`\`\`yaml\n${yaml}\n\`\`\`\n`;
const jsonBlock = (json: string): string => `---\nname: a\n---\n\`\`\`json\n${json}\n\`\`\`\n`;

test.each([
  ['no front matter', '# Title\n', '1:1 parse-front-matter-missing'],
  ['an empty file', '', '1:1 parse-front-matter-missing'],
  ['four dashes', '----\nname: a\n----\n', '1:1 parse-front-matter-missing'],
  ['a blank line above', '\n---\nname: a\n---\n', '1:1 parse-front-matter-missing'],
  ['---js', '---js\nglobalThis.hit = 1\n---\n', '1:1 parse-front-matter-language'],
  ['--- javascript', '--- javascript\nglobalThis.hit = 1\n---\n', '1:1 parse-front-matter-language'],
  ['---json', '\uFEFF---json\r\n{}\r\n---\r\n', '1:1 parse-front-matter-language'],
  ['no closing line', '---\nname: a\n\n# Title\n', '1:1 parse-front-matter-unclosed'],
  ['nothing between the lines', '---\n---\n', '1:1 parse-front-matter-shape'],
  ['a list', matter('- a'), '2:1 parse-front-matter-shape'],
])('front matter: refuses %s', (_, text, expected) => {
  expect(problemsOf(text)).toEqual([expected]);
  expect(globalThis).not.toHaveProperty('hit');
});

test.each([
  ['an anchor', 'a: &x 1', '2:4 parse-yaml-alias'],
  ['an alias', 'a: *x', '2:4 parse-yaml-alias'],
  ['a merge key', '<<: { a: 1 }', '2:1 parse-yaml-merge-key'],
  ['a tag', 'a: !!binary x', '2:4 parse-yaml-tag'],
  ['a function', 'a: !!js/function "x"', '2:4 parse-yaml-tag'],
  ['a directive', '%YAML 1.1\na: no', '2:1 parse-yaml-directive'],
  ['a second document', 'a: 1\n...\nb: 2', '3:1 parse-yaml-several-documents'],
  ['a duplicate key', 'a: 1\nb: 2\na: 3', '4:1 parse-key-duplicate'],
  ['the same key in quotes', '1: a\n"1": b', '3:1 parse-key-duplicate'],
  ['a map as key', '{ a: 1 }: b', '2:1 parse-key-not-text'],
  ['a list as key', '? [a]\n: b', '2:3 parse-key-not-text'],
  ['an empty key', ': b', '2:1 parse-key-not-text'],
  ['__proto__', 'a: { b: { __proto__: 1 } }', '2:11 parse-key-forbidden'],
  ['constructor', 'constructor: 1', '2:1 parse-key-forbidden'],
  ['prototype', '- prototype: 1', '2:3 parse-key-forbidden'],
  ['a number beyond 2^53', 'a: 12345678901234567890', '2:4 parse-number-out-of-range'],
  ['2^53 itself, which stands for two numbers', 'a: [9007199254740993]', '2:5 parse-number-out-of-range'],
  ['.nan', 'a: .nan', '2:4 parse-number-out-of-range'],
  ['-.inf', 'a: -.inf', '2:4 parse-number-out-of-range'],
  ['a number that overflows', 'a: 1e400', '2:4 parse-number-out-of-range'],
  ['a leading zero', 'zip: 02139', '2:6 parse-number-leading-zero'],
  ['a right-to-left override', 'a: b\u202ec', '2:5 parse-hidden-character'],
  ['a zero-width space in a key', 'a\u200bb: c', '2:2 parse-hidden-character'],
  ['an escape of a control character', 'a: "b\\u001bc"', '2:4 parse-hidden-character'],
  ['a colon in a value', 'description: Use when: asked', '2:14 parse-yaml-colon'],
  ['a tab', 'a:\n\tb: 1', '3:1 parse-yaml-tab'],
  ['a deeper line', 'a: 1\n  b: 2', '3:3 parse-yaml-indent'],
  ['a shallower line', 'a:\n  b: 1\n c: 2', '4:2 parse-yaml-indent'],
  ['an open bracket', 'a: [1, 2\nb: 3', '2:4 parse-yaml-syntax'],
  ['an open quote', 'a: "x\nb: 2', '2:4 parse-yaml-syntax'],
  ['a line without a key', 'a: 1\nb\nc: 2', '3:1 parse-yaml-syntax'],
  ['a colon without a space', 'a:1\nb: 2', '2:1 parse-yaml-syntax'],
  ['a reserved character', 'a: @b', '2:4 parse-yaml-syntax'],
  ['an unknown escape', 'a: "\\q"', '2:5 parse-yaml-syntax'],
  ['text behind quotes', 'a: "b" c', '2:8 parse-yaml-syntax'],
  ['a closing bracket', 'a: ]', '2:4 parse-yaml-syntax'],
  ['a list on the line of its key', 'a: - b', '2:4 parse-yaml-syntax'],
  ['a list among keys', 'a: 1\n- b', '3:1 parse-yaml-syntax'],
  ['two commas', 'a: [b,, c]', '2:7 parse-yaml-syntax'],
  ['a missing comma', 'a: [{ b: 1 } c]', '2:14 parse-yaml-syntax'],
  ['a last line without a key', 'a: 1\nb', '3:1 parse-yaml-syntax'],
  ['a block by indentation in brackets', 'a: [\n  b:\n    - c ]', '4:5 parse-yaml-syntax'],
  ['a key too far left', 'a:\n  - b: 1\n    c: 2\n d:\n      - 3\n  - b: 4', '5:2 parse-yaml-indent'],
  ['an item too far left', 'a:\n- { b: 1 }\n  - { b: 2 }\n  - { b: 3 }', '3:1 parse-yaml-indent'],
  ['an item without its dash', 'a:\n  { b: 1 }\n  - { b: 2 }', '3:3 parse-yaml-syntax'],
  ['a key whose colon moved', 'a:\n  - nam:e x\n    c: 2\n  - b: 4\n    c: 3', '3:5 parse-yaml-syntax'],
  ['a colon behind its space', 'a:\n  b :c\n  d: 1', '3:3 parse-yaml-syntax'],
  ['entries without a comma', 'a: { b: 1 c: 2 }', '2:10 parse-yaml-syntax'],
  ['a list without its key', 'a: 1\n  - b: 2\n    c: 3', '3:3 parse-yaml-indent'],
])('YAML: refuses %s', (_, yaml, expected) => {
  expect(problemsOf(matter(yaml))).toEqual([expected]);
});

test.each([
  ['a trailing comma', '{"a": [1, 2,]}', '5:12 parse-json-trailing-comma'],
  ['a line comment', '{ // why\n"a": 1}', '5:3 parse-json-comment'],
  ['a block comment', '{"a": /* why */ 1}', '5:7 parse-json-comment'],
  ['single quotes', "{'a': 1}", '5:2 parse-json-quotes'],
  ['a bare key', '{a: 1}', '5:2 parse-json-syntax'],
  ['a word of another language', '{"a": None}', '5:7 parse-json-syntax'],
  ['NaN', '{"a": NaN}', '5:7 parse-json-syntax'],
  ['a missing comma', '{"a": 1\n"b": 2}', '6:1 parse-json-syntax'],
  ['a missing colon', '{"a" 1}', '5:6 parse-json-syntax'],
  ['a missing value', '{"a": }', '5:7 parse-json-syntax'],
  ['an open bracket', '{"a": [1', '5:9 parse-json-syntax'],
  ['an open quote', '{"a": "b\n}', '5:7 parse-json-syntax'],
  ['a bad escape', '{"a": "\\x"}', '5:7 parse-json-syntax'],
  ['a tab within quotes', '{"a": "b\tc"}', '5:7 parse-json-syntax'],
  ['a second value', '{} {}', '5:4 parse-json-syntax'],
  ['a number as key', '{1: 2}', '5:2 parse-json-syntax'],
  ['a duplicate key', '{"a": 1, "a": 2}', '5:10 parse-key-duplicate'],
  ['a key of the language', '{"__proto__": 1}', '5:2 parse-key-forbidden'],
  ['a number beyond 2^53', '[9007199254740993]', '5:2 parse-number-out-of-range'],
  ['a leading zero', '[007]', '5:2 parse-number-leading-zero'],
  ['a zero-width space', '["a\u200bb"]', '5:4 parse-hidden-character'],
])('JSON: refuses %s', (_, json, expected) => {
  expect(problemsOf(jsonBlock(json))).toEqual([expected]);
});

test.each([
  0x1, 0x1f, 0x7f, 0x9f, 0xad, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f,
  0x2028, 0x202e, 0x2060, 0x206f, 0x3164, 0xfeff, 0xffa0, 0xfff9, 0xfffb, 0xe0000, 0xe007f, 0xd800, 0xdfff,
])('the character %i, which nobody sees or which is half of one, is named wherever it stands', (code) => {
  const escaped = JSON.stringify(String.fromCodePoint(code)).slice(1, -1);
  const written = code < 0x20 || code > 0xffff ? escaped : `\\u${code.toString(16).padStart(4, '0')}`;
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  for (const text of [`a${written}b`, `a${written}😀`, ...(isHalf ? [] : [`😀${written}b`])])
    expect(problemsOf(jsonBlock(`["${text}"]`))).toEqual([expect.stringMatching(/ parse-hidden-character$/)]);
});

test('names a fenced block of any language that is never closed', () => {
  expect(problemsOf('---\nname: a\n---\n\n```text\n\n```yaml\na: 1\n')).toEqual(['5:1 parse-block-unclosed']);
  expect(problemsOf('---\nname: a\n---\n- b\n\n  ```yaml\n  a: 1\n\nc\n')).toEqual(['6:3 parse-block-unclosed']);
});

test('reports every problem of the front matter and of every block, in one go', () => {
  const text = `${matter('a: 1\na: 2\nb: x: y\nc: *d')}\n\`\`\`yaml\na: .nan\n\`\`\`\n\n- b\n\n  \`\`\`json\n  [1,]\n  \`\`\`\n`;
  expect(problemsOf(text).toSorted()).toEqual([
    '15:5 parse-json-trailing-comma',
    '3:1 parse-key-duplicate',
    '4:4 parse-yaml-colon',
    '5:4 parse-yaml-alias',
    '9:4 parse-number-out-of-range',
  ]);
});

test('names a conflict that was left in a file, and nothing that follows from it', () => {
  const sides = '<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other';
  expect(problemsOf(yamlBlock(sides))).toEqual(['5:1 parse-conflict']);
  expect(problemsOf(`${matter('name: a')}${sides}\n`)).toEqual(['4:1 parse-conflict']);
  expect(wordsOf(matter(sides))[0]).toContain('ends in line 6');
  expect(problemsOf(`${matter('name: a')}A line of <<<<<<< and >>>>>>> is prose.\n`)).toEqual([]);
});

test.each([
  ['a: { b: 1\nc: { d: 2 }', '{', '5:4'],
  ['a: [{ b: 1 }\nc: [2]', '[', '5:4'],
  ['a: { b: [1, 2 }\nc: 3', '[', '5:9'],
])('points at the bracket of %j that nothing closes', (yaml, bracket, place) => {
  const [first, ...others] = problemsOf(yamlBlock(yaml));
  expect([first, others]).toEqual([`${place} parse-yaml-syntax`, []]);
  expect(wordsOf(yamlBlock(yaml))[0]).toBe(`The \`${bracket}\` that opens here is never closed.`);
});

test('says where the first of two equal keys stands', () => {
  expect(wordsOf(matter('rows: 1\nb: 2\nrows: 3'))[0]).toBe('The key `rows` stands twice; the first is at 2:1.');
});

test('shows the corrected line of a value with a colon', () => {
  expect(wordsOf(matter('description: Use when: asked'))[1]).toBe(
    'Put it in quotes: `description: "Use when: asked"`.',
  );
  expect(wordsOf(matter('a:\n  - b: he said: "yes"'))[1]).toBe('Put it in quotes: `- b: \'he said: "yes"\'`.');
});

test('tells text above the front matter from no front matter', () => {
  expect(wordsOf('<!-- c -->\n---\nname: a\n---\n')[1]).toBe('Remove what stands above the first `---`.');
  expect(wordsOf('# Title\n\n---\n\nText\n')[1]).toBe(
    'Begin the file with `---`, the keys `name` and `description`, and another `---`.',
  );
});

test('allows one marker at the beginning of a block', () => {
  expect(problemsOf(yamlBlock('---\na: 1'))).toEqual([]);
  expect(problemsOf(yamlBlock('a: 1\n---\nb: 2'))).toEqual(['6:1 parse-yaml-several-documents']);
});

test('refuses front matter and blocks above the limit of bytes before it parses them', () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `key_${index}: 123`).join('\n');
  expect(problemsOf(matter(keys))).toEqual(['1:1 parse-too-large']);
  expect(problemsOf(yamlBlock(keys))).toEqual(['4:1 parse-too-large']);
});

test('counts keys and values', () => {
  const keys = Array.from({ length: 2001 }, (_, index) => `k${index}: 1`).join('\n');
  expect(problemsOf(yamlBlock(keys))).toEqual(['2005:1 parse-too-many-keys']);
  for (const item of ['1', '[]', '{}']) {
    const column = 10_000 * (item.length + 1) + 2;
    expect(problemsOf(jsonBlock(`[${`${item},`.repeat(10_000)}${item}]`))).toEqual([
      `5:${column} parse-too-many-nodes`,
    ]);
  }
});

test.each([
  ['YAML brackets', yamlBlock('['.repeat(20_000))],
  ['YAML lists on one line', yamlBlock('- '.repeat(20_000))],
  [
    'YAML maps by indentation',
    yamlBlock(Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')),
  ],
  ['JSON brackets', jsonBlock('['.repeat(100_000))],
])('stops at a depth of 64: %s', (_, text) => {
  expect(problemsOf(text).map((one) => one.split(' ')[1])).toEqual(['parse-too-deep']);
});

test('allows a depth of 64', () => {
  expect(problemsOf(yamlBlock(`${'['.repeat(64)}${']'.repeat(64)}`))).toEqual([]);
  expect(problemsOf(jsonBlock(`${'['.repeat(64)}${']'.repeat(64)}`))).toEqual([]);
});

test.each([
  ['nested quotes', `${'> '.repeat(20_000)}x\n`],
  ['nested lists', `${'1. '.repeat(20_000)}x\n`],
  ['lists by indentation', Array.from({ length: 900 }, (_, depth) => `${'  '.repeat(depth)}- a\n`).join('')],
  ['underlined headings', 'a\n===\n'.repeat(20_000)],
  ['emphasis in one paragraph', `${'*a _b '.repeat(20_000)}${'b_ a* '.repeat(20_000)}\n`],
])('refuses markup that takes the Markdown parser for ever: %s', (_, body) => {
  expect(problemsOf(`${matter('name: a')}${body}`)).toEqual(['1:1 parse-markup-too-heavy']);
});

test('allows long lists of links, long tables and long blocks', () => {
  const links = '- [a](b.md) and *c*\n'.repeat(600);
  const rows = `\n| a |\n|---|\n${'| `x` *y* |\n'.repeat(600)}`;
  const block = `\n\`\`\`text\n${'*a* [b]\n===\n'.repeat(600)}\`\`\`\n`;
  expect(problemsOf(`${matter('name: a')}${links}${rows}${block}`)).toEqual([]);
});

test('lists a hundred problems of a file and says that there are more', () => {
  const problems = problemsOf(yamlBlock('- &a 1\n'.repeat(5000)));
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toBe('105:3 parse-too-many-problems');
});

test('does not echo a long value', () => {
  const [message = ''] = wordsOf(matter(`a: *${'x'.repeat(100_000)}`));
  expect(message.length).toBeLessThan(200);
});
