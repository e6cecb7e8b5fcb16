/** Where a person lives: one of the places of the profile's geography, by the people who live there. */
import type { ColumnType, Scalar, Term } from '../../model/index.ts';
import { chanceOf } from '../chance.ts';
import type { PlanContext } from '../context.ts';
import { readsNothing } from '../expressions.ts';
import { eligiblePlaces, placeDistribution } from '../geography.ts';
import { nameKeys } from '../keys.ts';
import { sampleTerm } from '../sampling.ts';
import { double, integer } from '../terms.ts';

export function placeKey(context: PlanContext): Term {
  const keys = nameKeys(context.knowledge.places.map(({ postalCode }) => postalCode));
  return placeTerm(context, integer, (place) => keys.get(place.postalCode) ?? 0);
}

export function placeState(context: PlanContext): Term {
  const { knowledge } = context;
  const type = context.enumerations.define('core', 'state', knowledge.places.map(({ state }) => state).toSorted());
  return placeTerm(context, type, (place) => place.state);
}

/** What a loaded file of social vulnerability says of the person's county; `undefined` where it has no such figure. */
export function placeFigure(name: string, context: PlanContext): Term | undefined {
  const figure = name === 'svi' ? 'rpl_themes' : name;
  const counties = context.knowledge.population.socialIndicators;
  if (!counties.some(({ figures }) => figures.has(figure))) return undefined;
  const values = new Map(counties.map(({ area, figures }) => [area, figures.get(figure)]));
  return placeTerm(context, double, (place) => values.get(place.countyFips) ?? null);
}

function placeTerm(
  { cohort, knowledge, library }: PlanContext,
  type: ColumnType,
  value: (place: (typeof knowledge.places)[number]) => Scalar,
): Term {
  const places = eligiblePlaces(cohort.profile.geography, knowledge.places, library.states);
  const distribution = placeDistribution(places, value, cohort.profile.geography.at);
  return sampleTerm(distribution, chanceOf(cohort.profile, 'demographics/geography'), type, readsNothing);
}
