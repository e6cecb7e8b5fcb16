/** Relations to queries. Every query names its columns; none relies on the order of rows. */
import type { ColumnType, PlannedTable, PoolTable, Relation, Scalar, Slice, ValuesColumn } from '../model/index.ts';
import { streamKey } from './draw.ts';
import { aggregateQuery, duplicatesQuery, runningQuery } from './grouping.ts';
import { createLayers } from './layers.ts';
import type { Layers, NamedSql } from './layers.ts';
import { columnDigests, digest, poolMeaning } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { names } from './query.ts';
import type { Of, Query } from './query.ts';
import { columnName, identifier, joinSql, literal, literals, qualified, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { streamColumns } from './streams.ts';
import { bareScope, compileColumns, termSql } from './terms.ts';
import { typeSql } from './types.ts';

export interface RelationScope {
  readonly seed: number;
  readonly tables: ReadonlyMap<string, PlannedTable>;
  /** What the tables before are made from, by `schema.name`. */
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly pools: ReadonlyMap<string, PoolTable>;
  /** Digests of the values of enumerations, by quoted name. */
  readonly types: ReadonlyMap<string, string>;
  /** Persons on each side of a range. */
  readonly beside: number;
  /** Whether scratch tables are read without the persons beside the range. */
  readonly isTrimmed?: boolean;
  /** Tables of which only the rows of a range of persons are read. */
  readonly slices?: readonly Slice[];
}

/** The schema that stands for tables which live for one range of persons. */
export const SCRATCH_SCHEMA = 'scratch';

export function relationSql(relation: Relation, scope: RelationScope): Sql {
  return query(relation, scope).sql;
}

/** The query, and what its rows and columns are made from. */
export function relationQuery(relation: Relation, scope: RelationScope): Query {
  return query(relation, scope);
}

function query(relation: Relation, scope: RelationScope): Query {
  switch (relation.kind) {
    case 'persons':
      return {
        sql: personsSql(scope),
        columns: ['person_id'],
        meaning: { rows: 'persons', columns: new Map([['person_id', 'person']]) },
      };
    case 'table':
      return tableQuery(relation, scope);
    case 'pool':
      return poolQuery(relation, scope);
    case 'values':
      return valuesQuery(relation, scope.seed);
    case 'project':
      return projectQuery(query(relation.input, scope), relation.columns, scope);
    case 'extend': {
      const input = query(relation.input, scope);
      const kept = input.columns.map((name) => ({ name, term: { kind: 'column' as const, name } }));
      return projectQuery(input, [...kept, ...relation.columns], scope);
    }
    case 'filter':
      return filterQuery(query(relation.input, scope), relation, scope);
    case 'join':
      return joinQuery(relation, scope);
    case 'repeat':
      return repeatQuery(query(relation.input, scope), relation, scope);
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

function poolQuery({ name }: Of<'pool'>, { pools }: RelationScope): Query {
  const pool = pools.get(name);
  if (pool === undefined) throw new Error(`This is a bug in plan: the pool "${name}" is unknown.`);
  const meaning = poolMeaning(pool);
  return selectAll(identifier(poolTableName(name)), [...meaning.columns.keys()], meaning);
}

function tableQuery({ schema, name }: Of<'table'>, scope: RelationScope): Query {
  const table = scope.tables.get(`${schema}.${name}`);
  const meaning = scope.meanings.get(`${schema}.${name}`);
  if (table === undefined || meaning === undefined)
    throw new Error(`This is a bug in plan: ${schema}.${name} is read but not planned before.`);
  const rows = selectAll(
    tableSql(schema, name),
    table.columns.map((column) => column.name),
    meaning,
  );
  const hasOthers = schema === SCRATCH_SCHEMA && scope.isTrimmed === true && rows.columns.includes('person_id');
  if (hasOthers) return { ...rows, sql: sql`${rows.sql} where ${isWithinRange(identifier('person_id'))}` };
  const slice = scope.slices?.find((one) => one.table === `${schema}.${name}`);
  return slice === undefined ? rows : { ...rows, sql: sql`${rows.sql} where ${isWithinSlice(slice)}` };
}

function isWithinSlice({ column, each }: Slice): Sql {
  const [first, last] = [sql`cast($1 as bigint)`, sql`cast($2 as bigint)`];
  const [key, keys] = [identifier(column), literal(each)];
  const above = sql`(${first} is null or ${key} >= ${first} * ${keys})`;
  return sql`${above} and (${last} is null or ${key} < (${last} + 1) * ${keys})`;
}

function personsSql({ beside }: RelationScope): Sql {
  const person = sql`select cast("range" as integer) as "person_id"`;
  if (beside === 0) return sql`${person} from range(cast($1 as bigint), cast($2 as bigint) + 1)`;
  const around = literal(beside);
  return sql`${person} from range(greatest(1, cast($1 as bigint) - ${around}), cast($2 as bigint) + ${around} + 1)`;
}

/** Whether a person is one of the range that is being built. */
export function isWithinRange(person: Sql): Sql {
  return sql`${person} between cast($1 as bigint) and cast($2 as bigint)`;
}

function selectAll(from: Sql, columns: readonly string[], meaning: Meaning): Query {
  return { sql: sql`select ${names(columns)} from ${from}`, columns, meaning };
}

function valuesQuery({ columns, rows }: Of<'values'>, seed: number): Query {
  const stored = columns.flatMap(storedColumns);
  const typed = stored.map(
    ({ name, type }) => sql`cast(${identifier(name)} as ${typeSql(type)}) as ${identifier(name)}`,
  );
  const values = columns.flatMap((column, at) =>
    storedValues(
      column,
      rows.map((row) => row[at] ?? null),
      seed,
    ),
  );
  const lists = values.map(literals);
  const header = names(stored.map((column) => column.name));
  const body = rows.length < MANY_ROWS ? tupleRows(values, rows.length) : listedRows(lists);
  return {
    sql: sql`select ${joinSql(typed, ', ')} from ${body} as "rows"(${header})`,
    columns: stored.map(({ name }) => name),
    meaning: {
      rows: digest('values', String(rows.length)),
      columns: new Map(stored.map(({ name, type }, at) => [name, digest(typeSql(type).text, lists[at]?.text ?? '')])),
    },
  };
}

/** From here on lists are read in a third of the time of tuples. */
const MANY_ROWS = 500;

function tupleRows(columns: readonly (readonly Scalar[])[], count: number): Sql {
  if (count === 0) {
    const nothing = Array.from(columns, () => literal(null));
    return sql`(select ${joinSql(nothing, ', ')} where false)`;
  }
  const tuples = Array.from({ length: count }, (_, row) => literals(columns.map((column) => column[row] ?? null)));
  return sql`(values ${joinSql(
    tuples.map((tuple) => sql`(${tuple})`),
    ', ',
  )})`;
}

function listedRows(lists: readonly Sql[]): Sql {
  const unnested = lists.map((list) => sql`unnest([${list}])`);
  return sql`(select ${joinSql(unnested, ', ')})`;
}

function storedColumns({ name, type }: ValuesColumn): { name: string; type: ColumnType }[] {
  return type.kind === 'stream'
    ? streamColumns(name).map((half) => ({ name: half, type: { kind: 'bigint' } }))
    : [{ name, type }];
}

/** Of a stream, both halves of each key. */
function storedValues({ type }: ValuesColumn, values: readonly Scalar[], seed: number): readonly (readonly Scalar[])[] {
  if (type.kind !== 'stream') return [values];
  const keys = values.map((value) => streamKey(seed, String(value)));
  return [keys.map(({ person }) => person), keys.map(({ occurrence }) => occurrence)];
}

function projectQuery(input: Query, columns: Of<'project'>['columns'], scope: RelationScope): Query {
  const layers = createLayers();
  const compiled = compileColumns(columns, scope.seed, layers);
  return {
    sql: layers.project(input.sql, compiled),
    columns: columns.map(({ name }) => name),
    meaning: {
      rows: input.meaning.rows,
      columns: new Map(compiled.map(({ name, value }) => [name, meaningIn(input, value, layers, scope)])),
    },
  };
}

function filterQuery(input: Query, { where }: Of<'filter'>, scope: RelationScope): Query {
  const layers = createLayers();
  const condition = termSql(where, bareScope(scope.seed, layers));
  const rows = digest('filter', input.meaning.rows, meaningIn(input, condition, layers, scope));
  return {
    sql: layers.project(input.sql, passedOn(input), condition),
    columns: input.columns,
    meaning: { rows, columns: input.meaning.columns },
  };
}

/** A bare column keeps the meaning that it has below. */
function meaningIn({ meaning }: Query, value: Sql, layers: Layers, { types }: RelationScope): string {
  const [only] = value.reads;
  const passed = value.atom && only !== undefined ? meaning.columns.get(only) : undefined;
  return passed ?? layers.meaningOf(value, meaning, types);
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
  const verb = { inner: sql`join`, left: sql`left join`, right: sql`right join`, cross: sql`cross join` }[how];
  return {
    sql: sql`select ${joinSql(selected, ', ')} from (${l.sql}) as "l" ${verb} (${r.sql}) as "r"${clause}`,
    columns: [...l.columns, ...fromRight.map((name) => prefix + name)],
    meaning: joinMeaning({ how, l: l.meaning, r: r.meaning, fromRight, prefix, on }),
  };
}

function joinMeaning(
  join: Pick<Of<'join'>, 'how' | 'on'> & Record<'l' | 'r', Meaning> & { fromRight: readonly string[]; prefix: string },
): Meaning {
  const { how, l, r, on, fromRight, prefix } = join;
  const keys = [
    ...columnDigests(
      l,
      on.map(({ left }) => left),
    ),
    ...columnDigests(
      r,
      on.map(({ right }) => right),
    ),
  ];
  const columns = new Map(l.columns);
  for (const name of fromRight) columns.set(prefix + name, r.columns.get(name) ?? name);
  return { rows: digest(how, l.rows, r.rows, ...keys), columns };
}

function repeatQuery(input: Query, { count, as }: Of<'repeat'>, scope: RelationScope): Query {
  const layers = createLayers();
  const times = termSql(count, bareScope(scope.seed, layers));
  const value = sql`unnest(range(cast(${times} as bigint)))`;
  const rows = digest('repeat', input.meaning.rows, meaningIn(input, times, layers, scope));
  return {
    sql: layers.project(input.sql, [...passedOn(input), { name: as, value }]),
    columns: [...input.columns, as],
    meaning: { rows, columns: new Map([...input.meaning.columns, [as, digest('repeated', rows)]]) },
  };
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
    meaning: {
      rows: digest('union', ...inputs.map(({ meaning }) => meaning.rows)),
      columns: new Map(
        columns.map((name) => [
          name,
          digest('union', ...inputs.flatMap(({ meaning }) => columnDigests(meaning, [name]))),
        ]),
      ),
    },
  };
}
