/** One connection of a database: statements prepared and run, rows read as plain values, few rows and pools appended. */
import {
  DuckDBDataChunk,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  INTEGER,
  JSToDuckDBValueConverter,
  VARCHAR,
} from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';

export interface Session {
  /** Runs one statement; the number of rows it changed. */
  readonly run: (sql: string, values?: readonly DuckDBValue[]) => Promise<number>;
  /** The statement, to be run once, later. */
  readonly prepare: (sql: string, values?: readonly DuckDBValue[]) => Promise<Prepared>;
  readonly rows: (sql: string, values?: readonly DuckDBValue[]) => Promise<QueryResult>;
  readonly append: (table: TableRows) => Promise<void>;
  /** Text columns behind a position counted from 0, into a table in memory. */
  readonly appendPool: (table: string, columns: readonly PoolColumn[]) => Promise<void>;
  /** Stops what it does, and what it is asked to do from now on. */
  readonly stop: () => void;
}

/** Either of the two is called, once. */
export interface Prepared {
  readonly run: () => Promise<number>;
  readonly drop: () => void;
}

/** Few rows of a table that exists, in the order of its columns. */
export interface TableRows {
  readonly schema: string;
  readonly table: string;
  readonly rows: readonly (readonly (string | number | bigint | Date | null)[])[];
}

interface PoolColumn {
  readonly name: string;
  readonly values: readonly string[];
}

/** Dates and moments are texts, as DuckDB writes them; whole numbers beyond 2^53 are bigints. */
export type PlainValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly PlainValue[])[];
}

/** Keeps an eye on a statement until it has ended: a connection that is closed under it never comes back. */
export type Track = <Result>(task: Promise<Result>) => Promise<Result>;

/** What the file is called while it is filled. */
export const BUILD = 'build';
/** What the database calls what it holds in memory alone. */
export const MEMORY = 'memory';
/** Rows of a data chunk. */
const CHUNK_ROWS = 2048;

/** Of a statement that has run: to take its plan apart takes a while, which nobody should wait for. */
export type PutAway = (prepared: DuckDBPreparedStatement) => void;

/** For whoever goes on meanwhile. */
export const putAwayNext: PutAway = (prepared) => void setImmediate(() => prepared.destroySync());

interface Surroundings {
  readonly track: Track;
  readonly putAway: PutAway;
  readonly stop: () => void;
}

export function sessionOn(connection: DuckDBConnection, { track, putAway, stop }: Surroundings): Session {
  const prepare: Session['prepare'] = async (sql, values = []) => {
    const prepared = await track(connection.prepare(sql));
    if (values.length > 0) prepared.bind([...values]);
    return { run: async () => track(runOnce(prepared, putAway)), drop: () => prepared.destroySync() };
  };
  return {
    run: async (sql, values = []) => {
      const prepared = await prepare(sql, values);
      return prepared.run();
    },
    prepare,
    rows: async (sql, values = []) => track(queryPrepared(connection, { sql, values, putAway })),
    append: async (table) => track(append(connection, table)),
    appendPool: async (table, columns) => track(appendPool(connection, table, columns)),
    stop,
  };
}

async function runOnce(prepared: DuckDBPreparedStatement, putAway: PutAway): Promise<number> {
  try {
    const result = await prepared.run();
    return result.rowsChanged;
  } finally {
    putAway(prepared);
  }
}

interface Question {
  readonly sql: string;
  readonly values: readonly DuckDBValue[];
  readonly putAway: PutAway;
}

async function queryPrepared(connection: DuckDBConnection, { sql, values, putAway }: Question): Promise<QueryResult> {
  const prepared = await connection.prepare(sql);
  try {
    if (values.length > 0) prepared.bind([...values]);
    const reader = await prepared.runAndReadAll();
    return { columns: reader.deduplicatedColumnNames(), rows: reader.getRows().map((row) => row.map(plainValue)) };
  } finally {
    putAway(prepared);
  }
}

function plainValue(value: DuckDBValue): PlainValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBListValue) return value.items.map(plainValue);
  if (value instanceof DuckDBStructValue) return plainEntries(value.entries);
  return value.toString();
}

function plainEntries(entries: Readonly<Record<string, DuckDBValue>>): PlainValue {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, plainValue(value)]));
}

async function append(connection: DuckDBConnection, { schema, table, rows }: TableRows): Promise<void> {
  const appender = await connection.createAppender(table, schema, BUILD);
  const types = Array.from({ length: appender.columnCount }, (_, column) => appender.columnType(column));
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const chunk = DuckDBDataChunk.create(types);
    chunk.setRowsConverted(rows.slice(from, from + CHUNK_ROWS), JSToDuckDBValueConverter);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

async function appendPool(connection: DuckDBConnection, table: string, columns: readonly PoolColumn[]): Promise<void> {
  const positions = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, position) => position);
  const appender = await connection.createAppender(table, 'main', MEMORY);
  for (let from = 0; from < positions.length; from += CHUNK_ROWS) {
    const chunk = DuckDBDataChunk.create([INTEGER, ...columns.map(() => VARCHAR)]);
    const part = <Value>(values: readonly Value[]): Value[] => values.slice(from, from + CHUNK_ROWS);
    chunk.setColumns([part(positions), ...columns.map(({ values }) => part(values))]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
