import { expect, test } from 'vitest';
import { createProgram } from './program.ts';

const names = createProgram(() => undefined).commands.map((command) => command.name());

function helpOf(name: string): string {
  let text = '';
  const command = createProgram(() => undefined).commands.find((one) => one.name() === name);
  command?.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
}

test('the commands are those of the table in the README', () => {
  expect(names).toEqual([
    'generate',
    'watch',
    'check',
    'resolve',
    'list',
    'show',
    'explain',
    'query',
    'report',
    'verify',
    'reference',
  ]);
});

test.each(names)('%s has help with an example, and takes the options of every command', (name) => {
  expect(helpOf(name)).toContain(`Example:\n  healthsim ${name}`);
  expect(helpOf(name)).toMatch(/--json[^]*-h, --help/);
  expect(helpOf(name).includes('--skills <folder>')).toBe(!['query', 'verify'].includes(name));
});

test.each([
  [['generate', 'fifty', 'diabetic', 'members'], '"fifty diabetic members"'],
  [['query', 'out/a.duckdb', 'select', '1'], '"select 1"'],
])('loose words of %j are named as one that quotes hold together', async (args, words) => {
  const program = createProgram(() => undefined);
  for (const command of [program, ...program.commands]) command.configureOutput({ writeErr: () => undefined });
  await expect(program.parseAsync(['node', 'healthsim', ...args])).rejects.toThrow(words);
});

test('a phrase that begins with a dash is told where it may stand', async () => {
  let told = '';
  const program = createProgram(() => undefined);
  for (const command of [program, ...program.commands]) command.configureOutput({ writeErr: (text) => (told += text) });
  await expect(program.parseAsync(['node', 'healthsim', 'resolve', '-5 members'])).rejects.toThrow('unknown option');
  expect(told).toContain('-- "-5 members"');
});
