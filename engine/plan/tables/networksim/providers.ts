/** `networksim.providers`: who provides care, as many in each place as the people of the cohort need. */
import type { PlannedTable, PoolName, Relation, SpecialtyConcept, Term } from '../../../model/index.ts';
import { poolSize } from '../../context.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  integer,
  joinOn,
  keep,
  literal,
  named,
  pick,
  project,
  text,
} from '../../terms.ts';
import { madeOnce } from '../../made-once.ts';
import { standsFor } from '../../provider-rounds.ts';
import { npiText } from '../pharmacies/index.ts';
import { places, placeTypes } from '../places.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { needKey, needsOf, needType, networkKnowledge, taxonomyType } from './needs.ts';
import type { Need } from './needs.ts';
import { providerPlan } from './provider-groups.ts';
import type { ProviderGroup, ProviderPlan } from './provider-groups.ts';

/** One draw a provider, by the number that its identifier is made from. */
export function drawnOf(what: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'named', name: `networksim/providers/${what}` },
    person: column('number'),
    occurrence: literal(0),
  };
}

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
    branches: specialties.flatMap(({ specialty, panel, at }) =>
      panel === undefined
        ? []
        : [
            {
              when: call('equal', column('need'), needKey(context, 'specialty', specialty) ?? 0),
              then: {
                kind: 'sample' as const,
                distribution: {
                  kind: 'normal' as const,
                  mean: panel.mean,
                  standardDeviation: panel.sd,
                  min: 1,
                  integer: true,
                  at,
                },
                uniform: drawnOf('panel'),
                type: integer,
              },
            },
          ],
    ),
    otherwise: literal(null, integer),
  };
}

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

/** Beside each row with a `number`, one of each pool. */
export function withNames({ pools }: PlanContext, names: readonly PoolName[]): (numbered: Relation) => Relation {
  return (numbered) =>
    names.reduce<Relation>(
      (left, pool) => ({
        kind: 'join',
        how: 'inner',
        left,
        right: { kind: 'pool', name: pool },
        prefix: `${pool}:`,
        on: [{ left: `${pool}:position`, right: 'position' }],
      }),
      {
        kind: 'extend',
        input: numbered,
        columns: names.map((pool) => named(`${pool}:position`, pick(drawnOf(pool), poolSize(pools, pool)))),
      },
    );
}

const MEMBER = [
  'need',
  'need_name',
  'taxonomy_code',
  'place',
  'within',
  'number',
  'stands_for',
  'npi',
  'name',
  'street',
  'listed',
];

/**
 * Every provider, or every facility: `need` with its name and taxonomy code, `place`, `within` it, `number`, and who it
 * is, invented by `inventing` (as `invented_name`, with the pool of streets) or taken from the registry.
 */
export function membersOfGroups(
  context: PlanContext,
  of: Need['of'],
  inventing: (numbered: Relation) => Relation,
): Relation {
  const invented: Relation = {
    kind: 'repeat',
    input: {
      kind: 'values',
      columns: ['need', 'place', 'providers', 'from', 'first_number', 'all', 'open'].map((name) => ({
        name,
        type: integer,
      })),
      rows: inventedRows(providerPlan(context))[of],
    },
    count: column('providers'),
    as: 'opened',
  };
  const houseNumber = cast(call('add', 100, pick(drawnOf('house_number'), 9800)), text);
  const numbered: Relation = {
    kind: 'extend',
    input: {
      kind: 'extend',
      input: joinOn(invented, needRows(context, of), 'need'),
      columns: [named('within', call('add', column('from'), column('opened')))],
    },
    columns: [
      named('number', call('add', column('first_number'), column('within'))),
      named('stands_for', standsFor(column('within'))),
    ],
  };
  const parts = [
    project(inventing(numbered), [
      ...MEMBER.filter((name) => !INVENTED.has(name)).map(keep),
      named('npi', npiText(column('number'))),
      named('name', column('invented_name')),
      named('street', call('concat', houseNumber, ' ', column('streets:name'))),
      named('listed', literal(false)),
    ]),
    ...listedMembers(context, of),
  ];
  return {
    kind: 'union',
    inputs: parts.map((one) =>
      project(
        one,
        MEMBER.map((name) => keep(name)),
      ),
    ),
  };
}

const inventedRows = madeOnce(({ groups }: ProviderPlan) => ({
  specialty: rowsOfInvented(groups, 'specialty'),
  facility: rowsOfInvented(groups, 'facility'),
}));

