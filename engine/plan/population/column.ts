/** One column of the wide table of people. */
import type { ColumnType, NamedTerm } from '../../model/index.ts';

export interface PopulationColumn {
  readonly term: NamedTerm;
  readonly type: ColumnType;
}
