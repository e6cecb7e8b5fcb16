/** A README is prose: what its front matter says of a skill would make none. */
import { diagnostic } from '../../diagnostics/index.ts';
import { isProse } from '../skill-kind.ts';
import type { Rule } from './rule.ts';

const OF_SKILLS: ReadonlySet<string> = new Set(['type', 'triggers', 'extends', 'parameters', 'tables', 'defaults']);

export const proseIsProse: Rule = {
  name: 'prose is prose',
  check: ({ documents }) =>
    documents
      .filter(({ path }) => isProse(path))
      .flatMap(({ frontMatter }) => frontMatter?.entries ?? [])
      .filter(({ key }) => OF_SKILLS.has(key))
      .map(({ key, keyAt }) => diagnostic('validate-prose-key', { key }, keyAt)),
};
