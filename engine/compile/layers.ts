/**
 * Values that are used more than once, each computed once. A bound value becomes a column of a nested projection; a value
 * that reads a bound one lands in a layer above it. Without layers a text that repeats its argument grows exponentially.
 */
import { columnDigests, digest } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { columnName, identifier, joinSql, readBy, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface Layers {
  /** The name under which the value can be read. Equal texts share one column. */
  readonly bind: (value: Sql) => Sql;
  /** `input` under all layers, and on top the given columns of the rows for which `where` holds. */
  readonly project: (input: Sql, columns: readonly NamedSql[], where?: Sql) => Sql;
  /** A digest of what the value is made from, whatever its bound parts are called. */
  readonly meaningOf: (value: Sql, input: Meaning, types: ReadonlyMap<string, string>) => string;
}

export interface NamedSql {
  readonly name: string;
  readonly value: Sql;
}

/** Bound values and types, as they stand in a text. */
const NAMES = /"_\d+"|"\w+"\."\w+"/g;

export function createLayers(): Layers {
  const bound = new Map<string, Sql>();
  const values = new Map<string, Sql>();
  const layers: NamedSql[][] = [];

  function bind(value: Sql): Sql {
    if (value.atom) return value;
    const known = bound.get(value.text);
    if (known !== undefined) return known;
    const name = `_${bound.size}`;
    const reference = columnName(name, value.layer + 1);
    bound.set(value.text, reference);
    values.set(name, value);
    (layers[value.layer] ??= []).push({ name, value });
    return reference;
  }

  function project(input: Sql, columns: readonly NamedSql[], where?: Sql): Sql {
    const condition = where === undefined ? sql`` : sql` where ${where}`;
    const read = readBy([...columns.map(({ value }) => value), condition]).reads;
    return sql`select ${namedList(columns)} from (${stacked(layers, input, read)})${condition}`;
  }

  const meanings = new Map<string, string>();

  function meaningOf(value: Sql, input: Meaning, types: ReadonlyMap<string, string>): string {
    const plain = value.text.replace(NAMES, (name) => types.get(name) ?? boundMeaning(name.slice(1, -1)) ?? name);
    return digest(
      plain,
      ...columnDigests(
        input,
        [...value.reads].filter((name) => !values.has(name)),
      ),
    );

    function boundMeaning(name: string): string | undefined {
      const known = meanings.get(name);
      const own = values.get(name);
      if (known !== undefined || own === undefined) return known;
      const made = meaningOf(own, input, types);
      meanings.set(name, made);
      return made;
    }
  }

  return { bind, project, meaningOf };
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
