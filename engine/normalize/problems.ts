/** Collects diagnostics while one thing is read; `report` returns `undefined`, so that a reader can give up in one statement. */
import { diagnostic, hasErrors } from '../diagnostics/index.ts';
import type { Diagnostic, DiagnosticCode, DiagnosticParams } from '../diagnostics/index.ts';
import type { SourceRange } from '../model/index.ts';

export interface Problems {
  readonly report: <Code extends DiagnosticCode>(
    code: Code,
    params: DiagnosticParams[Code],
    at: SourceRange,
  ) => undefined;
  /** Takes over what was reported elsewhere. */
  readonly adopt: (diagnostics: readonly Diagnostic[]) => void;
  readonly found: readonly Diagnostic[];
}

export function createProblems(): Problems {
  const found: Diagnostic[] = [];
  return {
    found,
    adopt: (diagnostics) => {
      found.push(...diagnostics);
    },
    report: (code, params, at) => {
      found.push(diagnostic(code, params, at));
      return undefined;
    },
  };
}

/** Whether an error was reported since so many problems were found; what a warning is about is read all the same. */
export function hasFailed({ found }: Pick<Problems, 'found'>, before: number): boolean {
  return found.length > before && hasErrors(found.slice(before));
}

/** Runs `read` and yields its result only if it reported no error. */
export function withoutErrors<Result>(problems: Problems, read: () => Result | undefined): Result | undefined {
  const before = problems.found.length;
  const result = read();
  return hasFailed(problems, before) ? undefined : result;
}
