/** Profiles and journeys that are named exist, and are what they are named as. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { DataNode, Located } from '../../model/index.ts';
import type { Draft } from '../draft.ts';
import { entryOf, textAt } from '../locate.ts';
import { possibleNames } from './paths.ts';
import type { Rule } from './rule.ts';
import { entriesOf } from './walk.ts';

interface Reference {
  readonly what: 'profile' | 'journey';
  readonly name: Located<string>;
}

export const skillsExist: Rule = {
  name: 'skills exist',
  check: ({ drafts, unreadable }) => {
    const byName = new Map(
      drafts.flatMap((draft) => (draft.name === undefined ? [] : [[draft.name.value, draft] as const])),
    );
    const hidden = new Set(unreadable.flatMap(possibleNames));
    return drafts.flatMap((draft) =>
      referencesOf(draft)
        .filter(({ name }) => !hidden.has(name.value))
        .flatMap((reference) => check(reference, byName)),
    );
  },
};

function check({ what, name }: Reference, byName: ReadonlyMap<string, Draft>): readonly Diagnostic[] {
  const found = byName.get(name.value);
  if (found === undefined) {
    const known = [...byName].filter(([, draft]) => fits(draft, what)).map(([skill]) => skill);
    return [diagnostic('validate-reference-unknown', { what, name: name.value, known }, name.at)];
  }
  if (fits(found, what)) return [];
  return [diagnostic('validate-reference-kind', { what, name: name.value, found: found.kind }, name.at)];
}

function fits(draft: Draft, what: Reference['what']): boolean {
  return (
    draft.kind === `${what}-template` || draft.specifications.some(({ kind, runnable }) => kind === what && runnable)
  );
}

function referencesOf({ kind, frontMatter, specifications }: Draft): readonly Reference[] {
  return [
    ...(kind === 'journey-template' ? named('profile', entryOf(frontMatter, 'profile')?.value) : []),
    ...specifications.flatMap(({ data }) => [
      ...named('profile', entryOf(data, 'profile')?.value),
      ...journeysIn(data),
    ]),
  ];
}

/** `journeys: [ name, { journey: name } ]` of a profile or cohort, and `journey: name` wherever a journey takes place. */
function journeysIn(data: DataNode): readonly Reference[] {
  return entriesOf(data).flatMap(({ key, value }) => {
    if (key === 'journey') return named('journey', value);
    return key === 'journeys' && value.kind === 'list' ? value.items.flatMap((item) => named('journey', item)) : [];
  });
}

function named(what: Reference['what'], node: DataNode | undefined): readonly Reference[] {
  const value = textAt(node);
  return node === undefined || value === undefined ? [] : [{ what, name: { value, at: node.at } }];
}
