/** Which skill each skill extends: by its name, or by the path that leads to it. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { DataNode, SkillDocument, SkillKind, SpecificationKind } from '../../model/index.ts';
import { dirname, relative } from 'node:path/posix';
import type { Draft } from '../draft.ts';
import { entryOf, textAt } from '../locate.ts';
import { linkTarget, possibleNames } from '../rules/index.ts';
import { statedKind } from '../skill-kind.ts';

export interface Tree {
  readonly documents: readonly SkillDocument[];
  readonly drafts: readonly Draft[];
  readonly unreadable: readonly string[];
}

/** Of skills, by what others call them. */
export interface TreeIndex extends Tree {
  readonly byName: ReadonlyMap<string, Draft>;
  readonly byPath: ReadonlyMap<string, Draft>;
}

export function indexOf(tree: Tree): TreeIndex {
  const named = tree.drafts.toReversed().flatMap((draft) => (draft.name ? [[draft.name.value, draft] as const] : []));
  const placed = tree.drafts.map((draft) => [draft.document.path, draft] as const);
  return { ...tree, byName: new Map(named), byPath: new Map(placed) };
}

export type Found =
  | { readonly kind: 'base'; readonly base: Draft; readonly at: DataNode['at'] }
  /** Something is wrong with the base, and said where it stands. */
  | { readonly kind: 'broken'; readonly name: string; readonly at: DataNode['at'] }
  | { readonly kind: 'wrong'; readonly problem: Diagnostic | undefined };

/** What is laid over another, by the kind of the skill. What other kinds define is known to the whole tree, or is prose. */
const CARRIED: Partial<Readonly<Record<SkillKind, SpecificationKind>>> = {
  'profile-template': 'profile',
  'journey-template': 'journey',
  'journey-pattern': 'journey',
  cohort: 'cohort',
};

export function carriedBy(kind: SkillKind): SpecificationKind | undefined {
  return CARRIED[kind];
}

/** `undefined` for a skill that extends none. Whether it can extend what it names is not judged. */
export function findBase(draft: Draft, tree: TreeIndex): Found | undefined {
  const entry = entryOf(draft.frontMatter, 'extends');
  const stated = statedKind(draft.document);
  if (entry === undefined || stated === 'skill') return undefined;
  if (stated !== undefined && carriedBy(stated) === undefined)
    return wrong(diagnostic('validate-extends-kind', { kind: stated }, entry.keyAt));
  const { at } = entry.value;
  const named = textAt(entry.value)?.trim();
  if (named === undefined || named === '') return wrong(undefined);
  return isPath(named) ? byPath(named, at, { draft, tree }) : byName(named, at, { stated, tree });
}

/** A base that is of another kind, or of one that nothing can be laid over, is none. */
export function fitted(found: Found, draft: Draft, kindOf: (draft: Draft) => SkillKind): Found {
  if (found.kind !== 'base') return found;
  const stated = statedKind(draft.document);
  const kind = kindOf(found.base);
  const carried = carriedBy(kind);
  if (carried !== undefined && (stated === undefined || carriedBy(stated) === carried)) return found;
  const what = stated === undefined ? 'profile, journey or cohort' : `skill of type \`${stated}\``;
  const name = textAt(entryOf(draft.frontMatter, 'extends')?.value)?.trim() ?? '';
  return wrong(diagnostic('validate-reference-kind', { what, name, found: kind }, found.at));
}

function wrong(problem: Diagnostic | undefined): Found {
  return { kind: 'wrong', problem };
}

function isPath(named: string): boolean {
  return named.includes('/') || /\.md$/i.test(named);
}

function byName(
  name: string,
  at: DataNode['at'],
  { stated, tree }: { readonly stated: SkillKind | undefined; readonly tree: TreeIndex },
): Found {
  const base = tree.byName.get(name);
  if (base !== undefined) return { kind: 'base', base, at };
  if (tree.unreadable.flatMap(possibleNames).includes(name)) return { kind: 'broken', name, at };
  const wanted = stated && carriedBy(stated);
  const fitting = tree.drafts.filter(
    ({ kind }) => carriedBy(kind) !== undefined && (wanted ?? carriedBy(kind)) === carriedBy(kind),
  );
  const known = fitting.flatMap((one) => one.name?.value ?? []);
  return wrong(diagnostic('validate-reference-unknown', { what: 'skill', name, known }, at));
}

/** As a link is followed. */
function byPath(
  target: string,
  at: DataNode['at'],
  { draft, tree }: { readonly draft: Draft; readonly tree: TreeIndex },
): Found {
  const from = draft.document.path;
  const meant = linkTarget(from, target);
  if (meant.kind !== 'inside') return wrong(diagnostic('validate-link-outside', { target }, at));
  const base = tree.byPath.get(meant.path);
  if (base !== undefined) return { kind: 'base', base, at };
  const [name = meant.path] = possibleNames(meant.path);
  if (tree.unreadable.includes(meant.path)) return { kind: 'broken', name, at };
  if (tree.documents.some(({ path }) => path === meant.path))
    return wrong(diagnostic('validate-reference-kind', { what: 'skill', name: target, found: 'prose' }, at));
  const known = tree.drafts.map(({ document }) => relative(dirname(from), document.path));
  return wrong(diagnostic('validate-link-dead', { target, known }, at));
}
