/**
 * DuckDB, opened as the engine may use it: no files but its own, no network, no extensions, nothing that a statement
 * could switch back on. One statement a call.
 */
import { stat } from 'node:fs/promises';
import { DuckDBInstance, quotedString, version } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Resources } from './execution.ts';
import { BUILD, MEMORY, putAwayNext, sessionOn } from './session.ts';
import type { PutAway, Session, Track } from './session.ts';
import { createSharing } from './shared-files.ts';
import type { Closable } from './shared-files.ts';

export interface Database extends Closable {
  /** Another connection, with temporary tables of its own. */
  readonly connect: () => Promise<Session>;
  /** Stops what every connection is doing. */
  readonly interrupt: () => void;
  readonly close: () => void;
}

/** What a file is filled beside: a database in memory, which can be kept for the next time, with what stands in it. */
export interface Bench {
  readonly instance: DuckDBInstance;
  /** The only one that it may open; absent before the first. */
  readonly file: string | undefined;
  /** Tables in memory, with the digests of what they were made from. */
  readonly holds: ReadonlyMap<string, string>;
}

export interface FillingDatabase extends Database {
  /** Once nothing runs and the file is let go of: its bench, and what closes all else. */
  readonly leave: (holds: Bench['holds']) => { readonly bench: Bench; readonly close: () => void };
}

/** For whoever only reads. */
const READING: Resources = { memoryMegabytes: 1200, temporaryMegabytes: 20_000 };

export const DATABASE_VERSION: string = version();

/** A file for reading. However often this process opens it at a time, the database has it open once. */
export async function openFile(file: string): Promise<Database> {
  return shareOpened(await identityOf(file), async () => {
    const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
    return secured(instance, settings(READING, `${file}${BESIDE}${process.pid}`));
  });
}

/** Behind the name of a file, before the number of the process that reads it: several may write something out beside it. */
export const BESIDE = '.tmp-';

const shareOpened = createSharing<Database>();

/** Opening a pipe would wait for ever, where nothing could interrupt it. */
async function identityOf(file: string): Promise<string> {
  const found = await stat(file);
  if (!found.isFile()) throw new Error('no plain file');
  return `${found.dev}:${found.ino}`;
}

/**
 * A file for filling: a new one, or one that stands and is to be changed. It is thrown away if anything fails, so it
 * needs no write-ahead log. Each connection works on one thread: a build runs as many connections as there are cores.
 * Ranges of persons are committed one by one and written out together, by the one checkpoint at the end.
 */
export async function openForFilling(
  file: string,
  resources: Resources,
  { bench = openBench(), isNew, people }: Opening,
): Promise<FillingDatabase> {
  const { instance, file: before } = await bench;
  const blocks = isNew && people <= MOST_IN_SMALL_BLOCKS ? `, block_size ${SMALL_BLOCK_BYTES}` : '';
  const options = `recovery_mode no_wal_writes, storage_version '${STORAGE}', row_group_size ${ROW_GROUP_SIZE}${blocks}`;
  const attach = `attach ${quotedString(file)} as ${BUILD} (${options})`;
  const opening = before === undefined ? [allowing(file), attach, ...settings(resources, `${file}.tmp`)] : [attach];
  const behaviour = { greeting: FILLING, keepsPlans: people <= FEW_PEOPLE };
  const { closeConnections, ...database } = await opened(instance, opening, behaviour).catch((error: unknown) => {
    instance.closeSync();
    throw error;
  });
  return { ...database, leave: (holds) => ({ bench: { instance, file, holds }, close: closeConnections }) };
}

interface Opening {
  /** One that was opened already, and may have been left by an earlier filling of the same file. */
  readonly bench?: Promise<Bench> | undefined;
  /** The file does not stand yet. */
  readonly isNew: boolean;
  /** So many it is to hold. */
  readonly people: number;
}

/** Plans hold what they have sorted and joined, of so many people some megabytes, until they are taken apart. */
const FEW_PEOPLE = 5000;

/** The file can be opened again once nothing else can. */
function allowing(file: string): string {
  const beside = ['', '.wal', '.wal.checkpoint', '.wal.recovery'].map((end) => quotedString(file + end));
  return `set allowed_paths = [${beside.join(', ')}]`;
}

/** A database without a file, which writes as a build wants it. */
export async function openBench(): Promise<Bench> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  await runAll(instance, [
    'set debug_skip_checkpoint_on_commit = true',
    'set write_buffer_row_group_count = 1',
    `set disabled_compression_methods = '${TEXT_COMPRESSION}'`,
    `set disabled_optimizers = '${GUESSING},${REPEATING}'`,
  ]);
  return { instance, file: undefined, holds: new Map() };
}

