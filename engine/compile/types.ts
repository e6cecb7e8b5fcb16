/** Column types in the words of DuckDB. */
import type { ColumnType } from '../model/index.ts';
import { literal, qualified, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export function typeSql(type: ColumnType): Sql {
  switch (type.kind) {
    case 'decimal':
      return sql`decimal(${literal(type.precision)}, ${literal(type.scale)})`;
    case 'enumeration':
      return qualified(type.schema, type.name);
    case 'boolean':
      return sql`boolean`;
    case 'smallint':
      return sql`smallint`;
    case 'integer':
      return sql`integer`;
    case 'bigint':
      return sql`bigint`;
    case 'double':
      return sql`double`;
    case 'text':
      return sql`varchar`;
    case 'date':
      return sql`date`;
    case 'timestamp':
      return sql`timestamp`;
  }
}
