/** Diagnostics as data for programs, which read nothing of what is told beside it. */
import { foldConsequences } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';

export type ProblemData = Pick<Diagnostic, 'code' | 'severity' | 'message' | 'hint' | 'at'>;

export function problemsOf(diagnostics: readonly Diagnostic[]): readonly ProblemData[] {
  return foldConsequences(diagnostics).map(dataOfProblem);
}

/** Without what its message was made from, which can be all codes that there are. */
export function dataOfProblem({ code, severity, message, hint, at }: Diagnostic): ProblemData {
  return { code, severity, message, hint, at };
}
