/** Rows that a statement holds itself. */
import type { ColumnType, Scalar, ValuesColumn } from '../model/index.ts';
import { streamKey } from './draw.ts';
import { createLayers } from './layers.ts';
import { digest } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { names } from './query.ts';
import type { Of, Query } from './query.ts';
import { columnName, joinSql, listLiteral, sql } from './sql.ts';
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
  const lists = values.map(listLiteral);
  const header = names(stored.map((column) => column.name));
  const body = joinSql(
    lists.map((list) => sql`unnest(${list})`),
    ', ',
  );
  const meaning: Meaning = {
    rows: digest('values', String(rows.length)),
    columns: new Map(stored.map(({ name, type }, at) => [name, digest(typeSql(type).text, lists[at]?.text ?? '')])),
  };
  const source = { from: sql`(select ${body}) as "rows"(${header})` };
  return { source, isItem: false, input: meaning, values: new Map(typed), layers: createLayers(), meaning };
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
