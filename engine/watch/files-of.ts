/** The skill files that a plan comes from. */
import { ownerOf } from '../diagnostics/index.ts';
import type { Plan, SourceRange } from '../model/index.ts';

export function filesOf(plan: Plan): ReadonlySet<string> {
  const files = new Set<string>();
  JSON.stringify(plan, (_key, value: unknown) => {
    if (isSourceRange(value)) files.add(value.file).add(ownerOf(value));
    return value;
  });
  return files;
}

function isSourceRange(value: unknown): value is SourceRange {
  return typeof value === 'object' && value !== null && 'file' in value && 'start' in value && 'end' in value;
}
