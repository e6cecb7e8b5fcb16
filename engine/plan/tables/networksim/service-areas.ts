/** `networksim.service_areas`: where the people of each place go for each specialty and kind of facility. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { bigint, call, cast, column, integer, joinOn, literal, named, project, table } from '../../terms.ts';
import { places, placeTypes } from '../places.ts';
import { planTable } from '../table.ts';
import { needsOf } from './needs.ts';
import { providerPlan } from './provider-groups.ts';

export const SERVICE_AREAS: Relation = table('networksim', 'service_areas');

/** A place and a need as one number. */
const PLACES_BY_NEED = 10_000_000;

export function serviceAreasTable(context: PlanContext): PlannedTable {
  const { areas } = providerPlan(context);
  const { postalCode } = placeTypes(context);
  const needs = context.enumerations.define(
    'networksim',
    'need',
    needsOf(context).map(({ name }) => name),
  );
  const areaRows: Relation = {
    kind: 'values',
    columns: ['place', 'need_id', 'served_from_id', 'providers', 'first_number'].map((name) => ({
      name,
      type: integer,
    })),
    rows: areas.map(({ homeKey, group }) => [homeKey, group.need.key, group.placeKey, group.count, group.firstNumber]),
  };
  const needRows: Relation = {
    kind: 'values',
    columns: [
      { name: 'need_id', type: integer },
      { name: 'need', type: needs },
    ],
    rows: needsOf(context).map(({ key, name }) => [key, name]),
  };
  const codes = (place: string, code: string): Relation =>
    project(places(context), [named(place, column('place')), named(code, column('postal_code'))]);
  const homes = joinOn(joinOn(areaRows, needRows, 'need_id'), codes('place', 'home_code'), 'place');
  const from = joinOn(homes, codes('served_from_id', 'served_code'), 'served_from_id');
  return planTable({
    schema: 'networksim',
    name: 'service_areas',
    comment:
      'Where the people of a place go: at home where there are enough of a specialty, else to the nearest place.',
    fill: 'reference',
    from,
    primaryKey: ['service_area_id'],
    origins: needsOf(context).map(({ at }) => at),
    columns: [
      {
        name: 'service_area_id',
        type: bigint,
        term: call('add', call('multiply', cast(column('place'), bigint), PLACES_BY_NEED), column('need_id')),
        comment: 'Place and need as one number.',
      },
      {
        name: 'place_id',
        type: integer,
        term: column('place'),
        comment: 'Number of the place where the people live, made from its ZIP code.',
      },
      {
        name: 'need_id',
        type: integer,
        term: column('need_id'),
        comment: 'Number of the specialty or kind of facility, made from its name.',
      },
      {
        name: 'postal_code',
        type: postalCode,
        term: column('home_code'),
        comment: 'ZIP code of the place where the people live.',
      },
      { name: 'need', type: needs, term: column('need'), comment: 'Specialty or kind of facility.' },
      {
        name: 'served_from',
        type: postalCode,
        term: column('served_code'),
        comment: 'ZIP code of the place whose providers or facilities they go to.',
      },
      {
        name: 'providers',
        type: integer,
        term: column('providers'),
        comment: 'How many providers, or facilities, that place has.',
      },
      {
        name: 'first_number',
        type: integer,
        term: column('first_number'),
        comment: 'First of the numbers from which their identifiers are made.',
      },
      {
        name: 'first_id',
        type: bigint,
        term: rowKey(column('need_id'), literal(0), column('served_from_id')),
        comment: 'provider_id or facility_id of the first of them; those of the others follow.',
      },
    ],
  });
}
