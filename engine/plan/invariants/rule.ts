/** What a product's file of rules says, and the short ways to say it. */
import type { Invariant, PlannedTable, Relation, Term } from '../../model/index.ts';
import { table } from '../terms.ts';

/** A rule that one row shows. */
export interface RowRule {
  readonly table: string;
  readonly name: string;
  readonly statement: string;
  readonly broken: Term;
}

/** A column that says when something happened to a person; of rows that may speak of what did not, those that do. */
export interface Happening {
  readonly table: string;
  readonly person: string;
  /** The column holds the number of the person as its last digits, below so much. */
  readonly below?: number;
  readonly moment: string;
  readonly happened?: Term;
}

/** What must hold of a product's tables. Rules about a table that the plan does not have are left out. */
export interface ProductRules {
  readonly rows: readonly RowRule[];
  readonly happenings: readonly Happening[];
  /** Rules about rows of several tables. */
  readonly across?: (planned: Planned) => readonly Invariant[];
}

/** The tables of the plan, by `schema.name`. */
export type Planned = ReadonlyMap<string, PlannedTable>;

export function tableAt(path: string): Relation {
  const [schema = '', name = ''] = path.split('.');
  return table(schema, name);
}
