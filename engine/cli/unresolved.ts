/** A phrase that means nothing in the tree, or more than one thing: what came near, and the exit code. */
import type { Diagnostic } from '../diagnostics/index.ts';
import type { PhraseReading } from '../model/index.ts';
import { exitCodes } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { problemsOf } from './print/problems.ts';
import { fitColumns, formatTable } from './print/table.ts';
import type { TableColumn } from './print/table.ts';
import { present } from './session.ts';
import type { Session } from './session.ts';

export interface Unresolved {
  readonly outcome: 'ambiguous' | 'none';
  readonly reading: PhraseReading | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function presentUnresolved({ outcome, reading, diagnostics }: Unresolved, session: Session): ExitCode {
  if (session.json || (reading?.candidates.length ?? 0) > 0) {
    present(session, { outcome, ...reading, problems: problemsOf(diagnostics) }, () =>
      formatCandidates(reading, session.width),
    );
  }
  return outcome === 'ambiguous' ? exitCodes.ambiguous : exitCodes.noMatch;
}

/** Templates that were considered, best first. */
export function formatCandidates(reading: PhraseReading | undefined, width: number): string {
  const columns: readonly TableColumn[] = [
    { title: 'template' },
    { title: 'score', align: 'right' },
    { title: 'because of' },
  ];
  const rows = (reading?.candidates ?? []).map(({ skill, score, matched }) => [
    skill,
    score.toFixed(2),
    matched.join(', '),
  ]);
  return formatTable(fitColumns(columns, rows, width), rows);
}
