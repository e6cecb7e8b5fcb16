/** `networksim.service_areas`: where the people of each place go for each specialty and kind of facility. */
import type { ColumnType, PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { madeOnce } from '../../made-once.ts';
import { bigint, call, cast, column, integer, joinOn, named, project, table } from '../../terms.ts';
import { places, placeTypes } from '../places.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { needsOf } from './needs.ts';
import { providerPlan } from './provider-groups.ts';
import type { ProviderPlan } from './provider-groups.ts';

export const SERVICE_AREAS: Relation = table('networksim', 'service_areas');

/** An area and a need as one number. */
const AREAS_BY_NEED = 10_000_000;

const areaRowsOf = madeOnce(({ areas, placeKeys }: ProviderPlan) =>
  areas.map(({ areaKey, home, peopleFrom, group: { stock, count, from } }) => [
    areaKey,
    placeKeys.get(home.postalCode) ?? 0,
    peopleFrom,
    stock.need.key,
    stock.placeKey,
    count,
    stock.firstNumber + from,
    from,
  ]),
);

/** One row an area and need: a place where people live, in a round of them, and a specialty or a kind of facility. */
export function serviceAreasTable(context: PlanContext): PlannedTable {
  const { postalCode } = placeTypes(context);
  const needs = context.enumerations.define(
    'networksim',
    'need',
    needsOf(context).map(({ name }) => name),
  );
  return planTable({
    schema: 'networksim',
    name: 'service_areas',
    comment:
      'Where the people of a place go: at home where there are enough of a specialty, else to the nearest place.',
    fill: 'reference',
    from: areasServed(needs, context),
    primaryKey: ['service_area_id'],
    origins: needsOf(context).map(({ at }) => at),
    columns: [
      {
        name: 'service_area_id',
        type: bigint,
        term: call('add', call('multiply', cast(column('area'), bigint), AREAS_BY_NEED), column('need_id')),
        comment: 'Area and need as one number.',
      },
      {
        name: 'area_id',
        type: integer,
        term: column('area'),
        comment:
          'Number of the place where the people live, made from its ZIP code, and of the round in which they are served.',
      },
      {
        name: 'people_from',
        type: integer,
        term: column('people_from'),
        comment: 'The first person of the round: providers are listed as the number of people asks for them.',
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
      ...whoServesThem(postalCode),
    ],
  });
}

/** The areas by need, with the ZIP codes of where people live and of where they go. */
function areasServed(needs: ColumnType, context: PlanContext): Relation {
  const areaRows: Relation = {
    kind: 'values',
    columns: ['area', 'home_id', 'people_from', 'need_id', 'served_from_id', 'providers', 'first_number', 'from'].map(
      (name) => ({ name, type: integer }),
    ),
    rows: areaRowsOf(providerPlan(context)),
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
  const homes = joinOn(joinOn(areaRows, needRows, 'need_id'), codes('home_id', 'home_code'), 'home_id');
  return joinOn(homes, codes('served_from_id', 'served_code'), 'served_from_id');
}

/** The providers or facilities to which the people of the area go. */
function whoServesThem(postalCode: ColumnType): readonly ColumnDefinition[] {
  return [
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
      comment: 'How many providers, or facilities, of that place they go to.',
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
      term: rowKey(column('need_id'), column('from'), column('served_from_id')),
      comment: 'provider_id or facility_id of the first of them; those of the others follow.',
    },
  ];
}
