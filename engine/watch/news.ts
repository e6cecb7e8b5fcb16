/** Which problems of a reading of the tree are told: not what was told before and is no error. */
import { selectDiagnostics } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Tell } from './watch-event.ts';

/** Errors are told each time; what was only a warning at the last reading too is not told again, unless everything is. */
export function createNews(): (diagnostics: readonly Diagnostic[], isAll: boolean, tell: Tell) => void {
  let told = new Set<string>();
  return (diagnostics, isAll, tell) => {
    const isNews = (one: Diagnostic): boolean => isAll || one.severity === 'error' || !told.has(matterOf(one));
    const { kept, omitted } = selectDiagnostics(diagnostics.filter(isNews));
    told = new Set(diagnostics.map(matterOf));
    for (const diagnostic of kept) tell({ event: 'diagnostic', diagnostic });
    if (omitted === 0) return;
    tell({ event: 'notice', code: 'watch-more', message: `${omitted} more problems; \`healthsim check\` names them.` });
  };
}

/** The same after lines above it were added. */
function matterOf({ code, at, message }: Diagnostic): string {
  return JSON.stringify([code, at?.file, message]);
}

/** Each problem once. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify([one.code, one.at, one.message]), one])).values()];
}
