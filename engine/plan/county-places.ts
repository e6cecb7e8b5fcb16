/**
 * A place for each county that a cohort asks for, that no place lies in and that a loaded file of counties knows. What such
 * a file does not say is invented so that it cannot be real: the county's name stands for a town, and its ZIP code is below 00500,
 * of which none is assigned.
 */
import type { AreaFigures, Place } from '../model/index.ts';
import type { CohortInLibrary } from './context.ts';
import { emptyAreas } from './geography.ts';
import { hash } from './keys.ts';

export function withCountyPlaces<Given extends CohortInLibrary>(given: Given): Given {
  const { cohort, library } = given;
  const { geography } = cohort.profile;
  if (geography.kind !== 'counties' || geography.settlement !== undefined) return given;
  const { places, population } = library.knowledge;
  const tables = [population.geographies, population.healthIndicators, population.socialIndicators];
  const counties = emptyAreas(geography, places).flatMap(
    (code) => tables.flatMap((table) => table.find(({ area }) => area === code) ?? [])[0] ?? [],
  );
  if (counties.length === 0) return given;
  const added = inventedPlaces(counties, places);
  return { ...given, library: { ...library, knowledge: { ...library.knowledge, places: [...places, ...added] } } };
}

const UNASSIGNED = 500;

/** Where two meet, the later county takes the next code. */
function inventedPlaces(counties: readonly AreaFigures[], places: readonly Place[]): readonly Place[] {
  const taken = new Set<number>();
  return counties
    .toSorted((one, other) => (one.area < other.area ? -1 : 1))
    .slice(0, UNASSIGNED)
    .map(({ area, at, name, population, state }) => {
      let code = hash(area) % UNASSIGNED;
      while (taken.has(code)) code = (code + 1) % UNASSIGNED;
      taken.add(code);
      return {
        city: name,
        state,
        postalCode: String(code).padStart(5, '0'),
        countyFips: area,
        county: name,
        areaCode: areaCodeOf(state, places),
        population,
        urban: false,
        at,
      };
    });
}

/** That of the state's largest place; of a state without one no area's. */
function areaCodeOf(state: string, places: readonly Place[]): string {
  const [largest] = places
    .filter((place) => place.state === state)
    .toSorted((one, other) => other.population - one.population);
  return largest?.areaCode ?? '555';
}
