/**
 * Text into a Markdown tree (CommonMark, tables of GFM, front matter). Bounds come first: the Markdown parser takes
 * quadratic time on underlined headings and runs out of stack on nested quotes and lists.
 */
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import type { Root } from 'mdast';
import { unified } from 'unified';
import type { Processor } from 'unified';
import { restoreTree } from './restore-tree.ts';
import { thinText } from './thin-text.ts';

const NESTING_LIMIT = 64;
const UNDERLINE_LIMIT = 500;

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
  const reading = parseMarkdown(thin.text);
  const isRestored = 'tooHeavy' in reading || restoreTree(reading.root, thin, lines);
  return isRestored ? reading : parseMarkdown(lines.join('\n'));
}

export function parseMarkdown(text: string): MarkdownReading {
  const tooHeavy = findExcess(text);
  return tooHeavy === undefined ? { root: processor.parse(text) } : { tooHeavy };
}

function findExcess(text: string): string | undefined {
  const markers = new RegExp(`^(?:[ \\t]*(?:>|[-*+](?=[ \\t])|\\d{1,9}[.)](?=[ \\t]))){${NESTING_LIMIT + 1}}`, 'm');
  if (markers.test(text)) return `more than ${NESTING_LIMIT} quotes and lists within each other on one line`;
  if (/^[ \t]{200,}(?:[-*+]|\d{1,9}[.)])[ \t]/m.test(text)) return 'a list item behind more than 200 blanks';
  const underlines = text.match(/^[ \t>]*(?:=+|-+)[ \t]*\r?$/gm)?.length ?? 0;
  return underlines > UNDERLINE_LIMIT ? `more than ${UNDERLINE_LIMIT} lines of nothing but \`-\` or \`=\`` : undefined;
}

/** Looking for addresses in all plain text (`see www.example.org`) takes half of the time, and no rule needs them. */
function withoutLinkGuessing(this: Processor): void {
  for (const extension of (this.data().fromMarkdownExtensions ?? []).flat()) extension.transforms = [];
}
