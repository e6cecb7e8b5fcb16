/** A phrase that means nothing in the tree, or more than one thing: what came near, and the exit code. */
import type { Diagnostic } from '../diagnostics/index.ts';
import type { PhraseReading } from '../model/index.ts';
import { exitCodes } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { problemsOf } from './print/problems.ts';
import { formatTable } from './print/table.ts';
import { present } from './session.ts';
import type { Session } from './session.ts';

export interface Unresolved {
  readonly outcome: 'ambiguous' | 'none';
  readonly reading: PhraseReading | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function presentUnresolved({ outcome, reading, diagnostics }: Unresolved, session: Session): ExitCode {
  if (session.json || (reading?.candidates.length ?? 0) > 0) {
    present(session, { outcome, ...reading, problems: problemsOf(diagnostics) }, () => formatCandidates(reading));
  }
  return outcome === 'ambiguous' ? exitCodes.ambiguous : exitCodes.noMatch;
}

/** Templates that were considered, best first. */
export function formatCandidates(reading: PhraseReading | undefined): string {
  return formatTable(
    [{ title: 'template' }, { title: 'score', align: 'right' }, { title: 'because of' }],
    (reading?.candidates ?? []).map(({ skill, score, matched }) => [skill, score.toFixed(2), matched.join(', ')]),
  );
}
