/** Relations to queries. Every query names its columns; none relies on the order of rows. */
import type { ColumnType, PlannedTable, PoolTable, Relation, Scalar, Slice, ValuesColumn } from '../model/index.ts';
import { streamKey } from './draw.ts';
import { aggregateQuery, duplicatesQuery, repeatedQuery, runningQuery } from './grouping.ts';
import { createLayers } from './layers.ts';
import { columnDigests, digest, poolMeaning } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { closed, columnsOf, itemOf, itemSql, names, queryOf, selectSql } from './query.ts';
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
  return selectSql(query(relation, scope));
}

/** The query, and what its rows and columns are made from. */
export function relationQuery(relation: Relation, scope: RelationScope): Query {
  return query(relation, scope);
}

function query(relation: Relation, scope: RelationScope): Query {
  switch (relation.kind) {
    case 'persons':
      return personsQuery(scope);
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
      const kept = columnsOf(input).map((name) => ({
        name,
        term: { kind: 'column' as const, name },
      }));
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
    case 'repeated':
      return repeatedQuery(query(relation.input, scope), relation);
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
  return itemOf(identifier(poolTableName(name)), [...meaning.columns.keys()], meaning);
}

function tableQuery({ schema, name }: Of<'table'>, scope: RelationScope): Query {
  const table = scope.tables.get(`${schema}.${name}`);
  const meaning = scope.meanings.get(`${schema}.${name}`);
  if (table === undefined || meaning === undefined)
    throw new Error(`This is a bug in plan: ${schema}.${name} is read but not planned before.`);
  const columns = table.columns.map((column) => column.name);
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

function personsQuery({ beside }: RelationScope): Query {
  const around = literal(beside);
  const from =
    beside === 0
      ? sql`range(cast($1 as bigint), cast($2 as bigint) + 1)`
      : sql`range(greatest(1, cast($1 as bigint) - ${around}), cast($2 as bigint) + ${around} + 1)`;
  const input = { rows: 'persons', columns: new Map([['range', 'person']]) };
  const meaning = {
    rows: 'persons',
    columns: new Map([['person_id', 'person']]),
  };
  const values = new Map([['person_id', sql`cast(${columnName('range')} as integer)`]]);
  return { source: { from }, isItem: false, input, values, layers: createLayers(), meaning };
}

/** Whether a person is one of the range that is being built. */
export function isWithinRange(person: Sql): Sql {
  return sql`${person} between cast($1 as bigint) and cast($2 as bigint)`;
}

function valuesQuery({ columns, rows }: Of<'values'>, seed: number): Query {
  const stored = columns.flatMap(storedColumns);
  const typed = stored.map(({ name, type }) => [name, sql`cast(${columnName(name)} as ${typeSql(type)})`] as const);
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
  const meaning: Meaning = {
    rows: digest('values', String(rows.length)),
    columns: new Map(stored.map(({ name, type }, at) => [name, digest(typeSql(type).text, lists[at]?.text ?? '')])),
  };
  const source = { from: sql`${body} as "rows"(${header})` };
  return {
    source,
    isItem: false,
    input: meaning,
    values: new Map(typed),
    layers: createLayers(),
    meaning,
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
    ? streamColumns(name).map((half) => ({
        name: half,
        type: { kind: 'bigint' },
      }))
    : [{ name, type }];
}

/** Of a stream, both halves of each key. */
function storedValues({ type }: ValuesColumn, values: readonly Scalar[], seed: number): readonly (readonly Scalar[])[] {
  if (type.kind !== 'stream') return [values];
  const keys = values.map((value) => streamKey(seed, String(value)));
  return [keys.map(({ person }) => person), keys.map(({ occurrence }) => occurrence)];
}

function projectQuery(input: Query, columns: Of<'project'>['columns'], scope: RelationScope): Query {
  const compiled = compileColumns(columns, scope.seed, input);
  const meanings = columns.map(({ name, term }, at) => {
    const passed = term.kind === 'column' ? input.meaning.columns.get(term.name) : undefined;
    const { value } = compiled[at] ?? { value: literal(null) };
    return [name, passed ?? input.layers.meaningOf(value, input.input, scope.types)] as const;
  });
  return {
    ...input,
    isItem: false,
    values: new Map(compiled.map(({ name, value }) => [name, value])),
    meaning: { rows: input.meaning.rows, columns: new Map(meanings) },
  };
}

function filterQuery(input: Query, { where }: Of<'filter'>, scope: RelationScope): Query {
  const rows = closed(input);
  const condition = termSql(where, bareScope(scope.seed, rows));
  const meaning: Meaning = {
    rows: digest('filter', rows.meaning.rows, rows.layers.meaningOf(condition, rows.input, scope.types)),
    columns: rows.meaning.columns,
  };
  const columns = columnsOf(rows);
  const passed = columns.map((name) => ({ name, value: columnName(name) }));
  return itemOf(sql`(${rows.layers.select(passed, rows.source, condition)})`, columns, meaning);
}

function joinQuery({ how, left, right, prefix = '', on }: Of<'join'>, scope: RelationScope): Query {
  const [l, r] = [query(left, scope), query(right, scope)];
  const shared = new Set(on.flatMap((pair) => (pair.right === pair.left ? [pair.right] : [])));
  const fromRight = columnsOf(r).filter((name) => prefix !== '' || !shared.has(name));
  const taken = new Set(columnsOf(l));
  const inner = new Map(columnsOf(r).map((name) => [name, unlike(prefix + name, taken)]));
  const condition = on.map(
    (pair) => sql`${identifier(pair.left)} = ${identifier(inner.get(pair.right) ?? pair.right)}`,
  );
  const clause = how === 'cross' ? sql`` : sql` on ${joinSql(condition, ' and ')}`;
  const verb = {
    inner: sql`join`,
    left: sql`left join`,
    right: sql`right join`,
    cross: sql`cross join`,
  }[how];
  const from = sql`${itemSql(l)} as "l" ${verb} ${itemSql(r)} as "r"(${names([...inner.values()])})${clause}`;
  const meaning = joinMeaning({
    how,
    l: l.meaning,
    r: r.meaning,
    fromRight,
    prefix,
    on,
  });
  return queryOf({ from }, [...columnsOf(l), ...fromRight.map((name) => inner.get(name) ?? name)], meaning);
}

/** A name that the other side of a join does not have. */
function unlike(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? unlike(`${name}:right`, taken) : name;
}

function joinMeaning(
  join: Pick<Of<'join'>, 'how' | 'on'> &
    Record<'l' | 'r', Meaning> & {
      fromRight: readonly string[];
      prefix: string;
    },
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
  const times = termSql(count, bareScope(scope.seed, input));
  const value = sql`unnest(range(cast(${times} as bigint)))`;
  const rows = digest('repeat', input.meaning.rows, input.layers.meaningOf(times, input.input, scope.types));
  const values = new Map([...input.values, [as, value] as const]);
  const meaning: Meaning = {
    rows,
    columns: new Map([...input.meaning.columns, [as, digest('repeated', rows)]]),
  };
  return closed({ ...input, isItem: false, values, meaning });
}

function unionQuery(inputs: readonly Query[]): Query {
  const columns = inputs[0] === undefined ? [] : columnsOf(inputs[0]);
  const rows = joinSql(
    inputs.map((one) => sql`(${selectSql(one, columns)})`),
    ' union all ',
  );
  return itemOf(sql`(${rows})`, columns, {
    rows: digest('union', ...inputs.map(({ meaning }) => meaning.rows)),
    columns: new Map(
      columns.map((name) => [
        name,
        digest('union', ...inputs.flatMap(({ meaning }) => columnDigests(meaning, [name]))),
      ]),
    ),
  });
}
