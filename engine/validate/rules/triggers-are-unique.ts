/** No two templates claim the same phrase: a request would fit both. */
import { diagnostic } from '../../diagnostics/index.ts';
import { folded, placeText } from './folded.ts';
import type { Rule } from './rule.ts';
import { isTemplate } from './templates.ts';

export const triggersAreUnique: Rule = {
  name: 'triggers are unique',
  check: ({ drafts }) => {
    const first = new Map<string, string>();
    return drafts.filter(isTemplate).flatMap(({ triggers }) =>
      triggers.flatMap((trigger) => {
        const key = folded(trigger.value)
          .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
          .trim();
        const taken = first.get(key);
        if (taken !== undefined)
          return [diagnostic('validate-trigger-taken', { trigger: trigger.value, first: taken }, trigger.at)];
        first.set(key, placeText(trigger.at));
        return [];
      }),
    );
  },
};
