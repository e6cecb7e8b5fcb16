/**
 * Lines into a Markdown tree (CommonMark, tables of GFM, front matter). Texts of plain pieces, and lines that Markdown does not
 * interpret, bypass the Markdown parser; where that guess was wrong, it reads the whole text.
 */
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import type { Root } from 'mdast';
import { unified } from 'unified';
import type { Processor } from 'unified';
import { findExcess } from './find-excess.ts';
import { readPlainly } from './read-plainly.ts';
import { restoreTree } from './restore-tree.ts';
import { thinText } from './thin-text.ts';

const processor = unified()
  .use(remarkParse)
  .use(remarkFrontmatter, ['yaml'])
  .use(remarkGfm, { singleTilde: false })
  .use(withoutLinkGuessing)
  .freeze();

/** The tree, or what the text has too much of. */
export type MarkdownReading = { readonly root: Root } | { readonly tooHeavy: string };

/** `frontMatterEnd` is the index of the line that closes the front matter, 0 where there is none. */
export function readMarkdown(lines: readonly string[], frontMatterEnd: number): MarkdownReading {
  const thin = thinText(lines, frontMatterEnd);
  const tooHeavy = findExcess(thin.text);
  const plain = tooHeavy === undefined ? readPlainly(thin, frontMatterEnd) : undefined;
  const reading = plain === undefined ? parseMarkdown(thin.text) : { root: plain };
  const isRestored = 'tooHeavy' in reading || restoreTree(reading.root, thin, lines);
  return isRestored ? reading : parseMarkdown(lines.join('\n'));
}

export function parseMarkdown(text: string): MarkdownReading {
  const tooHeavy = findExcess(text);
  return tooHeavy === undefined ? { root: processor.parse(text) } : { tooHeavy };
}

/** Looking for addresses in all plain text (`see www.example.org`) takes half of the time, and no rule needs them. */
function withoutLinkGuessing(this: Processor): void {
  for (const extension of (this.data().fromMarkdownExtensions ?? []).flat()) extension.transforms = [];
}
