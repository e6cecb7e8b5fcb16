/** An expression is a language of its own: whatever is SQL, or code, is refused where it stands. */
import { expect, test } from 'vitest';
import { profileOf } from '../../testing/authored.ts';

test.each([
  "read_text('/etc/passwd') = 'x'",
  '(select 1) = 1',
  'age > (select max(age) from core.persons)',
  "getvariable('x') = 1",
  "query('select 1') = 1",
  "current_setting('memory_limit') = 'x'",
  'age > 1; drop table core.persons',
  'age > 1 -- more',
  'age > 1 /* more */',
  "gender = 'F' union select 1",
  'cast(age as varchar) = 1',
  'age::varchar = 1',
  'age > $1',
  'age > ?',
  'exists(select 1)',
  'core.persons.age > 1',
  '"age" > 1',
  'process.exit(1)',
  'constructor',
  '__proto__ > 1',
  "toString() = 'x'",
  'age > `1`',
  '\\u0061ge > 1',
  'аge > 1',
  `age > ${'('.repeat(5000)}1`,
  `${'not '.repeat(5000)}true`,
  `${'- '.repeat(5000)}1 > 0`,
  `age in [${'1,'.repeat(5000)}`,
  `age > 1${' and age > 1'.repeat(500)} and`,
])('refuses %j', (expression) => {
  const { profile, diagnostics } = profileOf(
    `profile_name: People\nattributes:\n  score: { given: ${JSON.stringify(expression)}, then: 1, else: 0 }`,
  );
  expect(profile).toBeUndefined();
  expect(diagnostics.map(({ at }) => at?.start.line)).toEqual(diagnostics.map(() => 8));
  expect(diagnostics.length).toBeGreaterThan(0);
  for (const { message } of diagnostics) expect(message.length).toBeLessThan(400);
});