/** Closes the file that was filled, while what was in memory beside it is still there. */
export async function letGo(session: Session): Promise<void> {
  await session.run('use memory');
  await session.run('detach build');
}

/** The same in memory, for trying; `file` says where it would stand. */
export async function createMemory(file: string, resources: Resources): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  return secured(instance, ["attach ':memory:' as build", ...settings(resources, `${file}.tmp`)], {
    greeting: FILLING,
  });
}

/**
 * Of the first version of DuckDB that can read the file. Of what older ones read, a third of the time of writing a small file out goes
 * into putting the sketch of how many values a column has into the form that they expect.
 */
const STORAGE = 'v1.1.0';
/** Below the size of a range of persons, so that workers compress their own rows and not the last commit all of them. */
const ROW_GROUP_SIZE = 24 * 2048;
/**
 * Each column of each group of rows begins blocks of its own, and is given their memory before anything stands in them. Of few people
 * most of it stays empty; many are read faster in the large blocks that the database makes by itself, and need less memory then.
 */
const SMALL_BLOCK_BYTES = 64 * 1024;
const MOST_IN_SMALL_BLOCKS = 100_000;
/** Texts of a file are identifiers, of which no two are alike: to compress them takes a fifth of all writing and saves little. */
const TEXT_COMPRESSION = 'dictionary,fsst,dict_fsst';
/**
 * What the database would do according to how many rows it believes tables to have, and between which bounds their values lie. That
 * differs with what was kept of a file and with which ranges are committed already, and the order of rows would follow. So joins
 * stand as they are written, the larger side first, and no statistics are asked.
 */
const GUESSING = 'join_order,build_side_probe_side,statistics_propagation,compressed_materialization';
/** What statements say twice stands in them once already: to look for more of it takes a sixth of a small build and gains nothing. */
const REPEATING = 'common_subexpressions,common_subplan';
/** Names are looked for in the file, then among what all connections hold in memory beside it. */
const FILLING = `set search_path = '${BUILD}.main,${MEMORY}.main'`;

async function secured(...opening: Parameters<typeof opened>): Promise<Database> {
  const { closeConnections: _, ...database } = await opened(...opening);
  return database;
}

interface Behaviour {
  /** What each connection begins with. */
  readonly greeting?: string;
  /** Plans are taken apart when the connections are closed, so that whoever waits for a build does not wait for that. */
  readonly keepsPlans?: boolean;
}

async function opened(
  instance: DuckDBInstance,
  statements: readonly string[],
  { greeting, keepsPlans = false }: Behaviour = {},
): Promise<Database & { readonly closeConnections: () => void }> {
  const connections: DuckDBConnection[] = [];
  const stops = new Map<DuckDBConnection, NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();
  const track: Track = async (task) => {
    running.add(task);
    try {
      return await task;
    } finally {
      running.delete(task);
    }
  };
  const spent: DuckDBPreparedStatement[] = [];
  const putAway: PutAway = keepsPlans ? (prepared) => void spent.push(prepared) : putAwayNext;
  const stop = (connection: DuckDBConnection): void => {
    if (stops.has(connection)) return;
    connection.interrupt();
    stops.set(connection, setInterval(() => connection.interrupt(), STOP_AGAIN_MILLISECONDS).unref());
  };
  const closeConnections = (): void => {
    for (const timer of stops.values()) clearInterval(timer);
    stops.clear();
    for (const prepared of spent.splice(0)) prepared.destroySync();
    for (const connection of connections.splice(0)) connection.closeSync();
  };
  const closeAll = (): void => {
    closeConnections();
    instance.closeSync();
  };
  await runAll(instance, statements);
  return {
    connect: async () => {
      const connection = await instance.connect();
      connections.push(connection);
      if (greeting !== undefined) await track(connection.run(greeting));
      return sessionOn(connection, { track, putAway, stop: () => stop(connection) });
    },
    interrupt: () => {
      for (const connection of connections) stop(connection);
    },
    close: () => {
      if (running.size === 0) closeAll();
      else void Promise.allSettled(running).then(closeAll);
    },
    closeConnections,
  };
}

/** A statement that is on its way to its thread does not hear of it. */
const STOP_AGAIN_MILLISECONDS = 50;

async function runAll(instance: DuckDBInstance, statements: readonly string[]): Promise<void> {
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
}

function settings({ memoryMegabytes, temporaryMegabytes }: Resources, beside: string): readonly string[] {
  return [
    `set temp_directory = ${quotedString(beside)}`,
    `set memory_limit = '${memoryMegabytes}MB'`,
    `set max_temp_directory_size = '${temporaryMegabytes}MB'`,
    'set autoinstall_known_extensions = false',
    'set autoload_known_extensions = false',
    'set allow_community_extensions = false',
    'set enable_external_access = false',
    'set lock_configuration = true',
  ];
}
