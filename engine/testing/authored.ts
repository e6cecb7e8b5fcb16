/** Skills from Markdown text for tests: a small reference tree, and files that stand beside it. */
import { createHash } from 'node:crypto';
import { parseSkill } from '../parse/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CohortSpecification, Profile, Skill, SkillKind, SpecificationKind } from '../model/index.ts';
import { normalizeLibrary, specifyCohort } from '../normalize/index.ts';
import type { LibraryNormalization } from '../normalize/index.ts';
import { authoredText } from './authored-text.ts';

const KINDS: readonly SpecificationKind[] = [
  'profile',
  'journey',
  'distributions',
  'events',
  'cohort',
  'defaults',
  'phrases',
];

/** A block's word says what it is; one with `example` never runs. `defaults` of the front matter are one as well. */
export function skillOf(path: string, text: string, kind: SkillKind = 'reference'): Skill {
  const digest = createHash('sha256').update(text).digest('hex');
  const { document, diagnostics } = parseSkill({ path, text, digest });
  if (document?.frontMatter === undefined)
    throw new Error(diagnostics.map(({ message }) => message).join('\n') || path);
  const specifications = document.blocks.flatMap(({ words, data, at }) => {
    const named = KINDS.find((one) => words.includes(one));
    return named === undefined || data.kind !== 'map'
      ? []
      : [{ kind: named, data, at, runnable: !words.includes('example') }];
  });
  const defaults = document.frontMatter.entries.find(({ key }) => key === 'defaults')?.value;
  if (defaults?.kind === 'map')
    specifications.push({ kind: 'defaults', data: defaults, at: defaults.at, runnable: true });
  const name = path.replace(/\.md$/, '');
  const { frontMatter, tables, at } = document;
  return { name, kind, path, digest, description: '', triggers: [], frontMatter, specifications, tables, at };
}

const FRONT = '---\nname: x\ndescription: x\n---\n';

/** A file with one specification. */
export function specification(path: string, kind: SpecificationKind, text: string): Skill {
  return skillOf(path, `${FRONT}\`\`\`yaml ${kind}\n${text.trim()}\n\`\`\`\n`);
}

/** Of `fixtures/authored/`. */
function fixture(path: string): Skill {
  return skillOf(path, authoredText(path));
}

const [reference, catalogue] = [fixture('reference.md'), fixture('catalogue.md')];

export function libraryOf(...skills: readonly Skill[]): LibraryNormalization {
  return normalizeLibrary([reference, catalogue, ...skills]);
}

export interface NormalizedProfile {
  readonly profile: Profile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function profileOf(text: string, ...others: readonly Skill[]): NormalizedProfile {
  const { library, diagnostics } = libraryOf(...others, specification('people.md', 'profile', text));
  return { profile: library.profiles.find(({ id }) => id === 'people'), diagnostics };
}

export interface SpecifiedCohort {
  readonly cohort: CohortSpecification | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The profile with values laid over it, by dotted path. */
export function cohortOf(text: string, set: Readonly<Record<string, unknown>>): SpecifiedCohort {
  const { library } = libraryOf(specification('people.md', 'profile', text));
  const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const overrides = Object.entries(set).map(([path, value]) => ({ path: path.split('.'), value, at }));
  const reading = { understood: [], unread: [], candidates: [] };
  return specifyCohort({
    library,
    request: { name: 'people', profile: 'people', journeys: undefined, overrides, reading },
  });
}

/** Each diagnostic as `code line:column`. */
export function placesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, at }) => `${code} ${at?.start.line}:${at?.start.column}`);
}

/** Plain data without the places, for comparing meanings. */
export function bare(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (key === 'at' || key === 'keyAt' ? undefined : inner)) ?? 'null',
  );
}
