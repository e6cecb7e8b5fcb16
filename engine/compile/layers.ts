/**
 * Values that are used more than once, each computed once. A bound value becomes a column of a nested projection; a value
 * that reads a bound one lands in a layer above it. Without layers a text that repeats its argument grows exponentially.
 */
import { boundName, identifier, joinSql, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface Layers {
  /** The name under which the value can be read. Equal texts share one column. */
  readonly bind: (value: Sql) => Sql;
  /** `input` under all layers, and on top the given columns. */
  readonly project: (input: Sql, columns: readonly { readonly name: string; readonly value: Sql }[]) => Sql;
}

export function createLayers(): Layers {
  const bound = new Map<string, Sql>();
  const layers: Sql[][] = [];

  function bind(value: Sql): Sql {
    if (value.atom) return value;
    const known = bound.get(value.text);
    if (known !== undefined) return known;
    const name = boundName(`_${bound.size}`, value.layer + 1);
    bound.set(value.text, name);
    (layers[value.layer] ??= []).push(sql`${value} as ${name}`);
    return name;
  }

  function project(input: Sql, columns: readonly { readonly name: string; readonly value: Sql }[]): Sql {
    const from = layers.reduce((inner, values) => sql`select *, ${joinSql(values, ', ')} from (${inner})`, input);
    const top = columns.map(({ name, value }) => sql`${value} as ${identifier(name)}`);
    return sql`select ${joinSql(top, ', ')} from (${from})`;
  }

  return { bind, project };
}
