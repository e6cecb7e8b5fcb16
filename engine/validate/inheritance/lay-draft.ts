/** One skill laid over the one that it extends: the first block that can run of each, in one layout. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { MapNode, SourceRange, SpecificationKind } from '../../model/index.ts';
import { canonicalTree, emptyMap, inheritedBy, layChild, layParameters, withEntry } from '../../trees/index.ts';
import type { Refuse } from '../../trees/index.ts';
import { declaredParameters, withKinds } from '../parameters/index.ts';
import { createDraft } from '../draft.ts';
import type { Draft, DraftSpecification, HeirOf } from '../draft.ts';
import { entryOf } from '../locate.ts';
import { statedKind } from '../skill-kind.ts';

interface Laying {
  readonly heir: Draft;
  readonly base: Draft;
  readonly baseName: string;
  readonly carried: SpecificationKind;
  /** The name of the base in the front matter. */
  readonly at: SourceRange;
}

interface Laid {
  readonly draft: Draft;
  readonly diagnostics: readonly Diagnostic[];
}

/** A skill that says nothing of its kind is of that of its base. */
export function asHeir({ document, frontMatter }: Draft, base: HeirOf): Draft {
  return createDraft(document, frontMatter, { ...base, kind: statedKind(document) ?? base.kind });
}

/** Of a skill whose base is not known, only what has nothing to do with it. */
export function withoutOwn(draft: Draft): Draft {
  return { ...draft, specifications: [], others: [] };
}

export function layDraft({ heir, base, baseName, carried, at }: Laying): Laid {
  const below = firstOf(base, carried);
  const own = firstOf(heir, carried);
  const data = below && oneLayout(below.data, carried);
  if (below === undefined || data === undefined) return { draft: withoutOwn(heir), diagnostics: [] };
  const place = `${heir.document.path}:${at.start.line}`;
  const inherited = inheritedBy(data, place);
  const over = own === undefined ? emptyMap(at) : oneLayout(own.data, carried);
  // Said by the schema, where it stands.
  if (over === undefined || inherited.kind !== 'map') return { draft: heir, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const refuse: Refuse = ({ name, known, at: where }) => {
    diagnostics.push(diagnostic('validate-remove-unknown', { name, known }, where));
  };
  const laid = layChild(inherited, over, refuse);
  const specification: DraftSpecification = {
    kind: carried,
    data: laid,
    runnable: true,
    root: below.root ?? baseName,
    at: own?.at ?? at,
  };
  const others = heir.specifications.filter((one) => one !== own);
  const draft: Draft = {
    ...heir,
    frontMatter: withProfile(heir.frontMatter, base.frontMatter, place),
    specifications: [specification, ...others],
    base: { value: baseName, at },
    ...declaredIn(heir, base, { place, refuse }),
  };
  return { draft, diagnostics };
}

function firstOf({ specifications }: Draft, carried: SpecificationKind): DraftSpecification | undefined {
  return specifications.find(({ kind, runnable }) => kind === carried && runnable);
}

/** `undefined` for what is no map, or has wrappers that are none. */
function oneLayout(data: DraftSpecification['data'], kind: SpecificationKind): MapNode | undefined {
  let isWhole = true;
  const report = (): undefined => {
    isWhole = false;
  };
  const tree = data.kind === 'map' ? canonicalTree(data, kind, { report }) : undefined;
  return isWhole ? tree : undefined;
}

/** The parameters of both; a bare value is a default. */
function declaredIn(
  { frontMatter }: Draft,
  { declared: below }: Draft,
  { place, refuse }: { readonly place: string; readonly refuse: Refuse },
): Pick<Draft, 'declared'> {
  const own = declaredParameters(frontMatter);
  if (below === undefined) return own === undefined ? {} : { declared: own };
  const inherited = inheritedBy(withKinds(below), place);
  if (inherited.kind !== 'map') return {};
  return { declared: own === undefined ? inherited : layParameters(inherited, own, refuse) };
}

/** Whose people a journey takes is inherited as well; what a skill says of itself besides is not. */
function withProfile(own: MapNode, base: MapNode, place: string): MapNode {
  const profile = entryOf(base, 'profile');
  if (profile === undefined || entryOf(own, 'profile') !== undefined) return own;
  return withEntry(own, { ...profile, value: inheritedBy(profile.value, place) });
}
