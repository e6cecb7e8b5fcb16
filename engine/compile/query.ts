/**
 * A query on its way from a relation to SQL: where its rows come from, and what each column comes to. Projections on projections
 * gather in one set of layers, until something has to see the rows themselves.
 */
import type { Relation } from '../model/index.ts';
import { createLayers, whereAll } from './layers.ts';
import type { Layers, Source } from './layers.ts';
import type { Meaning } from './meaning.ts';
import { columnName, identifier, joinSql, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface Query {
  readonly source: Source;
  /** Whether the source may stand as one side of a join: it is one table, and has these columns in this order alone. */
  readonly isItem: boolean;
  /** What the columns of the source are made from. */
  readonly input: Meaning;
  /** By name, in terms of the source's columns and of what the layers bind. */
  readonly values: ReadonlyMap<string, Sql>;
  readonly layers: Layers;
  /** What the rows and columns are made from. */
  readonly meaning: Meaning;
}

export type Of<Kind extends Relation['kind']> = Extract<Relation, { kind: Kind }>;

/** Columns of a source as they are. */
export function queryOf(source: Source, columns: readonly string[], meaning: Meaning): Query {
  const values = new Map(columns.map((name) => [name, columnName(name)]));
  return { source, isItem: false, input: meaning, values, layers: createLayers(), meaning };
}

/** All columns of a table, or of a query in parentheses. */
export function itemOf(item: Sql, columns: readonly string[], meaning: Meaning): Query {
  return { ...queryOf({ from: item }, columns, meaning), isItem: true };
}

export function columnsOf({ values }: Query): readonly string[] {
  return [...values.keys()];
}

/** The query as a statement, of all columns or of some, in that order. */
export function selectSql({ layers, source, values }: Query, columns: readonly string[] = [...values.keys()]): Sql {
  return layers.select(
    columns.map((name) => ({ name, value: values.get(name) ?? columnName(name) })),
    source,
  );
}

/** The same rows, whose columns are bare names in their source. */
export function closed(query: Query): Query {
  return isPlain(query) ? query : itemOf(sql`(${selectSql(query)})`, columnsOf(query), query.meaning);
}

/** The query as it stands behind a `from`. */
export function fromSql(query: Query): Sql {
  const { from, where } = closed(query).source;
  return sql`${from}${whereAll(where === undefined ? [] : [where])}`;
}

/** The query as one side of a join. */
export function itemSql(query: Query): Sql {
  return query.isItem ? query.source.from : sql`(${selectSql(query)})`;
}

function isPlain({ values }: Query): boolean {
  return [...values].every(([name, { text }]) => text === identifier(name).text);
}

export function names(columns: readonly string[]): Sql {
  return joinSql(columns.map(identifier), ', ');
}
