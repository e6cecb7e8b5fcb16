/** A name has the letters that names have; a SKILL.md is named like its folder, a template like its file. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Draft } from '../draft.ts';
import { bearersOf, nameOfPlace } from './bearers.ts';
import { folded } from './folded.ts';
import { strangeCharacters } from './strange-characters.ts';
import type { Rule } from './rule.ts';

/** Files cannot be called so on Windows, whatever follows a dot; a cohort gives its name to a file. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
const NAME = /^[a-z][a-z0-9-]{0,62}$/;

export const namesFit: Rule = {
  name: 'names fit',
  check: ({ drafts }) => {
    const bearers = bearersOf(drafts);
    return drafts.flatMap((draft) => check(draft, bearers.get(folded(draft.name?.value ?? '')) === draft));
  },
};

export function isName(text: string): boolean {
  return NAME.test(text) && !RESERVED.test(text);
}

/** Whose name is another's is told that alone. */
function check(draft: Draft, isBearer: boolean): readonly Diagnostic[] {
  const { name, kind } = draft;
  if (name === undefined || strangeCharacters(name.value).length > 0) return [];
  if (!NAME.test(name.value)) return [diagnostic('validate-name-form', { name: name.value }, name.at)];
  if (RESERVED.test(name.value)) return [diagnostic('validate-name-reserved', { name: name.value }, name.at)];
  const place =
    kind === 'skill' ? 'folder' : kind === 'profile-template' || kind === 'journey-template' ? 'file' : undefined;
  if (place === undefined || !isBearer) return [];
  const expected = nameOfPlace(draft);
  if (expected === '' || expected === name.value) return [];
  return [
    diagnostic('validate-name-place', { name: name.value, expected, place, mayBe: NAME.test(expected) }, name.at),
  ];
}
