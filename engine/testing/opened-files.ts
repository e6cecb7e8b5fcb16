/** Built files that tests read, kept open for the next question: to open one takes far longer than to answer. */
import { stat } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';

interface Opened {
  readonly instance: Promise<DuckDBInstance>;
  readers: number;
}

/** The file that was read last stands last. */
const opened = new Map<string, Opened>();
/** As many as one test compares. */
const MOST_OPEN = 4;

export async function reading<Result>(
  file: string,
  read: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const one = await takeOpened(file);
  try {
    const connection = await (await one.instance).connect();
    try {
      return await read(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    one.readers -= 1;
  }
}

/** A file that was changed or replaced is another, and so is one beside which another log stands. */
async function takeOpened(file: string): Promise<Opened> {
  const key = [await identityOf(file), await identityOf(`${file}.wal`)].join();
  const one = opened.get(key) ?? { instance: DuckDBInstance.create(file, { access_mode: 'READ_ONLY' }), readers: 0 };
  one.readers += 1;
  opened.delete(key);
  opened.set(key, one);
  await closeOthers();
  return one;
}

async function identityOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found === undefined ? file : [found.dev, found.ino, found.mtimeNs, found.size].join(' ');
}

async function closeOthers(): Promise<void> {
  const idle = [...opened].filter(([, { readers }]) => readers === 0);
  for (const [key, { instance }] of idle.slice(0, Math.max(0, opened.size - MOST_OPEN))) {
    opened.delete(key);
    (await instance.catch(() => undefined))?.closeSync();
  }
}
