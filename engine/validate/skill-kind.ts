/** What a skill file is: what its front matter says, otherwise what its place says, otherwise what its specifications say. */
import type { SkillDocument, SkillKind, SpecificationKind } from '../model/index.ts';
import { entryOf, textAt } from './locate.ts';
import { specificationKind } from './specification-kind.ts';

const KINDS: readonly SkillKind[] = [
  'skill',
  'builder',
  'executor',
  'distribution',
  'journey-pattern',
  'profile-template',
  'journey-template',
  'event',
  'reference',
  'cohort',
];

const FOLDERS: readonly (readonly [RegExp, SkillKind])[] = [
  [/(^|\/)templates\/profiles\//, 'profile-template'],
  [/(^|\/)templates\/journeys\//, 'journey-template'],
  [/(^|\/)builders\//, 'builder'],
  [/(^|\/)executors\//, 'executor'],
  [/(^|\/)distributions\//, 'distribution'],
  [/(^|\/)journeys\//, 'journey-pattern'],
  [/(^|\/)events\//, 'event'],
  [/(^|\/)cohorts\//, 'cohort'],
];

const CARRIERS: ReadonlyMap<SpecificationKind, SkillKind> = new Map([
  ['cohort', 'cohort'],
  ['profile', 'profile-template'],
  ['journey', 'journey-template'],
  ['events', 'event'],
  ['distributions', 'distribution'],
  ['phrases', 'builder'],
]);

export function isProse(path: string): boolean {
  return /(^|\/)readme\.md$/i.test(path);
}

function isSkillFile(path: string): boolean {
  return /(^|\/)SKILL\.md$/.test(path);
}

/** A file about which nothing says anything is a reference: text that people and other skills look things up in. */
export function skillKind(document: SkillDocument): SkillKind {
  return statedKind(document) ?? kindOfContent(document) ?? 'reference';
}

/** What the front matter or the place says. */
export function statedKind(document: SkillDocument): SkillKind | undefined {
  if (isSkillFile(document.path)) return 'skill';
  return declaredKind(document) ?? kindOfPlace(document.path);
}

function declaredKind({ frontMatter }: SkillDocument): SkillKind | undefined {
  const declared = frontMatter && textAt(entryOf(frontMatter, 'type')?.value);
  const word = declared?.trim().replaceAll(/[_ ]/g, '-');
  return KINDS.find((kind) => kind === word);
}

export function kindOfPlace(path: string): SkillKind | undefined {
  return FOLDERS.find(([pattern]) => pattern.test(path))?.[1];
}

function kindOfContent({ frontMatter, blocks }: SkillDocument): SkillKind | undefined {
  if (frontMatter !== undefined && entryOf(frontMatter, 'tables') !== undefined) return 'reference';
  const found = new Set(blocks.map(specificationKind));
  return [...CARRIERS].find(([specification]) => found.has(specification))?.[1];
}
