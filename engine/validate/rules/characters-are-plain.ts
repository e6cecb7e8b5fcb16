/** Names and trigger phrases hold no character that is not what it looks like. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Located } from '../../model/index.ts';
import type { Rule } from './rule.ts';
import { strangeCharacters } from './strange-characters.ts';

export const charactersArePlain: Rule = {
  name: 'characters are plain',
  check: ({ drafts }) =>
    drafts.flatMap(({ name, triggers }) => [
      ...(name === undefined ? [] : check('The name', name)),
      ...triggers.flatMap((trigger) => check('The trigger phrase', trigger)),
    ]),
};

function check(subject: string, { value, at }: Located<string>): readonly Diagnostic[] {
  const characters = strangeCharacters(value);
  return characters.length === 0 ? [] : [diagnostic('validate-characters', { subject, value, characters }, at)];
}
