/** Diagnostics into one phrase: `3 errors, 1 warning in 2 files`. */
import { foldConsequences } from '../consequences.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Severity } from '../entry.ts';
import { digits } from '../wording.ts';

const NOUNS: readonly (readonly [Severity, string])[] = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'note'],
];

export function summarize(all: readonly Diagnostic[]): string {
  const diagnostics = foldConsequences(all);
  const counts = NOUNS.map(([severity, noun]) => ({
    count: diagnostics.filter((one) => one.severity === severity).reduce((sum, one) => sum + problemsIn(one), 0),
    noun,
  })).filter(({ count }) => count > 0);
  if (counts.length === 0) return 'no problems';
  const files = new Set(
    diagnostics.flatMap(({ at }) => (at === undefined || at.file.startsWith('<') ? [] : [at.file])),
  );
  const problems = counts.map(({ count, noun }) => quantity(count, noun)).join(', ');
  return files.size === 0 ? problems : `${problems} in ${quantity(files.size, 'file')}`;
}

/** One that stands for others of its file counts as many. */
export function problemsIn({ code, params }: Diagnostic): number {
  return code === 'validate-more' && 'count' in params ? params.count : 1;
}

function quantity(count: number, noun: string): string {
  return `${digits(count)} ${noun}${count === 1 ? '' : 's'}`;
}
