/** Headings with the anchors that GitHub gives them. */
import type { Heading as HeadingNode } from 'mdast';
import type { Heading } from '../model/index.ts';
import { plainLine } from './plain-text.ts';
import { placeOf } from './position.ts';

export function readHeadings(file: string, nodes: readonly HeadingNode[]): readonly Heading[] {
  const nextSlug = createSlugger();
  return nodes.map((node) => {
    const text = plainLine(node);
    return { depth: node.depth, text, slug: nextSlug(text), at: placeOf(file, node) };
  });
}

/** The text of the nearest heading above a line. */
export function headingAbove(headings: readonly Heading[], line: number): string | undefined {
  return headings.findLast(({ at }) => at.start.line <= line)?.text;
}

function createSlugger(): (text: string) => string {
  const uses = new Map<string, number>();
  return (text) => {
    const base = text
      .toLowerCase()
      .replaceAll(/[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    let slug = base;
    while (uses.has(slug)) {
      const repeat = (uses.get(base) ?? 0) + 1;
      uses.set(base, repeat);
      slug = `${base}-${repeat}`;
    }
    uses.set(slug, 0);
    return slug;
  };
}
