/** How a table of the file is put together: columns with their terms, meaning and references in one list. */
import type {
  ColumnType,
  NamedTerm,
  PlannedColumn,
  PlannedTable,
  Relation,
  Scalar,
  SourceRange,
  Term,
} from '../../model/index.ts';
import { column, project } from '../terms.ts';

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly term: Term;
  readonly comment: string;
  readonly nullable?: boolean;
  /** `schema.table` whose key this column holds. */
  readonly references?: string;
  /** People know a row by it; where a table has none, by its texts. */
  readonly isLabel?: true;
}

export interface TableDefinition {
  readonly schema: string;
  readonly name: string;
  readonly comment: string;
  readonly fill: PlannedTable['fill'];
  readonly from: Relation;
  readonly columns: readonly ColumnDefinition[];
  readonly primaryKey: readonly string[];
  /** Every person of the cohort has one row here, whose key is the person's number. */
  readonly everyPerson?: true;
  /** What the wide form shows beside the columns, which its terms read. */
  readonly shown?: readonly ColumnDefinition[];
  readonly origins: readonly SourceRange[];
}

export function planTable(definition: TableDefinition): PlannedTable {
  const { columns, from, shown, ...rest } = definition;
  const terms: NamedTerm[] = columns.map(({ name, term }) => ({ name, term }));
  return {
    ...rest,
    relation: project(from, terms),
    columns: columns.map(columnOf),
    ...(shown === undefined ? {} : { shown: shown.map((one) => ({ ...columnOf(one), term: one.term })) }),
  };
}

export interface ListedTable extends Omit<TableDefinition, 'from' | 'columns'> {
  readonly columns: readonly Omit<ColumnDefinition, 'term'>[];
  /** Cells in the order of the columns. */
  readonly rows: readonly (readonly Scalar[])[];
}

/** A table whose rows are known while planning. */
export function planListed({ columns, rows, ...rest }: ListedTable): PlannedTable {
  return planTable({
    ...rest,
    from: { kind: 'values', columns: columns.map(({ name, type }) => ({ name, type })), rows },
    columns: columns.map((one) => ({ ...one, term: column(one.name) })),
  });
}

/** One table of the rows of several that have the same columns; the table itself, where there is one. */
export function unionOf(tables: readonly PlannedTable[]): PlannedTable {
  const [first] = tables;
  if (first === undefined) throw new Error('This is a bug in plan: a table is made of none.');
  if (tables.length === 1) return first;
  const relation: Relation = { kind: 'union', inputs: tables.map((one) => one.relation) };
  return { ...first, relation, origins: tables.flatMap(({ origins }) => origins) };
}

function columnOf({ name, type, comment, nullable, references, isLabel }: ColumnDefinition): PlannedColumn {
  const label = isLabel === undefined ? {} : { isLabel };
  return { name, type, comment, nullable: nullable ?? false, references, ...label };
}
