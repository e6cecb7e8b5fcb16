/** A public file of county figures or of providers into the tree, as a reference skill from which cohorts are made. */
import { basename, join } from 'node:path';
import { diagnostic, hasErrors } from '../../diagnostics/index.ts';
import type { Diagnostic, DiagnosticParams } from '../../diagnostics/index.ts';
import { BYTE_LIMIT, loadProviders, loadReference, readLines, writeWhole } from '../../pipeline.ts';
import type { LayoutName } from '../../pipeline.ts';
import type { Library } from '../../model/index.ts';
import { systemReason } from '../../ports/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatQuantity } from '../print/quantities.ts';
import { Problem } from '../problem.ts';
import { assertLoaded } from '../replacing.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { assertAmongSkills } from '../target-file.ts';
import { tellDiagnostics } from '../tell.ts';
import { loadSkills } from '../tree.ts';

export interface ReferenceOptions {
  readonly skills: string;
  readonly json?: boolean;
}

/** What a file may be: figures of counties, or the registry of providers. */
export type FileLayout = LayoutName | 'nppes';

interface PublicFile {
  readonly layout: FileLayout;
  readonly file: string;
}

export async function loadReferenceFile(
  given: PublicFile,
  { skills }: ReferenceOptions,
  session: Session,
): Promise<ExitCode> {
  const { library } = (await loadSkills(skills)).loaded;
  let file: FileInUse = { path: basename(given.file), doing: 'read' };
  try {
    const { skill, diagnostics } = withinLimit(await load(given, library));
    tellDiagnostics(diagnostics, undefined, session);
    if (skill === undefined || hasErrors(diagnostics)) return exitCodes.problems;
    const written = join(skills, skill.folder, `${skill.name}.md`);
    await assertAmongSkills(written, skills);
    await assertLoaded(written);
    file = { path: written, doing: 'written' };
    await writeWhole(written, skill.text);
    present(session, { skill: skill.name, file: written, ...skill.counted }, () => `${written}: ${skill.quantity}`);
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof Problem) throw error;
    const failed = diagnostic('reference-file-failed', { ...file, reason: systemReason(error) }, undefined);
    tellDiagnostics([failed], undefined, session);
    return exitCodes.unavailable;
  }
}

type FileInUse = Pick<DiagnosticParams['reference-file-failed'], 'path' | 'doing'>;

interface Written {
  readonly name: string;
  readonly text: string;
  /** Below the tree's root. */
  readonly folder: string;
  readonly counted: Readonly<Record<string, number>>;
  readonly quantity: string;
}

interface Outcome {
  readonly skill: Written | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** No file that the tree would not read. */
function withinLimit({ skill, diagnostics }: Outcome): Outcome {
  const bytes = Buffer.byteLength(skill?.text ?? '');
  if (bytes <= BYTE_LIMIT) return { skill, diagnostics };
  const tooLarge = diagnostic('reference-too-large', { bytes, limit: BYTE_LIMIT }, undefined);
  return { skill: undefined, diagnostics: [...diagnostics, tooLarge] };
}

async function load(given: PublicFile, library: Library): Promise<Outcome> {
  return given.layout === 'nppes' ? providersOf(given, library) : countiesOf(given, given.layout, library);
}

async function countiesOf({ file }: PublicFile, layout: LayoutName, { states }: Library): Promise<Outcome> {
  const { skill, diagnostics } = await loadReference({ layout, file: basename(file), lines: readLines(file), states });
  if (skill === undefined) return { skill, diagnostics };
  const { counties } = skill;
  const quantity = formatQuantity(counties, 'county', 'counties');
  return { skill: { ...skill, folder: 'populationsim', counted: { counties }, quantity }, diagnostics };
}

async function providersOf({ file }: PublicFile, { knowledge }: Library): Promise<Outcome> {
  const { specialties = [], facilityKinds = [] } = knowledge.network ?? {};
  const { skill, diagnostics } = await loadProviders({
    file: basename(file),
    lines: readLines(file),
    places: knowledge.places,
    taxonomyCodes: new Set([...specialties, ...facilityKinds].map(({ taxonomyCode }) => taxonomyCode)),
  });
  if (skill === undefined) return { skill, diagnostics };
  const { providers } = skill;
  const quantity = formatQuantity(providers, 'provider', 'providers');
  return { skill: { ...skill, folder: 'networksim', counted: { providers }, quantity }, diagnostics };
}
