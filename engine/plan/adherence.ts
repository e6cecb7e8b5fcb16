/** How reliably people take their medicines: an attribute of theirs wherever the pharmacy's record is asked for. */
import type { AttributeDefinition, CohortSpecification, Distribution, ElementaryDistribution } from '../model/index.ts';
import type { CohortInLibrary } from './context.ts';

export const ADHERENCE = 'adherence';
/** One who takes less is never seen at the pharmacy. */
export const LEAST_ADHERENCE = 0.05;

/** What the profile says, else what the reference says. */
export function withAdherence({ cohort, library }: CohortInLibrary): CohortSpecification {
  const { profile } = cohort;
  const adherence = library.knowledge.pharmacy?.adherence;
  const isKnown = profile.attributes.some(({ name }) => name === ADHERENCE);
  if (adherence === undefined || isKnown || !profile.products.includes('rxmembersim')) return cohort;
  const added: AttributeDefinition = {
    name: ADHERENCE,
    role: 'attributes',
    distribution: adherence,
    at: adherence.at,
  };
  return { ...cohort, profile: { ...profile, attributes: [...profile.attributes, added] } };
}

/** Whether all its values are shares that the pharmacy can follow; what is derived shows only in the data, and is bounded there. */
export function isAdherence(distribution: Distribution): boolean {
  switch (distribution.kind) {
    case 'derived':
      return true;
    case 'mixture':
      return distribution.components.every((one) => isAdherence(one.distribution));
    case 'conditional':
      return distribution.rules.every((rule) => isAdherence(rule.distribution));
    default: {
      const [low, high] = extremesOf(distribution);
      const { min = -Infinity, max = Infinity } = distribution;
      return Math.max(low, min) >= LEAST_ADHERENCE && Math.min(high, max) <= 1;
    }
  }
}

function extremesOf(distribution: ElementaryDistribution): readonly [low: number, high: number] {
  switch (distribution.kind) {
    case 'fixed':
      return [Number(distribution.value), Number(distribution.value)];
    case 'categorical': {
      const values = distribution.options.map(({ value }) => Number(value));
      return [Math.min(...values), Math.max(...values)];
    }
    case 'uniform':
    case 'triangular':
    case 'beta':
      return [distribution.low, distribution.high];
    case 'empirical': {
      const values = distribution.points.map(({ value }) => value);
      return [Math.min(...values), Math.max(...values)];
    }
    default:
      return [-Infinity, Infinity];
  }
}
