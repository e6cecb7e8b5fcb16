/** How many people there are for whom the invented providers of a specialty, or facilities of a kind, are counted. */
import type { Place } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { livedPlaces } from '../../lived-places.ts';
import { needsOf } from './needs.ts';
import type { Need } from './needs.ts';
import { placesOfListed } from './registry.ts';

export interface NeedDensity {
  readonly need: Need;
  /** The people for whom the places stand in which the cohort lives and that no registry covers. */
  readonly population: number;
  /** How many such places round by themselves. Those with as many people round alike, and count as often as there are pairs of them. */
  readonly places: number;
}

export function densitiesOf(context: PlanContext): readonly NeedDensity[] {
  const needs = needsOf(context);
  const registry = placesOfListed(context, needs);
  const homes = livedPlaces(context);
  return needs.flatMap((need) => {
    const invented = homes.filter((place) => registry.in(place, need) === undefined);
    const population = invented.reduce((sum, place) => sum + place.population, 0);
    return population === 0 ? [] : [{ need, population, places: roundings(invented) }];
  });
}

function roundings(places: readonly Place[]): number {
  const alike = new Map<number, number>();
  for (const { population } of places) alike.set(population, (alike.get(population) ?? 0) + 1);
  return [...alike.values()].reduce((sum, count) => sum + count ** 2, 0);
}
