/** Where the parts of the parser leave what they found. A file's diagnostics are bounded, whatever its text is. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';

export const PROBLEM_LIMIT = 100;

export type Report = (problem: Diagnostic) => void;

/** Appends to `problems` until the limit, and says once that there were more. */
export function boundedReport(problems: Diagnostic[]): Report {
  return (problem) => {
    if (problems.length < PROBLEM_LIMIT) problems.push(problem);
    else if (problems.length === PROBLEM_LIMIT) {
      problems.push(diagnostic('parse-too-many-problems', { limit: PROBLEM_LIMIT }, problem.at));
    }
  };
}
