/** Rows that a statement holds itself. */
import type { ColumnType, Scalar, ValuesColumn } from '../model/index.ts';
import { streamKey } from './draw.ts';
import { createLayers } from './layers.ts';
import { digest } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { names } from './query.ts';
import type { Of, Query } from './query.ts';
import { columnName, joinSql, literal, literals, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { streamColumns } from './streams.ts';
import { typeSql } from './types.ts';

export function valuesQuery({ columns, rows }: Of<'values'>, seed: number): Query {
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
  return { source, isItem: false, input: meaning, values: new Map(typed), layers: createLayers(), meaning };
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
  return [keys.map(({ first }) => first), keys.map(({ second }) => second)];
}
