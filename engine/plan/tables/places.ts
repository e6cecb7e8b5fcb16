/** The places of the tree as rows, with the types that hold their columns. */
import type { ColumnType, Place, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { nameKeys } from '../keys.ts';
import { integer, text } from '../terms.ts';

const PLACE_COLUMNS = { city: 'city', state: 'state', postalCode: 'postal_code', countyFips: 'county_fips' } as const;
type PlaceColumn = keyof typeof PLACE_COLUMNS;

export function placeTypes({ enumerations, knowledge }: PlanContext): Readonly<Record<PlaceColumn, ColumnType>> {
  const typeOf = (of: PlaceColumn): ColumnType =>
    enumerations.define('core', PLACE_COLUMNS[of], valuesInOrder(knowledge.places, of));
  return {
    city: typeOf('city'),
    state: typeOf('state'),
    postalCode: typeOf('postalCode'),
    countyFips: typeOf('countyFips'),
  };
}

/** In the order in which the type lists them. */
export function postalCodes({ knowledge }: PlanContext): readonly string[] {
  return valuesInOrder(knowledge.places, 'postalCode');
}

function valuesInOrder(all: readonly Place[], of: PlaceColumn): readonly string[] {
  return [...new Set(all.map((place) => place[of]))].toSorted();
}

/** By their key `place`. */
export function places(context: PlanContext): Relation {
  const { knowledge } = context;
  const types = placeTypes(context);
  const keys = nameKeys(knowledge.places.map(({ postalCode }) => postalCode));
  return {
    kind: 'values',
    columns: [
      { name: 'place', type: integer },
      { name: 'city', type: types.city },
      { name: 'state', type: types.state },
      { name: 'postal_code', type: types.postalCode },
      { name: 'county_fips', type: types.countyFips },
      { name: 'area_code', type: text },
    ],
    rows: knowledge.places.map((place) => [
      keys.get(place.postalCode) ?? 0,
      place.city,
      place.state,
      place.postalCode,
      place.countyFips,
      place.areaCode,
    ]),
  };
}
