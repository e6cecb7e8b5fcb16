/** A plan as text in which positions do not count: moving a line in a skill changes nothing that is built. */
import type { Plan, SourceRange } from '../model/index.ts';

export function planText(plan: Plan): string {
  return JSON.stringify(plan, (_key, value: unknown) => (isSourceRange(value) ? undefined : value));
}

/** The skill files that a plan comes from. */
export function filesOf(plan: Plan): ReadonlySet<string> {
  const files = new Set<string>();
  JSON.stringify(plan, (_key, value: unknown) => {
    if (isSourceRange(value)) files.add(value.file);
    return value;
  });
  return files;
}

function isSourceRange(value: unknown): value is SourceRange {
  return typeof value === 'object' && value !== null && 'file' in value && 'start' in value && 'end' in value;
}
