/** Columns of a table that lives for one range of persons: nobody reads what they mean, and nothing refers to them. */
import type { ColumnType, PlannedColumn } from '../model/index.ts';

export function scratchColumns(
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
): readonly PlannedColumn[] {
  return columns.map(({ name, type }) => ({ name, type, nullable: true, comment: '', references: undefined }));
}
