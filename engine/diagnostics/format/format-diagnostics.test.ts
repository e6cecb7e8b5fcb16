import { expect, test } from 'vitest';
import type { SourceRange } from '../../model/index.ts';
import { diagnostic } from '../diagnostic.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { escapeData } from './format-github.ts';
import { formatDiagnostics, summarize } from './index.ts';
import type { DiagnosticFormat, FormatOptions } from './index.ts';

function place(file: string, [line, column, end]: readonly [number, number, number]): SourceRange {
  return { file, start: { line, column }, end: { line, column: end } };
}

function duplicate(file: string, at: readonly [number, number, number], key = 'seed'): Diagnostic {
  return diagnostic('parse-key-duplicate', { key, line: 2, column: 1 }, place(file, at));
}

function format(
  name: DiagnosticFormat,
  diagnostics: readonly Diagnostic[],
  options: Partial<Omit<FormatOptions, 'sources'>> & { text?: string } = {},
): string {
  const { text = 'name: a\nseed: 1\nseed: 2\n', ...others } = options;
  const sources = new Map([['a.md', text]]);
  return formatDiagnostics(diagnostics, { format: name, sources, root: 'skills', colour: false, ...others });
}

function many(file: string, count: number): readonly Diagnostic[] {
  return Array.from({ length: count }, (_, index) => duplicate(file, [index + 1, 1, 2]));
}

/** The source line and the carets of the only diagnostic. */
function shown(text: string, at: readonly [number, number, number]): readonly string[] {
  return format('pretty', [duplicate('a.md', at)], { text })
    .split('\n')
    .slice(1, 3);
}

test('shows a diagnostic with its line, carets and hint', () => {
  expect(format('pretty', [duplicate('a.md', [3, 1, 5])])).toMatchInlineSnapshot(`
    "skills/a.md:3:1 error[parse-key-duplicate] The key \`seed\` stands twice; the first is at 2:1.
      3 │ seed: 2
        │ ^^^^
      hint: Remove one of them, or put both into one list."
  `);
});

test('names places of the tree below its root in messages and hints too', () => {
  const cause = diagnostic('validate-cause-elsewhere', { names: ['visit'], cause: 'b.md:4' }, place('a.md', [3, 1, 5]));
  const taken = diagnostic('validate-name-taken', { name: 'a', first: 'b.md:2:7' }, place('a.md', [2, 1, 5]));
  expect(format('line', [cause])).toContain('First mend `skills/b.md:4`.');
  expect(format('line', [taken])).toContain('already that of skills/b.md:2:7.');
  const link = diagnostic('read-not-a-file', { path: 'b/folder' }, place('b/folder', [1, 1, 1]));
  expect(format('line', [link])).toContain('`skills/b/folder` is a symbolic link');
  const circle = diagnostic('validate-extends-cycle', { path: ['b.md:1', 'b.md:12', 'b.md:1'] }, undefined);
  expect(format('line', [circle])).toContain('skills/b.md:1 → skills/b.md:12 → skills/b.md:1.');
  const same = diagnostic('read-same-path', { path: 'labs.md', other: 'Labs.md' }, place('labs.md', [1, 1, 1]));
  expect(format('line', [same])).toContain('`skills/labs.md` and `skills/Labs.md` differ');
  const again = diagnostic('normalize-phase-repeated', { phase: 'a', place: 'b.md:7' }, place('a.md', [1, 1, 1]));
  expect(format('line', [again])).toContain('stands at `skills/b.md:7`');
});

