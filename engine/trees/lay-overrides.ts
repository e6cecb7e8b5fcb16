/**
 * Overrides laid over an authored tree: the value at the path is replaced, `null` takes it away, and all else stays. What
 * comes from an override stands, for diagnostics, where the override stands.
 */
import type { DiagnosticCode, DiagnosticParams } from '../diagnostics/index.ts';
import type { DataNode, MapNode, Override, SourceRange } from '../model/index.ts';
import { listIdentity } from './identities.ts';
import { nodeOf } from './nodes.ts';
import { asTaken } from './journeys-taken.ts';
import { lay } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import { holdsNames } from './spellings.ts';

/** Where what cannot be done is said. */
export interface Reporter {
  readonly report: <Code extends DiagnosticCode>(
    code: Code,
    params: DiagnosticParams[Code],
    at: SourceRange,
  ) => undefined;
}

export function layOverrides(tree: MapNode, overrides: readonly Override[], problems: Reporter): MapNode {
  return overrides.reduce((laid, override) => layOverride(laid, override, problems), tree);
}

function layOverride(tree: MapNode, { path, value, at, keyAt = at }: Override, problems: Reporter): MapNode {
  const refuse = (reason: string): MapNode => {
    problems.report('normalize-override-path', { path: path.join('.'), reason }, at);
    return tree;
  };
  if (path.length === 0 || path.some((part) => part === '')) return refuse('a part of the path is empty');
  if (isUnwritable(value)) return refuse('its value holds a character that no text can hold');
  const missing: string[] = [];
  const node = value === null ? undefined : asTaken(tree, path, nodeOf(value, at));
  const laid = lay(tree, overlayOf(path, node, { at, keyAt }), ({ name, within }) => {
    if (within === 'list') missing.push(name);
  });
  const [first] = missing;
  if (first !== undefined) return refuse(`nothing in the list is called \`${first}\``);
  return laid?.kind === 'map' ? laid : tree;
}

function overlayOf(
  path: readonly string[],
  node: DataNode | undefined,
  { at, keyAt }: Required<Pick<Override, 'at' | 'keyAt'>>,
): Overlay {
  const last: Overlay = node === undefined ? { kind: 'remove', at } : { kind: 'put', node };
  return path.reduceRight<Overlay>(
    (overlay, key, depth) => ({
      kind: 'within',
      steps: [{ key, keyAt, isName: holdsNames(path.slice(0, depth)), overlay }],
      identity: listIdentity(path.slice(0, depth)),
    }),
    last,
  );
}

/** Controls and halves of characters, which no text of a skill can hold. */
const UNWRITABLE = /(?![\t\n])[\p{Cc}\p{Cs}]/u;

function isUnwritable(value: unknown): boolean {
  if (typeof value === 'string') return UNWRITABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => UNWRITABLE.test(key) || isUnwritable(inner));
}
