/** A reference table that front matter names stands under the heading that it gives. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Draft } from '../draft.ts';
import { entryOf, textAt } from '../locate.ts';
import { folded } from './folded.ts';
import type { Rule } from './rule.ts';

export const tablesExist: Rule = {
  name: 'tables exist',
  check: ({ drafts }) => drafts.filter(({ kind }) => kind === 'reference').flatMap(check),
};

function check({ frontMatter, document }: Draft): readonly Diagnostic[] {
  const named = entryOf(frontMatter, 'tables')?.value;
  if (named?.kind !== 'map') return [];
  const known = document.tables.flatMap(({ heading }) => (heading === undefined ? [] : [heading]));
  return named.entries.flatMap(({ key, value }) => {
    const heading = textAt(value);
    if (heading === undefined || known.some((one) => folded(one.trim()) === folded(heading.trim()))) return [];
    return [diagnostic('validate-table-missing', { table: key, heading, known }, value.at)];
  });
}
