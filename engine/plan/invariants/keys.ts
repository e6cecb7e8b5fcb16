/** Keys are unique, references whole, and every person is there. */
import type { Invariant, PlannedTable, Relation } from '../../model/index.ts';
import { call, column, filter, keep, literal, named, project, table } from '../terms.ts';
import { keysOfPerson, slicesOf } from './slices.ts';

export interface Persons {
  readonly from: number;
  readonly to: number;
}

export function keyRules(tables: readonly PlannedTable[], persons: Persons): readonly Invariant[] {
  const kept = tables.filter(({ fill }) => fill === 'person' || fill === 'reference');
  return [
    ...kept.map(uniqueKey),
    ...kept.filter(({ everyPerson }) => everyPerson === true).map((one) => everyPersonOf(one, persons)),
    ...kept.flatMap((one) => wholeReferences(one, { tables, persons })),
  ];
}

/** With a unique key: as many rows as persons, all within their numbers, is one row for each. */
function everyPersonOf({ schema, name, primaryKey }: PlannedTable, { from, to }: Persons): Invariant {
  const [key = ''] = primaryKey;
  const counted: Relation = {
    kind: 'aggregate',
    input: table(schema, name),
    by: [],
    columns: [
      { name: 'persons', how: 'count', of: key },
      { name: 'first', how: 'min', of: key },
      { name: 'last', how: 'max', of: key },
    ],
  };
  const outside = call(
    'or',
    call('less', column('first'), literal(from)),
    call('greater', column('last'), literal(to)),
  );
  return {
    name: 'every-person',
    table: `${schema}.${name}`,
    statement: `Each of the persons ${from} to ${to} has a row, and nobody else.`,
    violations: filter(counted, call('or', call('less', column('persons'), literal(to - from + 1)), outside)),
  };
}

function uniqueKey(one: PlannedTable): Invariant {
  const { schema, name, primaryKey } = one;
  return {
    name: 'unique-key',
    table: `${schema}.${name}`,
    statement: `No two rows share ${primaryKey.join(', ')}.`,
    violations: repeatedKeys(one),
    ...slicesOf(one),
  };
}

function repeatedKeys(one: PlannedTable): Relation {
  const { schema, name, primaryKey, fill, person } = one;
  const input = table(schema, name);
  if (fill !== 'person' || person !== undefined) return { kind: 'duplicates', input, by: primaryKey };
  const [key = '', ...beside] = primaryKey;
  return { kind: 'repeated', input, of: key, each: keysOfPerson(one), beside };
}

interface Targets {
  readonly tables: readonly PlannedTable[];
  readonly persons: Persons;
}

function wholeReferences(own: PlannedTable, { tables, persons }: Targets): Invariant[] {
  const { schema, name, columns } = own;
  return columns.flatMap((one) => {
    const target = tables.find((other) => `${other.schema}.${other.name}` === one.references);
    if (target === undefined) return [];
    return [
      {
        name: `whole-reference:${one.name}`,
        table: `${schema}.${name}`,
        statement: `Every ${one.name} is in ${one.references}.`,
        ...(target.everyPerson === true
          ? { violations: notOf(table(schema, name), one.name, persons) }
          : {
              violations: notIn({ name: one.name, own }, target),
              refers: { column: one.name, to: one.references ?? '' },
              ...slicesOf(own, target),
            }),
      },
    ];
  });
}

/** Where every person has a row, whose number is a person's is found: no join. */
function notOf(held: Relation, name: string, { from, to }: Persons): Relation {
  return filter(
    held,
    call('or', call('less', column(name), literal(from)), call('greater', column(name), literal(to))),
  );
}

function notIn(
  { name, own }: { readonly name: string; readonly own: PlannedTable },
  { schema, name: of, primaryKey }: PlannedTable,
): Relation {
  const known = project(table(schema, of), [
    named('known', column(primaryKey[0] ?? '')),
    named('found', literal(true)),
  ]);
  const held = project(table(own.schema, own.name), [keep(name)]);
  const asked = filter(held, call('not', call('is_null', column(name))));
  const joined: Relation = isLarger({ schema, name: of }, own)
    ? { kind: 'join', how: 'right', left: known, right: asked, on: [{ left: 'known', right: name }] }
    : { kind: 'join', how: 'left', left: asked, right: known, on: [{ left: name, right: 'known' }] };
  return filter(joined, call('is_null', column('found')));
}

type Path = Pick<PlannedTable, 'schema' | 'name'>;

/**
 * Joins stand as they are written and keep the right side in memory: nothing that refers to the timeline has as many rows as it, and
 * few rows refer to others of their own table.
 */
function isLarger({ schema, name }: Path, own: Path): boolean {
  return (schema === 'core' && name === 'timeline') || (schema === own.schema && name === own.name);
}
