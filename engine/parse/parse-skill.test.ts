import { expect, test } from 'vitest';
import type { DataNode, SkillDocument, SourceRange } from '../model/index.ts';
import { parseSkill } from './index.ts';

const HEAD = '---\nname: a\n---\n';

function documentOf(text: string, path = 'a.md'): SkillDocument {
  const { document, diagnostics } = parseSkill({ path, text, digest: 'd' });
  expect(diagnostics).toEqual([]);
  if (document === undefined) throw new Error('no document');
  return document;
}

/** The text that a range covers, which must lie on one line. */
function covered(text: string, { start, end }: SourceRange): string {
  expect(end.line).toBe(start.line);
  return text.split(/\r?\n/)[start.line - 1]?.slice(start.column - 1, end.column - 1) ?? '';
}

/** The tree as values, in which every key and every scalar is checked to be where its range says. */
function valueOf(node: DataNode, text: string): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map((item) => valueOf(item, text));
  const entries = node.entries.map(({ key, keyAt, value }) => {
    const written = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : '';
    expect([covered(text, keyAt), covered(text, value.at)]).toEqual([
      expect.stringContaining(key),
      expect.stringContaining(written),
    ]);
    return [key, valueOf(value, text)];
  });
  return Object.fromEntries(entries);
}

function blockValues(text: string): readonly unknown[] {
  return documentOf(text).blocks.map(({ data }) => valueOf(data, text));
}

test('reads front matter with the places of keys and values', () => {
  const text = '---\nname: a\ntags: [x, "y"]\nnested:\n  deep: true\n---\n';
  const { frontMatter, at } = documentOf(text);
  expect(frontMatter && valueOf(frontMatter, text)).toEqual({ name: 'a', tags: ['x', 'y'], nested: { deep: true } });
  expect(frontMatter?.entries[2]?.keyAt).toEqual({
    file: 'a.md',
    start: { line: 4, column: 1 },
    end: { line: 4, column: 7 },
  });
  expect(at).toEqual({ file: 'a.md', start: { line: 1, column: 1 }, end: { line: 7, column: 1 } });
});

test('reads the same places behind a byte order mark and with carriage returns', () => {
  const text = '---\nname: a\n---\n\n# Title\n\n```yaml\nb: [1,\n  c]\n```\n\n| x |\n|---|\n| 1 |\n\n- item\n';
  const { digest: _, ...plain } = documentOf(text);
  const { digest: __, ...windows } = documentOf(`\uFEFF${text.replaceAll('\n', '\r\n')}`);
  expect(windows).toEqual(plain);
});

test('counts columns in UTF-16 units, so an emoji takes two', () => {
  const text = `---\n"😀": b\nname: "😀" # c\n---\n\n\`\`\`yaml\n- { "😀": 1, b: 2 }\n\`\`\`\n`;
  const document = documentOf(text);
  expect(document.frontMatter && valueOf(document.frontMatter, text)).toEqual({ '😀': 'b', name: '😀' });
  expect(document.frontMatter?.entries[0]?.value.at.start.column).toBe(7);
  expect(blockValues(text)).toEqual([[{ '😀': 1, b: 2 }]]);
});

test('takes YAML 1.2 words as they are: no, dates and versions with two dots are text', () => {
  const text = '---\na: no\nb: 2025-01-01\nc: 1.2.3\nd: 1.5\ne: true\nf: ~\ng:\n---\n';
  const { frontMatter } = documentOf(text);
  expect(frontMatter && valueOf(frontMatter, text)).toEqual({
    a: 'no',
    b: '2025-01-01',
    c: '1.2.3',
    d: 1.5,
    e: true,
    f: null,
    g: null,
  });
});

test('keeps keys as they are written, whatever they look like', () => {
  expect(blockValues(`${HEAD}\`\`\`yaml\n1.0: a\ntrue: b\n0: c\n? d\n: e\n\`\`\`\n`)).toEqual([
    { '1.0': 'a', true: 'b', 0: 'c', d: 'e' },
  ]);
});

test('gives a value that is left out the place of its key', () => {
  const { frontMatter } = documentOf('---\nname:\n---\n');
  expect(frontMatter?.entries[0]?.value.at).toEqual(frontMatter?.entries[0]?.keyAt);
});

test('ends the range of a block text at its last character', () => {
  const { frontMatter } = documentOf('---\nname: >-\n  one\n  two\n\nb: 1\n---\n');
  expect(frontMatter?.entries[0]?.value).toMatchObject({
    value: 'one two',
    at: { start: { line: 2, column: 7 }, end: { line: 4, column: 6 } },
  });
});

test('needs no front matter in README.md, and reads it where there is one', () => {
  expect(documentOf('# Title\n', 'x/README.md').frontMatter).toBeUndefined();
  expect(documentOf(HEAD, 'README.md').frontMatter?.entries).toHaveLength(1);
});

