/**
 * Values that are used more than once, each computed once. A bound value becomes a column of a nested projection; a value
 * that reads a bound one lands in a layer above it. Without layers a text that repeats its argument grows exponentially.
 */
import { columnName, identifier, joinSql, readBy, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface Layers {
  /** The name under which the value can be read. Equal texts share one column. */
  readonly bind: (value: Sql) => Sql;
  /** `input` under all layers, and on top the given columns of the rows for which `where` holds. */
  readonly project: (input: Sql, columns: readonly NamedSql[], where?: Sql) => Sql;
}

export interface NamedSql {
  readonly name: string;
  readonly value: Sql;
}

export function createLayers(): Layers {
  const bound = new Map<string, Sql>();
  const layers: NamedSql[][] = [];

  function bind(value: Sql): Sql {
    if (value.atom) return value;
    const known = bound.get(value.text);
    if (known !== undefined) return known;
    const name = `_${bound.size}`;
    const reference = columnName(name, value.layer + 1);
    bound.set(value.text, reference);
    (layers[value.layer] ??= []).push({ name, value });
    return reference;
  }

  function project(input: Sql, columns: readonly NamedSql[], where?: Sql): Sql {
    const condition = where === undefined ? sql`` : sql` where ${where}`;
    const read = readBy([...columns.map(({ value }) => value), condition]).reads;
    return sql`select ${namedList(columns)} from (${stacked(layers, input, read)})${condition}`;
  }

  return { bind, project };
}

/** Each layer passes on only what is read above it: the database binds every column it is shown, used or not. */
function stacked(layers: readonly (readonly NamedSql[])[], input: Sql, read: ReadonlySet<string>): Sql {
  const top = layers.at(-1);
  if (top === undefined) return input;
  const values = top.filter(({ name }) => read.has(name));
  const made = new Set(values.map(({ name }) => name));
  const passed = [...read].filter((name) => !made.has(name)).map((name) => ({ name, value: columnName(name) }));
  const below = readBy([...passed, ...values].map(({ value }) => value)).reads;
  return sql`select ${namedList([...passed, ...values])} from (${stacked(layers.slice(0, -1), input, below)})`;
}

function namedList(columns: readonly NamedSql[]): Sql {
  const list = columns.map(({ name, value }) => (isNamed(value, name) ? value : sql`${value} as ${identifier(name)}`));
  return joinSql(list, ', ');
}

function isNamed(value: Sql, name: string): boolean {
  return value.atom && value.reads.has(name);
}
