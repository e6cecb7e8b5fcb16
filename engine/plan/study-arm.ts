/** The arm to which a person would be randomized: an attribute that the events of the study ask about. */
import type { AttributeDefinition, CohortSpecification, Journey, Study } from '../model/index.ts';

export const ARM = 'arm';

export type StudyJourney = Journey & { readonly study: Study };

export function studiesOf({ journeys }: Pick<CohortSpecification, 'journeys'>): readonly StudyJourney[] {
  return journeys.flatMap((journey) => (journey.study === undefined ? [] : [{ ...journey, study: journey.study }]));
}

/** Allocation by one draw a person, the same whoever else is randomized. */
export function withStudyArm(cohort: CohortSpecification): CohortSpecification {
  const [first] = studiesOf(cohort);
  if (first === undefined) return cohort;
  const { arms, at } = first.study;
  const arm: AttributeDefinition = {
    name: ARM,
    role: 'attributes',
    distribution: {
      kind: 'categorical',
      options: arms.map(({ code, allocation, at: from }) => ({ value: code, weight: allocation, at: from })),
      at,
    },
    at,
  };
  const { profile } = cohort;
  return { ...cohort, profile: { ...profile, attributes: [...profile.attributes, arm] } };
}
