/** A finished file in which a test breaks rules, one after the other: each change is undone as soon as it was judged. */
import { copyFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Check, Plan, Program } from '../model/index.ts';
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
  const program = compileProgram(plan);
  const checks = new Map(program.checks.map((one) => [`${one.name} ${one.table}`, one]));
  const connection = await (await DuckDBInstance.create(copy)).connect();
  return {
    rules: [...checks.keys()],
    violations: async (rule, sql) => {
      const check = checks.get(rule);
      if (check === undefined) throw new Error(`The plan has no rule ${rule}.`);
      const count = async (): Promise<number> => violationsOf(connection, check, program);
      const before = await count();
      await connection.run('begin');
      await connection.run(sql);
      const after = await count();
      await connection.run('rollback');
      return { before, after };
    },
  };
}

/** Two ranges of persons that hold all rows, whoever they say they are of. */
const SLICES = [
  [null, 7],
  [8, null],
] as const;

/** Rules that are doubted where nothing breaks them: the youngest may be born behind what happened to others. */
const MAY_DOUBT: ReadonlySet<string> = new Set(['nothing-before-birth']);

/** Rows that break a rule, which is asked at once, range by range, and together with others. */
export async function violationsOf(connection: DuckDBConnection, check: Check, program: Program): Promise<number> {
  const [whole = 0] = await read(connection, check.sql);
  if (check.sliced !== undefined) {
    const [inSlices = 0] = await inRanges(connection, check.sliced);
    if (inSlices !== whole) throw new Error(`${check.name} finds ${whole} at once and ${inSlices} range by range.`);
  }
  for (const { of, sliced, sql } of program.screens.filter((screen) => screen.of.includes(check.sql))) {
    const at = of.indexOf(check.sql);
    const found = [await read(connection, sql), ...(sliced === undefined ? [] : [await inRanges(connection, sliced)])];
    for (const counts of found) {
      const isRight = MAY_DOUBT.has(check.name)
        ? counts[at] !== 0 || whole === 0
        : (counts[at] === 0) === (whole === 0);
      if (!isRight) throw new Error(`${check.name} finds ${whole}, together ${counts[at]}.`);
    }
  }
  return whole;
}

async function inRanges(connection: DuckDBConnection, sql: string): Promise<readonly number[]> {
  const [first, second] = [await read(connection, sql, SLICES[0]), await read(connection, sql, SLICES[1])];
  return first.map((count, at) => count + (second[at] ?? 0));
}

async function read(
  connection: DuckDBConnection,
  sql: string,
  range: readonly (number | null)[] = [],
): Promise<readonly number[]> {
  const rows = (await connection.runAndReadAll(sql, [...range])).getRows();
  return (rows[0] ?? []).map(Number);
}
