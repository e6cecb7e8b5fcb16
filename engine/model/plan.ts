/**
 * What is to be built, as plain data without SQL: tables made of relations made of scalar terms. A plan can be
 * printed, compared and cached; only `compile` knows how to say it to a database.
 */
import type { ElementaryDistribution } from './distribution.ts';
import type { Declaration } from './fidelity.ts';
import type { Scalar, SourceRange } from './source.ts';
import type { Operation } from './operation.ts';

export interface Plan {
  readonly cohort: string;
  readonly seed: number;
  readonly asOf: string;
  readonly persons: { readonly from: number; readonly to: number };
  /** So many persons on each side of a range are made with it and not written: those whom somebody in it shares something with. */
  readonly beside: number;
  /** How many keys a person has: a wide key divided by it is the person. */
  readonly keysPerPerson: number;
  /** In the order in which they are filled; a table reads only tables before it. */
  readonly tables: readonly PlannedTable[];
  /** Wide, readable forms of tables. */
  readonly views: readonly PlannedView[];
  /** Types whose values are known before anything runs, by name (`core.sex`). */
  readonly enumerations: readonly Enumeration[];
  readonly invariants: readonly Invariant[];
  /** What the profile declares of its people, to be held against what came out. */
  readonly fidelity: Fidelity;
}

/** Sums over all people, each of a number or of how often something is true, and what is held against them. */
export interface Fidelity {
  /** One row a person: `scratch.population`, with what is known of some of them beside it. */
  readonly people: Relation;
  /** Over the columns of `people`: what several sums read; a later one may read an earlier. */
  readonly values: readonly NamedTerm[];
  /** Over the same columns and `values`. */
  readonly sums: readonly Tallied[];
  /** Sums by event, which stand behind `sums`: `columns` for the first of `keys`, then for the next. */
  readonly events: EventTally | undefined;
  /** Sums over what was spent on each person, once all are there; they stand behind those of events. */
  readonly spending: Spending | undefined;
  /** Sums over rows of finished tables, once all are there; they stand behind those of spending, one after the other. */
  readonly records: readonly RecordTally[];
  readonly declarations: readonly Declaration[];
}

/** Sums over rows, with `values` over their columns, of which a later one may read an earlier. */
export interface RecordTally {
  readonly rows: Relation;
  readonly values: readonly NamedTerm[];
  readonly sums: readonly Tallied[];
}

/**
 * One row a person, with `cents` and their `amounts`; for each of `parts`, the share of people at the top, four sums behind those
 * of all, and behind them two of each of the amounts.
 */
export interface Spending {
  readonly relation: Relation;
  readonly parts: readonly number[];
  readonly amounts: readonly string[];
}

/** One row an event at most, with its key as `event_key`. */
export interface EventTally {
  readonly relation: Relation;
  readonly keys: readonly number[];
  readonly columns: readonly string[];
}

/**
 * How often a term is true, or the sum of its numbers, or how many of them lie in each part: one sum for each of the rising
 * `edges`, of those up to it and beyond the one before, and one for those beyond the last. What is null lies nowhere.
 */
export type Tallied =
  | { readonly how: 'count' | 'sum'; readonly of: Term }
  | { readonly how: 'parts'; readonly of: Term; readonly edges: readonly number[] };

/** Tables of names with a column `position` counted from 0. */
export type PoolName = 'given_names' | 'family_names' | 'streets';

export interface Enumeration {
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * `reference` tables are filled once; `person` tables once a range of persons, in ascending order; `scratch` tables are
 * as `person` tables but live for one range only and are not written to the file; `record` tables are made empty and
 * filled by the build with what it did.
 */
export interface PlannedTable {
  readonly schema: string;
  readonly name: string;
  readonly fill: 'reference' | 'person' | 'scratch' | 'record';
  readonly comment: string;
  readonly columns: readonly PlannedColumn[];
  readonly primaryKey: readonly string[];
  /** Every person of the cohort has one row here, whose key is the person's number. */
  readonly everyPerson?: true;
  /** The column that holds the number of the person, where the key does not begin with it. */
  readonly person?: string;
  /** What is worked out from its columns where it is shown in its wide form, and not written. */
  readonly shown?: readonly ShownColumn[];
  readonly relation: Relation;
  readonly origins: readonly SourceRange[];
}

/** A table with what its references point to beside it. Its relation reads tables of the file alone. */
export interface PlannedView {
  readonly schema: string;
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly PlannedColumn[];
  /** Those of its columns that the table has not. */
  readonly labels: readonly string[];
  readonly relation: Relation;
}

export interface PlannedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly comment: string;
  /** `schema.table` whose primary key this column holds. */
  readonly references: string | undefined;
  /** People know a row by it. */
  readonly isLabel?: true;
}

export interface ShownColumn extends PlannedColumn {
  readonly term: Term;
}

export type ColumnType =
  | { readonly kind: 'boolean' | 'smallint' | 'integer' | 'bigint' | 'double' | 'text' | 'date' | 'timestamp' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'enumeration'; readonly schema: string; readonly name: string };

