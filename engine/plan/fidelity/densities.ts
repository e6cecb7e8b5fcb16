/**
 * How many providers of each specialty, and facilities of each kind, stand for 100,000 people of the places where the cohort
 * lives, held against what is declared. Counted beside the events, once: with the range of the first person.
 */
import type { Declaration, EventTally, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { livedPlaces } from '../lived-places.ts';
import { densitiesOf, needType } from '../tables/networksim/index.ts';
import type { NeedDensity } from '../tables/networksim/index.ts';
import { placeTypes } from '../tables/places.ts';
import { call, column, filter, integer, joinOn, keep, literal, named, project, table } from '../terms.ts';

export interface DensityTally {
  readonly tally: EventTally | undefined;
  readonly declarations: readonly Declaration[];
}

const COLUMNS = ['people', 'providers'];

/** `before` with the densities besides, or the densities alone; `behind` is the number of sums that stand before it. */
export function withDensities(before: EventTally | undefined, context: PlanContext, behind: number): DensityTally {
  const { persons, profile } = context.cohort;
  const needs = profile.products.includes('networksim') && persons.from === 1 ? densitiesOf(context) : [];
  if (needs.length === 0) return { tally: before, declarations: [] };
  const columns = before?.columns ?? COLUMNS;
  const counted = (['specialty', 'facility'] as const).map((of) =>
    countedOf(
      of,
      needs.filter((one) => one.need.of === of),
      { context, columns },
    ),
  );
  const names = ['event_key', ...columns];
  const parts = [...(before === undefined ? [] : [before.relation]), ...counted];
  const keys = before?.keys ?? [];
  return {
    tally: {
      relation: { kind: 'union', inputs: parts.map((one) => project(one, names.map(keep))) },
      keys: [...keys, ...needs.map(keyOf)],
      columns,
    },
    declarations: needs.map(({ need, places }, index) => {
      const first = behind + (keys.length + index) * columns.length;
      return {
        section: 'networks',
        quantity: need.name,
        part: 'for 100,000 people',
        among: 'people of the places where the cohort lives',
        people: first,
        at: need.at,
        measure: 'density',
        providers: first + 1,
        target: need.density,
        places,
      };
    }),
  };
}

/** Below those of events and of networks. */
const FIRST_KEY = -20_000_000;

function keyOf({ need }: NeedDensity): number {
  return FIRST_KEY - need.key;
}

interface Counting {
  readonly context: PlanContext;
  readonly columns: readonly string[];
}

function countedOf(
  of: NeedDensity['need']['of'],
  needs: readonly NeedDensity[],
  { context, columns }: Counting,
): Relation {
  const [people = '', providers = '', ...others] = columns;
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
  return project({ kind: 'join', how: 'cross', left: summed, right: once, on: [] }, [
    ...['event_key', people, providers].map(keep),
    ...others.map((other) => named(other, literal(0, integer))),
  ]);
}
