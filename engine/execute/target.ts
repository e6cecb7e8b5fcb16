/** The file that a build replaces: what stands there now, and how the finished one takes its place in one step. */
import type { BigIntStats } from 'node:fs';
import { constants, copyFile, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { checkpointsOf } from './checkpoints.ts';
import { isAlive } from './build-lock.ts';
import { BESIDE, openFile } from './database.ts';
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
}

const NOTHING: Standing = { refusal: undefined, previous: undefined };

/** What a file was found to say, before it was known whether a build would ask. */
export interface Look {
  readonly identity: string;
  readonly standing: Standing;
}

/** Looks at the target without changing anything. No symbolic link is followed; in an empty file is nothing to lose. A `look` of the same file saves opening it again. */
export async function inspectTarget(target: string, force: boolean, look?: Look): Promise<Standing> {
  const found = await statusOf(target);
  if (found === undefined) return NOTHING;
  if (!found.isFile()) return refuse(diagnostic('execute-target-folder', { target }, undefined));
  if (force) return NOTHING;
  if ((await statusOf(logOf(target))) !== undefined) return inspectWithoutLog(target);
  if (found.size === 0n) return NOTHING;
  return look?.identity === identityOf(found) ? look.standing : inspectFile(target, target);
}

/** Of a file that a build could make use of; of any other there is nothing to say yet. */
export async function lookAhead(target: string): Promise<Look | undefined> {
  const [found, log] = await Promise.all([statusOf(target), statusOf(logOf(target))]);
  if (found?.isFile() !== true || log !== undefined) return undefined;
  const standing = await inspectFile(target, target);
  return standing.refusal === undefined ? { identity: identityOf(found), standing } : undefined;
}

async function statusOf(path: string): Promise<BigIntStats | undefined> {
  return lstat(path, { bigint: true }).catch(() => undefined);
}

/** Another one as soon as anything was written to it, or another file was put in its place. */
function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

function refuse(refusal: Diagnostic): Standing {
  return { refusal, previous: undefined };
}

async function inspectFile(file: string, target: string): Promise<Standing> {
  const foreign = refuse(diagnostic('execute-target-foreign', { target }, undefined));
  const database = await openFile(file).catch((error: unknown) => refusalOf(target, reasonOf(error)));
  if ('code' in database) return database.code === 'execute-file-held' ? refuse(database) : foreign;
  try {
    const session = await database.connect();
    if (!(await isOurs(session))) return foreign;
    const previous = await readPrevious(session, await checkpointsOf(file)).catch(() => undefined);
    return { refusal: undefined, previous };
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
    await rm(copy, { force: true });
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

export async function copyOf(target: string): Promise<void> {
  await copyFile(target, nextTo(target), constants.COPYFILE_FICLONE);
}

/** What a killed build, or whoever read the target and was killed, may have left beside it. */
export async function removeLeftovers(target: string): Promise<void> {
  const folder = dirname(target);
  const next = basename(nextTo(target));
  const beside = `${basename(target)}${BESIDE}`;
  const names = await readdir(folder).catch(() => []);
  const isLeft = async (name: string): Promise<boolean> =>
    name === next ||
    name.startsWith(`${next}.`) ||
    (name.startsWith(beside) && !(await isAlive(Number(name.slice(beside.length)))));
  await Promise.all(
    names.map(async (name) => {
      if (await isLeft(name)) await rm(join(folder, name), { recursive: true, force: true });
    }),
  );
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
