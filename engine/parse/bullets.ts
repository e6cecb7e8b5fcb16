/** The items of the lists that stand by themselves (not within a quote or another list), as their text without quotes and markup. */
import type { List, ListItem, Root } from 'mdast';
import type { Bullet, Heading } from '../model/index.ts';
import { headingAbove } from './headings.ts';
import { plainLine } from './plain-text.ts';
import { placeOf } from './position.ts';

const QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['‘', '’'],
  ['«', '»'],
]);

export function readBullets(file: string, root: Root, headings: readonly Heading[]): readonly Bullet[] {
  const lists = root.children.filter((node): node is List => node.type === 'list');
  return lists.flatMap((list) => list.children.flatMap((item) => readItem(file, item, headings)));
}

function readItem(file: string, item: ListItem, headings: readonly Heading[]): readonly Bullet[] {
  const paragraph = item.children[0];
  if (paragraph?.type !== 'paragraph') return [];
  const at = placeOf(file, paragraph);
  return [{ heading: headingAbove(headings, at.start.line), text: withoutQuotes(plainLine(paragraph)), at }];
}

/** Only quotes around the whole: `"a" or "b"` stays as it is. */
function withoutQuotes(text: string): string {
  const closing = QUOTES.get(text.charAt(0));
  const inner = text.slice(1, -1);
  const isQuoted = text.length > 1 && closing !== undefined && text.endsWith(closing) && !inner.includes(closing);
  return isQuoted ? inner.trim() : text;
}
