/**
 * What a column comes from: the lines of the skills and the streams behind every term that flows into it, followed by
 * name through the relations of its table and of the tables that these read.
 */
import type { Plan, PlannedTable, SourceRange } from '../../model/index.ts';
import { isSourceRange } from './source-range.ts';

export interface Lineage {
  readonly places: readonly SourceRange[];
  readonly streams: readonly string[];
}

export function lineageOf(plan: Plan, table: PlannedTable, column: string): Lineage {
  const terms = termsByName(readBy(plan, table));
  const reached = new Set([column]);
  const places = new Map<string, SourceRange>();
  const streams = new Set<string>();
  for (const name of reached) {
    walk(terms.get(name) ?? [], (part) => {
      if (isSourceRange(part)) places.set(`${part.file}:${part.start.line}`, part);
      else if (hasKind(part, 'named')) streams.add(String(part['name']));
      else if (hasKind(part, 'column') || hasKind(part, 'output')) reached.add(String(part['name']));
    });
  }
  return { places: [...places.values()], streams: [...streams] };
}

/** The table and every table that its rows are made from. */
function readBy(plan: Plan, table: PlannedTable): readonly PlannedTable[] {
  const tables = new Set([table]);
  for (const reader of tables) {
    walk(reader.relation, (part) => {
      if (!hasKind(part, 'table')) return;
      const read = plan.tables.find(({ schema, name }) => schema === part['schema'] && name === part['name']);
      if (read !== undefined) tables.add(read);
    });
  }
  return [...tables];
}

/** The terms of every name; a name that a join puts a prefix before stands for the one without it. */
function termsByName(tables: readonly PlannedTable[]): ReadonlyMap<string, readonly unknown[]> {
  const terms = new Map<string, unknown[]>();
  const add = (name: string, term: unknown): void => void terms.set(name, [...(terms.get(name) ?? []), term]);
  const prefixes = new Set<string>();
  walk(tables, (part) => {
    if (typeof part['name'] === 'string' && 'term' in part) add(part['name'], part['term']);
    if (typeof part['prefix'] === 'string') prefixes.add(part['prefix']);
  });
  for (const [name, found] of Array.from(terms)) {
    for (const prefix of prefixes) for (const term of found) add(`${prefix}${name}`, term);
  }
  return terms;
}

type Part = Readonly<Record<string, unknown>>;

function hasKind(part: Part, kind: string): boolean {
  return part['kind'] === kind;
}

function walk(value: unknown, visit: (part: Part) => void): void {
  if (!isPart(value)) return;
  visit(value);
  for (const part of Object.values(value)) walk(part, visit);
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null;
}
