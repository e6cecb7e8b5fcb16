/** One name, one skill, on every system: case and ways of writing a character do not count. */
import { diagnostic } from '../../diagnostics/index.ts';
import { folded, placeText } from './folded.ts';
import type { Rule } from './rule.ts';

export const namesAreUnique: Rule = {
  name: 'names are unique',
  check: ({ drafts }) => {
    const first = new Map<string, string>();
    return drafts.flatMap(({ name }) => {
      if (name === undefined) return [];
      const key = folded(name.value);
      const taken = first.get(key);
      if (taken !== undefined) return [diagnostic('validate-name-taken', { name: name.value, first: taken }, name.at)];
      first.set(key, placeText(name.at));
      return [];
    });
  },
};
