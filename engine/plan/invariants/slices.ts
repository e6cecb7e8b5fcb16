/** Which rules can be asked of some persons at a time: those of which no row breaks because of another person's. */
import type { ColumnType, Invariant, PlannedTable } from '../../model/index.ts';
import { PERSON_KEYS } from '../keys.ts';
import type { Planned } from './rule.ts';

/** Rows of people stand by a key that begins with the person, or beside the person: two that share it are of one person. */
export function slicesOf(...tables: readonly PlannedTable[]): Pick<Invariant, 'slices'> {
  if (tables.some(({ fill }) => fill !== 'person')) return {};
  return {
    slices: tables.map((one) => {
      const { schema, name, primaryKey, person } = one;
      const table = `${schema}.${name}`;
      return person === undefined
        ? { table, column: primaryKey[0] ?? '', each: keysOfPerson(one) }
        : { table, column: person, each: 1 };
    }),
  };
}

/** How many keys a table has for each person: 1 where they are the persons' own. */
export function keysOfPerson({ primaryKey: [key], columns }: PlannedTable): number {
  return keysPer(columns.find(({ name }) => name === key)?.type.kind);
}

function keysPer(type: ColumnType['kind'] | undefined): number {
  return type === 'bigint' ? PERSON_KEYS : 1;
}

/**
 * Of a rule that joins these tables, or adds up their rows, by a column each: of a person, or of a key that begins with one. Whatever
 * stands in the columns, rows that meet lie in one slice.
 */
export function slicedBy(planned: Planned, columns: Readonly<Record<string, string>>): Pick<Invariant, 'slices'> {
  return {
    slices: Object.entries(columns).map(([table, column]) => {
      const type = planned.get(table)?.columns.find(({ name }) => name === column)?.type.kind;
      return { table, column, each: keysPer(type) };
    }),
  };
}

/** Of a rule that reads these tables, each row for its own person. */
export function slicesAt(planned: Planned, ...paths: readonly string[]): Pick<Invariant, 'slices'> {
  return slicesOf(...paths.flatMap((path) => planned.get(path) ?? []));
}
