/** A document on its way to a skill: what it is, what it is called, what it holds. Nothing here has been judged. */
import type {
  Block,
  Located,
  MapNode,
  ParameterDefinition,
  SkillDocument,
  SkillKind,
  Specification,
  SpecificationKind,
} from '../model/index.ts';
import { entryOf, textAt } from './locate.ts';
import { skillKind } from './skill-kind.ts';
import { EXAMPLE, kindInHeir, specificationKind } from './specification-kind.ts';

export interface Draft {
  readonly document: SkillDocument;
  readonly frontMatter: MapNode;
  readonly kind: SkillKind;
  readonly name: Located<string> | undefined;
  readonly triggers: readonly Located<string>[];
  readonly specifications: readonly DraftSpecification[];
  /** Blocks that look like no specification. */
  readonly others: readonly Block[];
  /** The name of the skill that it extends. */
  readonly base?: Located<string>;
  /** As its front matter and those of the skills that it extends declare them, each as a map. */
  readonly declared?: MapNode;
  readonly parameters?: readonly ParameterDefinition[];
}

/** A specification whose data may still be anything. */
export interface DraftSpecification {
  readonly kind: SpecificationKind;
  readonly data: Block['data'];
  /** As authored, where parameters have no values; absent where it reads none. */
  readonly written?: Block['data'];
  readonly runnable: boolean;
  /** The skill at the root of the line of those that it extends. */
  readonly root?: string;
  readonly at: Block['at'];
}

/** The kind of the specification that a skill of this kind carries, where it can extend another; and the kind of the skill. */
export interface HeirOf {
  readonly kind: SkillKind;
  readonly carried: SpecificationKind;
}

export function createDraft(document: SkillDocument, frontMatter: MapNode, heir?: HeirOf): Draft {
  const kindOf = (block: Block): SpecificationKind | undefined =>
    heir === undefined || isExample(block) ? specificationKind(block) : kindInHeir(block, heir.carried);
  const name = entryOf(frontMatter, 'name')?.value;
  const text = textAt(name);
  return {
    document,
    frontMatter,
    kind: heir?.kind ?? skillKind(document),
    name: name === undefined || text === undefined ? undefined : { value: text, at: name.at },
    triggers: triggersOf(document, frontMatter),
    specifications: [
      ...document.blocks.flatMap((block) => specificationOf(block, kindOf(block))),
      ...defaultsOf(frontMatter),
    ],
    others: document.blocks.filter((block) => kindOf(block) === undefined),
  };
}

/** Of prose no front matter is needed, and what it shows is never run. */
export function proseDraft(document: SkillDocument): Draft {
  return {
    document,
    frontMatter: { kind: 'map', entries: [], at: document.at },
    kind: 'reference',
    name: undefined,
    triggers: [],
    specifications: document.blocks.flatMap((block) =>
      specificationOf(block, specificationKind(block)).map((one) => ({ ...one, runnable: false })),
    ),
    others: [],
  };
}

function specificationOf(block: Block, kind: SpecificationKind | undefined): readonly DraftSpecification[] {
  if (kind === undefined) return [];
  return [{ kind, data: unwrapped(kind, block), runnable: !isExample(block), at: block.at }];
}

export function isExample({ words }: Block): boolean {
  return words.some((word) => word.toLowerCase() === EXAMPLE);
}

/** A block of defaults may have the key that front matter has. */
function unwrapped(kind: SpecificationKind, { data }: Block): Block['data'] {
  return kind === 'defaults' ? (entryOf(data, 'defaults')?.value ?? data) : data;
}

function defaultsOf(frontMatter: MapNode): readonly DraftSpecification[] {
  const data = entryOf(frontMatter, 'defaults')?.value;
  return data?.kind === 'map' ? [{ kind: 'defaults', data, runnable: true, at: data.at }] : [];
}

/** From front matter and from under the heading, each phrase once. */
function triggersOf({ bullets }: SkillDocument, frontMatter: MapNode): readonly Located<string>[] {
  const listed = entryOf(frontMatter, 'triggers')?.value;
  const items = listed?.kind === 'list' ? listed.items : [];
  const fromFrontMatter = items.flatMap((item) => {
    const value = textAt(item);
    return value === undefined ? [] : [{ value: value.trim(), at: item.at }];
  });
  const fromBullets = bullets
    .filter(({ heading }) => heading !== undefined && /^trigger phrases$/i.test(heading.trim()))
    .map(({ text, at }) => ({ value: text.trim(), at }));
  const seen = new Set<string>();
  return [...fromFrontMatter, ...fromBullets].filter(({ value }) => {
    const isNew = value !== '' && !seen.has(value.toLowerCase());
    seen.add(value.toLowerCase());
    return isNew;
  });
}

/** The draft as a skill's specifications; only drafts without errors get here, so every one is a map. */
export function specificationsOf({ specifications }: Draft): readonly Specification[] {
  return specifications.flatMap(({ data, written, ...one }) => {
    if (data.kind !== 'map') return [];
    return [{ ...one, data, ...(written?.kind === 'map' ? { written } : {}) }];
  });
}
