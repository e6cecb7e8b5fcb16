/** What the diagnostics of a build or a query mean for the shell. */
import type { Diagnostic, DiagnosticCode } from '../diagnostics/index.ts';
import { exitCodes, gravest } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';

const outcomes: Partial<Record<DiagnosticCode, ExitCode>> = {
  'execute-interrupted': exitCodes.interrupted,
  'execute-stopped': exitCodes.interrupted,
  'execute-locked': exitCodes.unavailable,
  'execute-target-foreign': exitCodes.unavailable,
  'execute-target-folder': exitCodes.unavailable,
  'execute-file-failed': exitCodes.unavailable,
  'execute-file-held': exitCodes.unavailable,
  'execute-file-missing': exitCodes.unavailable,
  'execute-file-unreadable': exitCodes.unavailable,
  'execute-record-missing': exitCodes.unavailable,
  'execute-query-failed': exitCodes.problems,
};

export function outcomeOf(diagnostics: readonly Diagnostic[], otherwise: ExitCode): ExitCode {
  return gravest(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => outcomes[code] ?? otherwise),
  );
}
