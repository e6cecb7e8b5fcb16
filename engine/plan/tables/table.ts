/** How a table of the file is put together: columns with their terms, meaning and references in one list. */
import type { ColumnType, NamedTerm, PlannedTable, Relation, SourceRange, Term } from '../../model/index.ts';
import { project } from '../terms.ts';

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
  /** Its term reads the table's own columns and is worked out whenever the column is read: it takes no room and no time. */
  readonly isComputed?: true;
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
  readonly origins: readonly SourceRange[];
}

export function planTable(definition: TableDefinition): PlannedTable {
  const { columns, from, ...rest } = definition;
  const stored = columns.filter(({ isComputed }) => isComputed !== true);
  const terms: NamedTerm[] = stored.map(({ name, term }) => ({ name, term }));
  return {
    ...rest,
    relation: project(from, terms),
    columns: columns.map(({ name, type, term, comment, nullable, references, isLabel, isComputed }) => ({
      name,
      type,
      comment,
      nullable: nullable ?? false,
      references,
      ...(isLabel === undefined ? {} : { isLabel }),
      ...(isComputed === undefined ? {} : { computed: term }),
    })),
  };
}
