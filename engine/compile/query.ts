/** A query on its way from a relation to SQL: its text, its columns, and what both are made from. */
import type { Relation } from '../model/index.ts';
import type { Meaning } from './meaning.ts';
import { identifier, joinSql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface Query {
  readonly sql: Sql;
  readonly columns: readonly string[];
  readonly meaning: Meaning;
}

export type Of<Kind extends Relation['kind']> = Extract<Relation, { kind: Kind }>;

export function names(columns: readonly string[]): Sql {
  return joinSql(columns.map(identifier), ', ');
}
