/** Diagnostics into one phrase: `3 errors, 1 warning in 2 files`. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Severity } from '../entry.ts';

const NOUNS: readonly (readonly [Severity, string])[] = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'note'],
];

export function summarize(diagnostics: readonly Diagnostic[]): string {
  const counts = NOUNS.map(([severity, noun]) => ({
    count: diagnostics.filter((one) => one.severity === severity).length,
    noun,
  })).filter(({ count }) => count > 0);
  if (counts.length === 0) return 'no problems';
  const files = new Set(
    diagnostics.flatMap(({ at }) => (at === undefined || at.file.startsWith('<') ? [] : [at.file])),
  );
  const problems = counts.map(({ count, noun }) => quantity(count, noun)).join(', ');
  return files.size === 0 ? problems : `${problems} in ${quantity(files.size, 'file')}`;
}

function quantity(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
