/**
 * A program to a finished file. It grows beside the target and takes its place only when whole; whatever goes wrong on
 * the way, the last good file stays.
 */
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckResult } from '../model/index.ts';
import { takeBuildLock } from './build-lock.ts';
import { createFile } from './database.ts';
import type { Database } from './database.ts';
import type { Execution, ExecutionReport } from './execution.ts';
import { reasonOf, StatementFailure } from './failure.ts';
import { fillTables } from './fill-tables.ts';
import { recordBuild } from './record-build.ts';
import { nextTo, refuseTarget, removeLeftovers, swapIn } from './target.ts';

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
  const { clock, compare, judge, signal, target } = execution;
  const started = clock.milliseconds();
  const database = await createFile(next, execution.resources);
  signal?.addEventListener('abort', database.interrupt);
  try {
    const { tables, sums } = await fillTables(database, execution);
    const generated = clock.milliseconds();
    const [checks] = await Promise.all([check(database, execution), writeOut(database)]);
    const verified = clock.milliseconds();
    const verdict = judge(checks);
    if (verdict.length > 0) return { ...failed(verdict), checks, tables };
    const fidelity = compare(sums);
    const session = await database.connect();
    await recordBuild(session, { execution, tables, checks, fidelity });
    await session.run('checkpoint');
    database.close();
    signal?.throwIfAborted();
    await swapIn(next, target);
    const swapped = clock.milliseconds();
    const milliseconds = { generate: generated - started, verify: verified - generated, swap: swapped - verified };
    return { file: target, tables, checks, fidelity, milliseconds, diagnostics: [] };
  } catch (error) {
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    return failed([signal?.aborted === true ? diagnostic('execute-interrupted', {}, undefined) : diagnosticOf(error)]);
  } finally {
    signal?.removeEventListener('abort', database.interrupt);
    database.close();
  }
}

/** The rows go to disk while they are checked; what the build records of itself follows in a small checkpoint of its own. */
async function writeOut(database: Database): Promise<void> {
  const session = await database.connect();
  await session.run('checkpoint');
}

/** The checks are dealt out to as many connections as there are workers. */
async function check(
  database: Database,
  { program, workers = availableParallelism() }: Execution,
): Promise<readonly CheckResult[]> {
  const waiting = program.checks.map((one, place) => ({ ...one, place }));
  const results: CheckResult[] = [];
  const work = async (): Promise<void> => {
    const session = await database.connect();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { rows } = await session.rows(next.sql);
      results[next.place] = { name: next.name, table: next.table, violations: Number(rows[0]?.[0] ?? 0) };
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return results;
}

function failed(diagnostics: readonly Diagnostic[]): ExecutionReport {
  const milliseconds = { generate: 0, verify: 0, swap: 0 };
  return { file: undefined, tables: [], checks: [], fidelity: [], milliseconds, diagnostics };
}

function diagnosticOf(error: unknown): Diagnostic {
  const statement = error instanceof StatementFailure ? error.statement : undefined;
  const [origin] = statement?.origins ?? [];
  return diagnostic('execute-statement-failed', { table: statement?.table, reason: reasonOf(error) }, origin);
}
