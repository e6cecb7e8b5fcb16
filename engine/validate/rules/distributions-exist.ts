/** What `use` names is a distribution of the tree. */
import { diagnostic } from '../../diagnostics/index.ts';
import { entryOf, textAt } from '../locate.ts';
import { mayDefine } from './may-define.ts';
import type { Rule, RuleContext } from './rule.ts';
import { entriesOf } from './walk.ts';

export const distributionsExist: Rule = {
  name: 'distributions exist',
  check: (context) => {
    if (mayDefine(context, 'distribution')) return [];
    const known = distributionNames(context);
    const specifications = context.drafts.flatMap((draft) => draft.specifications);
    return specifications.flatMap(({ data }) =>
      entriesOf(data).flatMap(({ key, value }) => {
        const name = key === 'use' ? textAt(value) : undefined;
        if (name === undefined || known.has(name)) return [];
        return [diagnostic('validate-reference-unknown', { what: 'distribution', name, known: [...known] }, value.at)];
      }),
    );
  },
};

function distributionNames({ drafts }: RuleContext): ReadonlySet<string> {
  const specifications = drafts.flatMap((draft) => draft.specifications.filter(({ kind }) => kind === 'distributions'));
  const maps = specifications.map(({ data }) => entryOf(data, 'distributions')?.value);
  return new Set(maps.flatMap((map) => (map?.kind === 'map' ? map.entries.map(({ key }) => key) : [])));
}
