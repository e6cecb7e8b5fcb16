/** Skills that somebody asks for by name and that have errors: there, but not to be used. */
import { ownerOf, withTheirCauses } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { isOfPart } from '../pipeline.ts';
import type { Session } from './session.ts';
import { tellDiagnostics, tellTree } from './tell.ts';
import type { Tree } from './tree.ts';

/** What stands in the way: everything where the whole tree is asked for, else what is wrong with the skills that are named. */
export function tellBarring(
  names: readonly (string | undefined)[],
  tree: Tree,
  session: Session,
): readonly Diagnostic[] {
  const { diagnostics, sources } = tree.loaded;
  const [what] = names;
  const declaresOne = (file: string | undefined): boolean =>
    names.some((name) => name !== undefined && declares(sources.get(file ?? ''), name));
  const own = diagnostics.filter(
    (one) => what === undefined || isOfPart(one) || declaresOne(one.at && ownerOf(one.at)),
  );
  const meant = withTheirCauses(own, diagnostics);
  if (meant.length < diagnostics.length) tellTree(tree, session);
  tellDiagnostics(meant, tree, session);
  return meant;
}

/** A template that is there, but has errors, is not the same as none of that name. */
export function isBroken(what: string | undefined, { loaded }: Tree): boolean {
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  return (
    what !== undefined &&
    errors.some((one) => isOfPart(one) || (one.at !== undefined && declares(loaded.sources.get(ownerOf(one.at)), what)))
  );
}

function declares(text: string | undefined, name: string): boolean {
  return text?.split('\n', 20).some((line) => line.trimEnd() === `name: ${name}`) ?? false;
}
