/** The branches of one point in their order, and whether everybody can reach each. */
import type { JourneyContext } from './event-drafts.ts';
import type { Standing, Way } from './parting.ts';

/** Where each way has its share of all people, and no condition, moving a line moves nobody; what takes the rest stays last. */
export function inOrderOfName(ways: readonly Way[]): readonly Way[] {
  if (ways.some(({ branch }) => branch.share.kind !== 'constant')) return ways;
  const isRest = ({ branch }: Way): boolean => branch.share.kind === 'constant' && branch.share.value === 1;
  const named = ways.filter((way) => !isRest(way));
  const sorted = named.toSorted((one, other) => (one.branch.name < other.branch.name ? -1 : 1));
  return [...sorted, ...ways.filter(isRest)];
}

/** Names are unique, shares of everybody are not above one, and nothing stands behind what takes all that are left. */
export function checkWays(ways: readonly Way[], { name }: Standing, { problems }: JourneyContext): void {
  const seen = new Set<string>();
  let taken = 0;
  for (const [index, { branch }] of ways.entries()) {
    if (seen.has(branch.name)) problems.report('normalize-duplicate', { what: 'branch', name: branch.name }, branch.at);
    seen.add(branch.name);
    if (branch.share.kind !== 'constant') continue;
    const isRest = branch.share.value === 1;
    if (isRest && index < ways.length - 1) {
      problems.report(
        'normalize-branch-unreachable',
        { branch: ways[index + 1]?.branch.name ?? '', point: name },
        branch.at,
      );
      return;
    }
    taken += isRest ? 0 : branch.share.value;
  }
  const [first] = ways;
  if (first && taken > 1 + 1e-9) problems.report('normalize-weights', { sum: taken, normalized: [] }, first.branch.at);
}
