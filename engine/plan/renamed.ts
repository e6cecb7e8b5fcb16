/** A part of a specification in which expressions call some names otherwise. */
import type { Expression } from '../model/index.ts';

/** The same value where no expression within reads one of the names. */
export function withNames<Value>(value: Value, names: ReadonlyMap<string, string>): Value;
export function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const renamed = items.map((one) => withNames(one, names));
    return renamed.every((one, at) => one === items[at]) ? items : renamed;
  }
  if (isName(value)) {
    const name = names.get(value.name);
    return name === undefined ? value : { ...value, name };
  }
  const entries = Object.entries(value);
  const renamed = entries.map(([key, one]) => [key, withNames<unknown>(one, names)] as const);
  return renamed.every(([, one], at) => one === entries[at]?.[1]) ? value : Object.fromEntries(renamed);
}

function isName(value: object): value is Extract<Expression, { kind: 'name' }> {
  return 'kind' in value && value.kind === 'name' && 'name' in value && 'at' in value;
}
