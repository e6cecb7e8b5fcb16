/**
 * Builds that failed for what stands outside the tree: no room, a folder that may not be written to, a file in the way.
 * No edit follows when that is mended, so they are tried again.
 */
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Clock } from '../ports/index.ts';

const SHORTEST_PAUSE_MILLISECONDS = 5000;
/** A pause is so many times as long as the attempt was, so that a machine is not busy with what cannot be. */
const PAUSE_TO_ATTEMPT = 10;

const FROM_OUTSIDE: ReadonlySet<string> = new Set([
  'execute-file-failed',
  'execute-file-held',
  'execute-target-foreign',
  'execute-target-folder',
]);

export interface Hindrances {
  readonly has: (cohort: string) => boolean;
  /** What a build of the cohort said at its end; whether it is hindered, and by something else than before. */
  readonly note: (cohort: string, diagnostics: readonly Diagnostic[], milliseconds: number) => 'none' | 'new' | 'known';
  readonly forget: (cohort: string) => void;
  readonly isAnyDue: () => boolean;
  /** Equal as long as the same cohorts are hindered by the same. */
  readonly matter: () => string;
}

export function createHindrances(clock: Clock): Hindrances {
  const hindered = new Map<string, { readonly reasons: string; readonly due: number }>();
  return {
    has: (cohort) => hindered.has(cohort),
    note: (cohort, diagnostics, milliseconds) => {
      const found = diagnostics.filter(({ code }) => FROM_OUTSIDE.has(code));
      const before = hindered.get(cohort);
      hindered.delete(cohort);
      if (found.length === 0) return 'none';
      const reasons = JSON.stringify(found.map(({ code, message }) => [code, message]));
      const pause = Math.max(SHORTEST_PAUSE_MILLISECONDS, PAUSE_TO_ATTEMPT * milliseconds);
      hindered.set(cohort, { reasons, due: clock.milliseconds() + pause });
      return before?.reasons === reasons ? 'known' : 'new';
    },
    forget: (cohort) => void hindered.delete(cohort),
    isAnyDue: () => [...hindered.values()].some(({ due }) => due <= clock.milliseconds()),
    matter: () => JSON.stringify([...hindered].map(([cohort, { reasons }]) => `${cohort} ${reasons}`).toSorted()),
  };
}
