/** Where people live, held against how many are to live where: the areas that a profile names, and all places by their weights. */
import type { Declaration, Geography, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { eligiblePlaces, inDrawnOrder } from '../../geography.ts';
import type { WeightedPlace } from '../../geography.ts';
import { placeTypes } from '../../tables/places.ts';
import { call, cast, column, filter, integer, joinOn, keep, literal, project, table, text } from '../../terms.ts';
import { declaredCurve } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { quantityOf, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfGeography(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const { cohort, knowledge, library } = context;
  const { geography } = cohort.profile;
  const places = inDrawnOrder(eligiblePlaces(geography, knowledge.places, library.states));
  if (places.length < 2 || !has('core', 'persons')) return [];
  const whose = cohort.profile.household === undefined ? '' : 'households';
  return records.of(livedAt(places, context), (sums) => [
    ...declaredAreas(geography, whose, sums),
    ...declaredPlaces(geography, { places, whose }, sums),
  ]);
}

/** A row for each who draws a place, with the number that it is drawn by. */
function livedAt(places: readonly WeightedPlace[], context: PlanContext): Relation {
  const people = table('core', 'persons');
  const drawing =
    context.cohort.profile.household === undefined
      ? people
      : filter(people, call('equal', column('household_id'), column('person_id')));
  const numbers: Relation = {
    kind: 'values',
    columns: [
      { name: 'postal_code', type: placeTypes(context).postalCode },
      { name: 'place_number', type: integer },
    ],
    rows: places.map(({ place }, at) => [place.postalCode, at]),
  };
  return joinOn(project(drawing, ['postal_code', 'state', 'county_fips'].map(keep)), numbers, 'postal_code');
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
  readonly places: readonly WeightedPlace[];
  readonly whose: string;
}

/** How all places share the people: their numbers have no mean that says anything. */
function declaredPlaces({ at }: Geography, { places, whose }: Places, sums: Sums): readonly Declaration[] {
  return declaredCurve(
    quantityOf({
      section: SECTION,
      quantity: QUANTITY,
      value: column('place_number'),
      type: integer,
      among: { words: whose, holds: literal(true) },
      at,
    }),
    { points: pointsOf(places), step: 1 },
    sums,
  ).filter(({ measure }) => measure === 'shape');
}

function pointsOf(places: readonly WeightedPlace[]): readonly { readonly x: number; readonly below: number }[] {
  let below = 0;
  return [{ x: -0.5, below: 0 }, ...places.map(({ weight }, at) => ({ x: at + 0.5, below: (below += weight) }))];
}
