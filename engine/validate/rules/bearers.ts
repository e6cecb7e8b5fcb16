/** Of skills of one name, the one that bears it: whose file or folder is called so, else the first. */
import type { Draft } from '../draft.ts';
import { folded } from './folded.ts';
import { baseName, folderName } from './paths.ts';

/** By the name, folded. */
export function bearersOf(drafts: readonly Draft[]): ReadonlyMap<string, Draft> {
  const bearers = new Map<string, Draft>();
  for (const draft of drafts) {
    if (draft.name === undefined) continue;
    const key = folded(draft.name.value);
    const before = bearers.get(key);
    if (before === undefined || (!isCalledSo(before) && isCalledSo(draft))) bearers.set(key, draft);
  }
  return bearers;
}

function isCalledSo(draft: Draft): boolean {
  return draft.name?.value === nameOfPlace(draft);
}

/** What a skill at this place is called: a SKILL.md as its folder, any other as its file. */
export function nameOfPlace({ kind, document: { path } }: Draft): string {
  return kind === 'skill' ? folderName(path) : baseName(path);
}
