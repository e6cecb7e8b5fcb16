/** How many members a network is to have, and how many of them in tier 1, with what chance leaves open of each. */
import type { NetworkConcept } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { madeOnce } from '../../made-once.ts';
import type { Need } from './needs.ts';
import { providerPlan } from './provider-groups.ts';
import type { ProviderGroup } from './provider-groups.ts';

export interface MemberSpread {
  /** Of all providers, or facilities, of the groups that it has members in. */
  readonly share: number;
  readonly variance: number;
  /** What rounding leaves open of how many are preferred, whatever the number of members. */
  readonly tierVariance: number;
}

/** Each group is rounded by itself: at least one is a member, and one is not unless all are. */
export function memberSpread(context: PlanContext, of: Need['of'], network: NetworkConcept): MemberSpread {
  const declared = of === 'specialty' ? network.providerShare : network.facilityShare;
  const sums = { all: 0, members: 0, variance: 0, tierVariance: 0 };
  for (const [count, groups] of groupsBySize(providerPlan(context).groups)[of]) {
    const most = declared < 1 ? count - 1 : count;
    const [low, rest] = [Math.floor(declared * count), (declared * count) % 1];
    const fewer = Math.max(1, Math.min(low, most));
    const more = Math.max(1, Math.min(low + 1, most));
    sums.all += groups * count;
    sums.members += groups * (fewer + rest * (more - fewer));
    sums.variance += groups * (more - fewer) ** 2 * rest * (1 - rest);
    const left = (members: number): number => ((part) => part * (1 - part))((network.preferredShare * members) % 1);
    sums.tierVariance += groups * ((1 - rest) * left(fewer) + rest * left(more));
  }
  return { share: sums.members / Math.max(1, sums.all), variance: sums.variance, tierVariance: sums.tierVariance };
}

/** How many groups there are of as many providers, and of as many facilities. */
const groupsBySize = madeOnce((groups: readonly ProviderGroup[]): Readonly<Record<Need['of'], Map<number, number>>> => {
  const sizes = { specialty: new Map<number, number>(), facility: new Map<number, number>() };
  for (const { stock, count } of groups) {
    const counts = sizes[stock.need.of];
    counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  return sizes;
});
