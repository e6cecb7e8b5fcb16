/** Where a table or a column comes from: what it holds, the lines of the skills behind it, and its SQL. */
import type { ColumnType } from '../../model/index.ts';
import { formatSql } from './sql.ts';
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
  /** What is drawn for a column; the seed and the name of the stream decide every draw. */
  readonly streams: readonly string[];
  /** The statement that fills the table. */
  readonly sql: string;
}

export function formatOrigin(origin: Origin): string {
  const type = origin.type === undefined ? '' : ` ${origin.type}`;
  const references = origin.references === undefined ? [] : [`refers to ${origin.references}`];
  return [
    [`${origin.subject}${type}, in ${origin.cohort}`, printable(origin.comment), ...references].join('\n'),
    ...(origin.columns.length === 0 ? [] : [`columns: ${origin.columns.join(', ')}`]),
    origin.lines.length === 0 ? 'No line of a skill stands behind it alone.' : formatLines(origin.lines),
    ...(origin.streams.length === 0 ? [] : [`drawn from: ${origin.streams.join(', ')}`]),
    formatSql(origin.sql),
  ].join('\n\n');
}

/** So many lines of one file are shown, and one more where that is all; of a longer one, such as a table, the first of them. */
const LINES_OF_A_FILE = 8;

function formatLines(lines: Origin['lines']): string {
  const files = [...new Set(lines.map(fileOf))].map((file) => ({
    file,
    all: lines.filter((line) => fileOf(line) === file),
  }));
  const shown = files.flatMap(({ file, all }) => {
    const left = all.length - LINES_OF_A_FILE;
    return left <= 1 ? all : [...all.slice(0, -left), { place: file, text: `and ${left} more lines` }];
  });
  const width = Math.max(...shown.map(({ place }) => place.length));
  return shown.map(({ place, text }) => `${place.padEnd(width)}  ${printable(text)}`).join('\n');
}

function fileOf({ place }: Origin['lines'][number]): string {
  return place.replace(/:\d+$/, '');
}

export function typeName(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`;
  return type.kind === 'enumeration' ? `enumeration ${type.schema}.${type.name}` : type.kind;
}
