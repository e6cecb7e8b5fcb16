/** What the engine has to say about somebody's text: a permanent code, the facts, and the place. */
import type { SourceRange } from '../model/index.ts';
import { catalog } from './catalog/index.ts';
import type { Severity } from './entry.ts';
import type { DiagnosticCode, DiagnosticParams } from './catalog/index.ts';

export interface Diagnostic<Code extends DiagnosticCode = DiagnosticCode> {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | undefined;
  readonly at: SourceRange | undefined;
  readonly params: DiagnosticParams[Code];
}

/** The only way to make one; parameters that do not fit the code do not compile. */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  params: DiagnosticParams[Code],
  at: SourceRange | undefined,
): Diagnostic {
  const entry = catalog[code];
  const hint = entry.hint?.(params);
  const heir = at?.heir === undefined ? [] : [`It is read here as a part of \`${at.heir}\`, which extends this file.`];
  const hints = [...(hint === undefined ? [] : [hint]), ...heir];
  return {
    code,
    severity: entry.severity,
    message: entry.message(params),
    hint: hints.length === 0 ? undefined : hints.join(' '),
    at,
    params,
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === 'error');
}
