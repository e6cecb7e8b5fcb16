/** Diagnostics as notes for people on standard error. */
import { formatDiagnostics, summarize } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Session } from './session.ts';
import type { Tree } from './tree.ts';

/** `tree` is absent where the diagnostics speak of no file of a tree. */
export function tellDiagnostics(diagnostics: readonly Diagnostic[], tree: Tree | undefined, session: Session): void {
  if (diagnostics.length === 0) return;
  const sources = tree?.loaded.sources ?? new Map<string, string>();
  const root = tree?.folder ?? '';
  const shown = {
    format: 'pretty',
    sources,
    root,
    colour: session.colour.notes,
    ...widthOf(session.noteWidth),
  } as const;
  session.note(`${formatDiagnostics(diagnostics, shown)}\n`);
}

function widthOf(width: number | undefined): { readonly width?: number } {
  return width === undefined ? {} : { width };
}

/** That the tree has problems which do not stand in the way of what was asked. */
export function tellTree({ folder, loaded }: Tree, session: Session): void {
  if (loaded.diagnostics.length === 0) return;
  session.note(`${folder} has ${summarize(loaded.diagnostics)}; \`healthsim check\` names them.\n`);
}