/** Rows. Every column of a relation has a name; names are unique within it. */
export type Relation =
  /** One column `person_id`, ascending, over the range of persons being built and those beside it. */
  | { readonly kind: 'persons' }
  | { readonly kind: 'table'; readonly schema: string; readonly name: string }
  | { readonly kind: 'pool'; readonly name: PoolName }
  | {
      readonly kind: 'values';
      readonly columns: readonly ValuesColumn[];
      readonly rows: readonly (readonly Scalar[])[];
    }
  /** Exactly `columns`; a term may read the input's columns and, by `output`, its siblings. */
  | { readonly kind: 'project'; readonly input: Relation; readonly columns: readonly NamedTerm[] }
  /** The input's columns and `columns` besides. */
  | { readonly kind: 'extend'; readonly input: Relation; readonly columns: readonly NamedTerm[] }
  | { readonly kind: 'filter'; readonly input: Relation; readonly where: Term }
  /** Columns of both; the right side's are renamed to `<prefix><name>` where a prefix is given. */
  | {
      readonly kind: 'join';
      readonly how: 'inner' | 'left' | 'right' | 'cross';
      readonly left: Relation;
      readonly right: Relation;
      readonly prefix?: string;
      /** Equalities of a column of the left and one of the right (its name before any prefix). */
      readonly on: readonly { readonly left: string; readonly right: string }[];
    }
  /** One row for each whole number from 0 to `count` - 1, as column `as`. */
  | { readonly kind: 'repeat'; readonly input: Relation; readonly count: Term; readonly as: string }
  | { readonly kind: 'union'; readonly inputs: readonly Relation[] }
  /** Of rows that agree in `by`, every one but the first; only the columns `by`. */
  | { readonly kind: 'duplicates'; readonly input: Relation; readonly by: readonly string[] }
  /** As many rows as there are of which one before agrees in `beside` and in the whole number `of`, of which a person has `each`. */
  | {
      readonly kind: 'repeated';
      readonly input: Relation;
      readonly of: string;
      readonly each: number;
      readonly beside: readonly string[];
    }
  /**
   * The input's columns and, as `columns`, what others come to over the rows that agree in `by` up to this one, in the order of `along`,
   * in which no two of them agree: their sum, or what `how` says. Where there is no such row it is unknown.
   */
  | {
      readonly kind: 'running';
      readonly input: Relation;
      readonly by: readonly string[];
      readonly along: readonly string[];
      readonly columns: readonly { readonly name: string; readonly of: string; readonly how?: Running }[];
    }
  | {
      readonly kind: 'aggregate';
      readonly input: Relation;
      readonly by: readonly string[];
      readonly columns: readonly {
        readonly name: string;
        readonly how: 'min' | 'max' | 'count' | 'sum' | 'last' | 'first';
        readonly of: string;
        /** For `last` and `first`: that of the row with the greatest or the least of these, the first weighing most. */
        readonly along?: readonly string[];
      }[];
    };

/** The greatest up to this row, of those before it or of those behind it; that of the row before or of the one behind. */
export type Running = 'most' | 'most_before' | 'most_behind' | 'before' | 'behind';

/** A `stream` column holds stream names; the compiler stores their keys. */
export interface ValuesColumn {
  readonly name: string;
  readonly type: ColumnType | { readonly kind: 'stream' };
}

export interface NamedTerm {
  readonly name: string;
  readonly term: Term;
}

/** A scalar. */
export type Term =
  | { readonly kind: 'literal'; readonly value: Scalar; readonly type?: ColumnType }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'column'; readonly name: string }
  /** A sibling in the same `project` or `extend`. */
  | { readonly kind: 'output'; readonly name: string }
  | { readonly kind: 'call'; readonly operation: Operation; readonly arguments: readonly Term[] }
  | { readonly kind: 'case'; readonly branches: readonly Branch[]; readonly otherwise: Term }
  | { readonly kind: 'cast'; readonly operand: Term; readonly type: ColumnType }
  | { readonly kind: 'draw'; readonly stream: Stream; readonly person: Term; readonly occurrence: Term }
  /** As a draw, but persons 1 to `among` draw each of as many equal parts of (0, 1) once. */
  | { readonly kind: 'stratified_draw'; readonly stream: string; readonly person: Term; readonly among: number }
  /** The share of a standard normal below a value, within (0, 1). */
  | { readonly kind: 'normal_probability'; readonly of: Term }
  /** The distribution's quantile at `uniform`, as a value of `type`. */
  | {
      readonly kind: 'sample';
      readonly distribution: ElementaryDistribution;
      readonly uniform: Term;
      readonly type: ColumnType;
    };

export type Stream =
  | { readonly kind: 'named'; readonly name: string }
  /** A `stream` column of the input. */
  | { readonly kind: 'column'; readonly name: string };

export interface Branch {
  readonly when: Term;
  readonly then: Term;
}

/** A rule that must hold for every row; `violations` yields the rows that break it. */
export interface Invariant {
  readonly name: string;
  readonly table: string;
  readonly statement: string;
  readonly violations: Relation;
  /** Asked first, of all persons at once, where that is less to ask: it yields a row where any breaks the rule, and may where none does. */
  readonly doubt?: Relation;
  /** Where no row breaks it because of another person's: how the tables that it reads tell persons apart. */
  readonly slices?: readonly Slice[];
  /** Where it says that what a column holds is among the keys of a table, `schema.name`: of the last slice, where there are slices. */
  readonly refers?: { readonly column: string; readonly to: string };
}

/** A table of which the rows of some persons can be read. */
export interface Slice {
  /** `schema.name`. */
  readonly table: string;
  /** Holds the number of the person, or a key that begins with it. */
  readonly column: string;
  /** Numbers of the column that a person has. */
  readonly each: number;
}