test('paints place, severity, code, gutter, carets and hint where colour is wanted', () => {
  const painted = format('pretty', [duplicate('a.md', [3, 1, 5])], { colour: true });
  expect(painted).toContain('\u001b[31merror\u001b[39m');
  expect(painted.replaceAll(/\p{Cc}\[\d+m/gu, '')).toBe(format('pretty', [duplicate('a.md', [3, 1, 5])]));
});

test('shows no source for a file that is not known, and no place where there is none', () => {
  const missing = diagnostic('read-root-missing', { root: 'skills', reason: 'ENOENT' }, undefined);
  expect(format('pretty', [duplicate('b.md', [3, 1, 5]), missing])).toMatchInlineSnapshot(`
    "error[read-root-missing] The skills folder \`skills\` cannot be listed (ENOENT).
      hint: Name the folder that holds the skill files.

    skills/b.md:3:1 error[parse-key-duplicate] The key \`seed\` stands twice; the first is at 2:1.
      hint: Remove one of them, or put both into one list."
  `);
});

test('puts carets below wide characters, emoji and tabs', () => {
  expect(shown('😀漢\tb: 1', [1, 5, 6])).toEqual(['  1 │ 😀漢    b: 1', '    │         ^']);
  expect(shown('a: 😀漢 b', [1, 4, 7])).toEqual(['  1 │ a: 😀漢 b', '    │    ^^^^']);
});

test('escapes what a terminal would act on', () => {
  expect(shown('a: \u202e\u001b[2Jb', [1, 5, 6])).toEqual(['  1 │ a: \\u{202e}\\u{1b}[2Jb', '    │            ^^^^^^']);
  const hostile = duplicate('\u001b]8;;x\u0007.md', [1, 1, 2], '\u001b[31m\nsecond');
  expect(format('line', [hostile])).toMatchInlineSnapshot(
    `"skills/\\u{1b}]8;;x\\u{7}.md:1:1 error[parse-key-duplicate] The key \`\\u{1b}[31m second\` stands twice; the first is at 2:1. Remove one of them, or put both into one list."`,
  );
});

test('shows the part of a long line that the diagnostic is about', () => {
  const [line = '', carets = ''] = shown(`${'a'.repeat(5000)}bad${'c'.repeat(5000)}`, [1, 5001, 5004]);
  expect(line).toHaveLength(108);
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('bad');
});

test('marks the first line of a range of several lines, and one column of an empty range', () => {
  const several = { file: 'a.md', start: { line: 2, column: 1 }, end: { line: 3, column: 3 } };
  const problem = diagnostic('parse-too-deep', { limit: 64 }, several);
  expect(format('pretty', [problem])).toMatchInlineSnapshot(`
    "skills/a.md:2:1 error[parse-too-deep] Maps and lists are nested more than 64 deep here.
      2 │ seed: 1
        │ ^^^^^^^"
  `);
  expect(shown('a: 1', [1, 5, 5])).toEqual(['  1 │ a: 1', '    │     ^']);
});

test('counts no byte order mark and no carriage return', () => {
  expect(shown('\uFEFFa: 1\r\nb: 2\r\n', [1, 1, 2])).toEqual(['  1 │ a: 1', '    │ ^']);
});

test('orders by file, line and column', () => {
  const places = [duplicate('b.md', [1, 1, 2]), duplicate('a.md', [2, 9, 9]), duplicate('a.md', [2, 1, 2])];
  const lines = format('line', places).split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['skills/a.md:2:1', 'skills/a.md:2:9', 'skills/b.md:1:1']);
});

test('puts no folder before a marker, and none before files of the folder the command runs in', () => {
  expect(format('line', [duplicate('<phrase>', [1, 2, 3])])).toMatch(/^<phrase>:1:2 /);
  expect(format('line', [duplicate('a.md', [1, 2, 3])], { root: '.' })).toMatch(/^a\.md:1:2 /);
  expect(format('line', [duplicate('a.md', [1, 2, 3])], { root: './skills/' })).toMatch(/^skills\/a\.md:1:2 /);
});

test('shows a hundred diagnostics of a file and a thousand in all, and counts the others', () => {
  const lines = format('line', many('a.md', 150)).split('\n');
  expect(lines).toHaveLength(101);
  expect(lines.at(-1)).toBe('50 more problems not shown');
  const all = Array.from({ length: 20 }, (_, file) => many(`${file}.md`, 100)).flat();
  expect(format('line', all).split('\n').at(-1)).toBe('1000 more problems not shown');
});

test('writes JSON with the same fields for each diagnostic', () => {
  const missing = diagnostic('read-root-missing', { root: 'skills', reason: 'ENOENT' }, undefined);
  expect(JSON.parse(format('json', [duplicate('a.md', [3, 1, 5]), missing]))).toEqual({
    diagnostics: [
      {
        code: 'read-root-missing',
        severity: 'error',
        message: missing.message,
        hint: missing.hint,
        file: null,
        line: null,
        column: null,
        endLine: null,
        endColumn: null,
      },
      expect.objectContaining({ file: 'skills/a.md', line: 3, column: 1, endLine: 3, endColumn: 5 }),
    ],
    omitted: 0,
  });
});

