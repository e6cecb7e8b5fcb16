/** Relations to queries. Every query names its columns; none relies on the order of rows. */
import type { Relation } from '../model/index.ts';
import { aggregateQuery, duplicatesQuery, repeatedQuery, runningQuery } from './grouping.ts';
import { columnDigests, digest } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { closed, columnsOf, itemOf, itemSql, names, queryOf, selectSql } from './query.ts';
import type { Of, Query } from './query.ts';
import { personsQuery, poolQuery, tableQuery } from './sources.ts';
import type { RelationScope } from './sources.ts';
import { columnName, identifier, joinSql, literal, readsBound, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { bareScope, compileColumns, termSql } from './terms.ts';
import { valuesQuery } from './values.ts';

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
      const kept = columnsOf(input).map((name) => ({ name, term: { kind: 'column' as const, name } }));
      return projectQuery(input, [...kept, ...relation.columns], scope);
    }
    case 'filter':
      return filterOf(relation, scope);
    case 'join':
      return joinQuery(relation, scope);
    case 'repeat':
      return repeatQuery(query(relation.input, scope), relation, scope);
    case 'union':
      return unionQuery(relation.inputs, scope);
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

/** Of several inputs each is filtered, as what they are put together in may be a table by itself. */
function filterOf({ input, where }: Of<'filter'>, scope: RelationScope): Query {
  if (input.kind !== 'union') return filterQuery(query(input, scope), { kind: 'filter', input, where }, scope);
  const filtered = input.inputs.map((one): Relation => ({ kind: 'filter', input: one, where }));
  return unionQuery(filtered, scope);
}

function filterQuery(input: Query, { where }: Of<'filter'>, scope: RelationScope): Query {
  const rows = closed(input);
  const condition = termSql(where, bareScope(scope.seed, rows));
  const meaning: Meaning = {
    rows: digest('filter', rows.meaning.rows, rows.layers.meaningOf(condition, rows.input, scope.types)),
    columns: rows.meaning.columns,
  };
  const columns = columnsOf(rows);
  if (!readsBound(condition))
    return queryOf({ from: rows.source.from, where: both(rows.source.where, condition) }, columns, meaning);
  const passed = columns.map((name) => ({ name, value: columnName(name) }));
  return itemOf(sql`(${rows.layers.select(passed, rows.source, condition)})`, columns, meaning);
}

function both(one: Sql | undefined, other: Sql): Sql {
  return one === undefined ? other : sql`${one} and ${other}`;
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
  const verb = { inner: sql`join`, left: sql`left join`, right: sql`right join`, cross: sql`cross join` }[how];
  const from = sql`${itemSql(l)} as "l" ${verb} ${itemSql(r)} as "r"(${names([...inner.values()])})${clause}`;
  const meaning = joinMeaning({ how, l: l.meaning, r: r.meaning, fromRight, prefix, on });
  return queryOf({ from }, [...columnsOf(l), ...fromRight.map((name) => inner.get(name) ?? name)], meaning);
}

/** A name that the other side of a join does not have. */
function unlike(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? unlike(`${name}:right`, taken) : name;
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
  const times = termSql(count, bareScope(scope.seed, input));
  const value = sql`unnest(range(cast(${times} as bigint)))`;
  const rows = digest('repeat', input.meaning.rows, input.layers.meaningOf(times, input.input, scope.types));
  const values = new Map([...input.values, [as, value] as const]);
  const meaning: Meaning = { rows, columns: new Map([...input.meaning.columns, [as, digest('repeated', rows)]]) };
  return closed({ ...input, isItem: false, values, meaning });
}

/**
 * The database makes all that stands above a union ready once for each of its inputs. Of few people that takes longer than the rows
 * themselves, so they are put together first.
 */
function unionQuery(relations: readonly Relation[], scope: RelationScope): Query {
  const inputs = relations.map((one) => query(one, scope));
  const columns = inputs[0] === undefined ? [] : columnsOf(inputs[0]);
  const rows = joinSql(
    inputs.map((one) => sql`(${selectSql(one, columns)})`),
    ' union all ',
  );
  const item = scope.areFew
    ? sql`(with "rows" as materialized (${rows}) select ${names(columns)} from "rows")`
    : sql`(${rows})`;
  return itemOf(item, columns, {
    rows: digest('union', ...inputs.map(({ meaning }) => meaning.rows)),
    columns: new Map(
      columns.map((name) => [
        name,
        digest('union', ...inputs.flatMap(({ meaning }) => columnDigests(meaning, [name]))),
      ]),
    ),
  });
}
