/** Diagnostics for programs. Fields without a value are null, so that every entry has the same ones. */
import type { Diagnostic } from '../diagnostic.ts';
import { safeJson } from './safe-json.ts';
import type { Selection } from './select.ts';
import { shownPath } from './wording.ts';

export function formatJson({ kept, omitted }: Selection, root: string): string {
  return safeJson({ diagnostics: kept.map((one) => describe(one, root)), omitted });
}

function describe({ code, severity, message, hint, at }: Diagnostic, root: string): Readonly<Record<string, unknown>> {
  return {
    code,
    severity,
    message,
    hint: hint ?? null,
    file: at === undefined ? null : shownPath(at.file, root),
    line: at?.start.line ?? null,
    column: at?.start.column ?? null,
    endLine: at?.end.line ?? null,
    endColumn: at?.end.column ?? null,
  };
}
