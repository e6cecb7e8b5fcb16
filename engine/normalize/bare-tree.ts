/**
 * A tree that has neither an executor with defaults nor reference skills. Whatever a file lacks for that is told of it once,
 * where it is first missed, with what to do about the tree.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Skill } from '../model/index.ts';
import type { Reference } from './context.ts';

export function withBareTree(
  found: readonly Diagnostic[],
  { skills, reference }: { readonly skills: readonly Skill[]; readonly reference: Reference },
): readonly Diagnostic[] {
  const { payers, knowledge } = reference;
  const hasDefaults = skills.some(({ specifications }) => specifications.some(({ kind }) => kind === 'defaults'));
  if (hasDefaults || payers.length > 0 || knowledge.conditions.length > 0) return found;
  const files = [...new Set(found.filter(isLack).map(({ at }) => at?.file))];
  return files.reduce(toldOnce, found);
}

function toldOnce(found: readonly Diagnostic[], file: string | undefined): readonly Diagnostic[] {
  const lacking = found.filter((one) => one.at?.file === file && isLack(one));
  const first = lacking.find(({ code }) => code === 'normalize-default-missing');
  if (first === undefined || lacking.length < 2) return found;
  const keys = [...new Set(lacking.flatMap(({ params }) => ('key' in params ? [params.key] : [])))];
  const kinds = [...new Set(lacking.flatMap(({ params }) => ('kind' in params ? [params.kind] : [])))];
  const whole = diagnostic('normalize-tree-bare', { keys: keys.map(String), kinds: kinds.map(String) }, first.at);
  return [whole, ...found.filter((one) => !lacking.includes(one))];
}

function isLack({ code, params }: Diagnostic): boolean {
  if (code === 'normalize-default-missing' || code === 'normalize-code-unchecked') return true;
  return code === 'normalize-reference-unknown' && 'known' in params && params.known.length === 0;
}
