/** How reliably people take their medicines: an attribute of theirs wherever the pharmacy's record is asked for. */
import type { AttributeDefinition, CohortSpecification } from '../model/index.ts';
import type { PlanInput } from './context.ts';

export const ADHERENCE = 'adherence';

/** What the profile says, else what the reference says. */
export function withAdherence({ cohort, library }: PlanInput): CohortSpecification {
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
