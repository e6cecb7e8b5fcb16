/** Where a table or a column comes from: what it holds, the lines of the skills behind it, and its SQL. */
import type { ColumnType, PlannedColumn, PlannedTable, SourceRange } from '../../model/index.ts';
import { isSourceRange } from './source-range.ts';
import { printable } from './table.ts';

export interface Origin {
  /** `schema.table` or `schema.table.column`. */
  readonly subject: string;
  readonly cohort: string;
  readonly comment: string;
  readonly type: string | undefined;
  readonly references: string | undefined;
  readonly columns: readonly string[];
  /** `skills/a.md:12`, with the text of that line. */
  readonly lines: readonly { readonly place: string; readonly text: string }[];
  /** The statement that fills the table. */
  readonly sql: string;
}

export function formatOrigin(origin: Origin): string {
  const type = origin.type === undefined ? '' : ` ${origin.type}`;
  const references = origin.references === undefined ? [] : [`refers to ${origin.references}`];
  const width = Math.max(0, ...origin.lines.map(({ place }) => place.length));
  return [
    [`${origin.subject}${type}, in ${origin.cohort}`, printable(origin.comment), ...references].join('\n'),
    ...(origin.columns.length === 0 ? [] : [`columns: ${origin.columns.join(', ')}`]),
    origin.lines.length === 0
      ? 'No line of a skill stands behind it alone.'
      : origin.lines.map(({ place, text }) => `${place.padEnd(width)}  ${printable(text)}`).join('\n'),
    origin.sql,
  ].join('\n\n');
}

/** The places that a table comes from, or that the terms of one of its columns carry. */
export function originsOf(table: PlannedTable, column: PlannedColumn | undefined): readonly SourceRange[] {
  const ranges = column === undefined ? table.origins : rangesIn(termsNamed(column.name, table.relation));
  const distinct = new Map(ranges.map((range) => [`${range.file}:${range.start.line}`, range]));
  return [...distinct.values()];
}

export function typeName(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`;
  return type.kind === 'enumeration' ? `enumeration ${type.schema}.${type.name}` : type.kind;
}

/** Every `{ name, term }` of the relation under this name, however deep. */
function termsNamed(name: string, relation: unknown): readonly unknown[] {
  const terms: unknown[] = [];
  walk(relation, (value) => {
    if ('term' in value && 'name' in value && value.name === name) terms.push(value.term);
  });
  return terms;
}

function rangesIn(values: readonly unknown[]): readonly SourceRange[] {
  const ranges: SourceRange[] = [];
  walk(values, (value) => {
    if (isSourceRange(value)) ranges.push(value);
  });
  return ranges;
}

function walk(value: unknown, visit: (value: object) => void): void {
  if (typeof value !== 'object' || value === null) return;
  visit(value);
  for (const part of Object.values(value)) walk(part, visit);
}
