/**
 * How many providers of each specialty, and facilities of each kind, stand for 100,000 people of the places where the cohort
 * lives, held against what is declared. Counted beside the events, once: with the range of the first person.
 */
import type { Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { livedPlaces } from '../lived-places.ts';
import { densitiesOf, needType } from '../tables/networksim/index.ts';
import type { NeedDensity } from '../tables/networksim/index.ts';
import { placeTypes } from '../tables/places.ts';
import { call, column, filter, integer, joinOn, keep, named, project, table } from '../terms.ts';
import { SUMS } from './beside-events.ts';
import type { Counted, CountedRows, Counting } from './beside-events.ts';

export function countDensities({ context }: Counting): Counted | undefined {
  const { persons, profile } = context.cohort;
  const needs = profile.products.includes('networksim') && persons.from === 1 ? densitiesOf(context) : [];
  if (needs.length === 0) return undefined;
  const rows = (['specialty', 'facility'] as const).map((of): CountedRows => {
    const own = needs.filter((one) => one.need.of === of);
    return { relation: countedOf(of, own, context), keys: own.map(keyOf), width: 2 };
  });
  return {
    rows,
    declare: (placeOf) =>
      needs.map((one) => ({
        section: 'networks',
        quantity: one.need.name,
        part: 'for 100,000 people',
        among: 'people of the places where the cohort lives',
        people: placeOf(keyOf(one), 0),
        at: one.need.at,
        measure: 'density',
        providers: placeOf(keyOf(one), 1),
        target: one.need.density,
        places: one.places,
      })),
  };
}

/** Below those of events and of networks. */
const FIRST_KEY = -20_000_000;

function keyOf({ need }: NeedDensity): number {
  return FIRST_KEY - need.key;
}

function countedOf(of: NeedDensity['need']['of'], needs: readonly NeedDensity[], context: PlanContext): Relation {
  const [people, providers] = SUMS;
  const rows: Relation = {
    kind: 'values',
    columns: [
      { name: 'need', type: needType(context, of) },
      { name: 'event_key', type: integer },
      { name: people, type: integer },
    ],
    rows: needs.map((one) => [one.need.name, keyOf(one), one.population]),
  };
  const homes: Relation = {
    kind: 'values',
    columns: [{ name: 'postal_code', type: placeTypes(context).postalCode }],
    rows: livedPlaces(context).map(({ postalCode }) => [postalCode]),
  };
  const [name, kind] = of === 'specialty' ? ['providers', 'specialty'] : ['facilities', 'kind'];
  const invented = filter(table('networksim', name), call('not', column('listed')));
  const members = project(invented, [named('need', column(kind)), keep('stands_for'), keep('postal_code')]);
  const summed: Relation = {
    kind: 'aggregate',
    input: joinOn(joinOn(members, homes, 'postal_code'), rows, 'need'),
    by: ['event_key', people],
    columns: [{ name: providers, how: 'sum', of: 'stands_for' }],
  };
  const once = project(filter(table('scratch', 'population'), call('equal', column('person_id'), 1)), [
    keep('person_id'),
  ]);
  return project(
    { kind: 'join', how: 'cross', left: summed, right: once, on: [] },
    ['event_key', people, providers].map(keep),
  );
}
