/**
 * Values that are used more than once, each computed once. A bound value becomes a column of a nested projection, above all
 * it reads and below all that reads it; one that is read in a single place stands there. Without layers a text that repeats its argument
 * grows exponentially; with more than it needs, the database pays in each for every column that it only passes on.
 */
import { columnDigests, digest } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { boundSql, columnName, identifier, joinSql, readBy, sql, withBound } from './sql.ts';
import type { Sql } from './sql.ts';

export interface Layers {
  /** How the value can be read. Equal texts are one value. */
  readonly bind: (value: Sql) => Sql;
  /** The value as it is read, where it is bound already. */
  readonly known: (value: Sql) => Sql;
  /** The given columns, over as many layers as they need, of those rows of the source for which `where` holds. */
  readonly select: (columns: readonly NamedSql[], source: Source, where?: Sql) => Sql;
  /** A digest of what the value is made from, whatever its bound parts are called. */
  readonly meaningOf: (value: Sql, input: Meaning, types: ReadonlyMap<string, string>) => string;
}

export interface NamedSql {
  readonly name: string;
  readonly value: Sql;
}

/** What stands behind a `from`, and which of its rows count. */
export interface Source {
  readonly from: Sql;
  readonly where?: Sql | undefined;
}

/** Types, as they stand in a text. */
const TYPES = /"\w+"\."\w+"/g;

export function createLayers(): Layers {
  const values: Sql[] = [];
  const references = new Map<string, Sql>();
  const meanings = new Map<number, string>();

  function bind(value: Sql): Sql {
    if (value.atom) return value;
    const known = references.get(value.text);
    if (known !== undefined) return known;
    const reference = boundSql(values.length);
    values.push(value);
    references.set(value.text, reference);
    return reference;
  }

  function meaningOf(value: Sql, input: Meaning, types: ReadonlyMap<string, string>): string {
    const plain = value.text.replace(TYPES, (name) => types.get(name) ?? name);
    const whole = withBound(plain, (at) => {
      const made = meanings.get(at) ?? meaningOf(valueAt(values, at), input, types);
      meanings.set(at, made);
      return made;
    });
    return digest(whole, ...columnDigests(input, value.reads));
  }

  return {
    bind,
    known: (value) => references.get(value.text) ?? value,
    select: (columns, source, where) => select(arrange(values, columns, where), source),
    meaningOf,
  };
}

/** Values in the layers that they have to stand in, the lowest first. */
interface Arrangement {
  readonly layers: readonly (readonly NamedSql[])[];
  readonly columns: readonly NamedSql[];
  readonly where: Sql | undefined;
}

interface Placed {
  readonly layer: number;
  /** How many values stand in each other's place here. */
  readonly depth: number;
  readonly value: Sql;
}

/** The database takes three times as long to prepare an expression that is twice as deep. */
const DEEPEST = 16;

function arrange(values: readonly Sql[], columns: readonly NamedSql[], where: Sql | undefined): Arrangement {
  const roots = [...columns.map(({ value }) => value), ...(where === undefined ? [] : [where])];
  const uses = countUses(values, roots);
  const placed = new Map<number, Placed>();

  /** The value with those it reads in its place or by name, and the layer that it can be read from. */
  function place(value: Sql): Placed {
    let layer = 0;
    let depth = 0;
    const read = new Set(value.reads);
    const text = withBound(value.text, (at) => {
      const own = placed.get(at) ?? place(valueAt(values, at));
      if (uses.get(at) === 1 && own.depth < DEEPEST) {
        layer = Math.max(layer, own.layer);
        depth = Math.max(depth, own.depth + 1);
        for (const name of own.value.reads) read.add(name);
        return own.value.atom ? own.value.text : `(${own.value.text})`;
      }
      placed.set(at, own);
      layer = Math.max(layer, own.layer + 1);
      read.add(nameOf(at));
      return columnName(nameOf(at)).text;
    });
    return { layer, depth, value: { ...value, text, reads: read } };
  }

  const tops = columns.map(({ name, value }) => ({ name, value: place(value).value }));
  const condition = where === undefined ? undefined : place(where).value;
  const read = readBy([...tops.map(({ value }) => value), ...(condition === undefined ? [] : [condition])]);
  const settled = settle(placed, read);
  const layers: NamedSql[][] = [];
  for (const [at, { value }] of placed) (layers[settled.get(at) ?? 0] ??= []).push({ name: nameOf(at), value });
  return { layers: layers.filter((one) => one.length > 0), columns: tops, where: condition };
}

