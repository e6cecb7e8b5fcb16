/** A plan said in SQL: text with its place in the tree, and the reference rows it needs. Nothing has run yet. */
import type { PlannedTable } from './plan.ts';
import type { SourceRange } from './source.ts';

/** One SQL statement. `table` is `schema.name` of what it makes, absent for set-up. */
export interface Statement {
  readonly sql: string;
  readonly table: string | undefined;
  readonly origins: readonly SourceRange[];
  /** Whether it takes the first and last person of a range as parameters `$1` and `$2`. */
  readonly perRange: boolean;
}

/** What builds a file, table by table, in an order in which a table reads only tables before it. */
export interface Program {
  /** The pools that its statements join, each with the statement that makes its empty table beside the file. */
  readonly pools: readonly { readonly name: string; readonly table: string; readonly create: Statement }[];
  readonly schemas: readonly Statement[];
  readonly types: readonly ProgramType[];
  readonly tables: readonly ProgramTable[];
  readonly views: readonly ProgramView[];
  readonly checks: readonly Check[];
  readonly screens: readonly Screen[];
  /** One row of sums over a range of persons, asked for while the range's scratch tables live. */
  readonly tally: Tally;
  /** The same by event: rows of sums behind the key of an event. They stand behind those of the people. */
  readonly eventTally: EventSums | undefined;
  /** One row of sums over finished tables; they stand behind all others. */
  readonly spending: TableSums | undefined;
  /** Each one row of sums over finished tables; they stand behind those of spending, one behind the other. */
  readonly records: readonly TableSums[];
}

/** An enumeration. */
export interface ProgramType {
  /** `schema.name`. */
  readonly name: string;
  readonly values: readonly string[];
  readonly create: Statement;
  readonly drop: Statement;
}

export interface ProgramTable {
  /** `schema.name`. */
  readonly name: string;
  readonly kind: PlannedTable['fill'];
  /** SHA-256 over all that its rows, their order, its columns and their comments are made from, but for the range of persons. */
  readonly fingerprint: string;
  /** Tables whose rows it is made from. */
  readonly reads: readonly string[];
  readonly pools: readonly string[];
  /** Makes the empty table; of a scratch table, one that its connection alone sees. */
  readonly create: Statement;
  /** Of a scratch table: makes it where all connections of the build see it. */
  readonly share: Statement | undefined;
  /** Absent for what the build records of itself. */
  readonly fill: Statement | undefined;
  /** Takes the table away as a build before left it: whole, or for a record its rows. */
  readonly clear: Statement | undefined;
  /** Takes the rows away and leaves the table, with its comments. */
  readonly empty: Statement | undefined;
  readonly comments: readonly Statement[];
}

/** It replaces the one that stood there. */
export interface ProgramView {
  /** `schema.name`. */
  readonly name: string;
  /** Tables whose rows it shows. */
  readonly reads: readonly string[];
  readonly create: Statement;
  readonly comments: readonly Statement[];
}

export interface Tally {
  readonly statement: Statement;
  readonly fingerprint: string;
  readonly reads: readonly string[];
}

export interface EventSums extends Tally {
  /** In the order in which their sums stand, `width` of each; one without a row has none. */
  readonly keys: readonly number[];
  readonly width: number;
}

export interface TableSums extends Tally {
  /** How many sums. */
  readonly width: number;
}

export interface Check {
  readonly name: string;
  readonly table: string;
  /** What must hold, in words. */
  readonly statement: string;
  readonly sql: string;
  /** The same of a range of persons, whose first and last it takes as parameters `$1` and `$2`; without an end where null. */
  readonly sliced: string | undefined;
  /** Tables whose rows it looks at. */
  readonly reads: readonly string[];
}

/** Several checks asked at once: one row with a column for each, in which zero says that nothing breaks its rule. */
export interface Screen {
  readonly sql: string;
  /** The same of a range of persons, as of a check. */
  readonly sliced: string | undefined;
  readonly reads: readonly string[];
  /** The checks, by their `sql`. */
  readonly of: readonly string[];
}

/** Rows of a pool, by column. All columns have the same length. */
export interface PoolTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** A check with how many rows break its rule. */
export interface CheckResult {
  readonly name: string;
  readonly table: string;
  readonly violations: number;
}

/** A table of a finished file. */
export interface BuiltTable {
  /** `schema.name`. */
  readonly name: string;
  readonly rows: number;
  /** What filling it took; of a hit, when it was filled. */
  readonly milliseconds: number;
  readonly outcome: Outcome;
}

/** `miss` is filled by the build, `hit` stays as the build before left it. */
export type Outcome = 'hit' | 'miss';

/** What a build does with a table, and why. */
export interface TableVerdict {
  /** `schema.name`. */
  readonly name: string;
  readonly outcome: Outcome;
  readonly why: Why;
}

export type Why =
  | 'unchanged'
  | 'statement changed'
  | 'reads what changed'
  | 'read by what changed'
  | 'new'
  | 'other people'
  | 'made by another version'
  | 'edited by hand'
  | 'a table is gone'
  | 'most of the file changed';

/** What a file records about its own making. */
export interface Provenance {
  readonly cohort: string;
  readonly seed: number;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly engineVersion: string;
  readonly skills: readonly { readonly path: string; readonly digest: string }[];
  /** SHA-256 over all skill files. */
  readonly skillsDigest: string;
}
