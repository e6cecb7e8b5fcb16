import { expect, test } from 'vitest';
import { createTreeParser } from './index.ts';

const file = (path: string, text: string): { path: string; text: string; digest: string } => ({
  path,
  text,
  digest: text,
});
const text = (description: string): string => `---\nname: a\ndescription: ${description}\n---\n\n# A\n`;

test('a text that stays is parsed once, and one that changes again', () => {
  const parse = createTreeParser();
  const [a, b] = parse([file('a.md', text('One.')), file('b.md', text('Two.'))]);
  const [again, changed] = parse([file('a.md', text('One.')), file('b.md', text('Three.'))]);
  expect(again).toBe(a);
  expect(changed).not.toEqual(b);
  expect(parse([file('b.md', text('Two.'))])[0]).toEqual(b);
});

test('a text under another name has the places of that name', () => {
  const parse = createTreeParser();
  parse([file('a.md', text('One.'))]);
  expect(parse([file('c.md', text('One.'))])[0]?.document?.path).toBe('c.md');
});
