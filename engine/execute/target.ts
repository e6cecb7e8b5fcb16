/** The file that a build replaces: what stands there now, and how the finished one takes its place in one step. */
import type { BigIntStats } from 'node:fs';
import { constants, copyFile, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { isAlive } from './build-lock.ts';
import { checkpointsOf } from './checkpoints.ts';
import { openFile } from './database.ts';
import type { Session } from './session.ts';
import type { StepTaken } from './execution.ts';
import { reasonOf } from './failure.ts';
import { readPrevious } from './previous.ts';
import type { Previous } from './previous.ts';
import { refusalOf } from './query-file.ts';

export interface Standing {
  /** Why the target may not be replaced. */
  readonly refusal: Diagnostic | undefined;
  /** What the file there says of itself, where a build can make use of it. */
  readonly previous: Previous | undefined;
  /** Another one as soon as anything was written to the file, or another was put in its place. */
  readonly identity: string | undefined;
}

const NOTHING: Standing = { refusal: undefined, previous: undefined, identity: undefined };

/** Looks at the target without changing anything. No symbolic link is followed. A `look` of the same file saves opening it again. */
export async function inspectTarget(target: string, force: boolean, look?: Standing): Promise<Standing> {
  const found = await statusOf(target);
  if (found === undefined) return NOTHING;
  if (!found.isFile()) return refuse(diagnostic('execute-target-folder', { target }, undefined));
  if (force) return NOTHING;
  if ((await statusOf(logOf(target))) !== undefined) return inspectWithoutLog(target);
  const identity = identityOf(found);
  return look?.identity === identity ? look : { ...(await inspectFile(target, target)), identity };
}

/** Of a file that a build could make use of; of any other there is nothing to say yet. */
export async function lookAhead(target: string): Promise<Standing | undefined> {
  const [found, log] = await Promise.all([statusOf(target), statusOf(logOf(target))]);
  if (found?.isFile() !== true || log !== undefined) return undefined;
  const standing = await inspectFile(target, target);
  return standing.refusal === undefined ? { ...standing, identity: identityOf(found) } : undefined;
}

async function statusOf(path: string): Promise<BigIntStats | undefined> {
  return lstat(path, { bigint: true }).catch(() => undefined);
}

/** Of the file at the target, as it is now. */
export async function currentIdentity(target: string): Promise<string | undefined> {
  const found = await statusOf(target);
  return found === undefined ? undefined : identityOf(found);
}

function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

function refuse(refusal: Diagnostic): Standing {
  return { refusal, previous: undefined, identity: undefined };
}

async function inspectFile(file: string, target: string): Promise<Standing> {
  const foreign = refuse(diagnostic('execute-target-foreign', { target }, undefined));
  const database = await openFile(file).catch((error: unknown) => refusalOf(target, reasonOf(error)));
  if ('code' in database) return database.code === 'execute-file-held' ? refuse(database) : foreign;
  try {
    const session = await database.connect();
    if (!(await isOurs(session))) return foreign;
    const previous = await readPrevious(session, await checkpointsOf(file)).catch(() => undefined);
    return { refusal: undefined, previous, identity: undefined };
  } catch {
    return foreign;
  } finally {
    database.close();
  }
}

/** Every file of ours, of whatever version, says in one row what it was made from. */
async function isOurs(session: Session): Promise<boolean> {
  const { rows } = await session.rows('select engine_version from meta.run limit 2');
  return rows.length === 1;
}

/**
 * A write-ahead log beside the target is of a program that holds it, or of one that was killed. What it would replay is not of our
 * making, so the file is looked at in a copy without it, and nothing of it is reused.
 */
async function inspectWithoutLog(target: string): Promise<Standing> {
  const held = await openFile(target).catch((error: unknown) => refusalOf(target, reasonOf(error)));
  if (!('code' in held)) held.close();
  else if (held.code === 'execute-file-held') return refuse(held);
  const copy = `${nextTo(target)}.look`;
  try {
    await copyFile(target, copy, constants.COPYFILE_FICLONE);
    return { ...(await inspectFile(copy, target)), previous: undefined };
  } finally {
    await rm(copy, { force: true });
  }
}

/** Where the new file grows: beside the target, so that the rename stays on one disk. */
export function nextTo(target: string): string {
  return `${target}.next`;
}

export async function copyTo(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}

/** What a killed build, or whoever read the target and was killed, may have left beside it. */
export async function removeLeftovers(target: string): Promise<void> {
  const [folder, own] = [dirname(target), basename(target)];
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(own));
  await Promise.all(
    names.map(async (name) => {
      if (await isLeft(name.slice(own.length))) await rm(join(folder, name), { recursive: true, force: true });
    }),
  );
}

/** What was written out while the file was read is the reader's as long as it lives; all else is of the one build that there is at a time. */
async function isLeft(behind: string): Promise<boolean> {
  const [, pid] = /^\.tmp-(\d+)/.exec(behind) ?? [];
  if (pid !== undefined) return !(await isAlive(Number(pid)));
  return behind === '.next' || behind.startsWith('.next.');
}

/** A stale write-ahead log beside the target would be replayed into the new file, so it goes first. */
export async function swapIn(next: string, target: string, took: StepTaken): Promise<void> {
  await flush(next);
  took('flushed');
  await rm(logOf(target), { force: true });
  took('log removed');
  await rename(next, target);
  took('renamed');
  await flush(dirname(target));
}

function logOf(file: string): string {
  return `${file}.wal`;
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
