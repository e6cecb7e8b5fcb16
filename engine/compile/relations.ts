/** Relations to queries. Every query names its columns; none relies on the order of rows. */
import type { ColumnType, PlannedTable, Relation, Scalar, ValuesColumn } from '../model/index.ts';
import { streamKey } from './draw.ts';
import { createLayers } from './layers.ts';
import type { NamedSql } from './layers.ts';
import { columnName, identifier, joinSql, literal, qualified, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { streamColumns } from './streams.ts';
import { bareScope, compileColumns, termSql } from './terms.ts';
import { typeSql } from './types.ts';

export interface RelationScope {
  readonly seed: number;
  readonly tables: ReadonlyMap<string, PlannedTable>;
  readonly poolColumns: ReadonlyMap<string, readonly string[]>;
}

/** The schema that stands for tables which live for one range of persons. */
export const SCRATCH_SCHEMA = 'scratch';

/** Whether the query takes the first and last person of a range as parameters. */
export function readsPersons(relation: Relation): boolean {
  return relation.kind === 'persons' || inputsOf(relation).some(readsPersons);
}

/** The pools that a query joins. */
export function poolsOf(relation: Relation): readonly string[] {
  return relation.kind === 'pool' ? [relation.name] : inputsOf(relation).flatMap(poolsOf);
}

function inputsOf(relation: Relation): readonly Relation[] {
  switch (relation.kind) {
    case 'persons':
    case 'table':
    case 'pool':
    case 'values':
      return [];
    case 'join':
      return [relation.left, relation.right];
    case 'union':
      return relation.inputs;
    default:
      return [relation.input];
  }
}

interface Query {
  readonly sql: Sql;
  readonly columns: readonly string[];
}

export function relationSql(relation: Relation, scope: RelationScope): Sql {
  return query(relation, scope).sql;
}

function query(relation: Relation, scope: RelationScope): Query {
  switch (relation.kind) {
    case 'persons':
      return {
        sql: sql`select cast("range" as integer) as "person_id" from range(cast($1 as bigint), cast($2 as bigint) + 1)`,
        columns: ['person_id'],
      };
    case 'table':
      return tableQuery(relation, scope);
    case 'pool':
      return selectAll(identifier(poolTableName(relation.name)), scope.poolColumns.get(relation.name) ?? []);
    case 'values':
      return valuesQuery(relation, scope.seed);
    case 'project':
      return projectQuery(query(relation.input, scope), relation.columns, scope.seed);
    case 'extend': {
      const input = query(relation.input, scope);
      const kept = input.columns.map((name) => ({ name, term: { kind: 'column' as const, name } }));
      return projectQuery(input, [...kept, ...relation.columns], scope.seed);
    }
    case 'filter':
      return filterQuery(query(relation.input, scope), relation, scope.seed);
    case 'join':
      return joinQuery(relation, scope);
    case 'repeat':
      return repeatQuery(query(relation.input, scope), relation, scope.seed);
    case 'union':
      return unionQuery(relation.inputs.map((one) => query(one, scope)));
    case 'duplicates':
      return duplicatesQuery(query(relation.input, scope), relation);
    case 'running':
      return runningQuery(query(relation.input, scope), relation);
    case 'aggregate':
      return aggregateQuery(query(relation.input, scope), relation);
  }
}

/** Where a pool's rows are while a build runs. */
export function poolTableName(pool: string): string {
  return `pool:${pool}`;
}

export function tableSql(schema: string, name: string): Sql {
  return schema === SCRATCH_SCHEMA ? identifier(`scratch:${name}`) : qualified(schema, name);
}

function tableQuery({ schema, name }: { schema: string; name: string }, scope: RelationScope): Query {
  const table = scope.tables.get(`${schema}.${name}`);
  if (table === undefined) throw new Error(`This is a bug in plan: ${schema}.${name} is read but not planned before.`);
  return selectAll(
    tableSql(schema, name),
    table.columns.map((column) => column.name),
  );
}

function selectAll(from: Sql, columns: readonly string[]): Query {
  return { sql: sql`select ${names(columns)} from ${from}`, columns };
}

function names(columns: readonly string[]): Sql {
  return joinSql(columns.map(identifier), ', ');
}

type Of<Kind extends Relation['kind']> = Extract<Relation, { kind: Kind }>;

function valuesQuery({ columns, rows }: Of<'values'>, seed: number): Query {
  const stored = columns.flatMap(storedColumns);
  const typed = stored.map(
    ({ name, type }) => sql`cast(${identifier(name)} as ${typeSql(type)}) as ${identifier(name)}`,
  );
  const tuples = rows.map(
    (row) =>
      sql`(${joinSql(
        columns.flatMap((column, at) => cells(column, row[at] ?? null, seed)),
        ', ',
      )})`,
  );
  const header = names(stored.map((column) => column.name));
  const body =
    tuples.length > 0
      ? sql`(values ${joinSql(tuples, ', ')})`
      : sql`(select ${joinSql(
          stored.map(() => literal(null)),
          ', ',
        )} where false)`;
  return {
    sql: sql`select ${joinSql(typed, ', ')} from ${body} as "rows"(${header})`,
    columns: stored.map(({ name }) => name),
  };
}

function storedColumns({ name, type }: ValuesColumn): { name: string; type: ColumnType }[] {
  return type.kind === 'stream'
    ? streamColumns(name).map((half) => ({ name: half, type: { kind: 'bigint' } }))
    : [{ name, type }];
}

function cells({ type }: ValuesColumn, value: Scalar, seed: number): Sql[] {
  if (type.kind !== 'stream') return [literal(value)];
  const key = streamKey(seed, String(value));
  return [literal(key.person), literal(key.occurrence)];
}

function projectQuery(input: Query, columns: Of<'project'>['columns'], seed: number): Query {
  const layers = createLayers();
  const compiled = compileColumns(columns, seed, layers);
  return { sql: layers.project(input.sql, compiled), columns: columns.map(({ name }) => name) };
}

function filterQuery(input: Query, { where }: Of<'filter'>, seed: number): Query {
  const layers = createLayers();
  const condition = termSql(where, bareScope(seed, layers));
  return { sql: layers.project(input.sql, passedOn(input), condition), columns: input.columns };
}

function joinQuery({ how, left, right, prefix = '', on }: Of<'join'>, scope: RelationScope): Query {
  const [l, r] = [query(left, scope), query(right, scope)];
  const fromRight = r.columns.filter(
    (name) => prefix !== '' || !on.some((pair) => pair.right === name && pair.left === name),
  );
  const selected = [
    ...l.columns.map((name) => sql`"l".${identifier(name)}`),
    ...fromRight.map((name) => sql`"r".${identifier(name)} as ${identifier(prefix + name)}`),
  ];
  const condition = on.map((pair) => sql`"l".${identifier(pair.left)} = "r".${identifier(pair.right)}`);
  const clause = how === 'cross' ? sql`` : sql` on ${joinSql(condition, ' and ')}`;
  const verb = { inner: sql`join`, left: sql`left join`, cross: sql`cross join` }[how];
  return {
    sql: sql`select ${joinSql(selected, ', ')} from (${l.sql}) as "l" ${verb} (${r.sql}) as "r"${clause}`,
    columns: [...l.columns, ...fromRight.map((name) => prefix + name)],
  };
}

function repeatQuery(input: Query, { count, as }: Of<'repeat'>, seed: number): Query {
  const layers = createLayers();
  const times = termSql(count, bareScope(seed, layers));
  const value = sql`unnest(range(cast(${times} as bigint)))`;
  return { sql: layers.project(input.sql, [...passedOn(input), { name: as, value }]), columns: [...input.columns, as] };
}

function passedOn({ columns }: Query): NamedSql[] {
  return columns.map((name) => ({ name, value: columnName(name) }));
}

function unionQuery(inputs: readonly Query[]): Query {
  const columns = inputs[0]?.columns ?? [];
  return {
    sql: joinSql(
      inputs.map((one) => sql`(select ${names(columns)} from (${one.sql}))`),
      ' union all ',
    ),
    columns,
  };
}

/** Sorted and held against the row before: half the time of counting rows by a key that is nearly always alone. */
function duplicatesQuery(input: Query, { by }: Of<'duplicates'>): Query {
  const before = (name: string): Sql => identifier(`before:${name}`);
  const previous = by.map((name) => sql`lag(${identifier(name)}) over (order by ${names(by)}) as ${before(name)}`);
  const same = joinSql(
    by.map((name) => sql`${identifier(name)} = ${before(name)}`),
    ' and ',
  );
  const pairs = sql`select ${joinSql([...by.map(identifier), ...previous], ', ')} from (${input.sql})`;
  return { sql: sql`select ${names(by)} from (${pairs}) where ${same}`, columns: by };
}

function runningQuery(input: Query, { by, along, columns }: Of<'running'>): Query {
  const sums = columns.map(
    ({ name, of }) =>
      sql`sum(${identifier(of)}) over (partition by ${names(by)} order by ${names(along)} rows unbounded preceding) as ${identifier(name)}`,
  );
  return {
    sql: sql`select ${joinSql([...input.columns.map(identifier), ...sums], ', ')} from (${input.sql})`,
    columns: [...input.columns, ...columns.map(({ name }) => name)],
  };
}

function aggregateQuery(input: Query, { by, columns }: Of<'aggregate'>): Query {
  const functions = {
    min: sql`min`,
    max: sql`max`,
    count: sql`count`,
    sum: sql`sum`,
    last: sql`arg_max`,
    first: sql`arg_min`,
  };
  const values = columns.map(({ name, how, of, along = [] }) => {
    const order = along.length === 0 ? sql`` : sql`, row(${names(along)})`;
    return sql`${functions[how]}(${identifier(of)}${order}) as ${identifier(name)}`;
  });
  const grouping = by.length === 0 ? sql`` : sql` group by ${names(by)}`;
  return {
    sql: sql`select ${joinSql([...by.map(identifier), ...values], ', ')} from (${input.sql})${grouping}`,
    columns: [...by, ...columns.map(({ name }) => name)],
  };
}
