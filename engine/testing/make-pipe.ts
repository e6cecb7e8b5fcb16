/** A named pipe, which whoever opens it waits for. */
import { spawnSync } from 'node:child_process';

export function makePipe(path: string): void {
  const { status } = spawnSync('sh', ['-c', 'mkfifo "$1"', 'sh', path]);
  if (status !== 0) throw new Error(`no pipe at ${path}`);
}
