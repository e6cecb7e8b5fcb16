/** Which places a profile's people live in, and how likely each is: states by population, places within a state by theirs. */
import type { Distribution, Geography, Place, Scalar, SourceRange, StateConcept } from '../model/index.ts';

export interface WeightedPlace {
  readonly place: Place;
  readonly weight: number;
}

/** Places of the geography with weights that sum to 1; empty where no known place lies in it. */
export function eligiblePlaces(
  geography: Geography,
  places: readonly Place[],
  states: readonly StateConcept[],
): readonly WeightedPlace[] {
  const areas = areaWeights(geography, places, states);
  const inside = places.filter((place) => (areas.get(areaOf(place, geography)) ?? 0) > 0 && settled(place, geography));
  const totals = new Map<string, number>();
  for (const place of inside) {
    const area = areaOf(place, geography);
    totals.set(area, (totals.get(area) ?? 0) + place.population);
  }
  const weighted = inside.map((place) => {
    const area = areaOf(place, geography);
    return { place, weight: ((areas.get(area) ?? 0) * place.population) / (totals.get(area) ?? 1) };
  });
  const sum = weighted.reduce((total, { weight }) => total + weight, 0);
  return weighted.map(({ place, weight }) => ({ place, weight: weight / sum }));
}

function areaOf(place: Place, { kind }: Geography): string {
  return kind === 'counties' ? place.countyFips : place.state;
}

function settled(place: Place, { kind }: Geography): boolean {
  if (kind === 'urban') return place.urban;
  return kind === 'rural' ? !place.urban : true;
}

function areaWeights(
  { kind, areas }: Geography,
  places: readonly Place[],
  states: readonly StateConcept[],
): ReadonlyMap<string, number> {
  if (kind === 'states' || kind === 'counties') return new Map(areas.map(({ code, weight }) => [code, weight]));
  const populations = new Map(states.map(({ code, population }) => [code, population]));
  return new Map(places.map(({ state }) => [state, populations.get(state) ?? 0]));
}

/** A categorical distribution over the places, in the order of their postal codes, with what `value` says of each. */
export function placeDistribution(
  places: readonly WeightedPlace[],
  value: (place: Place) => Scalar,
  at: SourceRange,
): Distribution {
  const ordered = places.toSorted((a, b) => (a.place.postalCode < b.place.postalCode ? -1 : 1));
  return {
    kind: 'categorical',
    at,
    options: ordered.map(({ place, weight }) => ({ value: value(place), weight, at: place.at })),
  };
}
