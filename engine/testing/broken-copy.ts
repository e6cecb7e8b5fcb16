/** A finished file in which a test breaks rules, one after the other: each change is undone as soon as it was judged. */
import { copyFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
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
  const checks = new Map(compileProgram(plan).checks.map((one) => [`${one.name} ${one.table}`, one.sql]));
  return {
    rules: [...checks.keys()],
    violations: async (rule, sql) => {
      const check = checks.get(rule);
      if (check === undefined) throw new Error(`The plan has no rule ${rule}.`);
      const instance = await DuckDBInstance.create(copy);
      const connection = await instance.connect();
      const count = async (): Promise<number> => Number((await connection.runAndReadAll(check)).getRows()[0]?.[0]);
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
