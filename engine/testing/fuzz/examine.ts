/**
 * What the stages up to the compiled plan make of a text among the skills of a tree: nothing may be thrown, and whatever is
 * said has a place.
 */
import { drawing } from '../../compile/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Library, SkillDocument } from '../../model/index.ts';
import { normalizeLibrary, specifyCohort } from '../../normalize/index.ts';
import { parseSkill } from '../../parse/index.ts';
import { compileProgram, nodeFileSystem, readTree } from '../../pipeline.ts';
import { planCohort } from '../../plan/index.ts';
import { loadPools } from '../../pools/index.ts';
import { resolveName, resolvePhrase } from '../../resolve/index.ts';
import { validateTree } from '../../validate/index.ts';
import type { FuzzedFile } from './skill-text.ts';

export interface Examiner {
  readonly files: readonly FuzzedFile[];
  /** What is wrong with the engine's answer; empty where all is well. */
  readonly file: (file: FuzzedFile) => readonly string[];
  readonly request: (phrase: string) => readonly string[];
}

export async function createExaminer(root: string): Promise<Examiner> {
  const { files } = await readTree(root, nodeFileSystem);
  const parsed = new Map(files.map((file) => [file.path, parseSkill(file).document]));
  const documents = [...parsed.values()].filter((one) => one !== undefined);
  const { library } = normalizeLibrary(validateTree(documents, []).skills);
  const pools = loadPools();

  const examineFile = (file: FuzzedFile): readonly string[] => {
    const { document, diagnostics } = parseSkill({ ...file, digest: '' });
    const others = [...parsed].flatMap(([path, one]) => (path === file.path || one === undefined ? [] : [one]));
    const all: readonly SkillDocument[] = [...others, ...(document === undefined ? [] : [document])];
    const validated = validateTree(all, document === undefined ? [file.path] : []);
    const normalized = normalizeLibrary(validated.skills);
    const said = [...diagnostics, ...validated.diagnostics, ...normalized.diagnostics];
    const silent = document === undefined && diagnostics.length === 0 ? ['dropped without a word'] : [];
    return [...silent, ...misplaced(said, file), ...examineLibrary(normalized.library, file)];
  };

  const examineLibrary = (changed: Library, file: FuzzedFile): readonly string[] => {
    const from = ({ at }: { readonly at: { readonly file: string } }): boolean => at.file === file.path;
    const names = [...changed.profiles, ...changed.journeys, ...changed.cohorts].filter(from).map(({ id }) => id);
    return names.flatMap((name) => {
      const { request, diagnostics } = resolveName({ name, library: changed });
      if (request === undefined) return misplaced(diagnostics, file);
      const { cohort, diagnostics: specifying } = specifyCohort({ library: changed, request });
      const silent = cohort === undefined && specifying.length === 0 ? [`${name} is specified to nothing`] : [];
      if (cohort === undefined) return [...silent, ...misplaced([...diagnostics, ...specifying], file)];
      const planned = planCohort({ cohort, library: changed, pools, ...drawing });
      if (planned.plan !== undefined) compileProgram(planned.plan);
      return misplaced([...diagnostics, ...specifying, ...planned.diagnostics], file);
    });
  };

  const examineRequest = (phrase: string): readonly string[] => {
    const { request, diagnostics, outcome } = resolvePhrase({ phrase, library });
    const silent = outcome !== 'resolved' && diagnostics.length === 0 ? ['not resolved without a word'] : [];
    const asked = { path: '<phrase>', text: phrase };
    if (request === undefined) return [...silent, ...misplaced(diagnostics, asked)];
    const { cohort, diagnostics: specifying } = specifyCohort({ library, request });
    const planned = cohort && planCohort({ cohort, library, pools, ...drawing });
    return misplaced([...diagnostics, ...specifying, ...(planned?.diagnostics ?? [])], asked);
  };
  return { files, file: guarded(examineFile), request: guarded(examineRequest) };
}

function guarded<Input>(examine: (input: Input) => readonly string[]): (input: Input) => readonly string[] {
  return (input) => {
    try {
      return examine(input);
    } catch (error) {
      return [`thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
    }
  };
}

/** Said of no place, or of a place that the file does not have. */
function misplaced(diagnostics: readonly Diagnostic[], { path, text }: FuzzedFile): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return diagnostics.flatMap(({ code, at, message }) => {
    if (at === undefined) return [`${code} has no place: ${message}`];
    const { start } = at;
    if (start.line < 1 || start.column < 1) return [`${code} stands at ${start.line}:${start.column}`];
    if (at.file !== path) return [];
    const line = lines[start.line - 1];
    const isBeyond = line === undefined ? start.line > lines.length : start.column > line.length + 1;
    return isBeyond ? [`${code} stands beyond the text, at ${start.line}:${start.column}`] : [];
  });
}
