/**
 * Documents into skills: front matter and specifications against their schemas, then the rules between files. A document with
 * an error is dropped whole; what others say about it is not held against them.
 */
import { diagnostic, ownerOf, withoutInherited } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Skill, SkillDocument, SourceRange, SpecificationKind } from '../model/index.ts';
import { createDraft, proseDraft, specificationsOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { heirsOfBroken, inherit } from './inheritance/index.ts';
import { comparePlaces, entryOf, textAt } from './locate.ts';
import { applyParameters, withoutRemovals } from './parameters/index.ts';
import { rules } from './rules/index.ts';
import { schemaDiagnostics } from './schema-diagnostics.ts';
import type { SchemaFindings } from './schema-diagnostics.ts';
import { isProse } from './skill-kind.ts';

export interface TreeValidation {
  readonly skills: readonly Skill[];
  /** Files of prose with specifications, each called after its path: these are examples. */
  readonly prose: readonly Skill[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `unreadable` are the paths of files that gave no document: what they may define is not missed. */
export function validateTree(documents: readonly SkillDocument[], unreadable: readonly string[] = []): TreeValidation {
  const inheritance = inherit({ documents, drafts: documents.flatMap(draftOf), unreadable });
  const parameters = applyParameters(inheritance.drafts);
  const prose = documents.filter(({ path }) => isProse(path)).map(proseDraft);
  const drafts = [...parameters.drafts, ...prose];
  const context = { documents, drafts, unreadable };
  const unread = new Set(parameters.unread.map(({ file }) => file));
  const bySchema = drafts.map((draft) => ({
    path: draft.document.path,
    ...schemaFindingsOf(draft, unread.has(draft.document.path)),
  }));
  const more = new Map(bySchema.filter((one) => one.more > 0).map((one) => [one.path, one.more]));
  const own = withoutInherited([
    ...inheritance.diagnostics,
    ...parameters.diagnostics,
    ...without(
      bySchema.flatMap(({ told }) => told),
      parameters.unread,
    ),
    ...rules.flatMap((rule) => rule.check(context)),
  ]).filter(({ at }) => at?.heir === undefined || !more.has(at.file));
  const diagnostics = [...own, ...heirsOfBroken(inheritance.bases, filesWithErrors(own))];
  const broken = filesWithErrors(diagnostics);
  const isSound = ({ document }: Draft): boolean => !broken.has(document.path);
  return {
    skills: parameters.drafts.filter(isSound).flatMap((draft) => skillOf(draft, draft.name?.value)),
    prose: prose.filter(isSound).flatMap((draft) => skillOf(draft, draft.document.path)),
    diagnostics: bounded(diagnostics, documents, more),
  };
}

/** A parameter without a value has none that could be judged. */
function without(diagnostics: readonly Diagnostic[], places: readonly SourceRange[]): readonly Diagnostic[] {
  if (places.length === 0) return diagnostics;
  const spoken = new Set(places.map(placeText));
  return diagnostics.filter(({ at }) => at === undefined || !spoken.has(placeText(at)));
}

function placeText({ file, start, heir = '' }: SourceRange): string {
  return `${file}:${start.line}:${start.column} ${heir}`;
}

function filesWithErrors(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  return new Set(
    diagnostics.flatMap(({ severity, at }) => (severity === 'error' && at !== undefined ? [ownerOf(at)] : [])),
  );
}

function draftOf(document: SkillDocument): readonly Draft[] {
  return isProse(document.path) || document.frontMatter === undefined
    ? []
    : [createDraft(document, document.frontMatter)];
}

/** They follow from the document alone; one that was not parsed anew need not be looked at again. */
const knownFindings = new WeakMap<SkillDocument, SchemaFindings>();

/** All of them where some may have to be taken back, and of an heir, of whose mistakes most are those of its base. */
function schemaFindingsOf(draft: Draft, isUnread: boolean): SchemaFindings {
  if (draft.base !== undefined || isUnread) return findSchemaProblems(draft, Infinity);
  const known = knownFindings.get(draft.document) ?? findSchemaProblems(draft, MOST_PER_FILE);
  knownFindings.set(draft.document, known);
  return known;
}

function findSchemaProblems(
  { document, kind, frontMatter, specifications, base }: Draft,
  most: number,
): SchemaFindings {
  const findings = [
    ...(isProse(document.path)
      ? []
      : [
          schemaDiagnostics(
            base === undefined ? frontMatter : withoutRemovals(frontMatter),
            { schema: 'front-matter', definition: kind, subject: 'The front matter' },
            most,
          ),
        ]),
    ...specifications
      .filter(({ data }) => data !== entryOf(frontMatter, 'defaults')?.value)
      .map(({ kind: schema, data }) => schemaDiagnostics(data, { schema, subject: SUBJECTS[schema] }, most)),
  ];
  return {
    told: findings.flatMap(({ told }) => told),
    more: findings.reduce((sum, { more }) => sum + more, 0),
  };
}

const SUBJECTS: Readonly<Record<SpecificationKind, string>> = {
  profile: 'The profile',
  journey: 'The journey',
  distributions: 'The specification of distributions',
  events: 'The event catalogue',
  cohort: 'The cohort',
  defaults: 'The specification of defaults',
  phrases: 'The specification of phrases',
};

function skillOf(draft: Draft, name: string | undefined): readonly Skill[] {
  const { document, frontMatter, kind, triggers, base, parameters } = draft;
  if (name === undefined) return [];
  const description = textAt(entryOf(frontMatter, 'description')?.value) ?? '';
  const { path, digest, tables, at } = document;
  const specifications = specificationsOf(draft);
  return [
    {
      name,
      kind,
      path,
      digest,
      description,
      triggers,
      frontMatter,
      specifications,
      tables,
      ...(base === undefined ? {} : { extends: base }),
      ...(parameters === undefined ? {} : { parameters }),
      at,
    },
  ];
}

const MOST_PER_FILE = 100;

/** In the order of the text, and never so many that nobody can read them; `more` of a file were only counted. */
function bounded(
  diagnostics: readonly Diagnostic[],
  documents: readonly SkillDocument[],
  more: ReadonlyMap<string, number>,
): readonly Diagnostic[] {
  const byFile = new Map<string, Diagnostic[]>(documents.map(({ path }) => [path, []]));
  for (const one of diagnostics) byFile.get(one.at?.file ?? '')?.push(one);
  return documents.flatMap(({ path, at }) => {
    const own = (byFile.get(path) ?? []).toSorted((one, other) => comparePlaces(one.at, other.at));
    const told = own.slice(0, MOST_PER_FILE);
    const count = own.length - told.length + (more.get(path) ?? 0);
    return count === 0 ? told : [...told, diagnostic('validate-more', { count }, { ...at, end: at.start })];
  });
}
