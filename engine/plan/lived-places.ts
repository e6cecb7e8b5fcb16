/**
 * The places in which people of the cohort can live. Of few people the draws of their place are looked at while planning, so
 * that what is listed by place is listed for theirs alone; of many all places of the geography are taken.
 */
import type { Place } from '../model/index.ts';
import { householdsBefore } from './household.ts';
import type { PlanContext } from './context.ts';
import { eligiblePlaces, inDrawnOrder } from './geography.ts';
import { lineOf } from './line.ts';
import { madeOnce } from './made-once.ts';

/** Above this nearly every place has somebody, and looking would take longer than listing. */
const FEW = 1000;
/** Wider than the rounding of sums of weights. */
const NEARLY = 1e-9;

export const livedPlaces: (context: PlanContext) => readonly Place[] = madeOnce((context) => {
  const { cohort, draw, knowledge, library } = context;
  const { count, geography, sampling, seed } = cohort.profile;
  const eligible = eligiblePlaces(geography, knowledge.places, library.states);
  const last = Math.max(count.value, cohort.persons.to);
  if (last > FEW || sampling.value === 'stratified') return eligible.map(({ place }) => place);
  const ordered = inDrawnOrder(eligible);
  const stream = draw(seed.value, `${lineOf(cohort.profile)}/demographics/geography`);
  const draws = Array.from({ length: last + householdsBefore(cohort.profile) }, (_, at) => stream(last - at)).toSorted(
    (one, other) => one - other,
  );
  let below = 0;
  let next = 0;
  return ordered.flatMap(({ place, weight }) => {
    below += weight;
    while ((draws[next] ?? 1) < below - weight - NEARLY) next += 1;
    return (draws[next] ?? 2) <= below + NEARLY ? [place] : [];
  });
});
