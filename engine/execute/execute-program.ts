/**
 * A program to a finished file. It grows beside the target, from a copy of what stands there where that holds what is
 * asked for, and takes its place only when whole; whatever goes wrong on the way, the last good file stays.
 */
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { TableVerdict } from '../model/index.ts';
import { makeFolder, systemReason } from '../ports/index.ts';
import { takeBuildLock } from './build-lock.ts';
import type { BuildLock, LockOutcome } from './build-lock.ts';
import { checkpointsOf } from './checkpoints.ts';
import { readRecords } from './count-sums.ts';
import { runChecks } from './checks.ts';
import { DATABASE_VERSION, letGo, openForFilling } from './database.ts';
import type { Database } from './database.ts';
import { nothingBuilt } from './execution.ts';
import type { Execution, ExecutionReport } from './execution.ts';
import { reasonOf, StatementFailure, whyUnwritten } from './failure.ts';
import { fillTables } from './fill-tables.ts';
import { cutRanges } from './ranges.ts';
import { recordBuild } from './record-build.ts';
import type { BuildRecord } from './record-build.ts';
import { settled } from './settled.ts';
import type { Standby } from './standby.ts';
import { copyOf, inspectTarget, nextTo, removeLeftovers, swapIn } from './target.ts';
import { allSums } from './known-sums.ts';
import { holdsAfter, planWork } from './work.ts';
import type { Work } from './work.ts';

/** `standby` holds what was made ready before it was known what is to be built. */
export async function executeProgram(execution: Execution, standby?: Standby): Promise<ExecutionReport> {
  const { force, onStep, target } = execution;
  try {
    await makeFolder(dirname(target));
    const outcome = await lockFor(execution);
    if (outcome.kind === 'taken') {
      return nothingBuilt([diagnostic('execute-locked', { target, pid: outcome.pid }, undefined)]);
    }
    onStep?.('locked');
    let giveBack = nothing;
    try {
      await removeLeftovers(target);
      const { refusal, previous } = await inspectTarget(target, force, await standby?.takeLook(target));
      if (refusal !== undefined) return nothingBuilt([refusal]);
      const holds = standby?.heldFor(target);
      const work = planWork(execution, { databaseVersion: DATABASE_VERSION, previous, holds });
      if (work.nothing) return unchanged(execution, work);
      const { report, close } = await build(execution, { work, lock: outcome.lock, standby });
      giveBack = close;
      return report;
    } finally {
      await removeLeftovers(target).finally(async () => {
        await outcome.lock.release();
        // To give back what a build held in memory takes a while, in which the file stands already and can be told of.
        setImmediate(giveBack);
      });
      onStep?.('released');
    }
  } catch (error) {
    if (execution.signal?.aborted === true) return nothingBuilt([diagnostic('execute-interrupted', {}, undefined)]);
    return nothingBuilt([diagnostic('execute-file-failed', { target, reason: systemReason(error) }, undefined)]);
  }
}

const TRIED_AGAIN_MILLISECONDS = 200;

async function lockFor({ onLocked, signal, target }: Execution): Promise<LockOutcome> {
  let outcome = await takeBuildLock(target);
  if (outcome.kind === 'held' || onLocked === undefined) return outcome;
  onLocked(outcome.pid);
  while (outcome.kind === 'taken') {
    await delay(TRIED_AGAIN_MILLISECONDS, undefined, { signal });
    outcome = await takeBuildLock(target);
  }
  return outcome;
}