function rowsOfInvented(groups: readonly ProviderGroup[], of: Need['of']): readonly (readonly number[])[] {
  return groups
    .filter(({ listed, stock }) => listed === undefined && stock.need.of === of)
    .map(({ stock: { need, placeKey, count: all, firstNumber }, count, from, open }) => [
      need.key,
      placeKey,
      count,
      from,
      firstNumber,
      all,
      open,
    ]);
}

const INVENTED: ReadonlySet<string> = new Set(['npi', 'name', 'street', 'listed']);

function needRows(context: PlanContext, of: Need['of']): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'need', type: integer },
      { name: 'need_name', type: needType(context, of) },
      { name: 'taxonomy_code', type: taxonomyType(context) },
    ],
    rows: needsOf(context)
      .filter((need) => need.of === of)
      .map(({ key, name, taxonomyCode }) => [key, name, taxonomyCode]),
  };
}

function listedMembers(context: PlanContext, of: Need['of']): readonly Relation[] {
  const listing = providerPlan(context).groups.filter(
    ({ stock, listed }) => listed !== undefined && stock.need.of === of,
  );
  const rows = listing.flatMap(({ stock: { need, placeKey, firstNumber }, listed = [] }) =>
    listed.map((one, at) => [need.key, placeKey, at, firstNumber + at, one.npi, one.name, one.address]),
  );
  if (rows.length === 0) return [];
  const values: Relation = {
    kind: 'values',
    columns: [
      ...['need', 'place', 'within', 'number'].map((name) => ({ name, type: integer })),
      ...['npi', 'name', 'street'].map((name) => ({ name, type: text })),
    ],
    rows,
  };
  return [
    {
      kind: 'extend',
      input: joinOn(values, needRows(context, of), 'need'),
      columns: [named('listed', literal(true)), named('stands_for', literal(1, integer))],
    },
  ];
}

/** Identifier, name, what it is, and where the row comes from. */
export function identity(of: Need['of'], context: PlanContext): readonly ColumnDefinition[] {
  return [
    {
      name: 'npi',
      isLabel: true,
      type: text,
      term: column('npi'),
      comment:
        'National provider identifier with a correct check digit: 9 first, which is never issued, where the row is invented.',
    },
    {
      isLabel: true,
      name: 'name',
      type: text,
      term: column('name'),
      comment: 'Name: invented, or as the registry has it.',
    },
    {
      name: of === 'specialty' ? 'specialty' : 'kind',
      type: needType(context, of),
      term: column('need_name'),
      comment: of === 'specialty' ? 'Specialty, in the words of the skill.' : 'Kind of facility.',
    },
    {
      name: 'taxonomy_code',
      type: taxonomyType(context),
      term: column('taxonomy_code'),
      comment: 'NUCC taxonomy code (copyright AMA).',
    },
    {
      name: 'listed',
      type: boolean,
      term: column('listed'),
      comment: 'Whether it stands in the loaded registry; else it is invented.',
    },
    {
      name: 'stands_for',
      type: integer,
      term: column('stands_for'),
      comment: `How many ${of === 'specialty' ? 'providers' : 'facilities'} of the place it stands for, where a small cohort lists some of all.`,
    },
  ];
}

/** The place's columns, for rows joined with `places`. */
export function location(context: PlanContext): readonly ColumnDefinition[] {
  const types = placeTypes(context);
  return [
    {
      name: 'address',
      type: text,
      term: column('street'),
      comment: 'House number and street; of an invented row no known address.',
    },
    { name: 'city', type: types.city, term: column('city'), comment: 'City or town.' },
    { name: 'state', type: types.state, term: column('state'), comment: 'State, by its postal abbreviation.' },
    { name: 'postal_code', type: types.postalCode, term: column('postal_code'), comment: 'ZIP code of the place.' },
    {
      name: 'county_fips',
      type: types.countyFips,
      term: column('county_fips'),
      comment: 'County, by its five-digit FIPS code.',
    },
    {
      name: 'phone',
      type: text,
      term: call('concat', column('area_code'), '-555-01', call('pad_left', pick(drawnOf('phone'), 100), 2)),
      comment: 'Telephone number within 555-0100 to 555-0199, which is never assigned.',
    },
  ];
}

/** Rows of `membersOfGroups` with the columns of their place. */
export function placed(rows: Relation, context: PlanContext): Relation {
  return joinOn(rows, places(context), 'place');
}
