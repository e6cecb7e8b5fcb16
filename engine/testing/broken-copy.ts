/** A finished file in which a test breaks rules, one after the other: each change is undone as soon as it was judged. */
import { copyFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Plan } from '../model/index.ts';
import { compileProgram } from '../pipeline.ts';

export interface BrokenCopy {
  /** The rules of the plan, as `name table`. */
  readonly rules: readonly string[];
  /** Rows that break the rule as the file stands, and after `sql`. */
  readonly violations: (rule: string, sql: string) => Promise<{ readonly before: number; readonly after: number }>;
}

export async function openBrokenCopy(file: string, plan: Plan): Promise<BrokenCopy> {
  const copy = `${file}.broken`;
  await copyFile(file, copy);
  const checks = new Map(compileProgram(plan).checks.map((one) => [`${one.name} ${one.table}`, one]));
  return {
    rules: [...checks.keys()],
    violations: async (rule, sql) => {
      const check = checks.get(rule);
      if (check === undefined) throw new Error(`The plan has no rule ${rule}.`);
      const instance = await DuckDBInstance.create(copy);
      const connection = await instance.connect();
      const count = async (): Promise<number> => {
        const whole = await read(connection, check.sql);
        if (check.sliced === undefined) return whole;
        const inSlices =
          (await read(connection, check.sliced, SLICES[0])) + (await read(connection, check.sliced, SLICES[1]));
        if (inSlices !== whole) throw new Error(`${rule} finds ${whole} at once and ${inSlices} range by range.`);
        return whole;
      };
      const before = await count();
      await connection.run('begin');
      await connection.run(sql);
      const after = await count();
      await connection.run('rollback');
      connection.closeSync();
      instance.closeSync();
      return { before, after };
    },
  };
}

/** Two ranges of persons that hold all rows, whoever they say they are of. */
const SLICES = [
  [null, 7],
  [8, null],
] as const;

async function read(
  connection: DuckDBConnection,
  sql: string,
  range: readonly (number | null)[] = [],
): Promise<number> {
  const rows = (await connection.runAndReadAll(sql, [...range])).getRows();
  return Number(rows[0]?.[0]);
}