/** What a build would do with each table, or why it would not. */
export async function previewProgram(
  execution: Execution,
): Promise<{ readonly verdicts: readonly TableVerdict[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { refusal, previous } = await inspectTarget(execution.target, execution.force);
  const { verdicts } = planWork(execution, { databaseVersion: DATABASE_VERSION, previous });
  return { verdicts, diagnostics: refusal === undefined ? [] : [refusal] };
}

interface Built {
  readonly report: ExecutionReport;
  readonly close: () => void;
}

interface Means {
  readonly work: Work;
  readonly lock: BuildLock;
  readonly standby: Standby | undefined;
}

const nothing = (): void => undefined;

async function build(execution: Execution, { work, lock, standby }: Means): Promise<Built> {
  const { clock, compare, judge, onStep, persons, rangeSize, signal, target } = execution;
  const took = onStep ?? nothing;
  const started = clock.milliseconds();
  const people = persons.to - persons.from + 1;
  if (work.reuses) await copyOf(target);
  took('copied');
  const database = await openForFilling(nextTo(target), execution.resources, {
    bench: standby?.takeBench(target),
    isNew: !work.reuses,
    people,
  });
  took('opened');
  signal?.addEventListener('abort', database.interrupt);
  try {
    const { tables, sums: filled } = await fillTables(database, execution, work);
    took('filled');
    const generated = clock.milliseconds();
    const writing = await writeOut(database);
    const checking = runChecks(database, execution, work);
    const counting = countRecords(database, execution, work);
    await settled([checking, counting, writing.done]);
    const checks = await checking;
    const sums = [...filled, ...(await counting)];
    took('checked');
    const verified = clock.milliseconds();
    const verdict = judge(checks);
    if (verdict.length > 0) {
      database.close();
      return { report: { ...nothingBuilt(verdict), checks, tables }, close: nothing };
    }
    const fidelity = compare(sums);
    await putInPlace(database, { execution, tables, checks, fidelity, work, sums }, lock);
    const swapped = clock.milliseconds();
    const milliseconds = { generate: generated - started, verify: verified - generated, swap: swapped - verified };
    const { verdicts } = work;
    const report = {
      file: target,
      tables,
      checks,
      fidelity,
      unchanged: false,
      verdicts,
      milliseconds,
      diagnostics: [],
    };
    const isWhole = cutRanges(persons, rangeSize).length === 1;
    if (standby === undefined || !isWhole || people > standby.mostPeople) return { report, close: database.close };
    const { bench, close } = database.leave(holdsAfter(execution, work));
    standby.keepBench(target, { ...bench, people });
    return { report, close };
  } catch (error) {
    database.close();
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    const reason =
      signal?.aborted === true ? diagnostic('execute-interrupted', {}, undefined) : diagnosticOf(error, target);
    return { report: nothingBuilt([reason]), close: nothing };
  } finally {
    signal?.removeEventListener('abort', database.interrupt);
  }
}

/** With what the build records of itself, the file is closed and takes the place of the one before. */
async function putInPlace(database: Database, record: Omit<BuildRecord, 'checkpoint'>, lock: BuildLock): Promise<void> {
  const { onStep, signal, target } = record.execution;
  const took = onStep ?? nothing;
  const next = nextTo(target);
  const session = await database.connect();
  await recordBuild(session, { ...record, checkpoint: (await checkpointsOf(next)) + 1 });
  await session.run('checkpoint');
  took('recorded');
  await letGo(session);
  took('closed');
  signal?.throwIfAborted();
  if (!(await lock.isHeld())) throw new Error('another process has taken the lock of this build');
  await swapIn(next, target, took);
}

/**
 * The rows go to disk while they are checked; what the build records of itself follows in a small checkpoint of its own. It is begun
 * first: what reads before it keeps rows in the file that were taken away, and the next checkpoint would write them anew.
 */
async function writeOut(database: Database): Promise<{ readonly done: Promise<number> }> {
  const session = await database.connect();
  const checkpoint = await session.prepare('checkpoint');
  return { done: checkpoint.run() };
}

/** What rows of finished tables sum up to is asked while they are checked. */
async function countRecords(database: Database, { program }: Execution, { sums }: Work): Promise<readonly number[]> {
  return readRecords(await database.connect(), program, sums.records);
}

/** The file is as it would be made. */
function unchanged({ compare, program, target }: Execution, { kept, sums, verdicts }: Work): ExecutionReport {
  return {
    file: target,
    tables: verdicts.map(({ name, outcome }) => {
      const { rows, milliseconds } = kept.get(name) ?? { rows: 0, milliseconds: 0 };
      return { name, outcome, rows, milliseconds };
    }),
    checks: program.checks.map(({ name, table }) => ({ name, table, violations: 0 })),
    fidelity: compare(allSums(sums)),
    unchanged: true,
    verdicts,
    milliseconds: { generate: 0, verify: 0, swap: 0 },
    diagnostics: [],
  };
}

function diagnosticOf(error: unknown, target: string): Diagnostic {
  const unwritten = whyUnwritten(error);
  if (unwritten !== undefined) return diagnostic('execute-file-failed', { target, reason: unwritten }, undefined);
  const statement = error instanceof StatementFailure ? error.statement : undefined;
  const [origin] = statement?.origins ?? [];
  return diagnostic('execute-statement-failed', { table: statement?.table, reason: reasonOf(error) }, origin);
}
