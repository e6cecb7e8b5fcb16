/** Diagnostics as data for programs, which read nothing of what is told beside it. */
import { foldConsequences } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';

export type ProblemData = Pick<Diagnostic, 'code' | 'severity' | 'message' | 'hint' | 'at'>;

export function problemsOf(diagnostics: readonly Diagnostic[]): readonly ProblemData[] {
  return foldConsequences(diagnostics).map(({ code, severity, message, hint, at }) => ({
    code,
    severity,
    message,
    hint,
    at,
  }));
}
