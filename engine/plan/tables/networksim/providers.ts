/** `networksim.providers`: who provides care, as many in each place as the people of the cohort need. */
import type { ElementaryDistribution, PlannedTable, Relation, SpecialtyConcept, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { madeOnce } from '../../made-once.ts';
import { bigint, boolean, call, column, integer, literal, named } from '../../terms.ts';
import { planTable } from '../table.ts';
import { identity, location } from './who-columns.ts';
import { drawnOf, membersOfGroups, placed, withNames } from './who-provides.ts';
import { needKey, networkKnowledge } from './needs.ts';

export function providersTable(context: PlanContext): PlannedTable {
  const { specialties } = networkKnowledge(context);
  const withPanel = specialties.filter(({ panel }) => panel !== undefined);
  return planTable({
    schema: 'networksim',
    name: 'providers',
    comment: 'Providers of the places where the people of the cohort live and of those where they go.',
    fill: 'reference',
    from: placed(membersOfGroups(context, 'specialty', namedPeople(context)), context),
    primaryKey: ['provider_id'],
    origins: specialties.map(({ at }) => at),
    columns: [
      {
        name: 'provider_id',
        type: bigint,
        term: rowKey(column('need'), column('within'), column('place')),
        comment: 'Place, specialty and number of the provider within them as one number.',
      },
      ...identity('specialty', context),
      {
        name: 'primary_care',
        type: boolean,
        term: isPrimaryCare(context),
        comment: 'Whether people keep it as their primary care provider.',
      },
      {
        name: 'panel_size',
        type: integer,
        term: panelOf(withPanel, context),
        nullable: true,
        comment: 'People whom the provider looks after, where the specialty has people of its own.',
      },
      ...location(context),
    ],
  });
}

function isPrimaryCare(context: PlanContext): Term {
  const keys = networkKnowledge(context)
    .specialties.filter(({ primaryCareAges }) => primaryCareAges !== undefined)
    .map(({ specialty }) => needKey(context, 'specialty', specialty) ?? 0);
  return call('or', ...keys.map((key) => call('equal', column('need'), key)), literal(false));
}

function panelOf(specialties: readonly SpecialtyConcept[], context: PlanContext): Term {
  return {
    kind: 'case',
    branches: specialties.flatMap((concept) => {
      const distribution = panelDistribution(concept);
      if (distribution === undefined) return [];
      const when = call('equal', column('need'), needKey(context, 'specialty', concept.specialty) ?? 0);
      return [{ when, then: { kind: 'sample', distribution, uniform: drawnOf('panel'), type: integer } }];
    }),
    otherwise: literal(null, integer),
  };
}

export const panelDistribution: (specialty: SpecialtyConcept) => ElementaryDistribution | undefined = madeOnce(
  ({ panel, at }) =>
    panel && { kind: 'normal', mean: panel.mean, standardDeviation: panel.sd, min: 1, integer: true, at },
);

/** A given and a family name. */
function namedPeople(context: PlanContext): (numbered: Relation) => Relation {
  const withPools = withNames(context, ['given_names', 'family_names', 'streets']);
  const isFirst = call('less', drawnOf('given_name_pool'), 0.5);
  const given: Term = {
    kind: 'case',
    branches: [{ when: isFirst, then: column('given_names:female') }],
    otherwise: column('given_names:male'),
  };
  return (numbered) => ({
    kind: 'extend',
    input: withPools(numbered),
    columns: [named('invented_name', call('concat', given, ' ', column('family_names:name')))],
  });
}
