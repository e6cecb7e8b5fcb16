/** A plan said in SQL: text with its place in the tree, and the reference rows it needs. Nothing has run yet. */
import type { SourceRange } from './source.ts';

/** One SQL statement. `table` is `schema.name` of what it makes, absent for set-up. */
export interface Statement {
  readonly sql: string;
  readonly table: string | undefined;
  readonly origins: readonly SourceRange[];
  /** Whether it takes the first and last person of a range as parameters `$1` and `$2`. */
  readonly perRange: boolean;
}

/**
 * Statements in order. Those of `perRange` run once for every range of persons.
 */
export interface Program {
  /** The pools that its statements join, each with the statement that makes its empty table for one connection. */
  readonly pools: readonly { readonly name: string; readonly table: string; readonly create: Statement }[];
  readonly setUp: readonly Statement[];
  readonly perRange: readonly Statement[];
  readonly finish: readonly Statement[];
  readonly checks: readonly Check[];
  /** One row of sums over a range of persons, asked for while the range's scratch tables live. */
  readonly tally: Statement;
  /** `schema.name` of every table that statements fill. */
  readonly tables: readonly string[];
}

export interface Check {
  readonly name: string;
  readonly table: string;
  /** What must hold, in words. */
  readonly statement: string;
  readonly sql: string;
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
  readonly milliseconds: number;
}

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
