/** Parts of a plan as text in which positions do not count: moving a line in a skill changes nothing that is built. */
import type { Plan, SourceRange } from '../model/index.ts';

export function planText({ tables, views, invariants, fidelity, ...rest }: Plan): string {
  const { records, ...ofPeople } = fidelity;
  return [...tables, ...views, ...invariants, ...records, ofPeople, rest].map(plainText).join('\n');
}

const texts = new WeakMap<object, string>();

/** Of an object that does not change. */
export function plainText(part: object): string {
  const text = texts.get(part) ?? JSON.stringify(part, withoutPositions);
  texts.set(part, text);
  return text;
}

function withoutPositions(key: string, value: unknown): unknown {
  if (isSourceRange(value)) return undefined;
  // Rows are scalars, which hold no positions: they are written at once.
  return key === 'rows' && Array.isArray(value) ? rowsText(value) : value;
}

/** Rows that a plan takes from the one before it are written once. */
function rowsText(rows: readonly unknown[]): string {
  const text = texts.get(rows) ?? JSON.stringify(rows);
  texts.set(rows, text);
  return text;
}

function isSourceRange(value: unknown): value is SourceRange {
  return typeof value === 'object' && value !== null && 'file' in value && 'start' in value && 'end' in value;
}
