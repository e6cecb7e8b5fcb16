/**
 * The studies of a cohort, and the arm of each to which a person would be randomized: an attribute that the events of the study ask
 * about. The study that is listed first has the number 1 and the attribute `arm`, as it has alone; each behind it has its own.
 */
import type { AttributeDefinition, CohortSpecification, Journey, Study } from '../model/index.ts';
import { withNames } from './renamed.ts';

const ARM = 'arm';

export interface StudyJourney extends Journey {
  readonly study: Study;
  /** In the order in which they are listed, from 1. */
  readonly number: number;
  /** The attribute that holds the arm. */
  readonly arm: string;
}

export function studiesOf({ journeys }: Pick<CohortSpecification, 'journeys'>): readonly StudyJourney[] {
  return journeys
    .flatMap((journey) => (journey.study === undefined ? [] : [{ ...journey, study: journey.study }]))
    .map((one, before) => ({ ...one, number: before + 1, arm: before === 0 ? ARM : `${ARM} of ${one.id}` }));
}

/** A name that each study has, with its number from the second on. */
export function ofStudyNumber(name: string, { number }: StudyJourney): string {
  return number === 1 ? name : `${name}_${number}`;
}

/** The attributes that hold arms: of them other tables tell. */
export function armsOf(cohort: Pick<CohortSpecification, 'journeys'>): ReadonlySet<string> {
  return new Set(studiesOf(cohort).map(({ arm }) => arm));
}

/** Allocation by one draw a person and study, the same whoever else is randomized. */
export function withStudyArms(cohort: CohortSpecification): CohortSpecification {
  const studies = studiesOf(cohort);
  if (studies.length === 0) return cohort;
  const { profile } = cohort;
  const names = new Map(studies.map(({ id, arm }) => [id, arm]));
  return {
    ...cohort,
    journeys: cohort.journeys.map((journey) => {
      const arm = names.get(journey.id) ?? ARM;
      return arm === ARM ? journey : withNames(journey, new Map([[ARM, arm]]));
    }),
    profile: { ...profile, attributes: [...profile.attributes, ...studies.map(armAttribute)] },
  };
}

function armAttribute({ arm, study: { arms, at } }: StudyJourney): AttributeDefinition {
  return {
    name: arm,
    role: 'attributes',
    distribution: {
      kind: 'categorical',
      options: arms.map(({ code, allocation, at: from }) => ({ value: code, weight: allocation, at: from })),
      at,
    },
    at,
  };
}
