/** The pattern that a journey says it has. Its keys decide; a word that none of them bears out is named. */
import type { DataNode, JourneyPattern } from '../../model/index.ts';
import { readWord } from '../scalars.ts';
import type { JourneyContext } from './event-drafts.ts';

const PARTING = ['branching', 'branching_rules', 'branches', 'branch_point'];
const REPEATING = ['cycle', 'recurrence'];
const LEADING_ON = ['transitions'];

/** Keys of which a journey of the pattern has one, and how it is where it has none. */
const SHOWN: Readonly<
  Record<Exclude<JourneyPattern, 'linear'>, { readonly keys: readonly string[]; readonly none: string }>
> = {
  branching: { keys: PARTING, none: 'no way parts in the journey' },
  cyclic: { keys: REPEATING, none: 'nothing in the journey repeats' },
  protocol: { keys: ['study', 'cycle', 'window'], none: 'the journey has no study, cycle or window' },
  lifecycle: { keys: ['phases', ...LEADING_ON], none: 'the journey has no phases' },
};

export function checkPattern(
  node: DataNode,
  journey: DataNode,
  { problems, catalogue, written }: JourneyContext,
): void {
  const words: readonly JourneyPattern[] = ['linear', 'branching', 'cyclic', 'protocol', 'lifecycle'];
  const pattern = readWord(node, { what: 'pattern of a journey', words }, problems);
  if (pattern === undefined) return;
  const recurs = [...(written ?? [])].some((name) => catalogue.entries.get(name)?.rhythm !== undefined);
  const reason = contradiction(pattern, new Set([...keysIn(journey), ...(recurs ? ['recurrence'] : [])]));
  if (reason !== undefined) problems.report('normalize-without-effect', { part: pattern, reason }, node.at);
}

/** Patterns nest: a journey that calls another may have the shape of that one. */
function contradiction(pattern: JourneyPattern, keys: ReadonlySet<string>): string | undefined {
  if (pattern === 'linear') {
    const other = [...PARTING, 'cycle', ...LEADING_ON].find((key) => keys.has(key));
    return other && `the journey has \`${other}\`, which decides its shape`;
  }
  const { keys: shown, none } = SHOWN[pattern];
  return [...shown, 'journey'].some((key) => keys.has(key)) ? undefined : none;
}

function keysIn(node: DataNode, keys: Set<string> = new Set()): ReadonlySet<string> {
  if (node.kind === 'list') for (const item of node.items) keysIn(item, keys);
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      keys.add(key);
      keysIn(value, keys);
    }
  }
  return keys;
}
