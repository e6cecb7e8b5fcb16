/** Who takes journeys and when these begin: as the profile says of its use of a journey, else as the journey does. */
import type { CohortSpecification, Journey, JourneyStart, Probability } from '../model/index.ts';

/** The share of people who take it; nothing where everybody does. */
export function shareTaking(journey: Journey, { profile }: CohortSpecification): Probability | undefined {
  const use = profile.journeys.find((one) => one.journey === journey.id);
  const share = use?.probability ?? journey.probability;
  return share?.kind === 'constant' && share.value >= 1 ? undefined : share;
}

export function startOf(journey: Journey, { profile, journeys }: CohortSpecification): JourneyStart {
  const use = profile.journeys.find((one) => one.journey === journey.id);
  const start = use?.start ?? journey.start;
  if (start.kind !== 'event') return start;
  const { event } = start;
  const found = journeys
    .filter((one) => one !== journey && (start.journey === undefined || one.id === start.journey))
    .flatMap((one) => one.phases.flatMap(({ events }) => events).map((inner) => ({ journey: one, use: inner })));
  const meant =
    found.find(({ use: { id } }) => id === event) ?? found.find(({ use: { definition } }) => definition.name === event);
  return meant === undefined ? start : { ...start, journey: meant.journey.id, event: meant.use.id };
}
