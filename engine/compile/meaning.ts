/**
 * What rows and columns are made from, as digests. A column's digest covers its own terms and the columns that these
 * read, and nothing beside them, so that an edit of one column of a wide table is no edit of the tables that read another.
 *
 * While a part is compiled, the tables that it reads stand for themselves: a digest is followed by the marks of their columns that it
 * covers. So a part whose text is the same is compiled once, whatever these come to mean; `settled` puts in what they mean now.
 */
import { hash } from 'node:crypto';
import type { Enumeration, PoolTable } from '../model/index.ts';

export interface Meaning {
  /** Which rows there are, in which order. */
  readonly rows: string;
  readonly columns: ReadonlyMap<string, string>;
}

export function digest(...parts: readonly string[]): string {
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return hash('sha256', text, 'base64') + marksIn(text).join('');
}

/** What marks of tables and columns mean. */
export type Meanings = Map<string, string>;

/** Characters of no script. */
const MARK = '\uE000';
const MARKS = /\uE000[^\uE001]*\uE001/gu;

function marksIn(text: string): readonly string[] {
  return text.includes(MARK) ? [...new Set(text.match(MARKS))].toSorted() : [];
}

function markOf(...path: readonly string[]): string {
  return `${MARK}${path.join('.')}\uE001`;
}

/** Of a table that stands for itself. */
export function markedMeaning(table: string, columns: readonly string[]): Meaning {
  return { rows: markOf(table), columns: new Map(columns.map((column) => [column, markOf(table, column)])) };
}

/** From now on the marks of the table mean this. */
export function settle(meanings: Meanings, table: string, { rows, columns }: Meaning): void {
  meanings.set(markOf(table), rows);
  for (const [column, made] of columns) meanings.set(markOf(table, column), made);
}

/** The digest with what its marks mean in the place of these; what only looks like a mark stands for itself. */
export function settled(made: string, meanings: Meanings): string {
  const marks = marksIn(made);
  if (marks.length === 0) return made;
  return digest(made.slice(0, made.indexOf(MARK)), ...marks.map((mark) => meanings.get(mark) ?? mark));
}

export function settledMeaning({ rows, columns }: Meaning, meanings: Meanings): Meaning {
  return {
    rows: settled(rows, meanings),
    columns: new Map([...columns].map(([name, made]) => [name, settled(made, meanings)])),
  };
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
