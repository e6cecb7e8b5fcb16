/** Diagnostics as notes for people on standard error. */
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Session } from './session.ts';
import type { Tree } from './tree.ts';

export function tellDiagnostics(diagnostics: readonly Diagnostic[], tree: Tree | undefined, session: Session): void {
  if (diagnostics.length > 0) session.note(JSON.stringify([diagnostics, tree?.folder]));
}
