import { expect, test } from 'vitest';
import { linkTarget } from './rules/link-target.ts';

test.each([
  '/etc/passwd',
  '~/notes.md',
  '../..',
  '../../../x.md',
  'a/../../../x.md',
  '..%2F..%2Fx.md',
  'c:/x.md',
  'C:\\x.md',
  '\\\\server\\share\\x.md',
  '..%5C..%5Cx.md',
  'a%00.md',
  'file:///etc/passwd',
])('a link to %s leaves the tree', (target) => {
  expect(linkTarget('a/b.md', target)).toEqual({ kind: 'outside' });
});

test.each(['https://example.org/x.md', '//server/share/x.md', 'mailto:somebody@example.org'])(
  'a link to %s is looked up nowhere',
  (target) => {
    expect(linkTarget('a/b.md', target)).toEqual({ kind: 'elsewhere' });
  },
);

test('a link within the tree is read from its file', () => {
  expect(linkTarget('a/b.md', '../c/d.md#e')).toEqual({ kind: 'inside', path: 'c/d.md', anchor: 'e' });
});
