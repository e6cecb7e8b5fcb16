/** What the skills that explain how to write say about the keys that may be written. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** Other names of a key, and what is for readers alone. */
const NOT_EXPLAINED = /^The same as |^Metadata|^Another place |it changes nothing/;

interface Schema {
  readonly $defs: Readonly<Record<string, { readonly properties: Readonly<Record<string, { description: string }>> }>>;
}

test.each([
  ['profile', 'Profile'],
  ['journey', 'Journey'],
])('the %s builder says of every key what it is for', async (kind, definition) => {
  const schema = JSON.parse(await readFile(`schemas/${kind}.schema.json`, 'utf8')) as Schema;
  const skill = await readFile(`skills/generation/builders/${kind}-builder.md`, 'utf8');
  const rows = skill.split('\n').filter((line) => line.startsWith('| `'));
  const cells = rows.map((row) => row.split('|')[1] ?? '');
  const explained = new Set(cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, key]) => key)));
  const keys = Object.entries(schema.$defs[definition]?.properties ?? {});
  const toExplain = keys.flatMap(([key, { description }]) => (NOT_EXPLAINED.test(description) ? [] : [key]));
  expect(toExplain.length).toBeGreaterThan(10);
  expect(toExplain.filter((key) => !explained.has(key))).toEqual([]);
});
