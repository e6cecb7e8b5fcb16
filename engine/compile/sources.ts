/** Where rows come from: the persons of a range, tables made before, pools. */
import type { PlannedTable, PoolTable, Slice } from '../model/index.ts';
import { createLayers } from './layers.ts';
import { markedMeaning, poolMeaning } from './meaning.ts';
import { itemOf, queryOf } from './query.ts';
import type { Of, Query } from './query.ts';
import { columnName, identifier, literal, qualified, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface RelationScope {
  readonly seed: number;
  readonly tables: ReadonlyMap<string, PlannedTable>;
  readonly pools: ReadonlyMap<string, PoolTable>;
  /** Digests of the values of enumerations, by quoted name. */
  readonly types: ReadonlyMap<string, string>;
  /** Persons on each side of a range. */
  readonly beside: number;
  /** How many keys a person has. */
  readonly keysPerPerson: number;
  /** Of so few people are statements that to make them ready takes longer than what they do. */
  readonly areFew: boolean;
  /** Whether scratch tables are read without the persons beside the range. */
  readonly isTrimmed?: boolean;
  /** Tables of which only the rows of a range of persons are read. */
  readonly slices?: readonly Slice[];
}

/** The schema that stands for tables which live for one range of persons. */
export const SCRATCH_SCHEMA = 'scratch';

/** Where a pool's rows are while a build runs. */
export function poolTableName(pool: string): string {
  return `pool:${pool}`;
}

/** A table in memory beside the file that is filled, which every connection finds by its bare name. */
export function sharedSql(name: Sql): Sql {
  return sql`"memory"."main".${name}`;
}

export function tableSql(schema: string, name: string): Sql {
  return schema === SCRATCH_SCHEMA ? identifier(`scratch:${name}`) : qualified(schema, name);
}

export function poolQuery({ name }: Of<'pool'>, { pools }: RelationScope): Query {
  const pool = pools.get(name);
  if (pool === undefined) throw new Error(`This is a bug in plan: the pool "${name}" is unknown.`);
  const meaning = poolMeaning(pool);
  return itemOf(identifier(poolTableName(name)), [...meaning.columns.keys()], meaning);
}

export function tableQuery({ schema, name }: Of<'table'>, scope: RelationScope): Query {
  const table = scope.tables.get(`${schema}.${name}`);
  if (table === undefined) throw new Error(`This is a bug in plan: ${schema}.${name} is read but not planned.`);
  const columns = table.columns.map((column) => column.name);
  const meaning = markedMeaning(`${schema}.${name}`, columns);
  const hasOthers = schema === SCRATCH_SCHEMA && scope.isTrimmed === true && columns.includes('person_id');
  const slice = scope.slices?.find((one) => one.table === `${schema}.${name}`);
  const where = hasOthers
    ? isWithinRange(identifier('person_id'))
    : slice === undefined
      ? undefined
      : isWithinSlice(slice);
  const from = tableSql(schema, name);
  return where === undefined ? itemOf(from, columns, meaning) : queryOf({ from, where }, columns, meaning);
}

function isWithinSlice({ column, each }: Slice): Sql {
  const [first, last] = [sql`cast($1 as bigint)`, sql`cast($2 as bigint)`];
  const [key, keys] = [identifier(column), literal(each)];
  const above = sql`(${first} is null or ${key} >= ${first} * ${keys})`;
  return sql`${above} and (${last} is null or ${key} < (${last} + 1) * ${keys})`;
}

export function personsQuery({ beside }: RelationScope): Query {
  const around = literal(beside);
  const from =
    beside === 0
      ? sql`range(cast($1 as bigint), cast($2 as bigint) + 1)`
      : sql`range(greatest(1, cast($1 as bigint) - ${around}), cast($2 as bigint) + ${around} + 1)`;
  const input = { rows: 'persons', columns: new Map([['range', 'person']]) };
  const meaning = { rows: 'persons', columns: new Map([['person_id', 'person']]) };
  const values = new Map([['person_id', sql`cast(${columnName('range')} as integer)`]]);
  return { source: { from }, isItem: false, input, values, layers: createLayers(), meaning };
}

/** Whether a person is one of the range that is being built. */
export function isWithinRange(person: Sql): Sql {
  return sql`${person} between cast($1 as bigint) and cast($2 as bigint)`;
}