/** The layer of each value: just below the first that reads it, unless for that more columns are passed on than it would be alone. */
function settle(placed: ReadonlyMap<number, Placed>, read: ReadonlySet<string>): ReadonlyMap<number, number> {
  const top = 1 + Math.max(-1, ...[...placed.values()].map(({ layer }) => layer));
  const [first, last] = [new Map<string, number>(), new Map<string, number>()];
  const note = (names: Iterable<string>, layer: number): void => {
    for (const name of names) {
      first.set(name, Math.min(layer, first.get(name) ?? layer));
      last.set(name, Math.max(layer, last.get(name) ?? layer));
    }
  };
  note(read, top);
  const settled = new Map<number, number>();
  // Whatever reads a value stands behind it.
  for (const [at, { layer, value }] of [...placed].toReversed()) {
    const latest = (first.get(nameOf(at)) ?? top) - 1;
    const longer = [...value.reads].filter((name) => (last.get(name) ?? -1) < latest).length;
    const own = longer <= 1 ? latest : layer;
    settled.set(at, own);
    note(value.reads, own);
  }
  return settled;
}

function countUses(values: readonly Sql[], roots: readonly Sql[]): ReadonlyMap<number, number> {
  const uses = new Map<number, number>();
  const look = ({ text }: Sql): void => {
    withBound(text, (at) => {
      const before = uses.get(at) ?? 0;
      uses.set(at, before + 1);
      if (before === 0) look(valueAt(values, at));
      return '';
    });
  };
  for (const root of roots) look(root);
  return uses;
}

function nameOf(at: number): string {
  return `_${at}`;
}

function valueAt(values: readonly Sql[], at: number): Sql {
  const value = values[at];
  if (value === undefined) throw new Error('This is a bug in compile: a value is read that other layers bind.');
  return value;
}

function select({ layers, columns, where }: Arrangement, source: Source): Sql {
  if (layers.length === 0) {
    const conditions = [source.where, where].filter((one) => one !== undefined);
    return sql`select ${namedList(columns)} from ${source.from}${whereAll(conditions)}`;
  }
  const conditions = where === undefined ? [] : [where];
  const reads = readBy([...columns.map(({ value }) => value), ...conditions]);
  return sql`select ${namedList(columns)} from (${stacked(layers, source, reads)})${whereAll(conditions)}`;
}

/** Each layer passes on only what is read above it: the database binds every column it is shown, used or not. */
function stacked(layers: readonly (readonly NamedSql[])[], source: Source, read: ReadonlySet<string>): Sql {
  const made = layers.at(-1) ?? [];
  const names = new Set(made.map(({ name }) => name));
  const passed = [...read].filter((name) => !names.has(name)).map((name) => ({ name, value: columnName(name) }));
  return select({ layers: layers.slice(0, -1), columns: [...passed, ...made], where: undefined }, source);
}

export function whereAll(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return sql``;
  return sql` where ${joinSql(conditions, ' and ')}`;
}

function namedList(columns: readonly NamedSql[]): Sql {
  const list = columns.map(({ name, value }) => (isNamed(value, name) ? value : sql`${value} as ${identifier(name)}`));
  return joinSql(list, ', ');
}

function isNamed(value: Sql, name: string): boolean {
  return value.atom && value.text === identifier(name).text;
}
