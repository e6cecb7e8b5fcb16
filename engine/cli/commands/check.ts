/** Every problem of the tree, of its files and of what would be built from them; nothing is built. */
import { relative, sep } from 'node:path';
import {
  didYouMean,
  formatDiagnostics,
  hasErrors,
  ownerOf,
  summarize,
  withoutInherited,
} from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import { checkRequest, requestsFor } from '../../pipeline.ts';
import type { Loaded } from '../../pipeline.ts';
import type { CheckFormat } from '../choices.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatQuantity } from '../print/quantities.ts';
import { Problem } from '../problem.ts';
import type { Session } from '../session.ts';
import { loadSkills } from '../tree.ts';
import type { Tree } from '../tree.ts';

export interface CheckOptions {
  readonly skills: string;
  readonly json?: boolean;
  readonly format?: CheckFormat;
}

export async function check(paths: readonly string[], options: CheckOptions, session: Session): Promise<ExitCode> {
  if (options.json === true && options.format !== undefined && options.format !== 'json')
    throw new Problem({
      message: `--json and --format ${options.format} cannot both be.`,
      hint: 'Leave one of them out.',
      exitCode: exitCodes.usage,
    });
  const tree = await loadSkills(options.skills);
  const inside = paths.map((path) => insidePath(path, tree));
  const all = withoutInherited([...tree.loaded.diagnostics, ...problemsOfPlans(tree.loaded)]);
  const found = all.filter(({ at }) => isUnder(at?.file, inside) || isUnder(at && ownerOf(at), inside));
  const format = options.format ?? (session.json ? 'json' : 'pretty');
  const { folder: root, loaded } = tree;
  const { sources } = loaded;
  const text = formatDiagnostics(found, { format, sources, root, colour: session.colour.data, width: session.width });
  if (text !== '') session.write(format === 'pretty' ? session.wrap(text) : text);
  session.note(`${formatQuantity(filesOf(tree).size, 'file')}: ${summarize(found)}.`);
  return hasErrors(found) ? exitCodes.problems : exitCodes.ok;
}

/**
 * What planning each cohort and each template by itself brings up; the same problem is told once. A journey that begins with what
 * happens in another is planned where somebody takes both.
 */
function problemsOfPlans(loaded: Loaded): readonly Diagnostic[] {
  const { cohorts, profiles, journeys } = loaded.library;
  const taken = new Set([
    ...cohorts.flatMap((cohort) => cohort.journeys),
    ...profiles.flatMap((profile) => profile.journeys.map(({ journey }) => journey)),
  ]);
  const alone = journeys.filter(({ id, start }) => start.kind !== 'event' || !taken.has(id));
  const found = [undefined, ...[...profiles, ...alone].map(({ id }) => id)].flatMap((what) => {
    if (what === undefined && cohorts.length === 0) return [];
    const asked = requestsFor(loaded, { what, overrides: [] });
    return [...asked.diagnostics, ...asked.requests.flatMap((request) => checkRequest(loaded, request))];
  });
  return [...new Map(found.map((one) => [JSON.stringify([one.code, one.at, one.message]), one])).values()];
}

/** Those that could not be read as text among them. */
function filesOf({ loaded }: Tree): ReadonlySet<string> {
  return new Set([
    ...loaded.sources.keys(),
    ...loaded.diagnostics.flatMap(({ at }) => (at === undefined ? [] : [at.file])),
  ]);
}

/** A path from where the command runs, or from the tree's root as diagnostics name it, as one of the tree; the root is the empty path. */
function insidePath(path: string, tree: Tree): string {
  const inside = relative(tree.folder, path).split(sep).join('/');
  const files = [...filesOf(tree)];
  const found = [inside, ...(path === '' ? [] : [path])].find((one) => files.some((file) => isUnder(file, [one])));
  if (found !== undefined) return found;
  throw new Problem({
    message: `\`${path}\` is no file or folder of the tree \`${tree.folder}\`.`,
    hint: didYouMean(inside, files),
    exitCode: exitCodes.usage,
  });
}

function isUnder(file: string | undefined, paths: readonly string[]): boolean {
  return (
    paths.length === 0 || paths.some((path) => path === '' || file === path || (file?.startsWith(`${path}/`) ?? false))
  );
}
