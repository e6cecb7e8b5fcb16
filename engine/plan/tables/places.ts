/** The places of the tree as rows, with the types that hold their columns. */
import type { ColumnType, Place, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { nameKeys } from '../keys.ts';
import { madeOnce } from '../made-once.ts';
import { integer, text } from '../terms.ts';

const PLACE_COLUMNS = { city: 'city', state: 'state', postalCode: 'postal_code', countyFips: 'county_fips' } as const;
type PlaceColumn = keyof typeof PLACE_COLUMNS;

export function placeTypes({ enumerations, knowledge }: PlanContext): Readonly<Record<PlaceColumn, ColumnType>> {
  const typeOf = (of: PlaceColumn): ColumnType =>
    enumerations.define('core', PLACE_COLUMNS[of], valuesInOrder(knowledge.places)[of]);
  return {
    city: typeOf('city'),
    state: typeOf('state'),
    postalCode: typeOf('postalCode'),
    countyFips: typeOf('countyFips'),
  };
}

/** In the order in which the type lists them. */
export function postalCodes({ knowledge }: PlanContext): readonly string[] {
  return valuesInOrder(knowledge.places).postalCode;
}

const valuesInOrder = madeOnce((all: readonly Place[]): Readonly<Record<PlaceColumn, readonly string[]>> => {
  const inOrder = (of: PlaceColumn): readonly string[] => [...new Set(all.map((place) => place[of]))].toSorted();
  return {
    city: inOrder('city'),
    state: inOrder('state'),
    postalCode: inOrder('postalCode'),
    countyFips: inOrder('countyFips'),
  };
});

/** By their key `place`. */
export function places(context: PlanContext): Relation {
  const types = placeTypes(context);
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
    rows: rowsOf(context.knowledge.places),
  };
}

const rowsOf = madeOnce((all: readonly Place[]) => {
  const keys = nameKeys(all.map(({ postalCode }) => postalCode));
  return all.map((place) => [
    keys.get(place.postalCode) ?? 0,
    place.city,
    place.state,
    place.postalCode,
    place.countyFips,
    place.areaCode,
  ]);
});
