/**
 * DuckDB, opened as the engine may use it: no files but its own, no network, no extensions, nothing that a statement
 * could switch back on. One statement a call.
 */
import { DuckDBInstance, quotedIdentifier } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

export interface Session {
  /** Runs one statement; the number of rows it changed. */
  readonly run: (sql: string, values?: readonly DuckDBValue[]) => Promise<number>;
  readonly rows: (sql: string, values?: readonly DuckDBValue[]) => Promise<QueryResult>;
  /** A table of texts behind a column `position`, for this session only. */
  readonly createPool: (name: string, columns: readonly string[]) => Promise<void>;
  readonly appendRows: (table: string, columns: readonly (readonly string[])[]) => Promise<void>;
  readonly interrupt: () => void;
  readonly close: () => void;
}

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DuckDBValue[])[];
}

export interface SessionOptions {
  readonly file: string;
  readonly readOnly: boolean;
  /** Threads; the machine's number where absent. */
  readonly threads?: number | undefined;
}

/** Enough for a range of persons with all that happens to them; what does not fit goes to disk. */
const MEMORY_LIMIT = '1200MB';

export async function openSession({ file, readOnly, threads }: SessionOptions): Promise<Session> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: readOnly ? 'READ_ONLY' : 'AUTOMATIC',
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  const connection = await instance.connect();
  for (const setting of settings(file)) await connection.run(setting);
  return {
    run: async (sql, values = []) => runPrepared(connection, sql, values),
    rows: async (sql, values = []) => queryPrepared(connection, sql, values),
    createPool: async (name, columns) => createPool(connection, name, columns),
    appendRows: async (table, columns) => appendRows(connection, table, columns),
    interrupt: () => {
      connection.interrupt();
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function settings(file: string): readonly string[] {
  const folder = `${file}.tmp`.replaceAll("'", "''");
  return [
    `set temp_directory = '${folder}'`,
    `set memory_limit = '${MEMORY_LIMIT}'`,
    'set autoinstall_known_extensions = false',
    'set autoload_known_extensions = false',
    'set allow_community_extensions = false',
    'set enable_external_access = false',
    'set lock_configuration = true',
  ];
}

async function runPrepared(connection: DuckDBConnection, sql: string, values: readonly DuckDBValue[]): Promise<number> {
  const prepared = await connection.prepare(sql);
  try {
    if (values.length > 0) prepared.bind([...values]);
    const result = await prepared.run();
    return result.rowsChanged;
  } finally {
    prepared.destroySync();
  }
}

async function queryPrepared(
  connection: DuckDBConnection,
  sql: string,
  values: readonly DuckDBValue[],
): Promise<QueryResult> {
  const prepared = await connection.prepare(sql);
  try {
    if (values.length > 0) prepared.bind([...values]);
    const reader = await prepared.runAndReadAll();
    return { columns: reader.columnNames(), rows: reader.getRows() };
  } finally {
    prepared.destroySync();
  }
}

async function createPool(connection: DuckDBConnection, name: string, columns: readonly string[]): Promise<void> {
  const typed = ['position integer', ...columns.map((column) => `${quotedIdentifier(column)} varchar`)].join(', ');
  await connection.run(`create temp table ${quotedIdentifier(name)} (${typed})`);
}

/** Text columns behind a whole-number position, counted from 0. */
async function appendRows(
  connection: DuckDBConnection,
  table: string,
  columns: readonly (readonly string[])[],
): Promise<void> {
  const appender = await connection.createAppender(table);
  const count = columns[0]?.length ?? 0;
  for (let position = 0; position < count; position += 1) {
    appender.appendInteger(position);
    for (const column of columns) appender.appendVarchar(column[position] ?? '');
    appender.endRow();
  }
  appender.closeSync();
}
