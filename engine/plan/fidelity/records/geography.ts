/** Where people live, held against how many are to live where: the areas that a profile names, and all places by their weights. */
import type { Declaration, Geography } from '../../../model/index.ts';
import { eligiblePlaces } from '../../geography.ts';
import type { WeightedPlace } from '../../geography.ts';
import { postalCodes } from '../../tables/places.ts';
import { call, cast, column, filter, integer, literal, table, text } from '../../terms.ts';
import type { CurvePoint } from '../curve.ts';
import { declaredShape } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { quantityOf, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfGeography(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const { cohort, knowledge, library } = context;
  const { geography, household } = cohort.profile;
  const places = eligiblePlaces(geography, knowledge.places, library.states);
  if (places.length < 2 || !has('core', 'persons')) return [];
  const whose = household === undefined ? '' : 'households';
  const people = table('core', 'persons');
  const isDrawing = call('equal', column('household_id'), column('person_id'));
  return records.of(household === undefined ? people : filter(people, isDrawing), (sums) => [
    ...declaredAreas(geography, whose, sums),
    ...declaredPlaces(geography, { points: pointsOf(places, postalCodes(context)), whose }, sums),
  ]);
}

const SECTION = 'demographics';
const QUANTITY = 'geography';
/** More areas are told by the shape of all places alone. */
const FEW_AREAS = 12;

function declaredAreas(geography: Geography, among: string, sums: Sums): readonly Declaration[] {
  if (geography.kind === 'national' || geography.areas.length < 2 || geography.areas.length > FEW_AREAS) return [];
  const total = geography.areas.reduce((sum, { weight }) => sum + weight, 0);
  const area = cast(column(geography.kind === 'counties' ? 'county_fips' : 'state'), text);
  return geography.areas.map(({ code, weight, at }) =>
    shareOf(
      { section: SECTION, quantity: QUANTITY, part: code, among, people: sums.count(literal(true)), at },
      { holding: sums.count(call('equal', area, code)), target: weight / total },
    ),
  );
}

interface Places {
  readonly points: readonly CurvePoint[];
  readonly whose: string;
}

/** How all places share the people: their numbers have no mean that says anything. */
function declaredPlaces({ at }: Geography, { points, whose }: Places, sums: Sums): readonly Declaration[] {
  return declaredShape(
    quantityOf({
      section: SECTION,
      quantity: QUANTITY,
      value: call('place_in_list', column('postal_code')),
      type: integer,
      among: { words: whose, holds: literal(true) },
      at,
    }),
    { points, step: 1 },
    sums,
  );
}

/** Places stand in the order of their postal codes. */
function pointsOf(places: readonly WeightedPlace[], codes: readonly string[]): readonly CurvePoint[] {
  const weights = new Map(places.map(({ place, weight }) => [place.postalCode, weight]));
  let below = 0;
  return [
    { x: -0.5, below: 0 },
    ...codes.map((code, at) => ({ x: at + 0.5, below: (below += weights.get(code) ?? 0) })),
  ];
}
