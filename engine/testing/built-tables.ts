/** The tables of a built file as rows, in the order in which they stand in it, and what differs between two files. */
import { createHash } from 'node:crypto';
import type { DuckDBConnection, Json } from '@duckdb/node-api';
import { reading } from './opened-files.ts';

export type Row = Readonly<Record<string, Json>>;
/** By `schema.name`. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

export interface Difference {
  readonly added: readonly Row[];
  readonly removed: readonly Row[];
}

export async function readRows(file: string, sql: string): Promise<readonly Row[]> {
  return reading(file, async (connection) => rowsOf(connection, sql));
}

/** The generated tables; those of the schema `meta` too where asked. */
export async function readTables(file: string, { meta = false }: { readonly meta?: boolean } = {}): Promise<Tables> {
  return reading(file, async (connection) => {
    const listed = "select schema_name || '.' || table_name from duckdb_tables() order by all";
    const paths = (await connection.runAndReadAll(listed)).getRows().map(String);
    const tables: Record<string, readonly Row[]> = {};
    for (const path of paths.filter((one) => meta || !one.startsWith('meta.'))) {
      tables[path] = await rowsOf(connection, `select * from ${path}`);
    }
    return tables;
  });
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

/** A hash of each table's rows in the order in which they stand in the file. */
export function fingerprints(tables: Tables): Readonly<Record<string, string>> {
  return hashes(tables, (rows) => rows);
}

/** The same for rows that stand in any order. */
export function contents(tables: Tables): Readonly<Record<string, string>> {
  return hashes(tables, (rows) => rows.toSorted((one, other) => (one < other ? -1 : 1)));
}

function hashes(
  tables: Tables,
  inOrder: (rows: readonly string[]) => readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      name,
      `${rows.length} rows, ${createHash('sha256')
        .update(inOrder(rows.map(textOf)).join('\n'))
        .digest('hex')}`,
    ]),
  );
}

/** Rows that only one of two builds has, by table; tables with the same rows are absent. */
export function difference(before: Tables, after: Tables): Readonly<Record<string, Difference>> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differences = names.map((name) => {
    const [was, is] = [before, after].map((tables) => (tables[name] ?? []).map((row) => ({ row, text: textOf(row) })));
    return [name, { added: rowsWithout(is, was), removed: rowsWithout(was, is) }] as const;
  });
  return Object.fromEntries(differences.filter(([, { added, removed }]) => added.length + removed.length > 0));
}

interface Written {
  readonly row: Row;
  readonly text: string;
}

function rowsWithout(rows: readonly Written[] = [], others: readonly Written[] = []): readonly Row[] {
  const known = new Set(others.map(({ text }) => text));
  return rows.filter(({ text }) => !known.has(text)).map(({ row }) => row);
}

/** Rows of people whose number lies within; tables about no person are whole. */
export function rowsOfPersons(tables: Tables, from: number, to: number): Tables {
  const isWithin = (row: Row): boolean => {
    const person = row['person_id'] ?? row['patient_id'] ?? row['member_id'] ?? personOfClaim(row);
    return person === undefined || person === null || (Number(person) >= from && Number(person) <= to);
  };
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.filter(isWithin)]));
}

/** A line is known by its claim, whose key begins with the person. */
function personOfClaim({ claim_id: key }: Row): number | undefined {
  return key === undefined || key === null ? undefined : Math.floor(Number(key) / 100_000_000_000);
}

function textOf(row: Row): string {
  return JSON.stringify(row);
}
