/**
 * One build a target at a time: a lock file that names the builder's process. It appears whole, by a link, so nobody reads a
 * half-written one; a process is known by its number and its start, so that a number given out again holds no lock.
 */
import { hash } from 'node:crypto';
import { link, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openNew } from '../ports/index.ts';

export type LockOutcome =
  | { readonly kind: 'held'; readonly lock: BuildLock }
  | { readonly kind: 'taken'; readonly pid: number };

export interface BuildLock {
  /** Whether the lock file is still this one. */
  readonly isHeld: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

/** While another takes over a lock that nobody holds, a moment each. */
const ATTEMPTS = 20;
const MOMENT_MILLISECONDS = 5;
let taken = 0;

export async function takeBuildLock(target: string): Promise<LockOutcome> {
  const path = `${target}.lock`;
  const own = `${process.pid} ${(await startOf(process.pid)) ?? ''} ${(taken += 1)}\n`;
  const draft = `${path}.${process.pid}-${taken}`;
  await removeDrafts(path);
  try {
    await writeDraft(draft, own);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await linked(draft, path)) return await held(path, own);
      const found = await readFile(path, 'utf8').catch(() => undefined);
      if (found === undefined) continue;
      const [pid, start] = fieldsOf(found);
      if (await isAlive(pid, start)) return { kind: 'taken', pid };
      if (await tookOver({ path, found, draft })) return await held(path, own);
      await delay(MOMENT_MILLISECONDS);
    }
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  return { kind: 'taken', pid: 0 };
}

/** Its name can be guessed: what somebody put there is not written into. */
async function writeDraft(draft: string, own: string): Promise<void> {
  const file = await openNew(draft);
  try {
    await file.writeFile(own);
  } finally {
    await file.close();
  }
}

async function held(path: string, own: string): Promise<LockOutcome> {
  await removeRights(path);
  return { kind: 'held', lock: lockAt(path, own) };
}

/** What processes left that were killed while they took a lock over. While the lock is held, nobody has a use for it. */
async function removeRights(path: string): Promise<void> {
  for (const name of await besides(path, /^over-/)) {
    const right = join(dirname(path), name);
    const [pid, start] = fieldsOf(await readFile(right, 'utf8').catch(() => ''));
    if (!(await isAlive(pid, start))) await unlink(right).catch(() => undefined);
  }
}

/** What processes left that were killed while they asked for the lock. */
async function removeDrafts(path: string): Promise<void> {
  for (const name of await besides(path, /^\d/)) {
    const pid = Number.parseInt(name.slice(`${basename(path)}.`.length), 10);
    if (!(await isAlive(pid))) await unlink(join(dirname(path), name)).catch(() => undefined);
  }
}

/** Files named after the lock, with something behind it. */
async function besides(path: string, behind: RegExp): Promise<readonly string[]> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  return names.filter((name) => name.startsWith(prefix) && behind.test(name.slice(prefix.length)));
}

function lockAt(path: string, own: string): BuildLock {
  const isHeld = async (): Promise<boolean> => (await readFile(path, 'utf8').catch(() => undefined)) === own;
  return {
    isHeld,
    release: async () => {
      if (await isHeld()) await unlink(path).catch(() => undefined);
    },
  };
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Puts the draft in the place of a lock that nobody holds any more, in one step. Who may do so is settled by a second link, named
 * after the lock that is taken over: while it stands, nobody else replaces that lock.
 */
export async function tookOver(stale: {
  readonly path: string;
  readonly found: string;
  readonly draft: string;
}): Promise<boolean> {
  const { path, found, draft } = stale;
  const right = `${path}.over-${hash('sha256', found).slice(0, 16)}`;
  if (!(await linked(draft, right))) {
    const [pid, start] = fieldsOf(await readFile(right, 'utf8').catch(() => ''));
    if (!(await isAlive(pid, start))) await unlink(right).catch(() => undefined);
    return false;
  }
  try {
    if ((await readFile(path, 'utf8').catch(() => undefined)) !== found) return false;
    await rename(draft, path);
    return true;
  } finally {
    await unlink(right).catch(() => undefined);
  }
}

function fieldsOf(text: string): readonly [pid: number, start: string] {
  const [pid = '', start = ''] = text.trim().split(' ');
  return [Number.parseInt(pid, 10), start];
}

export async function isAlive(pid: number, start?: string): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isErrno(error, 'EPERM')) return false;
  }
  const known = await startOf(pid);
  return start === undefined || start === '' || known === undefined || known === start;
}

/** Clock ticks since the machine's start at which a process began, where the system tells. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
