/** What the checks of a finished build found, to a verdict: a rule broken by a single row is an error. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckResult } from '../model/index.ts';

export function judgeChecks(results: readonly CheckResult[]): readonly Diagnostic[] {
  return results
    .filter(({ violations }) => violations > 0)
    .map(({ name, table, violations }) =>
      diagnostic('verify-rule-broken', { rule: name, table, rows: violations }, undefined),
    );
}
