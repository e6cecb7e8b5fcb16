/** One name, one skill, on every system: case and ways of writing a character do not count. */
import { diagnostic } from '../../diagnostics/index.ts';
import { bearersOf, nameOfPlace } from './bearers.ts';
import { folded, placeText } from './folded.ts';
import { isName } from './names-fit.ts';
import type { Rule } from './rule.ts';

export const namesAreUnique: Rule = {
  name: 'names are unique',
  check: ({ drafts }) => {
    const bearers = bearersOf(drafts);
    return drafts.flatMap((draft) => {
      const { name } = draft;
      const bearer = bearers.get(folded(name?.value ?? ''));
      if (name === undefined || bearer?.name === undefined || bearer === draft) return [];
      const own = nameOfPlace(draft);
      const free = isName(own) && !bearers.has(folded(own)) ? own : undefined;
      const params = { name: name.value, first: placeText(bearer.name.at), free };
      return [diagnostic('validate-name-taken', params, name.at)];
    });
  },
};
