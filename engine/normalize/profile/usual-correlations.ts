/** Observations of the reference that go together in everybody, in the words of a profile: as if it had said so of them. */
import type { Correlation, Profile } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { kindOf } from './correlations.ts';
import { isOneOfOther } from './dependencies.ts';
import type { Needs } from './dependencies.ts';

/** Unless the profile says how one of them goes together with anything, makes one of the other, or fills quotas of it. */
export function withUsualCorrelations(profile: Profile, needs: Needs, context: Context): Profile {
  const added = context.knowledge.observations.flatMap(({ name, goesWith, at }): readonly Correlation[] => {
    if (goesWith === undefined) return [];
    const [first, second] = [name, goesWith.name].toSorted();
    if (first === undefined || second === undefined) return [];
    const pair = [first, second] as const;
    const isSaid = profile.correlations.some(({ between }) => pair.some((one) => between.includes(one)));
    const hasQuotas =
      profile.sampling.value === 'stratified' && profile.attributes.some((one) => pair.some((it) => it === one.name));
    const areNumbers = pair.every((one) => kindOf(one, profile, context) === 'number');
    if (isSaid || hasQuotas || !areNumbers || isOneOfOther(pair, needs)) return [];
    return [{ between: pair, measure: 'rank_correlation', value: goesWith.rankCorrelation, at }];
  });
  return added.length === 0 ? profile : { ...profile, correlations: [...profile.correlations, ...added] };
}
