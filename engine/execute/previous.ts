/** What the file that a build replaces says of itself, as far as the next build can make use of it. */
import { textOf } from './cells.ts';
import type { Session } from './session.ts';

export interface Previous {
  /** Of the file as a whole. */
  readonly fingerprint: string;
  /** Of HealthSim and of DuckDB. */
  readonly versions: string;
  /** Nobody has written to it since its build. */
  readonly asLeft: boolean;
  readonly persons: { readonly from: number; readonly to: number };
  /** By `schema.name`. */
  readonly tables: ReadonlyMap<string, PreviousTable>;
  /** Rows that break a rule, by the statement that counts them. */
  readonly violations: ReadonlyMap<string, number>;
  readonly sums: readonly number[];
  /** Values of enumerations, by `schema.name`. */
  readonly types: ReadonlyMap<string, readonly string[]>;
  /** Of the file's blocks, how many hold nothing. */
  readonly freeShare: number;
}

export interface PreviousTable {
  readonly fingerprint: string;
  readonly statement: string;
  readonly milliseconds: number;
  readonly rows: number;
}

/** `checkpoints` is how often the file was written out. */
export async function readPrevious(session: Session, checkpoints: number): Promise<Previous> {
  const run = await session.rows(
    "select fingerprint, engine_version || ' ' || database_version, first_person, last_person, checkpoint from meta.run",
  );
  const [whole, versions, from, to, checkpoint] = run.rows[0] ?? [];
  const statements = await session.rows(
    'select table_name, fingerprint, "statement", milliseconds, row_count from meta.statements',
  );
  const tables = statements.rows.map(([name, fingerprint, statement, milliseconds, rows]) => {
    const left: PreviousTable = {
      fingerprint: textOf(fingerprint),
      statement: textOf(statement),
      milliseconds: Number(milliseconds),
      rows: Number(rows),
    };
    return [textOf(name), left] as const;
  });
  const violations = await session.rows('select "sql", row_count from meta.violations');
  const sums = await session.rows('select "sum" from meta.sums order by "position"');
  const types = await session.rows(
    "select schema_name || '.' || type_name, labels from duckdb_types() where not internal and labels is not null",
  );
  const size = await session.rows('select free_blocks / greatest(total_blocks, 1) from pragma_database_size()');
  return {
    fingerprint: textOf(whole),
    versions: textOf(versions),
    asLeft: Number(checkpoint) === checkpoints,
    persons: { from: Number(from), to: Number(to) },
    tables: new Map(tables),
    violations: new Map(violations.rows.map(([sql, rows]) => [textOf(sql), Number(rows)])),
    sums: sums.rows.map(([sum]) => Number(sum)),
    types: new Map(types.rows.map(([name, labels]) => [textOf(name), Array.isArray(labels) ? labels.map(textOf) : []])),
    freeShare: Number(size.rows[0]?.[0]),
  };
}
