/** `networksim.facilities`: hospitals and other facilities, as many in each place as its people need. */
import type { ElementaryDistribution, FacilityKind, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { madeOnce } from '../../made-once.ts';
import { bigint, call, cast, column, integer, joinOn, literal, named, text } from '../../terms.ts';
import { places } from '../places.ts';
import { planTable } from '../table.ts';
import { needKey, networkKnowledge } from './needs.ts';
import { identity, location } from './who-columns.ts';
import { drawnOf, membersOfGroups, placed, withNames } from './who-provides.ts';

export function facilitiesTable(context: PlanContext): PlannedTable {
  const { facilityKinds } = networkKnowledge(context);
  return planTable({
    schema: 'networksim',
    name: 'facilities',
    comment:
      'Hospitals and other facilities of the places where the people of the cohort live and of those where they go.',
    fill: 'reference',
    from: placed(membersOfGroups(context, 'facility', namedFacilities(context)), context),
    primaryKey: ['facility_id'],
    origins: facilityKinds.map(({ at }) => at),
    columns: [
      {
        name: 'facility_id',
        type: bigint,
        term: rowKey(column('need'), column('within'), column('place')),
        comment: 'Place, kind and number of the facility within them as one number.',
      },
      ...identity('facility', context),
      { name: 'beds', type: integer, term: bedsOf(context), nullable: true, comment: 'Beds, where the kind has any.' },
      ...location(context),
    ],
  });
}

/** The city, the kind and a number; a street besides, for the address. */
function namedFacilities(context: PlanContext): (numbered: Relation) => Relation {
  return (numbered) => ({
    kind: 'extend',
    input: withNames(context, ['streets'])(joinOn(numbered, places(context), 'place')),
    columns: [
      named(
        'invented_name',
        call(
          'concat',
          cast(column('city'), text),
          ' ',
          cast(column('need_name'), text),
          ' ',
          cast(call('add', column('within'), 1), text),
        ),
      ),
    ],
  });
}

function bedsOf(context: PlanContext): Term {
  return {
    kind: 'case',
    branches: networkKnowledge(context).facilityKinds.flatMap((concept) => {
      const distribution = bedsDistribution(concept);
      if (distribution === undefined) return [];
      const when = call('equal', column('need'), needKey(context, 'facility', concept.kind) ?? 0);
      return [{ when, then: { kind: 'sample', distribution, uniform: drawnOf('beds'), type: integer } }];
    }),
    otherwise: literal(null, integer),
  };
}

export const bedsDistribution: (kind: FacilityKind) => ElementaryDistribution | undefined = madeOnce(({ beds, at }) => {
  if (beds === undefined) return undefined;
  const { mean, sd, min, max } = beds;
  return { kind: 'normal', mean, standardDeviation: sd, min, max, integer: true, at };
});