test('writes SARIF 2.1.0 with rules, levels, encoded paths and logical locations', () => {
  const sarif = JSON.parse(
    format('sarif', [duplicate('new folder/a.md', [3, 1, 5]), duplicate('<phrase>', [1, 1, 2])]),
  );
  expect(sarif).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { rules: [{ id: 'parse-key-duplicate', defaultConfiguration: { level: 'error' } }] } },
        results: [
          { ruleId: 'parse-key-duplicate', ruleIndex: 0, locations: [{ logicalLocations: [{ name: '<phrase>' }] }] },
          {
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'skills/new%20folder/a.md' },
                  region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 5 },
                },
              },
            ],
          },
        ],
      },
    ],
  });
});

test('leaves no character in JSON that a terminal would act on', () => {
  const hostile = duplicate('\u202e\u0085.md', [1, 1, 2]);
  expect(format('json', [hostile])).toContain('"file": "skills/\\u202e\\u0085.md"');
  expect(JSON.parse(format('json', [hostile])).diagnostics[0].file).toBe('skills/\u202e\u0085.md');
});

test.each([
  0x0, 0x1b, 0x7f, 0x9b, 0xad, 0x61c, 0x180e, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x206f, 0xfeff, 0xfff9, 0xfffb,
  0xe0000, 0xe007f,
])('the character %i stands in JSON as its escape alone', (code) => {
  const file = `a${String.fromCodePoint(code)}b.md`;
  for (const name of ['json', 'sarif'] as const)
    expect(format(name, [duplicate(file, [1, 1, 2])])).toMatch(/^[\n\x20-\x7e]*$/);
  expect(JSON.parse(format('json', [duplicate(file, [1, 1, 2])])).diagnostics[0].file).toBe(`skills/${file}`);
});

test('writes GitHub annotations that no text can break out of', () => {
  const hostile = duplicate('a,b:c.md', [3, 1, 5], '100%\n::set-output name=x::y');
  expect(format('github', [hostile, duplicate('<phrase>', [1, 1, 2])])).toMatchInlineSnapshot(`
    "::error title=parse-key-duplicate::<phrase>:1:1 The key \`seed\` stands twice; the first is at 2:1.%0ARemove one of them, or put both into one list.
    ::error file=skills/a%2Cb%3Ac.md,line=3,endLine=3,col=1,endColumn=4,title=parse-key-duplicate::The key \`100%25 ::set-output name=x::y\` stands twice; the first is at 2:1.%0ARemove one of them, or put both into one list."
  `);
});

test('ends a line of a GitHub annotation in no way, whatever ends one elsewhere', () => {
  expect(escapeData('100%0A\r::error::x\n::debug::y')).toBe('100%250A%0D::error::x%0A::debug::y');
  const problem = 'x\r::set-output name=x::y';
  const returning = diagnostic('parse-yaml-syntax', { problem, fix: problem }, place('a\r.md', [1, 1, 2]));
  expect(format('github', [returning])).not.toMatch(/[\r\n]/);
});

test('keeps GitHub annotations below 4,096 characters', () => {
  const long = diagnostic('parse-yaml-syntax', { problem: '%'.repeat(5000), fix: undefined }, place('a.md', [1, 1, 2]));
  expect(format('github', [long]).length).toBeLessThan(4096);
});

test('says nothing to people where there is nothing to say', () => {
  expect(format('pretty', [])).toBe('');
  expect(JSON.parse(format('json', []))).toEqual({ diagnostics: [], omitted: 0 });
});

test('summarizes severities and files', () => {
  expect(summarize([])).toBe('no problems');
  expect(summarize([duplicate('a.md', [1, 1, 2])])).toBe('1 error in 1 file');
  expect(summarize([duplicate('a.md', [1, 1, 2]), duplicate('b.md', [1, 1, 2])])).toBe('2 errors in 2 files');
  expect(summarize([duplicate('<phrase>', [1, 1, 2])])).toBe('1 error');
  const warning: Diagnostic = { ...duplicate('a.md', [1, 1, 2]), severity: 'warning' };
  expect(summarize([duplicate('a.md', [1, 1, 2]), warning])).toBe('1 error, 1 warning in 1 file');
});
