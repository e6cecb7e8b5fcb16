/** A link with an anchor leads to a heading that is there. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { SkillDocument } from '../../model/index.ts';
import { linkTarget } from './link-target.ts';
import type { Rule } from './rule.ts';

export const anchorsExist: Rule = {
  name: 'anchors exist',
  check: ({ documents }) => {
    const byPath = new Map(documents.map((document) => [document.path, document]));
    return documents.flatMap((document) => check(document, byPath));
  },
};

function check({ path, links }: SkillDocument, byPath: ReadonlyMap<string, SkillDocument>): readonly Diagnostic[] {
  return links.flatMap(({ target, at }) => {
    const meant = linkTarget(path, target);
    if (meant.kind !== 'inside' || meant.anchor === undefined) return [];
    const known = byPath.get(meant.path)?.headings.map(({ slug }) => slug);
    if (known === undefined || known.includes(meant.anchor)) return [];
    const file = target.slice(0, target.indexOf('#'));
    return [diagnostic('validate-anchor-dead', { target: file, anchor: meant.anchor, known }, at)];
  });
}
