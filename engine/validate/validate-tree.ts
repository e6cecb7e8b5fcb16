/**
 * Documents into skills: front matter and specifications against their schemas, then the rules between files. A document with
 * an error is dropped whole; what others say about it is not held against them.
 */
import { diagnostic, ownerOf, withoutInherited } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Skill, SkillDocument, SourceRange, SpecificationKind } from '../model/index.ts';
import { createDraft, specificationsOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { heirsOfBroken, inherit } from './inheritance/index.ts';
import { entryOf, textAt } from './locate.ts';
import { applyParameters, withoutRemovals } from './parameters/index.ts';
import { rules } from './rules/index.ts';
import { schemaDiagnostics } from './schema-diagnostics.ts';
import { isProse } from './skill-kind.ts';

export interface TreeValidation {
  readonly skills: readonly Skill[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `unreadable` are the paths of files that gave no document: what they may define is not missed. */
export function validateTree(documents: readonly SkillDocument[], unreadable: readonly string[] = []): TreeValidation {
  const inheritance = inherit({ documents, drafts: documents.flatMap(draftOf), unreadable });
  const parameters = applyParameters(inheritance.drafts);
  const { drafts } = parameters;
  const context = { documents, drafts, unreadable };
  const own = withoutInherited([
    ...inheritance.diagnostics,
    ...parameters.diagnostics,
    ...without(drafts.flatMap(schemaProblemsOf), parameters.unread),
    ...rules.flatMap((rule) => rule.check(context)),
  ]);
  const diagnostics = [...own, ...heirsOfBroken(inheritance.bases, filesWithErrors(own))];
  const broken = filesWithErrors(diagnostics);
  const skills = drafts.filter(({ document }) => !broken.has(document.path)).flatMap(skillOf);
  return { skills, diagnostics: bounded(diagnostics, documents) };
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
const knownProblems = new WeakMap<SkillDocument, readonly Diagnostic[]>();

function schemaProblemsOf(draft: Draft): readonly Diagnostic[] {
  if (draft.base !== undefined) return findSchemaProblems(draft);
  const known = knownProblems.get(draft.document) ?? findSchemaProblems(draft);
  knownProblems.set(draft.document, known);
  return known;
}

function findSchemaProblems({ kind, frontMatter, specifications, base }: Draft): readonly Diagnostic[] {
  return [
    ...schemaDiagnostics(base === undefined ? frontMatter : withoutRemovals(frontMatter), {
      schema: 'front-matter',
      definition: kind,
      subject: 'The front matter',
    }),
    ...specifications
      .filter(({ data }) => data !== entryOf(frontMatter, 'defaults')?.value)
      .flatMap(({ kind: schema, data }) => schemaDiagnostics(data, { schema, subject: SUBJECTS[schema] })),
  ];
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

function skillOf(draft: Draft): readonly Skill[] {
  const { document, frontMatter, kind, name, triggers, base, parameters } = draft;
  if (name === undefined) return [];
  const description = textAt(entryOf(frontMatter, 'description')?.value) ?? '';
  const { path, digest, tables, at } = document;
  const specifications = specificationsOf(draft);
  return [
    {
      name: name.value,
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

/** In the order of the text, and never so many that nobody can read them. */
function bounded(diagnostics: readonly Diagnostic[], documents: readonly SkillDocument[]): readonly Diagnostic[] {
  const byFile = new Map<string, Diagnostic[]>(documents.map(({ path }) => [path, []]));
  for (const one of diagnostics) byFile.get(one.at?.file ?? '')?.push(one);
  return documents.flatMap(({ path, at }) => {
    const own = (byFile.get(path) ?? []).toSorted(byPlace);
    if (own.length <= MOST_PER_FILE) return own;
    const more = diagnostic('validate-more', { count: own.length - MOST_PER_FILE }, { ...at, end: at.start });
    return [...own.slice(0, MOST_PER_FILE), more];
  });
}

function byPlace(one: Diagnostic, other: Diagnostic): number {
  const [a, b] = [one.at?.start, other.at?.start];
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
