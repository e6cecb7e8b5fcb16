import { expect, test } from 'vitest';
import { diagnostic } from '../diagnostics/index.ts';
import { compareTexts, textsOf } from './changes.ts';

const texts = (entries: Record<string, string>): ReadonlyMap<string, string> => new Map(Object.entries(entries));

test('files are added, changed and removed', () => {
  const changes = compareTexts(texts({ 'a.md': '1', 'b.md': '2' }), texts({ 'a.md': '3', 'c.md': '4' }));
  expect(changes.map(({ how, file }) => `${how} ${file}`)).toEqual(['changed a.md', 'removed b.md', 'added c.md']);
});

test('a file under another name is one renamed file', () => {
  const changes = compareTexts(texts({ 'a.md': '1' }), texts({ 'c.md': '1' }));
  expect(changes).toEqual([{ how: 'renamed', file: 'c.md', before: 'a.md' }]);
});

test('a copy beside its original is an added file', () => {
  const changes = compareTexts(texts({ 'a.md': '1' }), texts({ 'a.md': '1', 'b.md': '1' }));
  expect(changes.map(({ how }) => how)).toEqual(['added']);
});

test('a file that cannot be read any more is changed, not removed', () => {
  const at = { file: 'a.md', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const unread = textsOf({ files: [], diagnostics: [diagnostic('read-not-utf8', {}, at)] });
  expect(compareTexts(texts({ 'a.md': '1' }), unread).map(({ how }) => how)).toEqual(['changed']);
  expect(compareTexts(unread, texts({ 'a.md': '1' })).map(({ how }) => how)).toEqual(['changed']);
});

test('the same texts are no change', () => {
  expect(compareTexts(texts({ 'a.md': '1' }), texts({ 'a.md': '1' }))).toEqual([]);
});
