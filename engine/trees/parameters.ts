/** Parameters in authored trees: `$name` stands for the value, `$$name` for the text `$name`. */
import type { DataNode, ParameterDefinition, Scalar, SourceRange } from '../model/index.ts';
import { isDate } from './dates.ts';

export interface ParameterValue {
  readonly value: Scalar;
  /** Where the value stands where it is not the default; what reads it stands there then. */
  readonly at?: SourceRange;
}

const WHOLE = /^\$([A-Za-z][A-Za-z0-9_]*)$/;
const ANYWHERE = /(?<!\$)\$([A-Za-z][A-Za-z0-9_]*)/g;

/** The tree itself where it reads no parameter. */
export function substitute(
  node: DataNode,
  values: ReadonlyMap<string, ParameterValue>,
  unknown: (name: string, at: SourceRange) => void,
): DataNode {
  const inner = (one: DataNode): DataNode => substitute(one, values, unknown);
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' && node.value.startsWith('$')
        ? (substituteText(node.value, node.at, { values, unknown }) ?? node)
        : node;
    case 'list': {
      const items = node.items.map(inner);
      return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
    }
    case 'map': {
      const entries = node.entries.map((entry) => {
        const value = inner(entry.value);
        return value === entry.value ? entry : { ...entry, value };
      });
      return entries.every((entry, index) => entry === node.entries[index]) ? node : { ...node, entries };
    }
  }
}

interface Scope {
  readonly values: ReadonlyMap<string, ParameterValue>;
  readonly unknown: (name: string, at: SourceRange) => void;
}

function substituteText(text: string, at: SourceRange, { values, unknown }: Scope): DataNode | undefined {
  if (text.startsWith('$$')) return { kind: 'scalar', value: text.slice(1), at };
  const name = WHOLE.exec(text)?.[1];
  if (name === undefined) return undefined;
  const found = values.get(name);
  if (found !== undefined) return { kind: 'scalar', value: found.value, at: found.at ?? at };
  unknown(name, at);
  return undefined;
}

/** The names of all parameters that something in the tree may read. */
export function namesReadIn(node: DataNode): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (one: DataNode): void => {
    if (one.kind === 'list') for (const item of one.items) visit(item);
    else if (one.kind === 'map') for (const { value } of one.entries) visit(value);
    else if (typeof one.value === 'string' && one.value.includes('$'))
      for (const [, name = ''] of one.value.matchAll(ANYWHERE)) names.add(name);
  };
  visit(node);
  return names;
}

type Limits = Omit<ParameterDefinition, 'value' | 'at'>;

/** The value as the parameter holds it, or in words what it would have to be. */
export function fitValue(
  definition: Limits,
  value: Scalar,
): { readonly value: Scalar } | { readonly expected: string } {
  const { kind, values } = definition;
  const held = kind === 'text' && typeof value === 'number' ? String(value) : value;
  const fits = isOfKind(definition, held) && (values === undefined || values.includes(held));
  return fits ? { value: held } : { expected: wordsForParameter(definition) };
}

function isOfKind({ kind, min, max }: Limits, value: Scalar): boolean {
  switch (kind) {
    case 'number':
    case 'integer':
      return (
        typeof value === 'number' &&
        (kind === 'number' || Number.isInteger(value)) &&
        value >= (min ?? -Infinity) &&
        value <= (max ?? Infinity)
      );
    case 'text':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && isDate(value);
  }
}

const KINDS: Readonly<Record<ParameterDefinition['kind'], string>> = {
  number: 'a number',
  integer: 'a whole number',
  text: 'a text',
  boolean: '`true` or `false`',
  date: 'a date as `2025-01-31`',
};

/** What it may be: `a number from 0 to 1`. */
export function wordsForParameter({ kind, min, max, values }: Limits): string {
  if (values !== undefined) return `one of ${values.join(', ')}`;
  const words = KINDS[kind];
  if (min !== undefined && max !== undefined) return `${words} from ${min} to ${max}`;
  if (min !== undefined) return `${words} of at least ${min}`;
  return max === undefined ? words : `${words} of at most ${max}`;
}
