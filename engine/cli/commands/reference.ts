/** A public file of county figures into the tree, as a reference skill from which profiles draw. */
import { basename, join } from 'node:path';
import { diagnostic, hasErrors } from '../../diagnostics/index.ts';
import { loadReference, readLines, writeWhole } from '../../pipeline.ts';
import type { LayoutName } from '../../pipeline.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatQuantity } from '../print/quantities.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics } from '../tell.ts';
import { loadSkills } from '../tree.ts';

export interface ReferenceOptions {
  readonly skills: string;
  readonly json?: boolean;
}

export async function loadReferenceFile(
  { layout, file: path }: { readonly layout: LayoutName; readonly file: string },
  { skills }: ReferenceOptions,
  session: Session,
): Promise<ExitCode> {
  const { states } = (await loadSkills(skills)).loaded.library;
  try {
    const { skill, diagnostics } = await loadReference({
      layout,
      file: basename(path),
      lines: readLines(path),
      states,
    });
    tellDiagnostics(diagnostics, undefined, session);
    if (skill === undefined || hasErrors(diagnostics)) return exitCodes.problems;
    const written = join(skills, 'populationsim', `${skill.name}.md`);
    await writeWhole(written, skill.text);
    present(
      session,
      { skill: skill.name, file: written, counties: skill.counties },
      () => `${written}: ${formatQuantity(skill.counties, 'county', 'counties')}`,
    );
    return exitCodes.ok;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    tellDiagnostics(
      [diagnostic('reference-file-failed', { path: basename(path), reason }, undefined)],
      undefined,
      session,
    );
    return exitCodes.unavailable;
  }
}
