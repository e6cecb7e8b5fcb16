/**
 * What templates come to, kept between readings of a tree: one that is the very template of the last time, among other skills that say
 * the same, comes to the same.
 */
import { hash } from 'node:crypto';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { MapNode, Skill, SpecificationKind } from '../model/index.ts';
import { entryOf } from '../trees/index.ts';
import { createProblems } from './problems.ts';
import type { Problems } from './problems.ts';
import type { AuthoredTemplate } from './templates.ts';

export interface Outcome<Made> {
  /** Absent where it has an error. */
  readonly made: Made | undefined;
  readonly found: readonly Diagnostic[];
}

export type ComeTo<Made> = (
  template: AuthoredTemplate,
  ground: string,
  make: (problems: Problems) => Made | undefined,
) => Outcome<Made>;

/** `ground` is all that decides besides the template. */
export function createOutcomes<Made>(): ComeTo<Made> {
  const known = new WeakMap<MapNode, Outcome<Made> & { readonly id: string; readonly ground: string }>();
  return ({ id, data }, ground, make) => {
    const before = known.get(data);
    if (before?.id === id && before.ground === ground) return before;
    const outcome = { id, ground, ...outcomeOf(make) };
    known.set(data, outcome);
    return outcome;
  };
}

export function outcomeOf<Made>(make: (problems: Problems) => Made | undefined): Outcome<Made> {
  const problems = createProblems();
  return { made: make(problems), found: problems.found };
}

/** A digest of all skills that a profile or a journey may read: those that hold more than profiles and cohorts. */
export function groundOf(skills: readonly Skill[]): string {
  return hash(
    'sha256',
    skills
      .filter(isRead)
      .map(({ path, digest }) => `${path} ${digest}`)
      .join('\n'),
  );
}

const UNREAD: ReadonlySet<SpecificationKind> = new Set(['profile', 'cohort']);

function isRead({ frontMatter, specifications }: Skill): boolean {
  const holdsTables = entryOf(frontMatter, 'tables') !== undefined;
  return holdsTables || specifications.length === 0 || specifications.some(({ kind }) => !UNREAD.has(kind));
}
