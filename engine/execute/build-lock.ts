/** One build a target at a time: a lock file that holds the builder's PID. A lock of a dead process is taken over. */
import { readFile, unlink, writeFile } from 'node:fs/promises';

export type LockOutcome =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  | { readonly kind: 'taken'; readonly pid: number };

const ATTEMPTS = 3;

export async function takeBuildLock(target: string): Promise<LockOutcome> {
  const path = `${target}.lock`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await created(path)) return { kind: 'held', release: async () => unlink(path).catch(() => undefined) };
    const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
    if (isAlive(pid)) return { kind: 'taken', pid };
    await unlink(path).catch(() => undefined);
  }
  return { kind: 'taken', pid: 0 };
}

async function created(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
