/** Where people live, held against how many are to live where: the areas that a profile names, and all places by their weights. */
import type { Declaration, Relation } from '../../../model/index.ts';
import { eligiblePlaces, inDrawnOrder } from '../../geography.ts';
import type { WeightedPlace } from '../../geography.ts';
import { placeTypes } from '../../tables/places.ts';
import {
  call,
  cast,
  column,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  project,
  table,
  text,
} from '../../terms.ts';
import { declaredCurve } from '../declarations.ts';
import { shareOf } from './records.ts';
import type { Records } from './records.ts';

/** More areas are told by the shape of all places alone. */
const FEW_AREAS = 12;

export function declaredOfGeography(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const { cohort, knowledge, library } = context;
  const { geography, household } = cohort.profile;
  const places = inDrawnOrder(eligiblePlaces(geography, knowledge.places, library.states));
  if (places.length < 2 || !has('core', 'persons')) return [];
  const people = table('core', 'persons');
  const drawing =
    household === undefined ? people : filter(people, call('equal', column('household_id'), column('person_id')));
  const numbers: Relation = {
    kind: 'values',
    columns: [
      { name: 'postal_code', type: placeTypes(context).postalCode },
      { name: 'place_number', type: integer },
    ],
    rows: places.map(({ place }, at) => [place.postalCode, at]),
  };
  const among = household === undefined ? '' : 'households';
  const areas = geography.kind === 'national' || geography.areas.length > FEW_AREAS ? [] : geography.areas;
  const total = areas.reduce((sum, { weight }) => sum + weight, 0);
  const isArea = geography.kind === 'counties' ? 'county_fips' : 'state';
  const lived = project(drawing, ['postal_code', 'state', 'county_fips'].map(keep));
  return records.of(joinOn(lived, numbers, 'postal_code'), (sums) => [
    ...(areas.length < 2
      ? []
      : areas.map(({ code, weight, at }) =>
          shareOf(
            {
              section: 'demographics',
              quantity: 'geography',
              part: code,
              among,
              people: sums.count(literal(true)),
              at,
            },
            { holding: sums.count(call('equal', cast(column(isArea), text), code)), target: weight / total },
          ),
        )),
    ...declaredCurve(
      {
        section: 'demographics',
        quantity: 'geography',
        value: cast(column('place_number'), double),
        type: integer,
        quota: false,
        settled: () => undefined,
        among: { words: among, holds: literal(true) },
        at: geography.at,
      },
      { points: pointsOf(places), step: 1 },
      sums,
    ).filter(({ measure }) => measure === 'shape'),
  ]);
}

function pointsOf(places: readonly WeightedPlace[]): readonly { readonly x: number; readonly below: number }[] {
  let below = 0;
  return [{ x: -0.5, below: 0 }, ...places.map(({ weight }, at) => ({ x: at + 0.5, below: (below += weight) }))];
}
