/** Who provides care, person or facility: invented, or taken from the registry, each in its place. */
import type { PoolName, Relation, Term } from '../../../model/index.ts';
import { poolSize } from '../../context.ts';
import type { PlanContext } from '../../context.ts';
import { madeOnce } from '../../made-once.ts';
import { standsFor } from '../../provider-rounds.ts';
import { call, cast, column, integer, joinOn, keep, literal, named, pick, project, text } from '../../terms.ts';
import { npiText } from '../pharmacies/index.ts';
import { places } from '../places.ts';
import { needsOf, needType, taxonomyType } from './needs.ts';
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

const listedRows = madeOnce(({ groups }: ProviderPlan) => {
  const listing = groups.filter(({ listed }) => listed !== undefined);
  return { specialty: rowsOfListed(listing, 'specialty'), facility: rowsOfListed(listing, 'facility') };
});

function rowsOfListed(listing: readonly ProviderGroup[], of: Need['of']): readonly (readonly (number | string)[])[] {
  return listing
    .filter(({ stock }) => stock.need.of === of)
    .flatMap(({ stock: { need, placeKey, firstNumber }, listed = [] }) =>
      listed.map((one, at) => [need.key, placeKey, at, firstNumber + at, one.npi, one.name, one.address]),
    );
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
  const rows = listedRows(providerPlan(context))[of];
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

/** Rows of `membersOfGroups` with the columns of their place. */
export function placed(rows: Relation, context: PlanContext): Relation {
  return joinOn(rows, places(context), 'place');
}
