/**
 * What rows and columns are made from, as digests. A column's digest covers its own terms and the columns that these
 * read, and nothing beside them, so that an edit of one column of a wide table is no edit of the tables that read another.
 */
import { hash } from 'node:crypto';
import type { Enumeration, PoolTable } from '../model/index.ts';

export interface Meaning {
  /** Which rows there are, in which order. */
  readonly rows: string;
  readonly columns: ReadonlyMap<string, string>;
}

export function digest(...parts: readonly string[]): string {
  return hash('sha256', parts.map((part) => `${part.length}:${part}`).join(''), 'base64');
}

/** Of the named columns; a name that the rows do not have stands for itself. */
export function columnDigests({ columns }: Meaning, names: Iterable<string>): readonly string[] {
  return [...names].map((name) => columns.get(name) ?? name);
}

export function wholeDigest(meaning: Meaning, columns: Iterable<string> = meaning.columns.keys()): string {
  return digest(meaning.rows, ...columnDigests(meaning, columns));
}

const poolMeanings = new WeakMap<PoolTable, Meaning>();

/** Pools stay loaded, so each is read through once a process. */
export function poolMeaning(pool: PoolTable): Meaning {
  const known = poolMeanings.get(pool);
  if (known !== undefined) return known;
  const columns = pool.columns.map(({ name, values }) => [name, digest(name, ...values)] as const);
  const rows = digest('pool', String(pool.columns[0]?.values.length ?? 0));
  const made: Meaning = { rows, columns: new Map([['position', digest('position', rows)], ...columns]) };
  poolMeanings.set(pool, made);
  return made;
}

/** Enumerations by their quoted name, each as a digest of its values. */
export function enumerationDigests(enumerations: readonly Enumeration[]): ReadonlyMap<string, string> {
  return new Map(enumerations.map(({ schema, name, values }) => [`"${schema}"."${name}"`, digest(...values)]));
}
