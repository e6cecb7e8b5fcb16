/** A text of SQL as a statement of a program. */
import type { PlannedTable, Statement } from '../model/index.ts';
import { readsPersons } from './reads.ts';
import type { Sql } from './sql.ts';

export function statement(text: Sql, table?: PlannedTable): Statement {
  return {
    sql: text.text,
    table: table === undefined ? undefined : `${table.schema}.${table.name}`,
    origins: table?.origins ?? [],
    perRange: table !== undefined && readsPersons(table.relation),
  };
}
