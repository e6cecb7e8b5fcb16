/**
 * A program to a finished file. It grows beside the target and takes its place only when whole; whatever goes wrong on
 * the way, the last good file stays.
 */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { BuiltTable, CheckResult, PoolTable, Program, Statement } from '../model/index.ts';
import type { Clock } from '../ports/index.ts';
import { takeBuildLock } from './build-lock.ts';
import { openSession } from './database.ts';
import type { Session } from './database.ts';
import { nextTo, refuseTarget, removeLeftovers, swapIn } from './target.ts';

export interface Execution {
  readonly program: Program;
  readonly pools: readonly PoolTable[];
  readonly poolTableName: (pool: string) => string;
  readonly persons: { readonly from: number; readonly to: number };
  readonly target: string;
  readonly force: boolean;
  readonly clock: Clock;
  /** Whether what the checks found lets the file take its place. */
  readonly judge: (results: readonly CheckResult[]) => readonly Diagnostic[];
  readonly signal?: AbortSignal | undefined;
  readonly threads?: number | undefined;
  /** Persons per range; only tests choose another. */
  readonly rangeSize?: number | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface ExecutionReport {
  /** Absent where the build failed and the target was left alone. */
  readonly file: string | undefined;
  readonly tables: readonly BuiltTable[];
  readonly checks: readonly CheckResult[];
  readonly milliseconds: { readonly generate: number; readonly verify: number; readonly swap: number };
  readonly diagnostics: readonly Diagnostic[];
}

const RANGE_SIZE = 50_000;

export async function executeProgram(execution: Execution): Promise<ExecutionReport> {
  const { target, force } = execution;
  const refusal = await refuseTarget(target, force);
  if (refusal !== undefined) return failed([refusal]);
  try {
    await mkdir(dirname(target), { recursive: true });
    const lock = await takeBuildLock(target);
    if (lock.kind === 'taken') return failed([diagnostic('execute-locked', { target, pid: lock.pid }, undefined)]);
    try {
      await removeLeftovers(target);
      return await build(nextTo(target), execution);
    } finally {
      await removeLeftovers(target);
      await lock.release();
    }
  } catch (error) {
    return failed([diagnostic('execute-file-failed', { target, reason: reasonOf(error) }, undefined)]);
  }
}

async function build(next: string, execution: Execution): Promise<ExecutionReport> {
  const { clock, judge, program, signal, target, threads } = execution;
  const started = clock.milliseconds();
  const session = await openSession({ file: next, readOnly: false, threads });
  const stop = (): void => {
    session.interrupt();
  };
  signal?.addEventListener('abort', stop);
  try {
    const tables = await fill(session, execution);
    const generated = clock.milliseconds();
    const checks = await check(session, program);
    const verified = clock.milliseconds();
    const verdict = judge(checks);
    if (verdict.length > 0) return { ...failed(verdict), checks, tables };
    await record(session, program, tables, checks);
    await session.run('checkpoint');
    session.close();
    signal?.throwIfAborted();
    await swapIn(next, target);
    const swapped = clock.milliseconds();
    const milliseconds = { generate: generated - started, verify: verified - generated, swap: swapped - verified };
    return { file: target, tables, checks, milliseconds, diagnostics: [] };
  } catch (error) {
    return failed([signal?.aborted === true ? diagnostic('execute-interrupted', {}, undefined) : diagnosticOf(error)]);
  } finally {
    signal?.removeEventListener('abort', stop);
    closeQuietly(session);
  }
}

/** A failure with the statement that it happened in. */
class StatementFailure extends Error {
  readonly statement: Statement;

  constructor(statement: Statement, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.statement = statement;
  }
}

async function fill(session: Session, execution: Execution): Promise<readonly BuiltTable[]> {
  const { clock, onProgress, persons, program, rangeSize = RANGE_SIZE, signal } = execution;
  await loadPools(session, execution);
  const tally = new Map(program.tables.map((name) => [name, { rows: 0, milliseconds: 0 }]));
  const runTallied = async (statement: Statement, values: readonly number[]): Promise<void> => {
    signal?.throwIfAborted();
    const began = clock.milliseconds();
    const rows = await runStatement(session, statement, values);
    const entry = statement.table === undefined ? undefined : tally.get(statement.table);
    if (entry === undefined) return;
    entry.rows += rows;
    entry.milliseconds += clock.milliseconds() - began;
  };
  await session.run('begin');
  for (const statement of program.setUp) await runTallied(statement, []);
  const total = persons.to - persons.from + 1;
  for (let from = persons.from; from <= persons.to; from += rangeSize) {
    const to = Math.min(persons.to, from + rangeSize - 1);
    for (const statement of program.perRange) await runTallied(statement, statement.perRange ? [from, to] : []);
    await session.run('commit');
    await session.run('begin');
    onProgress?.(to - persons.from + 1, total);
  }
  for (const statement of program.finish) await runTallied(statement, []);
  await session.run('commit');
  return [...tally].map(([name, entry]) => ({ name, ...entry }));
}

async function runStatement(session: Session, statement: Statement, values: readonly number[]): Promise<number> {
  try {
    return await session.run(statement.sql, values);
  } catch (error) {
    throw new StatementFailure(statement, error);
  }
}

async function loadPools(session: Session, { pools, poolTableName, program }: Execution): Promise<void> {
  const text = program.perRange.map(({ sql }) => sql).join('\n');
  for (const pool of pools) {
    const name = poolTableName(pool.name);
    if (!text.includes(`"${name}"`)) continue;
    await session.createPool(name, pool.columns.map((column) => column.name));
    await session.appendRows(name, pool.columns.map(({ values }) => values));
  }
}

async function check(session: Session, program: Program): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, table, sql } of program.checks) {
    const { rows } = await session.rows(sql);
    results.push({ name, table, violations: Number(rows[0]?.[0] ?? 0) });
  }
  return results;
}

/** The build's own record: what was filled and what was checked. */
async function record(
  session: Session,
  program: Program,
  tables: readonly BuiltTable[],
  checks: readonly CheckResult[],
): Promise<void> {
  const statements = new Map([...program.setUp, ...program.perRange].map((one) => [one.table, one]));
  await session.run('begin');
  for (const { name, rows, milliseconds } of tables) {
    const statement = statements.get(name);
    const [origin] = statement?.origins ?? [];
    const place = origin === undefined ? null : `${origin.file}:${origin.start.line}`;
    const fingerprint = createHash('sha256').update(statement?.sql ?? '').digest('hex');
    await session.run('insert into meta.statements values ($1, $2, $3, $4, $5)', [name, fingerprint, rows, milliseconds, place]);
  }
  for (const { name, table, violations } of checks) {
    await session.run('insert into meta.violations values ($1, $2, $3)', [name, table, violations]);
  }
  await session.run('commit');
}

function failed(diagnostics: readonly Diagnostic[]): ExecutionReport {
  return { file: undefined, tables: [], checks: [], milliseconds: { generate: 0, verify: 0, swap: 0 }, diagnostics };
}

function diagnosticOf(error: unknown): Diagnostic {
  const statement = error instanceof StatementFailure ? error.statement : undefined;
  const [origin] = statement?.origins ?? [];
  return diagnostic('execute-statement-failed', { table: statement?.table, reason: reasonOf(error) }, origin);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function closeQuietly(session: Session): void {
  try {
    session.close();
  } catch {
    // It was closed before the swap.
  }
}