test('keeps the words behind the language of a block', () => {
  const text = `${HEAD}\`\`\`yaml profile example\na: 1\n\`\`\`\n\n~~~YML\nb: 2\n~~~\n\n\`\`\`json\n{"c": 3}\n\`\`\`\n`;
  expect(documentOf(text).blocks.map(({ language, words }) => [language, words])).toEqual([
    ['yaml', ['profile', 'example']],
    ['yaml', []],
    ['json', []],
  ]);
  expect(blockValues(text)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
});

test('ignores blocks of other languages and blocks by indentation', () => {
  expect(blockValues(`${HEAD}\`\`\`text\na: [\n\`\`\`\n\n\`\`\`\nb: [\n\`\`\`\n\n    c: [\n`)).toEqual([]);
});

test('maps columns of blocks in lists, in quotes and with indented fences', () => {
  const list = `${HEAD}- item\n\n  \`\`\`yaml\n  a: { b: x }\n\n  c: y\n  \`\`\`\n`;
  expect(blockValues(list)).toEqual([{ a: { b: 'x' }, c: 'y' }]);
  const quote = `${HEAD}> \`\`\`json\n> { "a":\n>   "x" }\n> \`\`\`\n`;
  expect(blockValues(quote)).toEqual([{ a: 'x' }]);
  const indented = `${HEAD}  \`\`\`yaml\n  a:\n    b: x\n c: y\n  \`\`\`\n`;
  expect(blockValues(indented)).toEqual([{ a: { b: 'x' }, c: 'y' }]);
});

test('takes a fence of three backticks within one of four as text', () => {
  const text = `${HEAD}\`\`\`\`yaml\na: |\n  \`\`\`yaml\n  b\n\`\`\`\`\n`;
  expect(documentOf(text).blocks.map(({ data }) => data.kind === 'map' && data.entries[0]?.value)).toMatchObject([
    { value: '```yaml\nb\n' },
  ]);
});

test('reads empty blocks, single values and lists', () => {
  expect(blockValues(`${HEAD}\`\`\`yaml\n\`\`\`\n\n\`\`\`json\n\n\`\`\`\n\n\`\`\`yaml\n# c\n\`\`\`\n`)).toEqual([
    null,
    null,
    null,
  ]);
  expect(blockValues(`${HEAD}\`\`\`yaml\njust text\n\`\`\`\n\n\`\`\`json\n[1, [2]]\n\`\`\`\n`)).toEqual([
    'just text',
    [1, [2]],
  ]);
});

test('reads JSON with its escapes, numbers and words', () => {
  const json = '{"a": "\\u00e9\\n\\"", "b": [-1.5e3, 0, true, false, null], "c": {}}';
  const [block] = documentOf(`${HEAD}\`\`\`json\n${json}\n\`\`\`\n`).blocks;
  expect(block?.data).toMatchObject({
    entries: [
      { key: 'a', value: { value: 'é\n"', at: { start: { line: 5, column: 7 } } } },
      {
        key: 'b',
        value: { items: [{ value: -1500 }, { value: 0 }, { value: true }, { value: false }, { value: null }] },
      },
      { key: 'c', value: { kind: 'map', entries: [] } },
    ],
  });
});

test('gives headings the anchors of GitHub', () => {
  const text = `${HEAD}# What's *new*, in \`v2.0\`?\n## Ärzte & Co\n## A_b-c\n## Phases\n### Phases\n## Phases-1\n`;
  expect(documentOf(text).headings.map(({ depth, text: title, slug }) => [depth, title, slug])).toEqual([
    [1, "What's new, in v2.0?", 'whats-new-in-v20'],
    [2, 'Ärzte & Co', 'ärzte--co'],
    [2, 'A_b-c', 'a_b-c'],
    [2, 'Phases', 'phases'],
    [3, 'Phases', 'phases-1'],
    [2, 'Phases-1', 'phases-1-1'],
  ]);
});

test('finds links, images and definitions of references, and none in code', () => {
  const text = `${HEAD}See [a](x.md#y) and ![b](z.png), [c][ref] or <https://example.org>.\n\n[ref]: ../d.md\n\n\`[e](f.md)\`\n`;
  const { links } = documentOf(text);
  expect(links.map(({ target }) => target)).toEqual(['x.md#y', 'z.png', 'https://example.org', '../d.md']);
  expect(links.map(({ at }) => covered(text, at))).toEqual([
    '[a](x.md#y)',
    '![b](z.png)',
    '<https://example.org>',
    '[ref]: ../d.md',
  ]);
});

test('reads tables with the place of each cell, escaped pipes and markup', () => {
  const text = `${HEAD}## Codes\n\n| code | display |\n|:--|--:|\n| E11 | Type **2** |\n| \`a\\|b\` | x \\| y |\n|  | 10*3/uL |\n`;
  const [table] = documentOf(text).tables;
  expect(table?.heading).toBe('Codes');
  expect(table?.header.map(({ value }) => value)).toEqual(['code', 'display']);
  expect(table?.rows.map((row) => row.map(({ value }) => value))).toEqual([
    ['E11', 'Type 2'],
    ['a|b', 'x | y'],
    ['', '10*3/uL'],
  ]);
  expect(table?.rows.map((row) => row.map(({ at }) => covered(text, at)))).toEqual([
    ['E11', 'Type **2**'],
    ['`a\\|b`', 'x \\| y'],
    ['|  ', '10*3/uL'],
  ]);
});

test('reads bullets of lists that stand by themselves, without quotes and markup', () => {
  const text = `${HEAD}- none\n\n## Trigger Phrases\n\n- "diabetic patient"\n- “new member”\n- *first* \`year\`\n- "a" or "b"\n  - inner\n\n> - quoted\n`;
  const { bullets } = documentOf(text);
  expect(bullets.map(({ heading, text: words }) => [heading, words])).toEqual([
    [undefined, 'none'],
    ['Trigger Phrases', 'diabetic patient'],
    ['Trigger Phrases', 'new member'],
    ['Trigger Phrases', 'first year'],
    ['Trigger Phrases', '"a" or "b"'],
  ]);
  expect(bullets.map(({ at }) => covered(text, at)).slice(0, 2)).toEqual(['none', '"diabetic patient"']);
});

test('allows a joiner within an emoji', () => {
  expect(documentOf('---\nname: 👩‍⚕️\n---\n').frontMatter?.entries[0]?.value).toMatchObject({ value: '👩‍⚕️' });
});
