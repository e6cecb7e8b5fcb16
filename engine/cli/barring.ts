/** What is said where skills with errors stand in the way. */
import { ownerOf, withTheirCauses } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { declares, isOfPart } from '../pipeline.ts';
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
