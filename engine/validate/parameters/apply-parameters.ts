/** Drafts with the defaults of their parameters in the places that read them; what cannot be read is named. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { DataNode, SkillKind, SourceRange } from '../../model/index.ts';
import { namesReadIn, substitute } from '../../trees/index.ts';
import type { Draft, DraftSpecification } from '../draft.ts';
import { entryOf } from '../locate.ts';
import { readDefinition } from './read-definition.ts';

export interface AppliedParameters {
  readonly drafts: readonly Draft[];
  readonly diagnostics: readonly Diagnostic[];
  /** Where a parameter is read that has no value. */
  readonly unread: readonly SourceRange[];
}

export function applyParameters(drafts: readonly Draft[]): AppliedParameters {
  const applied = drafts.map(applyToDraft);
  return {
    drafts: applied.map(({ draft }) => draft),
    diagnostics: applied.flatMap(({ diagnostics }) => diagnostics),
    unread: applied.flatMap(({ unread }) => unread),
  };
}

const WITH_PARAMETERS: ReadonlySet<SkillKind> = new Set([
  'profile-template',
  'journey-template',
  'journey-pattern',
  'cohort',
]);

interface Applied {
  readonly draft: Draft;
  readonly diagnostics: readonly Diagnostic[];
  readonly unread: readonly SourceRange[];
}

function applyToDraft(draft: Draft): Applied {
  const written = entryOf(draft.frontMatter, 'parameters');
  // The schema says it of a SKILL.md.
  const isMisplaced = written !== undefined && draft.kind !== 'skill' && !WITH_PARAMETERS.has(draft.kind);
  const declared = isMisplaced || draft.declared === undefined ? [] : draft.declared.entries;
  const read = declared.map(readDefinition);
  const definitions = read.flatMap(({ definition }) => definition ?? []);
  const names = declared.map(({ key }) => key);
  const unread: { readonly name: string; readonly at: SourceRange }[] = [];
  const sound = read.flatMap(({ definition, problems }) => (problems.length > 0 ? [] : (definition ?? [])));
  const values = new Map(sound.map((one) => [one.name, { value: one.value }]));
  const used = new Set<string>();
  const specifications = draft.specifications.map((one): DraftSpecification => {
    if (!mayRead(one.data)) return one;
    for (const name of namesReadIn(one.data)) used.add(name);
    const data = substitute(one.data, values, (name, at) => unread.push({ name, at }));
    return { ...one, data, written: one.data };
  });
  const own = written?.value.kind === 'map' ? written.value.entries : [];
  const isKnown = !isMisplaced && draft.specifications.length > 0;
  const unused = own.filter(({ key }) => isKnown && !used.has(key) && definitions.some(({ name }) => name === key));
  const kept = definitions.filter(({ name }) => used.has(name) || own.some(({ key }) => key === name));
  return {
    draft: kept.length === 0 ? { ...draft, specifications } : { ...draft, specifications, parameters: kept },
    diagnostics: [
      ...(isMisplaced ? [diagnostic('validate-parameters-kind', { kind: draft.kind }, written.keyAt)] : []),
      ...read.flatMap(({ problems }) => problems),
      ...unread
        .filter(({ name }) => !names.includes(name))
        .map(({ name, at }) => diagnostic('validate-parameter-unknown', { name, known: names }, at)),
      ...unused.map(({ key, keyAt }) =>
        diagnostic('validate-parameter-unused', { name: key, kind: draft.kind }, keyAt),
      ),
    ],
    unread: unread.map(({ at }) => at),
  };
}

/** Found once a tree, however often it is checked. */
const reading = new WeakMap<DataNode, boolean>();

/** Expressions read parameters too, but later. */
function mayRead(node: DataNode): boolean {
  const known = reading.get(node) ?? hasDollar(node);
  reading.set(node, known);
  return known;
}

function hasDollar(node: DataNode): boolean {
  if (node.kind === 'scalar') return typeof node.value === 'string' && node.value.includes('$');
  return node.kind === 'list' ? node.items.some(hasDollar) : node.entries.some(({ value }) => hasDollar(value));
}
