/** Which places a profile's people live in, and how likely each is: states by population, places within a state by theirs. */
import type { Distribution, Geography, Place, Scalar, SourceRange, StateConcept } from '../model/index.ts';
import { madeOnce } from './made-once.ts';

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
  const settlement = places.filter((place) => settled(place, geography));
  const areas = areaWeights(geography, settlement, states);
  const inside = settlement.filter((place) => (areas.get(areaOf(place, geography)) ?? 0) > 0);
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

/** Whether some known place lies in it. */
export function isInhabited(geography: Geography, places: readonly Place[]): boolean {
  const asked = new Set(geography.areas.filter(({ weight }) => weight > 0).map(({ code }) => code));
  return places.some(
    (place) => settled(place, geography) && (geography.kind === 'national' || asked.has(areaOf(place, geography))),
  );
}

/** Codes of areas that are asked for and hold no known place. */
export function emptyAreas(geography: Geography, places: readonly Place[]): readonly string[] {
  if (geography.areas.length === 0) return [];
  const settlement = places.filter((place) => settled(place, geography));
  const known = new Set(settlement.map((place) => areaOf(place, geography)));
  return geography.areas.filter(({ code }) => !known.has(code)).map(({ code }) => code);
}

function areaOf(place: Place, { kind }: Geography): string {
  return kind === 'counties' ? place.countyFips : place.state;
}

function settled(place: Place, { settlement }: Geography): boolean {
  return settlement === undefined || place.urban === (settlement === 'urban');
}

/** The country's urban or rural people live where its urban or rural places are; all of them, where the states say. */
function areaWeights(
  { kind, settlement, areas }: Geography,
  places: readonly Place[],
  states: readonly StateConcept[],
): ReadonlyMap<string, number> {
  if (kind !== 'national') return new Map(areas.map(({ code, weight }) => [code, weight]));
  if (settlement !== undefined) return populationOf(places);
  const populations = new Map(states.map(({ code, population }) => [code, population]));
  return new Map(places.map(({ state }) => [state, populations.get(state) ?? 0]));
}

function populationOf(places: readonly Place[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { state, population } of places) sums.set(state, (sums.get(state) ?? 0) + population);
  return sums;
}

/** Places of one county, and counties of one state, stand together, so that one draw a person holds quotas of all of them. */
export function inDrawnOrder(places: readonly WeightedPlace[]): readonly WeightedPlace[] {
  return places.toSorted((a, b) => (orderOf(a.place) < orderOf(b.place) ? -1 : 1));
}

const orderOf = madeOnce(({ state, countyFips, postalCode }: Place) => `${state} ${countyFips} ${postalCode}`);

/** A categorical distribution over the places with what `value` says of each. */
export function placeDistribution(
  places: readonly WeightedPlace[],
  value: (place: Place) => Scalar,
  at: SourceRange,
): Distribution {
  return {
    kind: 'categorical',
    at,
    options: inDrawnOrder(places).map(({ place, weight }) => ({ value: value(place), weight, at: place.at })),
  };
}
