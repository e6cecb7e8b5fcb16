/** Profiles, journeys and extended skills that are named exist, and are what they are named as. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { DataNode, Located } from '../../model/index.ts';
import type { Draft } from '../draft.ts';
import { entryOf, textAt } from '../locate.ts';
import { possibleNames } from './paths.ts';
import type { Rule } from './rule.ts';
import { entriesOf } from './walk.ts';

interface Reference {
  readonly what: 'profile' | 'journey' | 'skill';
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
        .flatMap((reference) => check(reference, draft, byName)),
    );
  },
};

function check({ what, name }: Reference, from: Draft, byName: ReadonlyMap<string, Draft>): readonly Diagnostic[] {
  const found = byName.get(name.value);
  if (found === undefined) {
    const known = [...byName].filter(([, draft]) => fits(draft, what, from)).map(([skill]) => skill);
    return [diagnostic('validate-reference-unknown', { what, name: name.value, known }, name.at)];
  }
  if (fits(found, what, from)) return [];
  const wanted = what === 'skill' ? `skill of type \`${from.kind}\`` : what;
  return [diagnostic('validate-reference-kind', { what: wanted, name: name.value, found: found.kind }, name.at)];
}

/** What extends a skill is of its type. */
function fits(draft: Draft, what: Reference['what'], from: Draft): boolean {
  if (what === 'skill') return draft.kind === from.kind;
  return (
    draft.kind === `${what}-template` || draft.specifications.some(({ kind, runnable }) => kind === what && runnable)
  );
}

function referencesOf({ kind, frontMatter, specifications }: Draft): readonly Reference[] {
  return [
    ...named('skill', entryOf(frontMatter, 'extends')?.value),
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
